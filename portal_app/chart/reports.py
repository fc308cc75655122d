"""Reports (FHIR DiagnosticReport: lab panels, pathology, imaging, genetics) and scans (ImagingStudy)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal_app.catalogue import ENGLISH, say, speaking
from portal_app.chart import imaging, lab_names, performers, pressure, requesters, samples
from portal_app.chart.classes import release_class
from portal_app.chart.dates import Moment, Precision, first, moment, spoken, spoken_time
from portal_app.chart.fields import Json, codes, reference, rows, text
from portal_app.chart.measured import NOT_THERE, taken
from portal_app.chart.measures import measure, members
from portal_app.chart.prose import paragraphs
from portal_app.chart.record import Attachment, Context, Measure, Record, Tone
from portal_app.chart.standing import IN_ERROR
from portal_app.chart.summaries import summary
from portal_app.chart.titles import called, plain
from portal_app.models.kinds import Group, ReleaseClass

CORRECTED = frozenset({"corrected", "amended", "appended"})


@dataclass(frozen=True)
class Report:
    """A whole report, all of it words."""

    record: Record
    summary: str = ""
    """How its values stand, in a sentence or two."""
    conclusion: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    """Names with their values: when it was taken, who asked, which lab, when it was sent."""
    corrected: str = ""
    """A sentence, if the lab has changed it."""
    measures: tuple[Measure, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def read(resource: Json, context: Context) -> Record:
    """A report as one line, without its values."""
    return sheet(resource, (), context).record


def english(resource: Json) -> str:
    """The same in English, by which lists are searched; `spoken_title` says it in the reader's language."""
    with speaking(ENGLISH):
        return title(resource)


def spoken_title(english: str) -> str:
    """A stored title in the language spoken now: of "X-ray: wrist" the kind is translated."""
    kind, colon, part = english.partition(": ")
    return say("{kind}: {part}", kind=say(kind), part=part) if colon else say(english)


def title(resource: Json) -> str:
    """What a report or a scan is called, in the language spoken now."""
    if text(resource.get("resourceType")) == "ImagingStudy":
        return imaging.study_title(resource) or say("A scan without a name")
    if _is_imaging(resource):
        return imaging.title(resource.get("code")) or say("A scan without a name")
    return lab_names.title(resource.get("code")) or next(
        (name for concept in rows(resource.get("category")) if (name := called(concept))),
        say("A report without a name"),
    )


def sheet(report: Json, around: Sequence[Json], context: Context) -> Report:
    """The page of a report. `around` is what belongs to it and may be seen: its Observations in any order, and where
    they are at hand its ServiceRequest, Specimens and ImagingStudies."""
    status = text(report.get("status"))
    measures = () if status in NOT_THERE else tuple(_measures(report, around, context))
    conclusion = () if status in NOT_THERE else _conclusion(report)
    kind, when = _kind(report, around), _when(report, around)
    words, tone = _progress(status, kind)
    corrected = _corrected(report, context) if status in CORRECTED else ""
    people = requesters.people(report, around, context, _is_imaging(report))
    record = Record(
        title=title(report),
        when=samples.phrase(kind, when, context.zone),
        status=words,
        tone=tone,
        notes=tuple(line for line in (*conclusion[:1], *(f"{name}: {value}" for name, value in people)) if line),
    )
    details = [
        (samples.heading(kind), _moment(when, context)),
        *people,
        (say("Sample"), samples.words(report, around)),
        *_pictures(report, around),
        (say("Lab sent it") if kind != "image" else say("Report sent"), _moment(moment(report.get("issued")), context)),
    ]
    return Report(
        record,
        summary(Counter(one.standing for one in measures)),
        conclusion,
        tuple((name, value) for name, value in details if value),
        corrected,
        (*measures, *(() if status in NOT_THERE else _bare(report))),
        () if status == IN_ERROR else attachments(report),
    )


def attachments(report: Json) -> tuple[Attachment, ...]:
    """The files of a report, numbered as they stand in it."""
    found = []
    for place, form in enumerate(rows(report.get("presentedForm"))):
        kind = _file_kind(text(form.get("contentType")).lower())
        found.append(Attachment(place, plain(form.get("title")) or say("The full report"), kind))
    return tuple(found)


def _measures(report: Json, around: Sequence[Json], context: Context) -> list[Measure]:
    """The values in the report's order, then what else belongs to it; never what was entered by mistake."""
    known = {text(one.get("id")): one for one in around if one.get("resourceType") == "Observation"}
    ordered = _ordered(report, known)
    grouped = [child for one in ordered for child in members(one, known)]
    found = []
    for one in pressure.joined([one for one in ordered if not any(one is child for child in grouped)]):
        if text(one.get("status")) != IN_ERROR:
            others = {name: other for name, other in known.items() if other is not one}
            found.append(measure(one, context, others))
    return found


