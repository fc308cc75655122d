"""What the pharmacy does, and how long a medicine still lasts."""

from datetime import date, timedelta

import pytest

from portal_app.chart.medicine_standing import standing
from portal_app.chart.record import Context

TODAY = date(2026, 11, 25)
HERE = Context("America/New_York", today=TODAY)
ORDER = {"resourceType": "MedicationRequest", "status": "active", "dispenseRequest": {"numberOfRepeatsAllowed": 3}}


def fill(status: str, days: int = 0, **more: object) -> dict:
    day = (TODAY + timedelta(days=days)).isoformat()
    return {"resourceType": "MedicationDispense", "status": status, "whenHandedOver": day, **more}


@pytest.mark.parametrize(
    ("dispense", "words"),
    [
        (fill("in-progress", whenPrepared="2026-11-24"), "Ready to pick up"),
        (fill("in-progress"), "Your refill is in process"),
        (fill("preparation"), "We asked for your refill"),
        (fill("on-hold"), "Your refill is on hold"),
    ],
)
def test_what_the_pharmacy_does_is_said_with_what_to_do(dispense, words):
    state, following, _ = standing(ORDER, [dispense], HERE)
    assert state == words
    assert following


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-10, "Take now"),
        (-23, "About 7 days left"),
        (-29, "About 1 day left"),
        (-30, "You may be out of it"),
        (-300, "You may be out of it"),
        (-500, "Take now"),
    ],
)
def test_how_long_it_lasts_is_said_when_it_nears_its_end(days, words):
    supply = {"daysSupply": {"value": 30, "code": "d"}}
    state, following, _ = standing(ORDER, [fill("completed", days, **supply)], HERE)
    assert (state, following) == (words, "You have 3 refills left.")


def test_what_only_a_pharmacy_knows_of_is_not_called_finished():
    state, following, _ = standing(fill("completed"), [fill("completed")], HERE)
    assert state == "We cannot say how this stands"
    assert following
