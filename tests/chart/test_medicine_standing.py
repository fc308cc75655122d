from datetime import date, timedelta

import pytest

from portal_app.chart.medicine_standing import standing
from portal_app.chart.medicines import line
from portal_app.chart.record import Context

HERE = Context("America/New_York", today=date(2026, 11, 25))
ENDED = {"dispenseRequest": {"validityPeriod": {"end": "2026-11-24"}}}
LAST_DAY = {"dispenseRequest": {"validityPeriod": {"end": "2026-11"}}}


def medicine(status: str = "active", **members: object) -> dict:
    return {"resourceType": "MedicationRequest", "status": status, "intent": "order", **members}


def filled(status: str, **members: object) -> dict:
    return {"resourceType": "MedicationDispense", "status": status, **members}


@pytest.mark.parametrize(
    ("resource", "dispenses", "said"),
    [
        (medicine(), [], "Take now"),
        (medicine(), [filled("in-progress")], "Your refill is in process"),
        (medicine(), [filled("preparation")], "We asked for your refill"),
        (medicine(statusReason={"text": "Parked by provider"}), [], "Kept for you at the pharmacy"),
        (medicine("on-hold"), [], "On hold: ask us before you take it"),
        (medicine(reportedBoolean=True), [], "You told us"),
        (medicine(intent="plan"), [], "You told us"),
        (medicine(reportedReference={"reference": "Organization/x"}), [], "From another clinic"),
        (medicine(**ENDED), [], "Expired"),
        (medicine(**LAST_DAY), [], "Take now"),
        (medicine("stopped"), [], "Stopped"),
        (medicine("stopped", statusReason={"text": "Transferred"}), [], "Moved to another pharmacy"),
        (medicine("unknown"), [], "We cannot say how this stands"),
        (medicine(""), [], "We cannot say how this stands"),
        (medicine("entered-in-error"), [], "Entered by mistake. It is not true."),
        ({"resourceType": "MedicationStatement", "status": "active"}, [], "You told us"),
    ],
)
def test_each_state_is_said_in_plain_words(resource, dispenses, said):
    assert standing(resource, dispenses, HERE)[0] == said


def test_without_a_today_nothing_is_called_expired():
    assert standing(medicine(**ENDED), [], Context())[0] == "Take now"


@pytest.mark.parametrize(("given", "said"), [(1, "You have 1 refill left."), (2, "No refills left.")])
def test_the_refills_that_are_left_are_counted(given, said):
    asked = medicine(dispenseRequest={"numberOfRepeatsAllowed": 1})
    assert standing(asked, [filled("completed")] * given, HERE)[1].startswith(said)


def test_the_last_and_the_next_refill_are_told():
    given = filled("completed", whenHandedOver="2026-11-01", daysSupply={"value": 30, "code": "d"})
    notes = line(medicine(), [given], HERE).notes
    assert "Last filled November 1, 2026" in notes
    assert "Enough until about December 1, 2026" in notes


TODAY = date(2026, 11, 25)
ORDER = {"resourceType": "MedicationRequest", "status": "active", "dispenseRequest": {"numberOfRepeatsAllowed": 3}}


def handed_over(status: str, days: int = 0, **more: object) -> dict:
    day = (TODAY + timedelta(days=days)).isoformat()
    return {"resourceType": "MedicationDispense", "status": status, "whenHandedOver": day, **more}


@pytest.mark.parametrize(
    ("dispense", "words"),
    [
        (handed_over("in-progress", whenPrepared="2026-11-24"), "Ready to pick up"),
        (handed_over("in-progress"), "Your refill is in process"),
        (handed_over("preparation"), "We asked for your refill"),
        (handed_over("on-hold"), "Your refill is on hold"),
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
    state, following, _ = standing(ORDER, [handed_over("completed", days, **supply)], HERE)
    assert (state, following) == (words, "You have 3 refills left.")


def test_what_only_a_pharmacy_knows_of_is_not_called_finished():
    state, following, _ = standing(handed_over("completed"), [handed_over("completed")], HERE)
    assert state == "We cannot say how this stands"
    assert following