def _bare(report: Json) -> list[Measure]:
    """Tests of which only the name came; what is referred to but not at hand may be kept back, name and all."""
    names = [plain(one.get("display")) for one in rows(report.get("result")) if not text(one.get("reference"))]
    return [Measure(name, why_missing=say("The lab sent only the name of this test.")) for name in names if name]


def _ordered(report: Json, known: Mapping[str, Json]) -> list[Json]:
    found: list[Json] = []
    for target in rows(report.get("result")):
        inside = performers.contained(target, report)
        one = inside if inside is not None else known.get(reference(target)[1])
        if one is not None and not any(one is other for other in found):
            found.append(one)
    return found + [one for one in known.values() if not any(one is other for other in found)]


def _conclusion(report: Json) -> tuple[str, ...]:
    said = paragraphs(report.get("conclusion"))
    whole = " ".join(said).lower()
    coded = (called(concept) for concept in rows(report.get("conclusionCode")))
    about = paragraphs(report.get("description")) if report.get("resourceType") != "ImagingStudy" else ()
    notes = tuple(line for note in rows(report.get("note")) for line in paragraphs(note.get("text")))
    return (*said, *(name for name in coded if name and name.lower() not in whole), *about, *notes)


def _when(report: Json, around: Sequence[Json]) -> Moment | None:
    effective = first(
        report.get("effectiveDateTime"), report.get("effectivePeriod"), report.get("started"),
        samples.collected(report, around),
    )  # fmt: skip
    tests = (taken(one) for one in around if one.get("resourceType") == "Observation")
    return effective or next((found for found in tests if found), None) or moment(report.get("issued"))


def _kind(report: Json, around: Sequence[Json]) -> str:
    if _is_imaging(report):
        return "image"
    tests = [one for one in (*around, *rows(report.get("contained"))) if one.get("resourceType") == "Observation"]
    if tests and all(_is_vital(one) for one in tests):
        return "measured"
    return samples.kind(report, tests)


def _is_vital(observation: Json) -> bool:
    known = codes(observation.get("code"))
    return "vital-signs" in codes(observation.get("category")) or bool(known & lab_names.VITAL_SIGNS)


def _is_imaging(report: Json) -> bool:
    return release_class(Group.REPORTS, report) is ReleaseClass.IMAGING


def _pictures(report: Json, around: Sequence[Json]) -> list[tuple[str, str]]:
    studies = [
        one for one in (report, *around, *rows(report.get("contained"))) if one.get("resourceType") == "ImagingStudy"
    ]
    study = studies[0] if studies else {}
    reasons = [name for concept in rows(study.get("reasonCode")) if (name := called(concept))]
    return [
        (say("Part of the body"), imaging.body_part(study)),
        (say("Number of pictures"), imaging.pictures(study)),
        (say("Why"), ", ".join(reasons)),
    ]


def _corrected(report: Json, context: Context) -> str:
    issued = moment(report.get("issued"))
    day = spoken(issued, context.zone) if issued and issued.precision is Precision.SECOND else ""
    if text(report.get("status")) == "appended":
        return say("The lab added to this report on {day}.", day=day) if day else say("The lab added to this report.")
    return say("The lab corrected this report on {day}.", day=day) if day else say("The lab corrected this report.")


def _progress(status: str, kind: str) -> tuple[str, Tone]:
    waiting = say("Waiting for the report") if kind == "image" else say("Waiting for the lab")
    return {
        "registered": (waiting, Tone.WORKING),
        "partial": (say("Some parts are still missing"), Tone.WORKING),
        "preliminary": (say("Not final yet"), Tone.WORKING),
        "amended": (say("Corrected by the lab"), Tone.INFO),
        "corrected": (say("Corrected by the lab"), Tone.INFO),
        "appended": (say("The lab added to it"), Tone.INFO),
        "cancelled": (say("The test was canceled"), Tone.WORKING),
        IN_ERROR: (say("Entered by mistake"), Tone.WORKING),
    }.get(status, ("", Tone.READY))


def _moment(when: Moment | None, context: Context) -> str:
    if when and when.precision is Precision.SECOND:
        return spoken_time(when.at, context.zone)
    return spoken(when, context.zone)


def _file_kind(content: str) -> str:
    if "pdf" in content:
        return "pdf"
    if content.startswith("image/"):
        return "image"
    if "xml" in content:
        return "ccda"
    return "text" if content.startswith("text/") or "rtf" in content else "other"
