"""The intake form: begun on a phone, finished on a desktop, accepted into the chart by the nurse."""

import re
from collections.abc import Callable

import orjson
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal_app import filing
from portal_app.access.actor import SYSTEM
from portal_app.models import Form, FormState, Resource
from portal_app.services import forms
from portal_app.wiring import begin
from tests.chart.questionnaire.forms import CHART, INTAKE
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.people import uid

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def intake(portal: Running) -> None:
    """The clinic uses the intake form; Ana's chart knows one medicine and one allergy."""
    with begin(SYSTEM) as work:
        forms.adopt(work, "intake", INTAKE, "nurses")
        for resource in (CHART["patient"], *CHART["medicines"], *CHART["allergies"]):
            filing.put(work, resource, uid("ana"))


def ask(page: Page) -> None:
    """The nurse asks for the form, on the patient's page."""
    card = page.locator("#forms")
    expect(card.get_by_text("No form was asked for yet.")).to_be_visible()
    card.get_by_role("button", name="Ask for: Health history").click()
    expect(card.get_by_text("Asked for, not opened yet")).to_be_visible()
    assert faults(page) == []


def choose(page: Page, question: str, answer: str) -> None:
    """Press one of the answers to a question, by its words."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).click()


def write(page: Page, question: str, text: str) -> None:
    """Write into a field and leave it."""
    field = page.get_by_label(re.compile("^" + re.escape(question)))
    field.fill(text)
    field.blur()


def go_on(page: Page, heading: str) -> None:
    """Save and continue, and arrive."""
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def begin_on_the_phone(page: Page) -> None:
    """The first two parts, with one gap that is pointed out and mended."""
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_label("City or town")).to_have_value("Louisville")
    write(page, "Phone number", "(502) 555-0190")
    choose(page, "What is the best way to reach you?", "A text message")
    write(page, "Their full name", "Luis Rivera")
    choose(page, "Who are they to you?", "Husband, wife or partner")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("One answer is missing")
    assert faults(page) == []
    assert spills(page) <= 0
    page.get_by_role("alert").get_by_role("link", name="Their phone number").click()
    write(page, "Their phone number", "(502) 555-0177")
    go_on(page, "Insurance and pharmacy")
    choose(page, "Do you have health insurance?", "No")
    expect(page.get_by_label("Name of your insurance plan")).to_have_count(0)
    write(page, "Name of the pharmacy", "Corner Drug")
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    page.get_by_role("link", name="Leave, finish later").click()
    expect(page.get_by_role("link", name="Continue")).to_be_visible()


def finish_on_the_desktop(page: Page) -> None:
    """What was written on the phone is there; the rest is answered, read once more, and sent."""
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Insurance and pharmacy")
    expect(page.get_by_label("Name of the pharmacy")).to_have_value("Corner Drug")
    go_on(page, "Medicines and allergies")
    lisinopril = page.get_by_role("group", name="Lisinopril 10 mg", exact=True)
    lisinopril.get_by_label("I stopped", exact=True).click()
    choose(page, "Do you take anything that is not listed here?", "Yes")
    write(page, "Name of the medicine or vitamin", "Vitamin D")
    write(page, "How much, and how often?", "2000 units, once a day")
    page.get_by_role("group", name="Penicillin", exact=True).get_by_label("Still right").click()
    choose(page, "Are you allergic to anything that is not listed here?", "No")
    go_on(page, "Your health")
    choose(page, "Has a doctor ever told you", "Asthma")
    expect(page.get_by_label("Asthma")).to_be_checked()
    go_on(page, "Your family’s health")
    choose(page, "Has a parent, brother or sister", "I do not know")
    go_on(page, "Your habits")
    choose(page, "Do you smoke tobacco?", "I used to, and I stopped")
    write(page, "In which year did you stop?", "2019")
    choose(page, "How often do you have a drink with alcohol?", "Never")
    go_on(page, "Your visit")
    write(page, "What would you like help with at this visit?", "My cough")
    choose(page, "Do you need an interpreter?", "No")
    write(page, "Type your full name to sign", "Ana Rivera")
    go_on(page, "Check your answers")
    expect(page.get_by_text("I used to, and I stopped")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Send to your care team").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent")


def accept(page: Page) -> None:
    """The nurse decides by keyboard, saves, undoes it, and saves again."""
    expect(page.get_by_role("heading", name="Lisinopril 10 mg")).to_be_visible()
    expect(page.get_by_text("Ask who stopped it, and when.")).to_be_visible()
    assert faults(page) == []
    phone = page.get_by_role("group", name="Decide about Phone", exact=True)
    page.keyboard.press("2")
    expect(phone.get_by_label("Keep")).to_be_checked()
    phone.get_by_label("Keep").focus()
    page.keyboard.press("1")
    expect(phone.get_by_label("Accept")).to_be_checked()
    page.keyboard.press("3")
    question = page.get_by_role("complementary").get_by_role("textbox")
    expect(question).to_be_focused()
    page.keyboard.type("1 2 3?")
    page.keyboard.press("Escape")
    expect(page.get_by_text("ask about 1")).to_be_visible()
    page.locator("[data-line=ask]").get_by_label("Accept").click()
    page.get_by_role("button", name="Accept the rest").click()
    expect(page.get_by_role("button", name="Accept the rest")).to_have_count(0)
    # what is flagged is read and decided by itself
    expect(page.get_by_text("1 flagged answer is left. Decide it by itself.")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text("decided:")).to_be_visible()
    assert spills(page) <= 0
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Save the review")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Save the review")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Save the review")).to_have_count(0)


def test_begun_on_a_phone_finished_on_a_desktop_accepted_into_the_chart(
    intake: None, page_of: Callable[..., Page]
) -> None:
    ask(page_of("ben", f"/staff/patients/{uid('ana')}", **DESKTOP))
    with begin(SYSTEM, reads=True) as work:
        (form_id,) = work.all(select(Form.id))
    begin_on_the_phone(page_of("ana", "/forms", **PHONE))
    finish_on_the_desktop(page_of("ana", "/forms", **DESKTOP))
    accept(page_of("ben", f"/staff/forms/{form_id}", **DESKTOP))
    with begin(SYSTEM, reads=True) as work:
        assert work.session.scalar(select(Form.state).where(Form.id == form_id)) is FormState.ACCEPTED
        filed = {row.type: orjson.loads(row.body) for row in work.all(select(Resource).order_by(Resource.received_at))}
        responses = work.all(select(Resource).where(Resource.type == "QuestionnaireResponse"))
    assert len(responses) == 1
    assert filed["Patient"]["telecom"] == [{"system": "phone", "value": "(502) 555-0190"}]
    assert filed["Patient"]["contact"][0]["name"] == {"text": "Luis Rivera"}
    assert {filed["MedicationStatement"]["status"]} <= {"stopped", "active"}
