"""The one place that stores from when a patient sees an item: what `rules/release.py` answers, and nothing else."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, select, text
from sqlalchemy.orm.util import identity_key

from portal_app.circumstances import Answers, circumstances, some_of
from portal_app.models import STORED, PanelMember, Patient, ReleaseClass, ReleaseRules, Resource, ResourceRelease, Shelf
from portal_app.rules import release
from portal_app.rules.release import Rules
from portal_app.rules.release_plan import planned
from portal_app.work import Work

_TABLE: Any = Resource.__table__  # type: ignore[attr-defined]
_RELEASES: Any = ResourceRelease.__table__  # type: ignore[attr-defined]
_MEMBERS: Any = PanelMember.__table__  # type: ignore[attr-defined]
RESTS_ON = (
    "id", "patient_id", "panel_id", "release_class", "shelf", "flags", "code", "clinical_at", "arrived_at",
    "entered_in_error",
)  # fmt: skip
"""The columns that an answer rests on."""
# what was said about an item follows it, and is asked nothing by itself
_LOOKED_AT = (
    select(*(_TABLE.c[name] for name in RESTS_ON), *(_RELEASES.c[name] for name in ("resource_id", *STORED)))
    .select_from(_TABLE.outerjoin(_RELEASES, _RELEASES.c.resource_id == _TABLE.c.id))
    .where(_TABLE.c.about_id.is_(None))
)
_answer_of = attrgetter(*STORED)
_ANSWER = {name: bindparam(f"to_{name}") for name in STORED}
_STORE_FIRST = _RELEASES.insert().values(resource_id=bindparam("row"), version=1, **_ANSWER)
_AGAIN = _RELEASES.update().values(version=_RELEASES.c.version + 1, **_ANSWER)
_STORE = _AGAIN.where(_RELEASES.c.resource_id == bindparam("row"))
_COUNT_ON = _RELEASES.update().values(version=_RELEASES.c.version + 1)
"""The answer is as it was, but what it rests on may not be: who read it before has not heard of that."""
_SAID = select(_TABLE.c.id).where(_TABLE.c.about_id == bindparam("row"))
_STORE_SAID = _AGAIN.where(_RELEASES.c.resource_id.in_(_SAID))
"""What was said about an item is seen exactly when the item is."""


def edition(work: Work) -> ReleaseRules | None:
    """The edition of the rules that is in force."""
    return work.session.scalars(select(ReleaseRules).order_by(ReleaseRules.edition.desc()).limit(1)).first()


def is_newest(work: Work, number: int) -> bool:
    """Whether this edition is the one that is in force."""
    return work.connection.execute(_NUMBER).scalar() == number


def rules_now(work: Work) -> Rules:
    """The rules in force, those of the law first; without any everything is at once."""
    found = work.connection.execute(_NEWEST).scalar()
    return Rules() if found is None else _remembered(work, found)


# built once: every page of the record asks
_NEWEST = select(ReleaseRules.id).order_by(ReleaseRules.edition.desc()).limit(1)
_NUMBER = select(func.max(ReleaseRules.edition))
_editions: dict[UUID, Rules] = {}
"""Editions never change: each is read once."""


def _remembered(work: Work, edition_id: UUID) -> Rules:
    if edition_id not in _editions:
        body = work.session.get_one(ReleaseRules, edition_id).body
        _editions.clear()
        _editions[edition_id] = planned(body).as_rules()
    return _editions[edition_id]


_TURN = 7_318_042
"""The number of the lock below."""


def take_turn(work: Work, *, alone: bool = False) -> None:
    """Whoever stores answers reads the rules that are in force until they commit; who changes the rules waits for them.

    Without it an import that began under the old rules could end after the change had passed its patient. The embedded
    database has one writer at a time and needs no lock.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        how = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        work.session.execute(text(f"SELECT {how}({_TURN})"))


def _hold_still(work: Work, patient_ids: Iterable[UUID]) -> None:
    """One at a time stores answers for a patient: a hold is not overwritten by who has not heard of it yet."""
    if work.session.get_bind().dialect.name == "postgresql":
        for some in some_of(sorted(set(patient_ids))):
            # FOR NO KEY UPDATE: rows that refer to the patient may still come
            rows = select(Patient.id).where(Patient.id.in_(some)).order_by(Patient.id)
            work.session.execute(rows.with_for_update(key_share=True)).all()


def settle(work: Work, resource_ids: Sequence[UUID]) -> int:
    """Store the answers of these items and of the tests that are parts of them; returns how many changed."""
    work.session.flush()
    take_turn(work)
    rules = rules_now(work)
    # a report waits for a test in it that a rule names, or that was held before it came
    resource_ids = sorted({*resource_ids, *_reports_of(work, resource_ids)})
    here = [_TABLE.c.id.in_(some) | _TABLE.c.panel_id.in_(some) for some in some_of(resource_ids)]
    owners = {one for some in here for one in work.session.scalars(select(_TABLE.c.patient_id).where(some).distinct())}
    ready(work, owners - {None})
    for some in here:
        work.session.execute(_COUNT_ON.where(_RELEASES.c.resource_id.in_(select(_TABLE.c.id).where(some))))
    return sum(_settle_rows(work, some, rules) for some in here)


