"""Careful hands for FHIR JSON: whatever stands where something was expected, nothing here raises."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
SNOMED = "http://snomed.info/sct"

FHIR_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_SPACES = re.compile(r"\s+")


def table(value: object) -> Json:
    """The JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Json]:
    """The JSON objects of a list; a lone object counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """The string on one line, without control characters (a NUL breaks PostgreSQL); otherwise empty."""
    if not isinstance(value, str):
        return ""
    if value.isprintable() and "  " not in value:
        return value.strip()
    if not value.isprintable():
        value = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in value)
        value = "".join(sign for sign in value if unicodedata.category(sign) not in {"Cf", "Cs"})
    return _SPACES.sub(" ", value).strip()


def texts(value: object) -> list[str]:
    """The non-empty strings of a list, or of a lone string."""
    found = value if isinstance(value, list) else [value]
    return [clean for item in found if (clean := text(item))]


def number(value: object) -> Decimal | None:
    """A JSON number as it was written; strings, booleans and infinities are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact if exact.is_finite() and -30 < exact.adjusted() < 30 else None


def codings(concept: object) -> Iterator[tuple[str, str, str]]:
    """(system, code, display) of each coding of a CodeableConcept, or of a lone Coding."""
    found = table(concept)
    for coding in rows(found.get("coding")) or [found]:
        yield text(coding.get("system")), text(coding.get("code")), text(coding.get("display"))


def code(concept: object, system: str = "") -> str:
    """The first code, of one system if it is named."""
    return next((c for s, c, _ in codings(concept) if c and (not system or s == system)), "")


def codes(concepts: object) -> set[str]:
    """Every code of one or several CodeableConcepts."""
    return {c for concept in rows(concepts) for _, c, _ in codings(concept) if c}


def named(concept: object) -> str:
    """What a CodeableConcept calls itself: its text, else its first display."""
    return text(table(concept).get("text")) or next((d for _, _, d in codings(concept) if d), "")


def reference(value: object) -> tuple[str, str]:
    """(type, id) of a Reference: `Type/id`, a URL that ends so, or `urn:uuid:id`; the type may be unknown."""
    target = text(table(value).get("reference"))
    if not target or target.startswith("#") or "?" in target:
        return "", ""
    if target.startswith(("urn:uuid:", "urn:oid:")):
        return text(table(value).get("type")), _id(target.rpartition(":")[2])
    parts = target.partition("/_history/")[0].rstrip("/").split("/")
    return (parts[-2] if len(parts) > 1 else ""), _id(parts[-1])


def _id(value: str) -> str:
    return value if FHIR_ID.fullmatch(value) else ""
