"""What is known of some patients' items that bears on release, and the answers that follow from it."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false, reportAssignmentType=false, reportOptionalMemberAccess=false, reportReturnType=false
# queries are built here: docs/decisions/0002-types.md

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from portal_app.models import (
    Flag,
    Hold,
    PanelMember,
    Patient,
    ReleaseChoice,
    ReleaseClass,
    Resource,
    Review,
    Shelf,
    ShownNow,
    Wait,
)
from portal_app.rules import release
from portal_app.rules.release import Answer, Held, Item, Rules, Story, Verdict
from portal_app.work import Work

AT_A_TIME = 400
"""Ids in one statement."""


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
    parts: dict[tuple[UUID, UUID], frozenset[str]] = field(default_factory=dict)
    """By report and patient: which of the codes that rules name its tests have."""

    def codes(self, row: Row[Any]) -> frozenset[str]:
        """What a rule may name it by."""
        return self.parts.get((row.id, row.patient_id), frozenset()) | {row.code}

    def item(self, row: Row[Any]) -> Item:
        """What the rules look at."""
        flags = frozenset(map(Flag, row.flags.split())) if row.flags else frozenset()
        born = self.births.get(row.patient_id)
        age = years(born, row.clinical_at or row.arrived_at)
        return Item(row.release_class, page_of(row), flags, self.codes(row), age, self.sites.get(row.patient_id, ""))

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

    def __init__(
        self, rules: Rules, circumstances: Circumstances, reports: Mapping[UUID, Row[Any]] | None = None
    ) -> None:
        """`reports` are the reports of the tests that will be asked about."""
        self.rules, self.known, self._reports = rules, circumstances, reports or {}
        self._codes = rules.codes
        self._verdicts: dict[Any, Verdict] = {}

    def verdict(self, row: Row[Any]) -> Verdict:
        """Which rules decide about this row."""
        age = years(self.known.births.get(row.patient_id), row.clinical_at or row.arrived_at)
        site = self.known.sites.get(row.patient_id, "")
        codes = self.known.codes(row) & self._codes if self._codes else None
        alike = (row.release_class, page_of(row), row.flags, codes, age, site)
        found = self._verdicts.get(alike)
        if found is None:
            found = self._verdicts[alike] = release.verdict(self.rules, self.known.item(row))
        return found

    def of(self, row: Row[Any]) -> Answer:
        """From when it may be seen."""
        own = release.answer(self.verdict(row), self.known.story(row))
        report = self._reports.get(row.panel_id) if row.panel_id is not None else None
        return own if report is None else release.within(self.of(report), own)


def years(born: date | None, day: datetime) -> int | None:
    """How old somebody was on a day; nothing where nobody knows."""
    return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def page_of(row: Row[Any] | Resource) -> Shelf:
    """The page of the record that shows it: a test in a report has no line of its own and goes with the results."""
    return Shelf.RESULTS if row.panel_id is not None and row.shelf is Shelf.NONE else row.shelf


def circumstances(work: Work, patient_ids: Iterable[UUID], codes: frozenset[str]) -> Circumstances:
    """What is known of these patients that bears on release under rules that name these codes."""
    known = Circumstances()
    for some in some_of(sorted(set(patient_ids))):
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
        if codes:
            _note_parts(work, known, some, codes)
    _note_reports(work, known)
    return known


def _note_reports(work: Work, known: Circumstances) -> None:
    """A test was held, and its report came afterwards: it is held too, for it would tell of the test."""
    own = dict(known.holds)
    for some in some_of(sorted(own)):
        for report, test in work.session.execute(reports_of(some)):
            known.holds[report] = (*known.holds.get(report, ()), *own[test])


def reports_of(tests: Any, kept: Callable[[Any], Any] = lambda column: column) -> Any:
    """Every report of the same patient that names one of these tests, beside the test."""
    test, member, report = Resource.__table__, PanelMember.__table__, Resource.__table__.alias()  # type: ignore[attr-defined]
    return (
        select(kept(member.c.report_id), kept(test.c.id))
        .join(member, (member.c.source == test.c.source) & (member.c.fhir_id == test.c.fhir_id))
        .join(report, (report.c.id == member.c.report_id) & (report.c.patient_id == test.c.patient_id))
        .where(test.c.id.in_(tests), test.c.type == "Observation")
    )


def _note_parts(work: Work, known: Circumstances, patient_ids: Sequence[UUID], codes: frozenset[str]) -> None:
    for report, patient, code in work.session.execute(parts(patient_ids, codes)):
        known.parts[report, patient] = known.parts.get((report, patient), frozenset()) | {code}


def parts(
    patient_ids: Sequence[UUID], codes: frozenset[str], kept: Callable[[Any], Any] = lambda column: column
) -> Any:
    """By report and patient: codes of these that its tests have, also of tests that stand in a newer report now."""
    test, member = Resource.__table__, PanelMember.__table__  # type: ignore[attr-defined]
    return (
        select(kept(member.c.report_id), kept(test.c.patient_id), test.c.code)
        .join(member, (member.c.source == test.c.source) & (member.c.fhir_id == test.c.fhir_id))
        .where(
            test.c.patient_id.in_(patient_ids),
            test.c.type == "Observation",
            test.c.code.in_(sorted(codes)),
            test.c.entered_in_error.is_(False),
        )
    )


def some_of(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """As many ids at a time as a statement takes."""
    return (ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME))


def _earliest(moments: dict[UUID, datetime], names: tuple[UUID, ...]) -> datetime | None:
    return min((moments[name] for name in names if name in moments), default=None) if moments else None


def _note(moments: dict[UUID, datetime], item: UUID, at: datetime) -> None:
    moments[item] = min(at, moments.get(item, at))
