"""The record on paper: the same words as on the screen, in the reader's language, as one HTML page to be printed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import orjson

from portal_app import looking
from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import mark, say
from portal_app.chart import measures, reports, sheets
from portal_app.chart.dates import Moment, Precision, spoken, spoken_time
from portal_app.chart.fields import Json
from portal_app.chart.record import Context
from portal_app.chart.references import name_of, names_needed
from portal_app.chart.standing import PAST
from portal_app.facts.taken import RecordTaken
from portal_app.models import Group, Patient, Resource, Review, Shelf
from portal_app.services.take_away import printed
from portal_app.services.take_away.asked import Asked
from portal_app.services.take_away.earlier import earlier, section
from portal_app.services.take_away.gather import AT_A_TIME, Gathered, gather
from portal_app.values.measured import explain
from portal_app.values.withheld import withheld
from portal_app.work import Work

HEADINGS = {
    Shelf.RESULTS: mark("Test results"),
    Shelf.MEDICINES: mark("Medicines"),
    Shelf.PROBLEMS: mark("Health problems"),
    Shelf.ALLERGIES: mark("Allergies"),
    Shelf.VACCINES: mark("Vaccines"),
    Shelf.VITALS: mark("Measurements"),
    Shelf.VISITS: mark("Visits"),
    Shelf.NOTES: mark("Notes and documents"),
    Shelf.CARE_PLANS: mark("Care plans and goals"),
    Shelf.PROCEDURES: mark("Procedures"),
    Shelf.CARE_TEAM: mark("Your care team"),
    Shelf.BACKGROUND: mark("Habits and family history"),
    Shelf.DEVICES: mark("Devices"),
    Shelf.INSURANCE: mark("Insurance"),
    Shelf.OTHER: mark("Other entries"),
}
FILL = "MedicationDispense"
MEASURED = frozenset({Group.LABS, Group.VITALS})
CHANGING = frozenset({Group.REPORTS, *MEASURED})


def paper(work: Work, asked: Asked) -> str:
    """A whole HTML page, to be made into a PDF; written down as taken."""
    eyes = looking.eyes(work)
    found = gather(work, eyes, asked)
    everything = found.everything()
    work.record(
        RecordTaken(
            patient_id=eyes.patient_id,
            part=asked.part,
            form=asked.form,
            items=len(everything),
            since=asked.since and asked.since.isoformat(),
            until=asked.until and asked.until.isoformat(),
        )
    )
    patient = work.one(visible.patients(work.actor).where(Patient.id == eyes.patient_id))
    today = work.now.astimezone(work.zone).date()
    bodies = [orjson.loads(row.body) for row in everything]
    named, hidden = _names(work, eyes, bodies), withheld(work, eyes, bodies)
    context = Context(work.clinic.zone, named, patient.gender, patient.birth_date, today, hidden)
    parts = [
        printed.section(say(HEADINGS[shelf]), _items(work, items, found, context))
        for shelf, items in found.shelves.items()
        if shelf in HEADINGS
    ]
    nothing = [printed.sentences([say("There is nothing in your record for these days.")])]
    title = say("Health record of {name}", name=patient.name)
    return printed.whole(title, _head(work, patient, asked), parts or nothing)


def _head(work: Work, patient: Patient, asked: Asked) -> str:
    zone = work.clinic.zone
    born = spoken(_day(patient.birth_date), zone) if patient.birth_date else ""
    return printed.quiet(
        (
            work.clinic.name,
            say("Born {day}", day=born) if born else "",
            say("Made on {moment}", moment=spoken_time(work.now, zone)),
            _range(asked, zone),
        )
    )


def _range(asked: Asked, zone: str) -> str:
    since, until = (spoken(_day(day), zone) if day else "" for day in (asked.since, asked.until))
    if since and until:
        return say("From {since} to {until}", since=since, until=until)
    return say("Since {since}", since=since) if since else say("Until {until}", until=until) if until else ""


def _day(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), Precision.DAY)


def _items(work: Work, items: Sequence[Resource], found: Gathered, context: Context) -> Iterator[str]:
    said = _said(work, items)
    tests = [test for item in items for test in found.tests.get(item.id, ())]
    before = earlier(work, work.actor, [*(one for one in items if one.group in CHANGING), *tests], context)
    for item, beside in _whole(work, items):
        body = orjson.loads(item.body)
        if item.group is Group.REPORTS:
            around = [orjson.loads(test.body) for test in found.tests.get(item.id, ())]
            yield printed.report(_called(reports.sheet(body, around, context), item.code))
        elif item.group in MEASURED:
            yield printed.measured(measures.measure(body, context))
        else:
            yield printed.sheet(sheets.sheet(body, item.group, context, beside))
        if item.from_patient:
            yield printed.sentences([say("You told us")])
        yield from section(before.get(item.id, ()))
        yield from said.get(item.id, ())


def _whole(work: Work, items: Sequence[Resource]) -> Iterator[tuple[Resource, list[Json]]]:
    """Each entry as the screen has it, with what says more about it: a medicine once, however often it was ordered and
    filled; a visit with what was done there."""
    fills: dict[str, list[Json]] = defaultdict(list)
    for item in items:
        if item.type == FILL:
            fills[item.title].append(orjson.loads(item.body))
    ordered = {item.title for item in items if item.group is Group.MEDICINES and item.type != FILL}
    told: set[str] = set()
    for item in sorted(items, key=lambda one: one.status in PAST[Group.MEDICINES]) if ordered else items:
        medicine = item.title if item.shelf is Shelf.MEDICINES else ""
        if medicine in told or (item.type == FILL and medicine in ordered):
            continue
        told |= {medicine} - {""}
        yield item, [*fills[medicine], *_of_visit(work, item)]


def _of_visit(work: Work, item: Resource) -> list[Json]:
    if item.type != "Encounter":
        return []
    mine = visible.resources(work.actor, work.now).where(
        Resource.patient_id == item.patient_id,
        Resource.encounter == item.fhir_id,
        Resource.entered_in_error.is_(False),
    )
    return [orjson.loads(row.body) for row in work.session.scalars(mine.limit(AT_A_TIME))]


def _called(found: reports.Report, code: str) -> reports.Report:
    """Under the name that the screen gives it."""
    told = explain(code)
    return replace(found, record=replace(found.record, title=told.name)) if told else found


def _said(work: Work, items: Sequence[Resource]) -> dict[object, list[str]]:
    """What clinicians wrote about these items in the portal."""
    found: dict[object, list[str]] = {}
    ids = [item.id for item in items]
    for start in range(0, len(ids), AT_A_TIME):
        query = visible.reviews(work.actor, work.now).where(Review.resource_id.in_(ids[start : start + AT_A_TIME]))
        for review in work.session.scalars(query.order_by(Review.at)):
            # a paper is read on other days than today
            when = spoken_time(review.at, work.clinic.zone)
            head = say("{name} wrote, {when}:", name=review.staff_name, when=when)
            words = [*review.comment.splitlines(), *review.next_steps.splitlines()]
            if any(words):
                found.setdefault(review.resource_id, []).append(printed.said(head, words))
    return found


def _names(work: Work, eyes: Actor, bodies: Sequence[Json]) -> dict[str, str]:
    wanted = sorted({fhir_id for body in bodies for fhir_id in names_needed(body)})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), AT_A_TIME):
        query = visible.directory(eyes).where(Resource.fhir_id.in_(wanted[start : start + AT_A_TIME]))
        found |= {row.fhir_id: name_of(orjson.loads(row.body)) for row in work.session.scalars(query)}
    return found
