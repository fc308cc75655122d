"""What was taken for a test, and when: blood, urine, a swab; told by the Specimen, else by the names of the tests."""

import re
from collections.abc import Iterable, Iterator

from portal_app.catalogue import mark, say
from portal_app.chart import performers
from portal_app.chart.dates import Moment, Precision, first, spoken
from portal_app.chart.fields import Json, codes, named, reference, rows, table, text
from portal_app.chart.titles import called

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("blood", r"\b(?:blood(?! pressure)|serum|plasma|sangre|suero)\b"),
        ("urine", r"\b(?:urine|urinalysis|orina)\b"),
        ("stool", r"\b(?:stool|feces|fecal)\b"),
        ("swab", r"\b(?:swab|nasopharynx|nasopharyngeal|throat|nose|cervix|vaginal)\b"),
        ("tissue", r"\b(?:tissue|biopsy|tejido)\b"),
    )
)
_PANELS = {
    "24320-4": "blood", "24321-2": "blood", "51990-0": "blood", "24323-8": "blood", "58410-2": "blood",
    "57021-8": "blood", "57782-5": "blood", "69742-5": "blood", "24331-1": "blood", "57698-3": "blood",
    "24325-3": "blood", "24326-1": "blood", "24362-6": "blood", "24356-8": "urine", "24357-6": "urine",
}  # fmt: skip
_TAKEN = {
    "blood": (mark("Blood taken"), mark("Blood taken {day}")),
    "urine": (mark("Urine given"), mark("Urine given {day}")),
    "stool": (mark("Stool given"), mark("Stool given {day}")),
    "swab": (mark("Swab taken"), mark("Swab taken {day}")),
    "tissue": (mark("Tissue taken"), mark("Tissue taken {day}")),
    "sample": (mark("Sample taken"), mark("Sample taken {day}")),
    "image": (mark("Pictures taken"), mark("Pictures taken {day}")),
    "measured": (mark("Measured"), mark("Measured {day}")),
    "": (mark("Test done"), mark("Test done {day}")),
}


def heading(kind: str) -> str:
    """ "Blood taken", as the name of a line."""
    return say(_TAKEN[kind][0])


def phrase(kind: str, when: Moment | None, zone: str) -> str:
    """ "Blood taken November 23, 2026", or "Blood taken: November 2026"; empty without a date."""
    if when is None:
        return ""
    if when.precision in (Precision.DAY, Precision.SECOND):
        return say(_TAKEN[kind][1], day=spoken(when, zone))
    return f"{heading(kind)}: {spoken(when, zone)}"


def kind(report: Json, tests: Iterable[Json]) -> str:
    """blood, urine, stool, swab, tissue, or empty."""
    for names in _names(report, list(tests)):
        for name in names:
            if found := next((kind for kind, pattern in _KINDS if pattern.search(name)), ""):
                return found
    return next((_PANELS[code] for code in codes(report.get("code")) if code in _PANELS), "")


def specimens(resource: Json, members: Iterable[Json]) -> list[Json]:
    """The Specimens of a resource that are contained in it or among the members."""
    known = {text(one.get("id")): one for one in members if one.get("resourceType") == "Specimen"}
    found = []
    for target in rows(resource.get("specimen")):
        inside = performers.contained(target, resource)
        one = inside if inside is not None else known.get(reference(target)[1])
        if one is not None:
            found.append(one)
    return found


def collected(resource: Json, members: Iterable[Json]) -> Moment | None:
    """When the sample was taken, as the Specimen says."""
    taken = (table(one.get("collection")) for one in specimens(resource, members))
    return first(*(one.get(f"collected{kind}") for one in taken for kind in ("DateTime", "Period")))


def words(resource: Json, members: Iterable[Json]) -> str:
    """What the samples are called: "Urine, midstream"; empty if nobody says."""
    names = [called(one.get("type")) for one in specimens(resource, members)]
    names += [called({"text": one.get("display")}) for one in rows(resource.get("specimen"))]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _names(report: Json, tests: list[Json]) -> Iterator[list[str]]:
    """Names to look through, the most telling first."""
    every = [report, *tests]
    yield [words(one, [*tests, *rows(report.get("contained"))]) for one in every]
    yield [named(report.get("code")), *_displays(report)]
    yield [name for one in tests for name in _displays(one)]


def _displays(resource: Json) -> list[str]:
    return [text(one.get("display")) for one in rows(table(resource.get("code")).get("coding"))]
