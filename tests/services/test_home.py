"""The patient's first page."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
import time_machine
from sqlalchemy import select, update

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.models import FactRow, Form, FormState, Questionnaire, ResourceRelease, Session, new_id, resource
from portal_app.models.kinds import Group
from portal_app.services import home, messages
from portal_app.services.home import HomeCard
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.conversations import begun, key, task_of

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
IN_SIX_DAYS = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _tuesday_morning(house: House) -> object:
    # everybody signed in on the day that the test database was made, which may be another
    with house.engine.begin() as db:
        db.execute(update(Session).values(seen_at=NOW, expires_at=NOW + timedelta(hours=12)))
    with time_machine.travel(NOW, tick=False):
        yield


def seen_by(name: str) -> HomeCard:
    """The page as this person reads it."""
    with begin(person(name), reads=True) as work:
        return home.read(work)


def booked(whose: str, at: datetime = IN_SIX_DAYS, **changed: object) -> None:
    """A visit in somebody's chart."""
    body = {
        "resourceType": "Appointment",
        "status": "booked",
        "start": at.isoformat(),
        "serviceType": [{"text": "Blood pressure check"}],
        "participant": [
            {"actor": {"reference": "Practitioner/1", "display": "Dr. Amara Osei"}},
            {"actor": {"reference": "Patient/1", "display": "Ana Rivera"}},
        ],
    }
    row = {
        "source": "import", "type": "Appointment", "fhir_id": str(new_id()), "patient_id": uid(whose),
        "group": Group.VISITS, "status": "booked", "clinical_at": at, "precision": "second",
        "body": orjson.dumps(body), "digest": b"", "received_at": NOW,
    }  # fmt: skip
    with begin(SYSTEM) as work:
        opens = ResourceRelease(visible_from=changed.pop("visible_from", NOW))
        work.add(resource(**{**row, **changed}, release=opens))


def billed(whose: str, total: object, **changed: object) -> None:
    """A bill in somebody's chart."""
    body = {"resourceType": "Invoice", "status": "issued", "totalGross": total, **changed}
    row = {
        "source": "import", "type": "Invoice", "fhir_id": str(new_id()), "patient_id": uid(whose),
        "group": Group.BILLING, "status": body["status"], "clinical_at": NOW, "precision": "second",
        "body": orjson.dumps(body), "digest": b"", "received_at": NOW,
    }  # fmt: skip
    with begin(SYSTEM) as work:
        work.add(resource(**row, release=ResourceRelease(visible_from=NOW)))


def asked(whose: str, state: FormState = FormState.ASKED, **more: object) -> None:
    """A form that somebody is asked to fill."""
    with begin(SYSTEM) as work:
        form = Questionnaire(
            slug=str(new_id()), title={"en": "Your health history", "es": "Su historia"}, body={}, pool_id=uid("nurses")
        )
        work.add(form)
        work.session.flush()
        work.add(Form(patient_id=uid(whose), questionnaire_id=form.id, state=state, asked_at=NOW, **more))


@pytest.mark.parametrize("name", ["nobody", "ben", "sam"])
def test_the_page_is_for_patients(house: House, name: str) -> None:
    with pytest.raises(Refused):
        seen_by(name)


def test_another_patients_visit_form_and_message_are_not_there(house: House, ben: Actor) -> None:
    booked("stranger")
    asked("stranger")
    thread = begun("stranger")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 1)
    page = seen_by("ana")
    assert (page.visit.day, page.steps, page.news, page.pending_total) == ("", [], [], 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "cancelled"},
        {"clinical_at": NOW - timedelta(hours=1)},
        {"visible_from": None},
        {"entered_in_error": True},
    ],
)
def test_a_visit_that_is_not_to_come_is_not_promised(house: House, changed: dict[str, object]) -> None:
    booked("ana", **changed)
    assert seen_by("ana").visit.day == ""


def test_the_next_visit_says_when_with_whom_and_that_the_chart_was_read(house: House) -> None:
    booked("ana", IN_SIX_DAYS + timedelta(days=30))
    booked("ana")
    page = seen_by("ana")
    assert (page.today, page.greeting) == ("Tuesday, November 24", "Good morning, Ana")
    assert (page.visit.day, page.visit.time) == ("Monday, November 30", "9:30\u00a0AM")
    assert (page.visit.away, page.visit.title) == ("in 6 days", "Blood pressure check")
    assert page.visit.who == "With Dr. Amara Osei"
    with begin(SYSTEM, reads=True) as work:
        rows = work.all(select(FactRow).where(FactRow.kind == "ChartRead"))
        assert [row.patient_id for row in rows] == [uid("ana")]


def test_what_is_to_do_comes_before_what_is_done(house: House) -> None:
    asked("ana", FormState.SENT, sent_at=NOW - timedelta(days=1))
    asked("ana", FormState.SENT, sent_at=NOW - timedelta(days=30))
    asked("ana", FormState.WITHDRAWN)
    asked("ana", FormState.STARTED)
    steps = seen_by("ana").steps
    assert [(step.verb, step.done) for step in steps] == [("Go on with this form", False), ("", True)]


def test_an_answer_is_new_until_it_is_read_and_the_question_waits_until_it_is_answered(
    house: House, ana: Actor, ben: Actor
) -> None:
    thread = begun("ana")
    [waiting] = seen_by("ana").pending
    assert (waiting.title, waiting.who) == ("My potassium", "This is with Nurses.")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 1)
    page = seen_by("ana")
    assert [(news.title, news.below) for news in page.news] == [("Ben answered you", "My potassium")]
    with begin(ana) as work:
        messages.look(work, thread)
    assert seen_by("ana").news == []


def test_what_is_owed_is_the_sum_of_the_open_bills_and_of_ones_own(house: House):
    assert seen_by("ana").balance.amount == ""
    billed("ana", {"value": 125, "currency": "USD"})
    billed("ana", {"value": 77.49, "currency": "USD"})
    billed("ana", {"value": 900, "currency": "USD"}, status="balanced")
    billed("ana", {"value": "much", "currency": {}})
    billed("rosa", {"value": 5, "currency": "USD"})
    found = seen_by("ana").balance
    assert (found.amount, found.bills) == ("$202.49", "2 open bills.")
    assert seen_by("rosa").balance.amount == "$5.00"
