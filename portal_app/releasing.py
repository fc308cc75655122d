"""The one place that stores from when a patient sees an item: what `rules/release.py` answers, and nothing else."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from portal_app.models import (
    Flag,
    Hold,
    Patient,
    ReleaseChoice,
    ReleaseClass,
    ReleaseRules,
    Resource,
    Review,
    Shelf,
    ShownNow,
    Wait,
)
from portal_app.rules import release
from portal_app.rules.release import Answer, Held, Item, Rules, Story, Verdict
from portal_app.rules.release_plan import planned
from portal_app.work import Work

AT_A_TIME = 400
"""Ids in one statement."""
STORED = ("allowed_from", "visible_from", "proxy_from", "hold", "decided_by")

_TABLE: Any = Resource.__table__  # type: ignore[attr-defined]
_LOOKED_AT = select(
    *(
        _TABLE.c[name]
        for name in (
            "id", "patient_id", "panel_id", "release_class", "shelf", "flags", "code", "clinical_at", "arrived_at",
            "entered_in_error", *STORED,
        )
    )
).where(_TABLE.c.about_id.is_(None))  # fmt: skip
_STORE = (
    _TABLE.update().where(_TABLE.c.id == bindparam("row")).values({name: bindparam(f"to_{name}") for name in STORED})
)
_STORE_SAID = (
    _TABLE.update()
    .where(_TABLE.c.about_id == bindparam("row"))
    .values({name: bindparam(f"to_{name}") for name in STORED})
)
"""What was said about an item is seen exactly when the item is."""


@dataclass
class Circumstances:
    """What the answers for some patients' items rest on, beside the items themselves; keyed by patient or by item."""

    births: dict[UUID, date | None] = field(default_factory=dict)
    sites: dict[UUID, str] = field(default_factory=dict)
    choices: dict[UUID, dict[ReleaseClass, datetime]] = field(default_factory=lambda: defaultdict(dict))
    """Since when a patient waits for comments, by class."""
    reviewed: dict[UUID, datetime] = field(default_factory=dict)
    commented: dict[UUID, datetime] = field(default_factory=dict)
    holds: dict[UUID, tuple[Held, ...]] = field(default_factory=dict)
    shown_now: dict[UUID, datetime] = field(default_factory=dict)

    def item(self, row: Row[Any]) -> Item:
        """What the rules look at."""
        flags = frozenset(map(Flag, row.flags.split())) if row.flags else frozenset()
        born = self.births.get(row.patient_id)
        day = row.clinical_at or row.arrived_at
        age = None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return Item(row.release_class, shelf_of(row), flags, row.code, age, self.sites.get(row.patient_id, ""))

    def story(self, row: Row[Any]) -> Story:
        """What happened to it: to the report it is a part of, too."""
        names = (row.id,) if row.panel_id is None else (row.panel_id, row.id)
        since = self.choices[row.patient_id].get(row.release_class) if row.patient_id in self.choices else None
        return Story(
            arrived_at=row.arrived_at,
            in_error=row.entered_in_error,
            reviewed_at=_earliest(self.reviewed, names),
            commented_at=_earliest(self.commented, names),
            holds=tuple(held for name in names for held in self.holds.get(name, ())),
            waits=since is not None and since <= row.arrived_at,
            shown_now_at=_earliest(self.shown_now, names),
        )


class Answers:
    """The pure rule, asked for many rows: verdicts are remembered, for items are alike."""

    def __init__(self, rules: Rules, circumstances: Circumstances) -> None:
        self.rules, self.known = rules, circumstances
        self._verdicts: dict[Any, Verdict] = {}

    def verdict(self, row: Row[Any]) -> Verdict:
        """Which rules decide about this row."""
        born, day = self.known.births.get(row.patient_id), row.clinical_at or row.arrived_at
        age = None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        alike = (row.release_class, shelf_of(row), row.flags, row.code, age, self.known.sites.get(row.patient_id, ""))
        found = self._verdicts.get(alike)
        if found is None:
            found = self._verdicts[alike] = release.verdict(self.rules, self.known.item(row))
        return found

    def of(self, row: Row[Any]) -> Answer:
        """From when it may be seen."""
        return release.answer(self.verdict(row), self.known.story(row))


def shelf_of(row: Row[Any]) -> Shelf:
    """The page that shows it: a test in a report has no line of its own, and is off where results are off."""
    return row.shelf if row.panel_id is None else Shelf.RESULTS


def edition(work: Work) -> ReleaseRules | None:
    """The edition of the rules that is in force."""
    return work.session.scalars(select(ReleaseRules).order_by(ReleaseRules.edition.desc()).limit(1)).first()


def rules_now(work: Work) -> Rules:
    """The rules in force, those of the law first; without any everything is at once."""
    found = edition(work)
    return rules_of(found.body) if found else Rules()


def rules_of(body: dict[str, Any]) -> Rules:
    """A stored body as rules."""
    plan = planned(body)
    return Rules(
        tuple(one.rule() for one in sorted(plan.rules, key=lambda one: not one.pack)),
        frozenset(plan.off_classes),
        frozenset(plan.off_shelves),
    )


