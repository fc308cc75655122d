"""New rules reach every stored answer: the pure rule is asked once for each kind of item, not once for each item.

Items that nothing has happened to (no review, hold or wish that bears on them) and that the rules cannot tell apart
wait for the same time from their arrival on. They are read and written as the database keeps them, without turning
every value into an object and back; the others are settled one by one.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal_app import releasing
from portal_app.circumstances import parts, reports_of, years
from portal_app.models import (
    Flag,
    Hold,
    Patient,
    ReleaseChoice,
    ReleaseClass,
    Resource,
    Review,
    Shelf,
    Wait,
)
from portal_app.release_rows import Differences, raw, reading, write
from portal_app.rules import release
from portal_app.rules.release import Item, Rules, Story, When
from portal_app.work import Work

_R: Any = Resource.__table__  # type: ignore[attr-defined]
_SOMETIME = datetime(2020, 1, 1, tzinfo=UTC)
_NONE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How long items of a kind wait after they arrived; none is never."""

    patient: timedelta | None
    proxy: timedelta | None
    decided_by: str


class Applying:
    """Rules on their way to the stored answers, a few patients at a time."""

    def __init__(self, work: Work, rules: Rules) -> None:
        self._work, self.rules = work, rules
        every = rules.rules
        self._codes = rules.codes
        self._oldest = max((rule.ages[1] for rule in every if rule.ages), default=None)
        self._by_site = any(rule.sites for rule in every)
        self._by_review = any(rule.when is When.REVIEWED for rule in every)
        self._by_page = bool(rules.off_shelves)
        self._outcomes: dict[Any, Outcome] = {}
        asked = (("code", self._codes), ("clinical_at", self._oldest is not None))
        self._read = reading(*(name for name, wanted in asked if wanted))

    def store(self, patient_ids: Sequence[UUID]) -> int:
        """Store the answers of all items of these patients, for whom `releasing.ready` was asked; how many changed."""
        found = self.differing(patient_ids)
        write(self._work, found.rows)
        return len(found.rows) + releasing.settle_some(self._work, found.apart, self.rules)

    def differing(self, patient_ids: Sequence[UUID]) -> Differences:
        """What does not follow from the rules. Reads only."""
        people, touched = self._people(patient_ids), self._touched(patient_ids)
        found = Differences([], {}, [], set())
        query = self._read.where(_R.c.patient_id.in_(patient_ids))
        rows = self._work.connection.execute(query).all()
        panels, told_of = ({row[place] for row in rows} - {None} for place in (2, 3))
        named = self._parts(patient_ids) if self._codes else {}
        followed, answers = panels | told_of, dict[Any, list[Any]]()
        for row in _in_turn(rows, panels):
            # taken apart at once: this is done for every item there is
            id_, owner, panel, about, of_class, shelf, flags, wrong, arrived, code, day, version, *stored = row
            person = people[owner]
            if about is not None:
                # of what is set apart, `releasing` settles what was said about it too
                if about in answers and answers[about] != stored:
                    found.add(answers[about], id_, version, person.id)
                continue
            if version is None or person.waits or id_ in touched or (panel is not None and panel in touched):
                found.apart.append(UUID(id_))
                found.set_apart.add(person.id)
                continue
            alike = (
                of_class,
                flags,
                wrong,
                named.get((id_, owner), _NONE) | ({code} & self._codes) if self._codes else _NONE,
                (shelf, panel is not None) if self._by_page else ("", False),
                person.site if self._by_site else "",
                None if self._oldest is None else self._age(day or arrived, person),
            )
            outcome = self._outcomes.get(alike) or self._outcome(*alike)
            allowed = _moved(arrived, outcome.patient)
            proxy = allowed if outcome.proxy == outcome.patient else _moved(arrived, outcome.proxy)
            now = [allowed, proxy, outcome.decided_by, True]
            if panel in answers:
                now = _within(answers[panel], now)
            if id_ in followed:
                answers[id_] = now
            if now != stored:
                found.add(now, id_, version, person.id)
        return found

    def _parts(self, patient_ids: Sequence[UUID]) -> dict[tuple[Any, Any], frozenset[str]]:
        """The codes that rules name, of the tests in each report."""
        found: dict[tuple[Any, Any], frozenset[str]] = {}
        for report, owner, code in self._work.session.execute(parts(patient_ids, self._codes, raw)):
            found[report, owner] = found.get((report, owner), _NONE) | {code}
        return found

    def _people(self, patient_ids: Sequence[UUID]) -> dict[Any, "_Person"]:
        """The patients by their id as the database keeps it."""
        waiting = set(
            self._work.session.scalars(
                select(ReleaseChoice.patient_id).where(
                    ReleaseChoice.patient_id.in_(patient_ids), ReleaseChoice.wait == Wait.COMMENT
                )
            )
        )
        query = select(raw(Patient.__table__.c.id), Patient.id, Patient.birth_date, Patient.site_id)
        rows = self._work.session.execute(query.where(Patient.id.in_(patient_ids)))
        return {raw: _Person(id_, born, str(site or ""), id_ in waiting) for raw, id_, born, site in rows}

    def _touched(self, patient_ids: Sequence[UUID]) -> set[Any]:
        """Items and reports that something has happened to that bears on them, by their id as it is kept."""
        held = select(raw(Hold.__table__.c.resource_id))
        standing = (Hold.patient_id.in_(patient_ids), Hold.ended_at.is_(None))
        found = set(self._work.session.scalars(held.where(*standing)))
        if found:
            found |= set(self._work.session.scalars(reports_of(select(Hold.resource_id).where(*standing), raw)))
        if self._by_review:
            reviewed = select(raw(Review.__table__.c.resource_id)).where(Review.patient_id.in_(patient_ids))
            found |= set(self._work.session.scalars(reviewed))
        return found

    def _outcome(
        self,
        of_class: str,
        flags: str,
        wrong: bool,
        codes: frozenset[str],
        page: tuple[str, bool],
        site: str,
        age: int | None,
    ) -> Outcome:
        """How items like this one fare, by the pure rule; only what some rule names tells them apart."""
        shelf = Shelf(page[0])
        shelf = Shelf.RESULTS if page[1] and shelf is Shelf.NONE else shelf
        item = Item(ReleaseClass(of_class), shelf, frozenset(map(Flag, flags.split())), codes, age, site)
        story = Story(_SOMETIME, in_error=bool(wrong))
        answer = release.answer(release.verdict(self.rules, item), story)
        found = Outcome(_waited(answer.allowed_from), _waited(answer.proxy_from), answer.decided_by)
        self._outcomes[of_class, flags, wrong, codes, page, site, age] = found
        return found

    def _age(self, day: Any, person: "_Person") -> int | None:
        """All who are older than any rule says are alike."""
        age = years(person.born, _moment(day))
        return age if age is None else min(age, (self._oldest or 0) + 1)


