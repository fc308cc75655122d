"""An admin tries a rule out, saves it, sees what changes and takes it back; what is switched off leaves the payload."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.models import ReleaseRules, Resource
from portal_app.services import importing
from portal_app.wiring import begin
from tests.journeys.accessible import faults, spills
from tests.journeys.running import Running
from tests.journeys.walk import walk
from tests.people import uid

BIOPSY, ALLERGY = "Biopsy of the left arm", "Zebrafish"


@pytest.fixture(scope="module")
def portal() -> Iterator[Running]:
    """A portal where Ana has a pathology report of today, and an allergy."""
    with Running() as running:
        at = datetime.now(UTC).isoformat()
        pathology = [{"coding": [{"code": "PAT"}]}]
        rows = [
            {"resourceType": "DiagnosticReport", "id": "biopsy", "status": "final", "code": {"text": BIOPSY},
             "category": pathology, "effectiveDateTime": at, "issued": at},
            {"resourceType": "AllergyIntolerance", "id": "allergy", "code": {"text": ALLERGY},
             "clinicalStatus": {"coding": [{"code": "active"}]}, "recordedDate": at},
        ]  # fmt: skip
        with begin(SYSTEM) as work:
            importing.store(work, [member({"resource": row}, Names()) for row in rows])
            for row in work.all(select(Resource)):
                row.patient_id = uid("ana")
        yield running


def applied(edition: int) -> bool:
    with begin(SYSTEM, reads=True) as work:
        found = work.session.scalars(select(ReleaseRules).where(ReleaseRules.edition == edition)).first()
        return found is not None and found.applied_at is not None


def wait_for(page: Page, edition: int) -> None:
    for _ in range(100):
        if applied(edition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"edition {edition} has not reached everybody")


def test_an_admin_tries_a_rule_out_saves_it_and_takes_it_back(portal: Running, page_of: Callable[..., Page]):
    page = page_of("sam", "/staff/rules", viewport={"width": 1440, "height": 900})
    page.get_by_role("button", name="Add rule").click()
    expect(page.get_by_text("If you save, this changes: 1 item of 1 patient")).to_be_visible()
    page.get_by_label("at most").select_option("48")
    expect(page.get_by_text("after review, at most 2 days")).to_be_visible()
    page.get_by_label("Name, birth date or record number").fill("rivera")
    page.get_by_role("button", name="Ana Rivera").click()
    row = page.get_by_role("row", name=BIOPSY)
    expect(row).to_contain_text("No review yet, so the limit decides.")
    expect(row.get_by_text("Waits")).to_be_visible()
    expect(page.get_by_text("1 of 2 items changes.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Save rules").click()
    saving = page.get_by_role("region", name="What saving changes")
    expect(saving.get_by_text("Say why, for who reads this later.")).to_be_visible()
    expect(page.get_by_label("Why this change")).to_be_focused()
    page.get_by_label("Why this change").fill("Doctors agreed: two days to call")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    wait_for(page, 1)
    expect(page.get_by_text("The rules are on their way to all records.")).to_be_hidden()
    page.get_by_role("button", name="Undo last change").click()
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_text("Taken back.")).to_be_hidden()
    page.get_by_role("button", name="Undo last change").click()
    assert faults(page) == []
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    wait_for(page, 2)
    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("Takes edition 1 back.")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    assert not spills(page)


def test_what_is_switched_off_is_in_no_payload(portal: Running, page_of: Callable[..., Page]):
    assert ALLERGY in heard_by_ana(portal, page_of)
    page = page_of("sam", "/staff/rules", viewport={"width": 1440, "height": 900})
    # the page of allergies, and then allergies as a kind of records
    for switch in (0, 1):
        press(page, switch)
        heard = heard_by_ana(portal, page_of)
        assert "Ana Rivera" in heard
        assert "zebrafish" not in heard.lower()
        press(page, switch)


def press(page: Page, switch: int) -> None:
    """Switch something off or on, save it, and wait until it holds everywhere."""
    page.reload()
    page.get_by_text("What the portal shows").click()
    page.get_by_label("Allergies", exact=True).nth(switch).click()
    page.get_by_label("Why this change").fill("We try it out")
    page.get_by_role("button", name="Save rules").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    with begin(SYSTEM, reads=True) as work:
        newest = max(work.session.scalars(select(ReleaseRules.edition)))
    wait_for(page, newest)


def heard_by_ana(portal: Running, page_of: Callable[..., Page]) -> str:
    """Everything that the server says on Ana's socket while she opens every page there is for her."""
    page, said = page_of("ana"), []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: said.append(str(frame))))
    for _ in walk(page, portal.origin, "ana", ["/home", "/records"], most=30):
        pass
    return "\n".join(said)
