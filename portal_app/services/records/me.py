"""Who the clinic thinks the patient is: name, birthday, where they live, how to reach them, who speaks for them."""

from uuid import UUID

import orjson

from portal_app import looking
from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.chart.sheets import sheet
from portal_app.models import Group, Patient, Resource
from portal_app.rules import clocks, languages
from portal_app.services.records.cards import PassageCard, RowCard, SheetCard
from portal_app.services.records.item import passage
from portal_app.services.records.naming import whole_context
from portal_app.services.records.shelves import STANDING, freshness, lines_of, newest_first, theirs
from portal_app.work import Work

MOST = 12
_PEOPLE = newest_first(lines_of(STANDING.where(Resource.group == Group.PERSON))).limit(MOST)


def me(work: Work, through: UUID | None = None) -> SheetCard:
    """What the chart knows of the person; before a chart has come, what the portal itself knows."""
    whose = looking.eyes(work, through)
    rows = work.session.execute(_PEOPLE, theirs(work, whose)).all()
    rows = sorted(rows, key=lambda row: row.type != "Patient")
    bodies = [orjson.loads(row.body) for row in rows]
    looking.looked(work, whose, "me")
    patient = work.one(visible.patients(whose).where(Patient.id == whose.patient_id))
    context = whole_context(work, whose, rows, bodies)
    pages = [sheet(body, row.group, context) for row, body in zip(rows, bodies, strict=True)]
    mine = [
        passage(part) for row, page in zip(rows, pages, strict=True) for part in page.passages if row.type == "Patient"
    ]
    others = [
        PassageCard(part.heading or page.record.title, part.rows, part.sentences, part.html)
        for row, page in zip(rows, pages, strict=True)
        for part in map(passage, page.passages)
        if row.type != "Patient"
    ]
    passages = [*(mine or [_known(work, patient)]), *others]
    return SheetCard(title=patient.name, passages=passages, fresh=freshness(work))


def _known(work: Work, patient: Patient) -> PassageCard:
    known = (
        (say("Name"), patient.name),
        (say("Date of birth"), clocks.calendar_day(patient.birth_date) if patient.birth_date else ""),
        (say("Language"), languages.called(patient.language)),
        (say("Address"), patient.address),
        (say("Phone"), patient.phone),
        (say("Email"), patient.email),
    )
    return PassageCard("", [RowCard(name, value) for name, value in known if value], [], "")
