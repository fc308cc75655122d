"""Clinical names as a person would say them: no codes, no code-system suffixes, no machine names."""

import re

from portal_app.chart.fields import codings, table, text

_SUFFIX = re.compile(
    r"\s*\((?:disorder|finding|procedure|situation|regime/therapy|morphologic abnormality|person|event|"
    r"observable entity|substance|product|medicinal product|physical object|qualifier value|body structure|"
    r"context-dependent category|organism|record artifact|environment|social concept|occupation|"
    r"clinical drug)\)\s*$",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"https?:|urn:|[{}<>|^]|\w_\w|^[\W\d_]+$|^[a-z]+[A-Z]\w*$|^[A-Z0-9]+-[A-Z0-9-]*\d[A-Z0-9-]*$"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|^[A-Z]{1,4}\d{3,}|^10[*^]\d"
)
_ADDRESS = re.compile(
    r"https?:|ftp:|urn:|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|^[A-Z][A-Za-z]{3,30}/[\w.-]*\d", re.IGNORECASE
)
_NDC = re.compile(r"^ND[AC]\d+ ")
_LOINC_DETAIL = re.compile(r"\s*\[[^\]]*\]")
_LOINC_SPECIMEN = re.compile(
    r"\s+(?:in (?:Serum or Plasma|Serum, Plasma or Blood|Serum|Plasma|Arterial blood|Venous blood|Blood|"
    r"Urine|Platelet poor plasma|Cerebral spinal fluid|Body fluid|Stool)"
    r"|by [A-Z][\w\- ]*|Auto \(\w+\)|Reported|Narrative)(?=\s|$)"
    r"|\s+-\s+(?:Reported|Serum or Plasma|Blood|Urine)\b"
)
LONGEST = 200


def plain(written: object) -> str:
    """The name without its code-system suffix, first letter a capital; empty if it is a machine's name."""
    name = _SUFFIX.sub("", _NDC.sub("", text(written))).strip(" .;,-")
    if not name or _MACHINE.search(name):
        return ""
    if name.isupper() and len(name) > 8:
        name = name.lower()
    return capital(name)[:LONGEST]


def as_given(written: object) -> str:
    """A person's name, number or street as it was given; empty if an address or id of a machine stands there."""
    found = text(written)
    return "" if _ADDRESS.search(found) else found


def capital(name: str) -> str:
    """The first letter a capital, the rest untouched; "pH" stays "pH"."""
    return name if name[1:2].isupper() else name[:1].upper() + name[1:]


def called(concept: object) -> str:
    """The plainest name a CodeableConcept carries: its text, else its first display in words."""
    candidates = [text(table(concept).get("text")), *(display for _, _, display in codings(concept))]
    return next((name for candidate in candidates if (name := plain(candidate))), "")


def test_name(written: str) -> str:
    """A LOINC long name cut down to what was measured."""
    if written.endswith("?"):
        return written
    name = _LOINC_DETAIL.sub("", text(written))
    while (shorter := _LOINC_SPECIMEN.sub("", name)) != name:
        name = shorter
    analyte, dot, kind = name.partition(".total")
    name = f"Total {analyte.lower()}" if dot and not kind.strip() else analyte + kind
    return plain(name) or plain(written)
