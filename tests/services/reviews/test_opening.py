"""Staff who review read the whole result, and what its patient sees of it now."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, NotFound, Refused
from portal_app.models import Draft, FactRow, ItemRead
from portal_app.services import choices, holds, reviews
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import arrive, decide, id_of, lab, report
from tests.services.conversations import key
from tests.services.doors import do

WHY = "She is alone tonight and has spoken of ending her life."


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "dana", "sam", "lena"])
def test_who_reviews_nothing_opens_and_drafts_nothing(house: House, who: str) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with pytest.raises(Refused), begin(person(who), reads=True) as work:
        reviews.look(work, wanted)
    with pytest.raises(Refused), begin(person(who)) as work:
        reviews.keep(work, wanted, "A word", "", key())


@pytest.mark.parametrize("who", ["nobody", "ana", "lena"])
def test_who_may_not_see_the_patient_does_not_see_the_list(house: House, who: str) -> None:
    with pytest.raises(Refused), begin(person(who), reads=True) as work:
        reviews.of_patient(work, uid("ana"))


@pytest.mark.parametrize("who", ["priya", "dana", "sam"])
def test_who_reads_no_charts_gets_no_line_of_them_and_no_way_round(house: House, who: str) -> None:
    arrive(lab("k"))
    with begin(person(who), reads=True) as work:
        found = reviews.of_patient(work, uid("ana"))
    assert (found.shown, found.lines, found.may_view_as) == (False, [], False)


def test_nothing_that_is_no_result_opens(house: House, ben: Actor) -> None:
    with pytest.raises(NotFound), begin(ben, reads=True) as work:
        reviews.look(work, uuid4())


def test_a_test_opens_its_whole_report_with_every_value(house: House, ben: Actor) -> None:
    arrive(report("panel", "a", "b", conclusion="All well."), lab("a"), lab("b"))
    wanted = id_of("b")
    with begin(ben, reads=True) as work:
        card = reviews.look(work, wanted)
    assert card.id == str(id_of("panel"))
    assert [line.value for line in card.measured] == ["5.9 mmol/L", "5.9 mmol/L"]
    assert card.texts == ["All well."]
    assert (card.patient, card.may_hold, card.sees[:14]) == ("Ana Rivera", False, "Sees it since ")
    with begin(SYSTEM) as work:
        looks = work.all(select(FactRow).where(FactRow.kind == "ChartRead"))
        assert [fact.data for fact in looks] == ['{"part":"results","reason":"task"}']


def test_what_lies_outside_its_range_is_read_first(house: House, ben: Actor) -> None:
    usual = {"referenceRange": [{"low": {"value": 5, "unit": "mmol/L"}, "high": {"value": 7, "unit": "mmol/L"}}]}
    low = {"referenceRange": [{"low": {"value": 6, "unit": "mmol/L"}, "high": {"value": 7, "unit": "mmol/L"}}]}
    arrive(report("panel", "a", "b"), lab("a", **usual), lab("b", **low))
    with begin(ben, reads=True) as work:
        card = reviews.look(work, id_of("panel"))
    assert [line.title.split()[-1] for line in card.measured] == ["b", "a"]


def lines(who: str = "amara") -> dict[str, tuple[str, str]]:
    with begin(person(who), reads=True) as work:
        found = reviews.of_patient(work, uid("ana"))
    return {line.title.split()[-1].lower(): (line.sees, line.tone) for line in found.lines}


def test_each_line_says_what_the_patient_sees_and_why_not(house: House, ana: Actor, amara: Actor) -> None:
    do(ana, choices.choose, "labs", "comment")
    arrive(lab("own"), lab("held"), report("seen", category=[{"coding": [{"code": "RAD"}]}]))
    held = id_of("held")
    with begin(amara) as work:
        made = holds.hold(work, held, "life_or_safety", WHY, work.now + timedelta(days=2))
    found = lines()
    assert found["own"][0].endswith("the patient chose to wait for a comment")
    assert found["held"][0].startswith("Held until ")
    assert found["held"][0].endswith("by Dr. Amara Osei")
    assert found["held"][1] == "failed"
    assert found["seen"][1] == "ready"
    decide({"key": "wait", "when": "reviewed", "hours": 72, "classes": ["labs"]})
    do(amara, holds.end, made)
    assert lines()["held"][0].endswith("for a review")
    decide({"key": "later", "name": "After two days", "when": "after", "hours": 48, "classes": ["labs"]})
    assert lines()["held"][0].endswith("After two days")
    decide(off_classes=["labs"])
    assert lines()["held"] == ("Not shown: the clinic has switched this page off", "working")


def test_what_the_patient_marked_as_read_is_said(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with begin(SYSTEM) as work:
        work.add(ItemRead(resource_id=wanted, account_id=uid("account ana"), at=datetime.now(UTC)))
        work.add(ItemRead(resource_id=wanted, account_id=uid("account ben"), at=datetime.now(UTC)))
    with begin(ben, reads=True) as work:
        (line,) = reviews.of_patient(work, uid("ana")).lines
        assert line.read.startswith("Marked as read ")


def test_a_draft_is_ones_own_and_is_kept_until_it_is_sent(house: House, ben: Actor, amara: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with begin(ben, reads=True) as work:
        mark = reviews.look(work, wanted).key
    assert do(ben, reviews.keep, wanted, "A little high.", "Come back", mark).startswith("Draft saved")
    with begin(ben, reads=True) as work:
        card = reviews.look(work, wanted)
        assert (card.draft, card.draft_steps, card.key) == ("A little high.", "Come back", mark)
    with begin(amara, reads=True) as work:
        assert reviews.look(work, wanted).draft == ""
    do(ben, reviews.comment, wanted, "A little high.", "Come back", mark)
    with begin(ben, reads=True) as work:
        card = reviews.look(work, wanted)
        assert (card.draft, card.said[0].comment, card.said[0].steps) == ("", "A little high.", ("Come back",))
        assert card.key != mark
        assert work.all(select(Draft)) == []


def test_sending_nothing_as_a_comment_is_refused_and_an_empty_draft_is_forgotten(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    wanted = id_of("k")
    with pytest.raises(BadInput) as told, begin(ben) as work:
        reviews.comment(work, wanted, "  ", "\n", key())
    assert told.value.field == "comment"
    mark = key()
    do(ben, reviews.keep, wanted, "A word", "", mark)
    assert do(ben, reviews.keep, wanted, "", " ", mark) == ""
    with begin(ben) as work:
        assert work.all(select(Draft)) == []
