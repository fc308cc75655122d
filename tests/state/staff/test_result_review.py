"""A result's review as the desk drives it."""

import pytest

from portal_app.state.staff.result_review import ResultReviewState
from tests.doors.harness import tab
from tests.people import uid
from tests.services import arrivals

pytestmark = pytest.mark.usefixtures("house")


async def test_a_hold_that_comes_too_late_is_refused_where_it_was_asked_for():
    arrivals.arrive(arrivals.lab("a"), arrivals.lab("b"))
    one, two = arrivals.id_of("a"), arrivals.id_of("b")
    asked = {"harm": "life_or_safety", "reason": "She has spoken of ending her life.", "until": ""}
    async with tab("amara", f"/staff/results/{one}", resource_id=one) as page:
        await page.open()
        await page.send(ResultReviewState.begin_hold)
        await page.send(ResultReviewState.hold, form={"id": str(two), **asked})
        state = page[ResultReviewState]
        assert (state.wrong_field, state.holding) == ("hold", True)
        assert page.notice.startswith("Another result is open now")
        await page.send(ResultReviewState.send, form={"id": str(two), "comment": "A word", "next_steps": ""})
        assert page[ResultReviewState].wrong_field == "comment"


@pytest.mark.parametrize("other", ["x", str(uid("nothing"))])
async def test_where_another_result_is_refused_the_last_one_does_not_stay(other):
    arrivals.arrive(arrivals.lab("a"))
    async with tab("amara", f"/staff/results/{arrivals.id_of('a')}", resource_id=arrivals.id_of("a")) as page:
        await page.open()
        assert page[ResultReviewState].review.id
        await page.send(ResultReviewState.open_result, resource_id=str(uid("nothing")))
        assert (page[ResultReviewState].review.id, page.notice) == ("", "We could not find that. It may have moved.")
    async with tab("amara", f"/staff/results/{other}", resource_id=other) as page:
        await page.open()
        assert (page[ResultReviewState].review.id, page.notice) == ("", "We could not find that. It may have moved.")