def _reports_of(work: Work, resource_ids: Sequence[UUID]) -> Iterator[UUID]:
    for some in some_of(resource_ids):
        yield from work.session.scalars(
            select(_MEMBERS.c.report_id)
            .join(_TABLE, (_TABLE.c.source == _MEMBERS.c.source) & (_TABLE.c.fhir_id == _MEMBERS.c.fhir_id))
            .where(_TABLE.c.id.in_(some), _TABLE.c.type == "Observation")
            .distinct()
        )


def settle_one(work: Work, row: Resource) -> None:
    """The same for one item of this session; what no rule delays is not looked up."""
    if row.about_id is not None:
        about = work.session.get(ResourceRelease, row.about_id) or ResourceRelease(resource_id=row.about_id)
        _keep(work, row, {name: getattr(about, name) for name in STORED})
    elif row.release_class is ReleaseClass.OWN and row.shelf is Shelf.NONE and not row.entered_in_error:
        at_once = dict.fromkeys(("allowed_from", "visible_from", "proxy_from"), row.arrived_at)
        _keep(work, row, {**at_once, "hold": None, "decided_by": release.EVERYTHING_ELSE})
    else:
        settle(work, [row.id])


def _keep(work: Work, row: Resource, answer: dict[str, Any]) -> None:
    if row.release is None:
        row.release = ResourceRelease(resource_id=row.id, version=0)
    row.release.version += 1
    for name, value in answer.items():
        setattr(row.release, name, value)
    work.session.flush()
    work.session.expire(row, STORED)


def settle_patient(work: Work, patient_id: UUID) -> int:
    """The same for everything of one patient: their choice has changed, or their site."""
    work.session.flush()
    ready(work, [patient_id])
    return _settle_rows(work, _TABLE.c.patient_id == patient_id, rules_now(work))


def settle_some(work: Work, resource_ids: Sequence[UUID], rules: Rules) -> int:
    """The same for these items alone under rules that are known, by whoever has `ready` behind them."""
    return sum(_settle_rows(work, _TABLE.c.id.in_(some), rules) for some in some_of(resource_ids))


def ready(work: Work, patient_ids: Iterable[UUID]) -> None:
    """What must be so before answers for these patients are worked out and stored."""
    take_turn(work)
    _hold_still(work, patient_ids)


def patients_after(work: Work, patient_id: UUID | None, most: int) -> Sequence[UUID]:
    """The next few patients in the order of their ids."""
    query = select(Patient.id).order_by(Patient.id).limit(most)
    return work.session.scalars(query if patient_id is None else query.where(Patient.id > patient_id)).all()


def _settle_rows(work: Work, which: ColumnElement[bool], rules: Rules) -> int:
    rows = work.session.execute(_LOOKED_AT.where(which)).all()
    reports = {row.id: row for row in rows}
    elsewhere = sorted({row.panel_id for row in rows if row.panel_id is not None} - reports.keys())
    for some in some_of(elsewhere):
        reports |= {row.id: row for row in work.session.execute(_LOOKED_AT.where(_TABLE.c.id.in_(some)))}
    owners = {row.patient_id for row in reports.values() if row.patient_id}
    answers = Answers(rules, circumstances(work, owners, rules.codes), reports)
    changed = list(_changes(rows, answers))
    if changed:
        stored = {row.id for row in rows if row.resource_id is not None}
        for statement, some in (
            (_STORE_FIRST, [one for one in changed if one["row"] not in stored]),
            (_STORE, [one for one in changed if one["row"] in stored]),
        ):
            if some:
                work.connection.execute(statement, some)
        if said := [one for one in changed if one["row"] in answers.known.reviewed]:
            work.connection.execute(_STORE_SAID, said)
        _tell_loaded(work, changed)
    return len(changed)


def _changes(rows: Iterable[Row[Any]], answers: Answers) -> Iterator[dict[str, Any]]:
    for row in rows:
        found = answers.of(row)
        if row.resource_id is None or _answer_of(row) != _answer_of(found):
            yield {"row": row.id, **{f"to_{name}": getattr(found, name) for name in STORED}}


def _tell_loaded(work: Work, changed: list[dict[str, Any]]) -> None:
    """What this session has loaded of these rows is read again when it is asked for."""
    loaded = work.session.identity_map
    for one in changed if loaded else ():
        for key, names in ((Resource, (*STORED, "release")), (ResourceRelease, STORED)):
            if (row := loaded.get(identity_key(key, one["row"]))) is not None:
                work.session.expire(row, names)


def counted(work: Work) -> int:
    """How many items of patients there are."""
    return work.session.scalar(select(func.count()).select_from(_TABLE).where(_TABLE.c.patient_id.is_not(None))) or 0


def arrival(received_at: datetime, final_at: datetime | None) -> datetime:
    """From when the rules count: the arrival here; of history, which was final long before, the day it was final."""
    long_final = final_at is not None and received_at - final_at > release.LONGEST
    return final_at.astimezone(UTC) if long_final and final_at else received_at
