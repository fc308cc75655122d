"""What was measured on the body: the newest of each kind, and one kind over time."""

from dataclasses import dataclass, field
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam

from portal_app import looking
from portal_app.chart import measured
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.measures import measure
from portal_app.models import Group, Resource, ResourceBody
from portal_app.values import one_test
from portal_app.values.cards import MeasureCard, OneTestCard
from portal_app.values.measured import card, context
from portal_app.values.theirs import MINE, known, one, rows
from portal_app.values.trends import day
from portal_app.work import Work

FIRST = "Blood pressure"
"""What stands at the top."""
_BODIES = MINE.join(ResourceBody, ResourceBody.resource_id == Resource.id).with_only_columns(
    Resource.id, Resource.title, Resource.clinical_at, Resource.precision, Resource.standing, ResourceBody.body
)
_THESE = _BODIES.where(Resource.id.in_(bindparam("these", expanding=True, type_=Uuid())))
_ONE = _BODIES.where(Resource.id == bindparam("id"), Resource.group == Group.VITALS)


@dataclass(frozen=True)
class VitalLine:
    """The newest of one kind of measurement."""

    id: str
    title: str
    value: str
    when: str
    words: str
    outside: bool


@dataclass(frozen=True)
class VitalCard:
    """One kind of measurement: one value of it, and all of them over time."""

    id: str = ""
    measure: MeasureCard = field(default_factory=MeasureCard)
    when: str = ""
    over_time: OneTestCard = field(default_factory=OneTestCard)


def overview(work: Work, through: UUID | None = None) -> list[VitalLine]:
    """The newest value of each kind, blood pressure first."""
    whose = looking.eyes(work, through)
    kinds = one_test.tests(work, whose, Group.VITALS)
    named = {id: (title, one_test.called(title, code)) for title, code, id in kinds}
    around = context(work, whose)
    looking.looked(work, whose, "vitals")
    lines = [
        VitalLine(
            id=str(row.id),
            title=named[row.id][1],
            value=one_test.said(measure(orjson.loads(row.body), around)),
            when=day(row, around.zone),
            words=measured.words(row.standing),
            outside=row.standing in OUTSIDE,
        )
        for row in rows(work, _THESE, known(work, whose, these=list(named)))
    ]
    top = {str(id) for id, (title, _) in named.items() if title == FIRST}
    return sorted(lines, key=lambda line: (line.id not in top, line.title.casefold()))


def read(work: Work, vital_id: UUID, through: UUID | None = None) -> VitalCard:
    """One value, explained, and every value of its kind."""
    whose = looking.eyes(work, through)
    row = one(work, _ONE, known(work, whose, id=vital_id))
    around = context(work, whose)
    found = one_test.values(work, whose, Group.VITALS, row.title, around)
    looking.looked(work, whose, "vitals")
    return VitalCard(
        id=str(row.id),
        measure=card(str(row.id), measure(orjson.loads(row.body), around)),
        when=day(row, around.zone),
        over_time=found,
    )


def more(work: Work, vital_id: UUID, after: UUID, through: UUID | None = None) -> OneTestCard:
    """The values of the same kind that follow `after`."""
    whose = looking.eyes(work, through)
    row = one(work, _ONE, known(work, whose, id=vital_id))
    looking.looked(work, whose, "vitals")
    return one_test.values(work, whose, Group.VITALS, row.title, context(work, whose), after)