@dataclass(frozen=True, slots=True)
class _Person:
    id: UUID
    born: date | None
    site: str
    waits: bool


def _in_turn(rows: Sequence[Any], panels: set[Any]) -> Iterator[Any]:
    """Reports first, for their tests are never seen before them; last what was said about an item: it goes with it."""
    yield from (row for row in rows if row[0] in panels)
    yield from (row for row in rows if row[0] not in panels and row[3] is None)
    yield from (row for row in rows if row[3] is not None)


def _within(report: list[Any], own: list[Any]) -> list[Any]:
    """`release.within`, of moments as the database keeps them."""
    if release.IN_ERROR in (report[2], own[2]):
        return own
    allowed, proxy = _later(own[0], report[0]), _later(own[1], report[1])
    return [allowed, proxy, own[2] if allowed == own[0] else report[2], True]


def _later(first: Any, second: Any) -> Any:
    return None if first is None or second is None else max(first, second)


def _waited(moment: datetime | None) -> timedelta | None:
    return None if moment is None else moment - _SOMETIME


def _moment(raw: Any) -> datetime:
    return raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)


def _moved(arrived: Any, wait: timedelta | None) -> Any:
    """A moment as the database keeps it, so much later."""
    if not wait:
        return arrived if wait is not None else None
    if isinstance(arrived, datetime):
        return arrived + wait
    # the embedded database keeps text; with its parts of a second, so that it sorts
    return (datetime.fromisoformat(arrived) + wait).isoformat(" ", "microseconds")
