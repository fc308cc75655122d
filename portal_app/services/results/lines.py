"""The lines of the list: four narrow queries for a part of it, and no body is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import samples
from portal_app.chart.dates import Moment, Precision
from portal_app.chart.explained import Explained
from portal_app.chart.measured import OUTSIDE
from portal_app.chart.reports import spoken_title
from portal_app.models import Event, Notice, ReleaseClass, Resource, Review
from portal_app.rules import clocks
from portal_app.rules.writing import called
from portal_app.services.results.cards import LineCard
from portal_app.values.measured import explain
from portal_app.values.theirs import NOW, READER, known, rows
from portal_app.values.verdict import verdict
from portal_app.work import Work

COLUMNS = (
    Resource.id, Resource.title, Resource.type, Resource.status, Resource.standing, Resource.clinical_at,
    Resource.precision, Resource.release_class, Resource.code, Resource.arrived_at,
)  # fmt: skip
WAITING = "registered"
NOT_FINAL = ("preliminary", "partial")
CORRECTED = ("corrected", "amended")
_KINDS = {"body": "measured", "picture": "image"}
_DRAWINGS = {ReleaseClass.IMAGING: "bone", ReleaseClass.PATHOLOGY: "file-text", ReleaseClass.GENETICS: "file-text"}


@dataclass
class Around:
    """What stands around a result: how its tests stand, whether one was corrected, and who wrote about it last."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    corrected: bool = False
    said: str = ""


UNSEEN = (
    visible.notices(READER)
    .where(Notice.event == Event.RESULT, Notice.seen_at.is_(None))
    .with_only_columns(Notice.about_id)
)
"""The results of which the person has a notice that they have not seen."""
_THESE = bindparam("these", expanding=True, type_=Uuid())
# only for results that came out of `visible` already, by their ids: through the patient it would be every test there is
_TEST = aliased(Resource)
_TESTS = (
    select(_TEST.panel_id, _TEST.standing, _TEST.status, func.count().label("n"))
    .where(_TEST.panel_id.in_(_THESE), _TEST.visible_from <= NOW)
    .group_by(_TEST.panel_id, _TEST.standing, _TEST.status)
)
_SAID = (
    select(Review.resource_id, Review.staff_name)
    .where(Review.resource_id.in_(_THESE), or_(Review.comment != "", Review.next_steps != ""))
    .order_by(Review.at)
)


def lines(work: Work, whose: Actor, found: Sequence[Row[Any]], new: frozenset[UUID]) -> list[LineCard]:
    """One line for each of these results; `new` are those that the person has not seen."""
    around = _around(work, known(work, whose, these=[row.id for row in found])) if found else {}
    return [_line(work, row, around.get(row.id) or Around(), row.id in new) for row in found]


def unseen(work: Work, whose: Actor) -> frozenset[UUID]:
    """What the person has a notice of and has not seen; some of it may not be theirs to see at the moment."""
    if whose.account_id is None:
        return frozenset()
    return frozenset(one.about_id for one in rows(work, UNSEEN, known(work, whose)))


def _around(work: Work, these: dict[str, object]) -> dict[UUID, Around]:
    around: dict[UUID, Around] = defaultdict(Around)
    for one in rows(work, _TESTS, these):
        report = around[one.panel_id]
        report.counts[one.standing] += one.n
        report.corrected |= one.status in CORRECTED
    for one in rows(work, _SAID, these):
        around[one.resource_id].said = one.staff_name
    return around


def _line(work: Work, row: Row[Any], around: Around, fresh: bool) -> LineCard:
    counts = around.counts or ({row.standing: 1} if row.type == "Observation" else {})
    bold, rest = verdict(counts) if row.status != WAITING else ("", "")
    mark, tone, sign = marked(row, around.corrected)
    return LineCard(
        id=str(row.id),
        title=titled(row),
        drawing="hourglass" if row.status == WAITING else drawing(row),
        below=below(work, row),
        bold=bold,
        rest=rest,
        dots=_dots(counts) if sum(counts.values()) > 1 else [],
        fresh=fresh,
        sent=say("Sent {when}", when=came(work, row.arrived_at)),
        said=say("{name} wrote a comment", name=called(around.said)) if around.said else "",
        mark=mark,
        tone=tone,
        sign=sign,
    )


def _dots(counts: dict[str, int]) -> list[bool]:
    outside = sum(n for standing, n in counts.items() if standing in OUTSIDE)
    return [True] * outside + [False] * counts.get("usual", 0)


def titled(row: Row[Any] | Resource) -> str:
    """What a result is called, in the language spoken now."""
    told = explain(row.code)
    return told.name if told else spoken_title(row.title) if row.title else say("A test without a name")


def drawing(row: Row[Any] | Resource) -> str:
    """The sign of its kind."""
    return _DRAWINGS.get(row.release_class, "flask-conical")


def below(work: Work, row: Row[Any] | Resource) -> str:
    """What it checks, and when it was taken: "Kidneys, salts and sugar. Blood taken October 12, 2026"."""
    told = explain(row.code)
    at = Moment(row.clinical_at, Precision(row.precision or "second")) if row.clinical_at else None
    parts = [told.short if told else "", samples.phrase(_kind(row, told), at, work.clinic.zone)]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _kind(row: Row[Any] | Resource, told: Explained | None) -> str:
    """What was examined."""
    if row.release_class is ReleaseClass.IMAGING:
        return "image"
    if told is None or told.kind == "other":
        return _kind_by_name(row.code, row.title)
    if told.kind == "sample":
        # of whatever: the name often says more
        return _kind_by_name(row.code, row.title) or "sample"
    return _KINDS.get(told.kind, told.kind)


@lru_cache(maxsize=4_000)
def _kind_by_name(code: str, title: str) -> str:
    return samples.kind({"code": {"coding": [{"code": code, "display": title}]}}, [])


def came(work: Work, at: datetime) -> str:
    """When something came, as shortly as a line allows: "today at 9:12 AM", "Nov 17"."""
    said = clocks.short(at, work.now, work.zone)
    today = at.astimezone(work.zone).date() == work.now.astimezone(work.zone).date()
    return say("today at {time}", time=said) if today else said


def marked(row: Row[Any] | Resource, part_corrected: bool) -> tuple[str, str, str]:
    """What a patient should know of a result that is not simply final: the words, their tone and sign."""
    if row.status == WAITING:
        return say("Waiting for the lab"), "working", "hourglass"
    if row.status in NOT_FINAL:
        return say("Not final yet"), "soon", "clock"
    if row.status in CORRECTED or part_corrected:
        # when it was put right is not among the columns: the page of the result says it
        return say("Corrected"), "info", "pencil"
    if row.status == "appended":
        return say("The lab added to it"), "info", "plus"
    return (say("The test was canceled"), "working", "ban") if row.status == "cancelled" else ("", "", "")