def circumstances(work: Work, patient_ids: Iterable[UUID]) -> Circumstances:
    """What is known of these patients that bears on release."""
    known = Circumstances()
    for some in _some(sorted(set(patient_ids))):
        for one in work.session.execute(
            select(Patient.id, Patient.birth_date, Patient.site_id).where(Patient.id.in_(some))
        ):
            known.births[one.id], known.sites[one.id] = one.birth_date, str(one.site_id or "")
        waiting = select(ReleaseChoice).where(ReleaseChoice.patient_id.in_(some), ReleaseChoice.wait == Wait.COMMENT)
        for choice in work.session.scalars(waiting):
            known.choices[choice.patient_id][choice.release_class] = choice.since
        said = (Review.comment != "") | (Review.next_steps != "")
        reviews = select(Review.resource_id, Review.at, said).where(Review.patient_id.in_(some))
        for item, at, commented in work.session.execute(reviews):
            _note(known.reviewed, item, at)
            if commented:
                _note(known.commented, item, at)
        held = select(Hold).where(Hold.patient_id.in_(some), Hold.ended_at.is_(None))
        for hold in work.session.scalars(held):
            known.holds[hold.resource_id] = (*known.holds.get(hold.resource_id, ()), Held(hold.until, hold.harm))
        for item, at in work.session.execute(
            select(ShownNow.resource_id, ShownNow.at).where(ShownNow.patient_id.in_(some))
        ):
            known.shown_now[item] = at
    return known


def settle(work: Work, resource_ids: Sequence[UUID]) -> int:
    """Store the answers of these items and of the tests that are parts of them; returns how many changed."""
    work.session.flush()
    changed = 0
    for some in _some(resource_ids):
        here = _TABLE.c.id.in_(some) | _TABLE.c.panel_id.in_(some)
        changed += _settle_rows(work, work.session.execute(_LOOKED_AT.where(here)).all(), rules_now(work))
    return changed


def settle_one(work: Work, row: Resource) -> None:
    """The same for one item of this session; what no rule delays is not looked up."""
    if row.about_id is not None:
        about = work.session.get_one(Resource, row.about_id)
        for name in STORED:
            setattr(row, name, getattr(about, name))
    elif row.release_class is ReleaseClass.OWN and not row.entered_in_error:
        row.allowed_from = row.visible_from = row.proxy_from = row.arrived_at
        row.hold, row.decided_by = None, release.EVERYTHING_ELSE
    else:
        settle(work, [row.id])


def settle_patient(work: Work, patient_id: UUID) -> int:
    """The same for everything of one patient: their choice has changed, or their site."""
    work.session.flush()
    rows = work.session.execute(_LOOKED_AT.where(_TABLE.c.patient_id == patient_id)).all()
    return _settle_rows(work, rows, rules_now(work))


def settle_patients(work: Work, patient_ids: Sequence[UUID]) -> int:
    """The same for a few patients at once: the rules have changed."""
    rows = work.session.execute(rows_of(patient_ids)).all()
    return _settle_rows(work, rows, rules_now(work))


def rows_of(patient_ids: Sequence[UUID]) -> Select[Any]:
    """What the rules look at of these patients' items."""
    return _LOOKED_AT.where(_TABLE.c.patient_id.in_(patient_ids))


def patients_after(work: Work, patient_id: UUID | None, most: int) -> Sequence[UUID]:
    """The next few patients in the order of their ids."""
    query = select(Patient.id).order_by(Patient.id).limit(most)
    return work.session.scalars(query if patient_id is None else query.where(Patient.id > patient_id)).all()


def _settle_rows(work: Work, rows: Sequence[Row[Any]], rules: Rules) -> int:
    answers = Answers(rules, circumstances(work, {row.patient_id for row in rows if row.patient_id}))
    changed = list(_changes(rows, answers))
    if changed:
        work.session.connection().execute(_STORE, changed)
        if said := [one for one in changed if one["row"] in answers.known.reviewed]:
            work.session.connection().execute(_STORE_SAID, said)
        _tell_loaded(work, changed)
    return len(changed)


def _changes(rows: Iterable[Row[Any]], answers: Answers) -> Iterator[dict[str, Any]]:
    for row in rows:
        found = answers.of(row)
        before = (row.allowed_from, row.visible_from, row.proxy_from, row.hold, row.decided_by)
        if before != (found.allowed_from, found.visible_from, found.proxy_from, found.hold, found.decided_by):
            yield {"row": row.id, **{f"to_{name}": getattr(found, name) for name in STORED}}


def _tell_loaded(work: Work, changed: list[dict[str, Any]]) -> None:
    """What this session has loaded of these rows learns what is stored now."""
    loaded = work.session.identity_map
    for one in changed if loaded else ():
        if (row := loaded.get(identity_key(Resource, one["row"]))) is not None:
            for name in STORED:
                set_committed_value(row, name, one[f"to_{name}"])


def _some(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME))


def counted(work: Work) -> int:
    """How many items of patients there are."""
    return work.session.scalar(select(func.count()).select_from(_TABLE).where(_TABLE.c.patient_id.is_not(None))) or 0


def arrival(received_at: datetime, final_at: datetime | None) -> datetime:
    """From when the rules count: the arrival here; of history, which was final long before, the day it was final."""
    long_final = final_at is not None and received_at - final_at > release.LONGEST
    return final_at.astimezone(UTC) if long_final and final_at else received_at


def _earliest(moments: dict[UUID, datetime], names: tuple[UUID, ...]) -> datetime | None:
    return min((moments[name] for name in names if name in moments), default=None) if moments else None


def _note(moments: dict[UUID, datetime], item: UUID, at: datetime) -> None:
    moments[item] = min(at, moments.get(item, at))
