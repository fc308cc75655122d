"""Scans and other pictures: what kind they are, in words (DICOM modalities, and names as radiology writes them)."""

import re

from portal_app.catalogue import mark, say
from portal_app.chart.fields import Json, codes, number, rows, table
from portal_app.chart.numbers import printed
from portal_app.chart.titles import called, capital, plain

_KINDS = {
    name: words
    for words, names in (
        (mark("X-ray"), "XR CR DX RG X-ray Radiography"),
        (mark("CT scan"), "CT"),
        (mark("MRI scan"), "MR MRI"),
        (mark("Ultrasound"), "US Ultrasound Sonogram"),
        (mark("Mammogram"), "MG Mammogram Mammography MAM"),
        (mark("Nuclear scan"), "NM"),
        (mark("PET scan"), "PT PET"),
        (mark("Bone density scan"), "DXA DEXA BMD"),
        (mark("Blood vessel pictures"), "XA"),
        (mark("Moving X-ray"), "RF"),
        (mark("Heart ultrasound"), "ECHO"),
        (mark("Heart tracing (ECG)"), "ECG EKG"),
        (mark("Pictures from inside (endoscopy)"), "ES"),
        (mark("Photos"), "XC GM"),
    )
    for name in names.split()
}
_VIEWS = re.compile(r",?\s*(\d+) (Views?)\b", re.IGNORECASE)
_STRUCTURE = re.compile(r"^structure of |(?: region)?(?: structure)$", re.IGNORECASE)
_FIRST = re.compile(r"^([A-Za-z-]+)\b[\s:,-]*(?:of (?:the )?)?(.*)$", re.IGNORECASE)


def title(concept: object) -> str:
    """ "X-ray: wrist, left, 2 views" of "XR Wrist - left 2 Views"; empty if it has no name."""
    name = called(concept)
    match = _FIRST.match(name)
    if not match or not (kind := _KINDS.get(match[1].upper()) or _KINDS.get(match[1].capitalize())):
        return name
    rest = _VIEWS.sub(_views, match[2].strip(" -").replace(" - ", ", "))
    rest = rest if rest[1:2].isupper() else rest[:1].lower() + rest[1:]
    return say("{kind}: {part}", kind=say(kind), part=rest) if rest else say(kind)


def _views(match: re.Match[str]) -> str:
    return f", {match[1]} {match[2].lower()}"


def study_title(study: Json) -> str:
    """What an ImagingStudy shows: its procedure, its description, else the kind and the part of the body."""
    for concept in rows(study.get("procedureCode")):
        if name := title(concept):
            return name
    if name := plain(study.get("description")):
        return title({"text": name})
    known = [code for concept in (*rows(study.get("modality")), *series(study, "modality")) for code in codes(concept)]
    kind = next((_KINDS[code] for code in known if code in _KINDS), "")
    part = body_part(study)
    if kind and part:
        return say("{kind}: {part}", kind=say(kind), part=part)
    return say(kind) if kind else capital(part)


def body_part(study: Json) -> str:
    """The part of the body, as the first series says."""
    found = next((name for concept in series(study, "bodySite") if (name := called(concept))), "")
    return capital(_STRUCTURE.sub("", found))


def series(study: Json, field: str) -> list[Json]:
    """One field of all series."""
    return [table(one.get(field)) for one in rows(study.get("series"))]


def pictures(study: Json) -> str:
    """How many pictures there are; empty if it does not say."""
    count = number(study.get("numberOfInstances"))
    if count is None:
        given = [number(one.get("numberOfInstances")) for one in rows(study.get("series"))]
        count = sum(one for one in given if one is not None) or None
    return printed(count, 0) if count and count > 0 else ""
