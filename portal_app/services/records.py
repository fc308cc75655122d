"""Reading the chart: eight lists, newest first, a part at a time, and how fresh they are. Every look is a fact."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.chart import lab_names
from portal_app.chart.dates import Moment, Precision, month, spoken_time
from portal_app.chart.fields import Json
from portal_app.chart.person import name_of
from portal_app.chart.record import Context
from portal_app.chart.records import READERS, read
from portal_app.chart.standing import PAST
from portal_app.chart.visits import names_needed
from portal_app.errors import NotFound
from portal_app.facts.chart import ChartRead
from portal_app.models import ChartImport, Group, Patient, Resource
from portal_app.work import Work

PAGE = 20
DATED = frozenset({Group.LABS, Group.VITALS, Group.VISITS, Group.VACCINES})
"""Lists of what happened on a day; the others are lists of what holds."""
CHOSEN_BY_NAME = frozenset({Group.LABS, Group.VITALS, Group.VACCINES})


@dataclass(frozen=True)
class RecordCard:
    """One line of a list."""

    id: str
    title: str
    when: str
    value: str
    status: str
    tone: str
    notes: list[str]


@dataclass(frozen=True)
class MonthCard:
    """The lines under one heading; lists of what holds have one part without a heading."""

    heading: str
    lines: list[RecordCard]


@dataclass(frozen=True)
class NameCard:
    """A name by which a list can be narrowed."""

    value: str
    words: str


@dataclass(frozen=True)
class ListCard:
    """A part of a list: how much there is in all, and where to go on."""

    months: list[MonthCard] = field(default_factory=list)
    shown: int = 0
    total: int = 0
    names: list[NameCard] = field(default_factory=list)
    fresh: str = ""


@dataclass(frozen=True)
class HubCard:
    """How many entries each list has, and how fresh they are."""

    counts: dict[str, int] = field(default_factory=dict)
    fresh: str = ""


def hub(work: Work, patient_id: UUID | None = None) -> HubCard:
    """How much stands in each list of the record."""
    owner = _owner(work, patient_id)
    counted = _listed(work, owner).with_only_columns(Resource.group, func.count().label("n")).group_by(Resource.group)
    found = {row.group: row.n for row in work.session.execute(counted)}
    _looked(work, owner, "records")
    return HubCard({str(group): found.get(group, 0) for group in READERS}, _freshness(work))


def see(
    work: Work, group: str, *, show: str = "all", name: str = "", after: str = "", patient_id: UUID | None = None
) -> ListCard:
    """The part of a list that follows `after` (a line's id); `show` is all, now or past, `name` narrows by title."""
    owner, wanted = _owner(work, patient_id), _group(group)
    query = _narrowed(work, _listed(work, owner).where(Resource.group == wanted), wanted, show, name)
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    names = _names(work, owner, wanted)
    last = work.one(query.where(Resource.id == _id(after))) if after else None
    before = work.session.scalar(query.with_only_columns(func.count()).where(~_follows(last))) if last else 0
    rows = work.all(_ordered(query.where(_follows(last)) if last else query).limit(PAGE))
    _looked(work, owner, str(wanted))
    return ListCard(_months(work, wanted, rows), (before or 0) + len(rows), total, names, _freshness(work))


def joined(shown: ListCard, more: ListCard) -> ListCard:
    """Two parts of one list as one; a month that both have stays one."""
    months = list(shown.months)
    for part in more.months:
        if months and months[-1].heading == part.heading:
            months[-1] = MonthCard(part.heading, [*months[-1].lines, *part.lines])
        else:
            months.append(part)
    return ListCard(months, more.shown, more.total, more.names, more.fresh)


def _owner(work: Work, patient_id: UUID | None) -> UUID:
    """Whose record: a patient's own, whatever was asked for; for staff that of a patient they may see."""
    if work.actor.kind is ActorKind.PATIENT:
        work.permit(Permission.RECORDS_READ)
        wanted = work.actor.patient_id
    else:
        work.permit(Permission.CHART_READ)
        wanted = patient_id
    return work.one(visible.patients(work.actor).where(Patient.id == wanted)).id


def _group(name: str) -> Group:
    found = next((group for group in READERS if group == name), None)
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return found


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None


def _listed(work: Work, owner: UUID) -> Select[tuple[Resource]]:
    """What stands in the lists; what the chart itself calls an error is never shown as true."""
    return visible.resources(work.actor, work.now).where(
        Resource.patient_id == owner, Resource.group.in_(READERS), Resource.entered_in_error.is_(False)
    )


def _narrowed(
    work: Work, query: Select[tuple[Resource]], group: Group, show: str, name: str
) -> Select[tuple[Resource]]:
    if name and group in CHOSEN_BY_NAME:
        query = query.where(Resource.title == name)
    if show not in {"now", "past"}:
        return query
    if group is Group.VISITS:
        coming = Resource.clinical_at > work.now
        return query.where(coming if show == "now" else or_(~coming, Resource.clinical_at.is_(None)))
    past = Resource.status.in_(PAST.get(group, frozenset()))
    return query.where(past if show == "past" else ~past)


def _ordered(query: Select[tuple[Resource]]) -> Select[tuple[Resource]]:
    return query.order_by(Resource.clinical_at.desc().nulls_last(), Resource.id.desc())


def _follows(last: Resource) -> ColumnElement[bool]:
    """What comes after this line in the order of `_ordered`."""
    later = Resource.id < last.id
    if last.clinical_at is None:
        return and_(Resource.clinical_at.is_(None), later)
    same_moment = and_(Resource.clinical_at == last.clinical_at, later)
    return or_(Resource.clinical_at < last.clinical_at, same_moment, Resource.clinical_at.is_(None))


def _names(work: Work, owner: UUID, group: Group) -> list[NameCard]:
    """The names that stand in a list, in the order of the reader's language."""
    if group not in CHOSEN_BY_NAME:
        return []
    query = _listed(work, owner).where(Resource.group == group, Resource.title != "")
    titles = work.session.scalars(query.with_only_columns(Resource.title).distinct())
    return sorted(
        (NameCard(title, lab_names.in_language(title)) for title in titles), key=lambda card: card.words.casefold()
    )


def _months(work: Work, group: Group, rows: Sequence[Resource]) -> list[MonthCard]:
    bodies = [orjson.loads(row.body) for row in rows]
    context = Context(work.clinic.zone, _directory(work, bodies) if group is Group.VISITS else {})
    found = ListCard()
    for row, body in zip(rows, bodies, strict=True):
        heading = month(_moment(row), context.zone) or say("Without a date") if group in DATED else ""
        found = joined(found, ListCard([MonthCard(heading, [_line(row, group, body, context)])]))
    return found.months


def _line(row: Resource, group: Group, body: Json, context: Context) -> RecordCard:
    record = read(group, body, context)
    return RecordCard(
        id=str(row.id),
        title=record.title,
        when=record.when,
        value=record.value,
        status=record.status,
        tone=record.tone,
        notes=[*record.notes, *([say("You told us")] if row.from_patient else [])],
    )


def _moment(row: Resource) -> Moment | None:
    return Moment(row.clinical_at, Precision(row.precision or "second")) if row.clinical_at else None


def _directory(work: Work, bodies: list[Json]) -> dict[str, str]:
    """What the people and places in these visits are called."""
    wanted = {fhir_id for body in bodies for fhir_id in names_needed(body)}
    if not wanted:
        return {}
    found = work.all(visible.directory(work.actor).where(Resource.fhir_id.in_(wanted)))
    return {row.fhir_id: name_of(orjson.loads(row.body)) for row in found}


def _freshness(work: Work) -> str:
    at = work.session.scalar(select(func.max(ChartImport.ended_at)))
    if at is None:
        return say("Nothing has come from your chart yet.")
    return say("From your chart as of {moment}.", moment=spoken_time(at, work.clinic.zone))


def _looked(work: Work, owner: UUID, part: str) -> None:
    reason = "own" if work.actor.kind is ActorKind.PATIENT else "care"
    work.record(ChartRead(patient_id=owner, part=part, reason=reason))
