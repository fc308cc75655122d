"""A form's review as the desk drives it."""

import pytest

from portal_app.state.staff.form_review import FormReviewState
from tests.doors.harness import tab
from tests.people import uid

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("who", ["priya", "ben", "amara"])
@pytest.mark.parametrize("form_id", ["x", str(uid("nothing"))])
async def test_a_form_that_is_not_there_is_said_so_and_nothing_is_shown(who, form_id):
    async with tab(who, f"/staff/forms/{form_id}", form_id=form_id) as page:
        await page.open()
        assert (page[FormReviewState].review.id, page.notice) == ("", "We could not find that. It may have moved.")
