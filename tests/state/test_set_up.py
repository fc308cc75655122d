"""The steps of setting up, opened by their address: what cannot be done now is not offered."""

import pytest

from portal_app.access.actor import Actor
from portal_app.state.set_up import SetUpState
from tests.doors.harness import tab
from tests.services.test_account import stale

pytestmark = pytest.mark.usefixtures("house")
STEPS = [
    SetUpState.prove,
    SetUpState.recover,
    SetUpState.agree,
    SetUpState.choose,
    SetUpState.show_password,
    SetUpState.show_app,
    SetUpState.show_codes,
]
CHANGES = STEPS[4:]


@pytest.mark.parametrize("step", STEPS)
async def test_who_comes_too_late_reads_so_and_fills_in_nothing(step) -> None:
    async with tab("nobody", "/set-up") as page:
        await page.open(step)
        shown = page[SetUpState]
        assert (shown.stands, page.went_to, page.notice) == ("over", None, "")
        assert (shown.codes, shown.app.key, shown.terms.version) == ([], "", 0)


@pytest.mark.parametrize("step", CHANGES)
async def test_who_showed_it_too_long_ago_is_asked_to_show_it_again(step, ana: Actor) -> None:
    stale(ana)
    async with tab("ana", "/set-up") as page:
        await page.open(step)
        shown = page[SetUpState]
        assert (shown.stands, page.notice, shown.codes, shown.app.key) == ("proof", "", [], "")


@pytest.mark.parametrize("step", STEPS[:4])
async def test_who_is_in_already_is_led_away(step) -> None:
    async with tab("ana", "/set-up") as page:
        await page.open(step)
        assert page.went_to == "/sign-in"
        assert page[SetUpState].stands == ""


@pytest.mark.parametrize("step", CHANGES)
async def test_who_has_just_shown_it_goes_on(step) -> None:
    async with tab("ana", "/set-up") as page:
        await page.open(step)
        assert page[SetUpState].stands == "yes"


async def test_codes_on_paper_are_not_made_anew_by_a_reload(ana: Actor) -> None:
    async with tab("ana", "/set-up") as page:
        await page.open(SetUpState.show_codes)
        first = page[SetUpState].codes
        assert len(first) == 10
        await page.send(SetUpState.show_codes)
        assert page[SetUpState].codes == first
    async with tab("ana", "/set-up") as again:
        await again.open(SetUpState.show_codes)
        assert again[SetUpState].codes == []
        await again.send(SetUpState.make_codes)
        assert len(again[SetUpState].codes) == 10
        assert again[SetUpState].codes != first
