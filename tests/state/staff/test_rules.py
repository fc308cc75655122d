"""The page of the release rules as a browser drives it."""

import pytest

from portal_app.services import release
from portal_app.state.staff.rules import RulesState
from portal_app.wiring import begin
from tests.doors.harness import handlers, tab, until
from tests.people import person, uid

pytestmark = pytest.mark.usefixtures("house")
SENT = {
    "begin": {"key": "a"}, "edit": {"key": "a", "field": "hours", "value": "5"}, "add": {"ready_made": ""},
    "remove": {"key": "a"}, "move": {"key": "a", "step": 1}, "switch": {"what": "class", "name": "notes"},
    "choose_pack": {"state": "KY", "on": True, "site": ""}, "save": {"form": {"why": "because"}},
    "find": {"typed": "rivera"}, "choose_patient": {"patient_id": str(uid("ana"))},
    "choose_viewer": {"viewer": "proxy"},
}  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "amara", "priya", "dana"])
async def test_nobody_but_an_admin_gets_anything(who: str):
    own = [name.rsplit(".", 1)[1] for name in handlers() if "rules_state." in name]
    assert set(SENT) < set(own)
    async with tab(who, "/staff/rules") as page:
        for name in own:
            if name != "setvar":
                await page.send(getattr(RulesState, name), **SENT.get(name, {}))
        assert "Rivera" not in str([update.delta for update in page.updates])
        assert page[RulesState].card.rules == []
    with begin(person("sam"), reads=True) as work:
        assert release.read(work).history == []


async def test_an_edit_is_weighed_saved_and_taken_back():
    async with tab("sam", "/staff/rules") as page:
        await page.open()
        await page.send(RulesState.add, ready_made="teen_alone")
        assert (page[RulesState].editing, page[RulesState].card.edited) == ("teen_alone", True)
        await page.send(RulesState.choose_patient, patient_id=str(uid("ana")))
        await page.send(RulesState.choose_viewer, viewer="proxy")
        assert page[RulesState].seen.patient == "Ana Rivera"
        await page.send(RulesState.save, form={"why": "Our lawyer said so"})
        assert (page[RulesState].card.edition, page[RulesState].said) == (1, "saved")
        await page.send(RulesState.undo)
        assert [line.key for line in page[RulesState].card.rules] == ["everything_else"]


async def test_what_does_not_fit_is_a_sentence_and_the_edit_stays():
    async with tab("sam", "/staff/rules") as page:
        await page.open()
        await page.send(RulesState.add, ready_made="")
        await page.send(RulesState.edit, key="own_1", field="hours", value="1000")
        assert page.notice
        assert page[RulesState].card.rules[0].hours == "72"
        await page.send(RulesState.choose_patient, patient_id="ana")
        assert page.notice
        await page.send(RulesState.drop)
        assert not page[RulesState].card.edited


async def test_another_admins_page_follows_when_rules_are_saved():
    async with tab("sam", "/staff/rules") as one, tab("sam", "/staff/rules") as other:
        await one.open()
        await other.open()
        await one.send(RulesState.add, ready_made="teen_alone")
        await one.send(RulesState.save, form={"why": "because"})
        await until(lambda: other[RulesState].card.edition == 1)


async def test_the_rules_leave_as_a_file():
    async with tab("sam", "/staff/rules") as page:
        await page.open()
        await page.send(RulesState.export)
        assert any(event.name == "_download" for update in page.updates for event in update.events)
