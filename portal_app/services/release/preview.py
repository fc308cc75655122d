"""What would this patient, or somebody who acts for them, see today, tomorrow and under the edited rules, and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from babel.dates import format_date, format_datetime
from sqlalchemy import Row

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import language, say
from portal_app.circumstances import Answers, Circumstances, circumstances
from portal_app.facts.chart import ChartRead
from portal_app.models import Patient, Resource, Shelf
from portal_app.rules.release import IN_ERROR, SWITCHED_OFF, Answer, Rule, Viewer, When
from portal_app.rules.release_plan import Plan, planned
from portal_app.services.release import drafting, words
from portal_app.services.release.cards import Cell, PreviewCard, PreviewLine
from portal_app.work import Work

PAGE = 6
SEES, WAITS, NOT_SHOWN = "sees", "waits", "never"


def preview(work: Work, patient_id: UUID, viewer: str = "patient", most: int = PAGE) -> PreviewCard:
    """Each line of the record with the rule that decides: what the edit changes, then what waits, then the newest.

    The look is written down and stands in the patient's access log.
    """
    work.permit(Permission.RELEASE_MANAGE)
    patient = work.one(visible.patients(work.actor).where(Patient.id == patient_id))
    plan, _ = drafting.plan_of(work)
    current = releasing.edition(work)
    looking = _Looking(work, planned(current.body if current else {}), plan, viewer == Viewer.PROXY, patient.id)
    work.record(ChartRead(patient_id=patient.id, part="rules", reason="preview"))
    lines = sorted(map(looking.at, _rows(work, patient.id)), key=lambda one: one.order)
    return PreviewCard(
        patient=patient.name,
        lines=[looking.line(one) for one in lines[: max(PAGE, min(most, 1_000))]],
        total=len(lines),
        changes=sum(one.changes for one in lines),
        today=_day(work, work.now),
        tomorrow=_moment(work, looking.tomorrow),
    )


def _rows(work: Work, patient_id: UUID) -> list[Row[Any]]:
    columns = [getattr(Resource, name) for name in (*releasing.RESTS_ON, "title")]
    query = visible.previewed(work.actor).where(Resource.patient_id == patient_id, Resource.shelf != Shelf.NONE)
    return list(work.session.execute(query.with_only_columns(*columns)))


@dataclass(frozen=True)
class _Found:
    """One item, with both answers."""

    row: Row[Any]
    answer: Answer
    edited: Answer
    now: datetime | None
    then: datetime | None
    changes: bool

    @property
    def order(self) -> tuple[bool, bool, float]:
        """What changes first, what waits second, then the newest."""
        waits = self.now is None or self.now > self.row.arrived_at
        return (not self.changes, not waits, -(self.row.clinical_at or self.row.arrived_at).timestamp())


class _Looking:
    """A pair of eyes: the rules in force, those being edited, and whose eyes they are."""

    def __init__(self, work: Work, plan: Plan, edited: Plan, proxy: bool, patient_id: UUID) -> None:
        self.work, self.proxy = work, proxy
        self.tomorrow = work.now + timedelta(days=1)
        before, after = plan.as_rules(), edited.as_rules()
        self.known: Circumstances = circumstances(work, [patient_id], before.codes | after.codes)
        self.before, self.after = Answers(before, self.known), Answers(after, self.known)
        self.numbers = {rule.key: (number, words.what(rule)) for number, rule in enumerate(edited.in_order(), 1)}
        self.last = len(self.numbers) + 1

    def at(self, row: Row[Any]) -> _Found:
        """Both answers for one item."""
        answer, edited = self.before.of(row), self.after.of(row)
        now, then = self._from(answer), self._from(edited)
        return _Found(
            row, answer, edited, now, then, now != then and not (_past(self.work, now) and _past(self.work, then))
        )

    def _from(self, answer: Answer) -> datetime | None:
        return answer.proxy_from if self.proxy else answer.visible_from

    def line(self, found: _Found) -> PreviewLine:
        """One item in words."""
        row, work = found.row, self.work
        today = _cell(work, found.now, work.now)
        return PreviewLine(
            title=row.title or say(words.CLASSES.get(row.release_class, "Record")),
            day=_day(work, row.clinical_at or row.arrived_at),
            why=self._why(found),
            today=today,
            tomorrow=_cell(work, found.now, self.tomorrow, today),
            edited=_cell(work, found.then, work.now, today, found.changes),
        )

    def _why(self, found: _Found) -> str:
        if found.edited.decided_by in (IN_ERROR, SWITCHED_OFF):
            wrong = found.edited.decided_by == IN_ERROR
            return say("It was entered in error.") if wrong else say("The clinic does not show these.")
        story, verdict = self.known.story(found.row), self.after.verdict(found.row)
        rule = verdict.proxy if self.proxy else verdict.patient
        held = [one.until for one in story.holds if self.proxy or found.edited.hold is not None]
        over = _past(self.work, found.then)
        if held and found.then is not None and max(held) >= found.then:
            day = _moment(self.work, max(held))
            if over:
                return say("A clinician held it until {day}.", day=day)
            return say("A clinician holds it until {day}.", day=day)
        if not self.proxy and found.edited.visible_from != found.edited.allowed_from:
            return say("They had chosen to wait for a comment.") if over else say("They chose to wait for a comment.")
        return f"{self._named(rule)} {_reason(self.work, rule, story.reviewed_at)}".strip()

    def _named(self, rule: Rule) -> str:
        number, what = self.numbers.get(rule.key, (self.last, say("Everything else")))
        return say("Rule {n}, {what}.", n=number, what=what)


def _reason(work: Work, rule: Rule, reviewed_at: datetime | None) -> str:
    match rule.when:
        case When.NEVER:
            return say("Only the patient sees it.")
        case When.REVIEWED if reviewed_at is None:
            return say("No review yet, so the limit decides.")
        case When.REVIEWED:
            return say("Reviewed {day}.", day=_day(work, reviewed_at))
        case When.AFTER:
            return say("{wait} from when it came.", wait=words.wait(rule.hours))
        case _:
            return ""


def _cell(work: Work, moment: datetime | None, at: datetime, today: Cell | None = None, changed: bool = False) -> Cell:
    if moment is None:
        found = Cell(NOT_SHOWN, say("not shown"), changed)
    elif moment <= at:
        found = Cell(SEES, say("since {day}", day=_day(work, moment)), changed)
    else:
        found = Cell(WAITS, say("until {day}", day=_moment(work, moment)), changed)
    if today is not None and not changed and (found.state, found.words) == (today.state, today.words):
        return Cell(found.state, say("the same"))
    return found


def _past(work: Work, moment: datetime | None) -> bool:
    return moment is not None and moment <= work.now


def _day(work: Work, moment: datetime) -> str:
    return format_date(moment.astimezone(work.zone).date(), "medium", locale=language())


def _moment(work: Work, moment: datetime) -> str:
    pattern = "EEE MMM d, h:mm a" if language() == "en" else "EEE d MMM, H:mm"
    return format_datetime(moment.astimezone(work.zone), pattern, locale=language())
