"""The code card as the desk drives it."""

import pytest

from portal_app.state.staff.invitations import InvitationState
from tests.doors.harness import tab
from tests.people import uid
from tests.services import doors as accounts

pytestmark = pytest.mark.usefixtures("house")
PATIENT = "/staff/patients/[patient_id]"
CARD = f"{PATIENT}/code"


@pytest.fixture
def newcomers() -> tuple[str, str]:
    accounts.policy(in_person_codes=True)
    pair = uid("newcomer 1"), uid("newcomer 2")
    for at, who in enumerate(pair):
        accounts.newcomer(id=who, mrn=f"MS-40{at}", email="")
    return pair


async def test_a_code_pressed_for_before_its_page_has_loaded_stays_until_she_leaves(newcomers):
    first, _ = newcomers
    async with tab("priya", CARD, patient_id=first) as page:
        await page.send(InvitationState.make_code)
        made = page[InvitationState].code
        assert made.code
        await page.send(InvitationState.enter_card)
        assert page[InvitationState].code == made
        page.turned(PATIENT, patient_id=first)
        await page.send(InvitationState.enter)
        assert not page[InvitationState].code.code


async def test_a_code_is_never_on_another_patients_card(newcomers):
    first, second = newcomers
    async with tab("priya", CARD, patient_id=first) as page:
        await page.send(InvitationState.make_code)
        page.turned(CARD, patient_id=second)
        await page.send(InvitationState.enter_card)
        assert not page[InvitationState].code.code


async def test_the_card_says_whose_it_is_before_a_code_is_made(newcomers):
    first, _ = newcomers
    async with tab("priya", CARD, patient_id=first) as page:
        await page.open()
        shown = page[InvitationState].invitation
        assert (shown.name, shown.born, shown.mrn) == ("Jill Tillman", "Aug\xa014,\xa01984", "MS-400")
        assert page[InvitationState].here == f"/staff/patients/{first}"


@pytest.mark.parametrize("who", ["nobody", "ana", "dana", "lena"])
async def test_who_may_not_invite_sees_nobodys_card(newcomers, who):
    first, _ = newcomers
    async with tab(who, CARD, patient_id=first) as page:
        await page.open()
        assert page[InvitationState].invitation.name == ""
        assert page.notice or page.went_to


async def test_an_address_that_is_none_is_told_at_its_field(newcomers):
    first, _ = newcomers
    accounts.policy(in_person_codes=False)
    async with tab("priya", PATIENT, patient_id=first) as page:
        await page.open()
        await page.send(InvitationState.invite, form={"invitation-email": "jill at example"})
        assert (page[InvitationState].wrong_field, page.notice) == ("email", "Enter the patient's email address.")
        await page.send(InvitationState.invite, form={"invitation-email": "jill@example.com"})
        assert (page[InvitationState].wrong_field, page.notice) == ("", "")
