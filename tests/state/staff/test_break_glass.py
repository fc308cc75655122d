"""The page of a record at another site: what was typed wrong is said at its field."""

import pytest

from portal_app.state.portal import PortalState
from portal_app.state.staff.break_glass import BreakGlassState
from tests.doors.harness import tab
from tests.people import uid

pytestmark = pytest.mark.usefixtures("house")
ROSA = {"mrn": "RV-2001", "birth_date": "1992-04-11", "reason": "emergency", "words": "She collapsed at our desk."}


async def test_numbers_that_fit_nobody_open_nothing_and_say_so():
    async with tab("ben", "/staff/break-glass") as page:
        await page.send(BreakGlassState.open_record, form={**ROSA, "mrn": "RV-2"})
        assert page.went_to is None
        assert page.notice == "No patient has this record number and birth date. Check both and try again."
        assert page[PortalState].wrong_field == "mrn"


async def test_the_right_ones_lead_to_the_record():
    async with tab("ben", "/staff/break-glass") as page:
        await page.send(BreakGlassState.open_record, form=ROSA)
        assert page.went_to == f"/staff/patients/{uid('rosa')}"


@pytest.mark.parametrize("missing", ["mrn", "birth_date", "reason", "words"])
async def test_what_is_missing_is_asked_for_at_its_field(missing):
    async with tab("ben", "/staff/break-glass") as page:
        await page.send(BreakGlassState.open_record, form={**ROSA, missing: ""})
        assert (page[PortalState].wrong_field, page.went_to) == (missing, None)
