"""A clinician's words about a result reach its patient with the result, never before it, and never twice."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Conflict, NotFound, Refused
from portal_app.models import FactRow, Harm, Hold, Resource, Review
from portal_app.services import choices, reviews
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.services.arrivals import WORD, arrive, decide, id_of, item, lab, report, run_jobs
from tests.services.conversations import begun, key
from tests.services.doors import do

WORDS = "Your potassium is a little high. Please come back for a new test."
STEPS = "- Call us for a new test\n\n• Stop the salt substitute"


def said_to(who: str) -> list[tuple[str, str, str]]:
    with begin(person(who), reads=True) as work:
        found = work.all(visible.reviews(work.actor, work.now))
        return [(one.staff_name, one.comment, one.next_steps) for one in found]


def communications(who: str) -> list[str]:
    """What the chart that this patient may take away holds of comments."""
    with begin(person(who), reads=True) as work:
        query = visible.resources(work.actor, work.now).where(Resource.type == "Communication")
        return [part["contentString"] for row in work.all(query) for part in orjson.loads(row.body)["payload"]]


@pytest.mark.parametrize("who", ["nobody", "ana", "stranger", "priya", "dana", "sam", "lena"])
def test_only_nurses_and_doctors_of_the_patients_site_review(house: House, who: str) -> None:
    arrive(lab("k"))
    with pytest.raises(Refused), begin(person(who)) as work:
        reviews.review(work, id_of("k"), WORDS, "", key())
    assert said_to("ana") == []


def test_the_portal_itself_reviews_nothing(house: House) -> None:
    arrive(lab("k"))
    with pytest.raises(Refused), begin(SYSTEM) as work:
        reviews.review(work, id_of("k"), WORDS, "", key())


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "sam"])
def test_only_the_portal_itself_files_and_asks(house: House, ben: Actor, who: str) -> None:
    arrive(lab("k"))
    made = do(ben, reviews.review, id_of("k"), WORDS, "", key())
    for verb, wanted in ((reviews.file, made), (reviews.ask, uid("ana"))):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work, wanted)


def test_what_is_no_result_is_not_reviewed(house: House, ben: Actor) -> None:
    begun("ana")
    run_jobs()
    with begin(SYSTEM) as work:
        message = work.session.scalars(select(Resource.id).where(Resource.type == "Communication")).one()
    for wanted in (message, uuid4()):
        with pytest.raises(NotFound), begin(ben) as work:
            reviews.review(work, wanted, WORDS, "", key())


def test_a_comment_that_is_too_long_or_has_no_key_is_refused(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    for words, steps, mark in (("x" * 4001, "", key()), ("", "x" * 2001, key()), (WORDS, "", "short")):
        with pytest.raises(BadInput), begin(ben) as work:
            reviews.review(work, id_of("k"), words, steps, mark)
    assert said_to("ana") == []


def test_what_the_lab_took_back_is_not_commented(house: House, ben: Actor) -> None:
    arrive(lab("k", status="entered-in-error"))
    with pytest.raises(Conflict), begin(ben) as work:
        reviews.review(work, id_of("k"), WORDS, "", key())


def test_a_comment_on_a_test_is_about_its_whole_report_and_is_made_once(house: House, ben: Actor) -> None:
    arrive(report("panel", "a"), lab("a"))
    mark = key()
    first = do(ben, reviews.review, id_of("a"), WORDS, STEPS, mark)
    assert do(ben, reviews.review, id_of("panel"), f"  {WORDS} ", STEPS, mark) == first
    assert said_to("ana") == [("Ben Ruiz", WORDS, "Call us for a new test\nStop the salt substitute")]
    assert (said_to("stranger"), said_to("nobody")) == ([], [])
    panel = id_of("panel")
    with begin(SYSTEM) as work:
        assert work.session.scalars(select(Review.resource_id)).one() == panel
        (fact,) = work.all(select(FactRow).where(FactRow.kind == "ResultReviewed"))
        assert not {WORD, "potassium", "Walnut"} & set(fact.data.split())


def test_other_words_under_the_same_key_are_kept_too(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    mark = key()
    for words in (WORDS, "Come on Monday."):
        do(ben, reviews.review, id_of("k"), words, "", mark)
    assert {words for _, words, _ in said_to("ana")} == {WORDS, "Come on Monday."}


def test_a_review_opens_what_waited_for_it_and_a_comment_ends_an_own_wait(house: House, ana: Actor, ben: Actor) -> None:
    decide({"key": "wait", "when": "reviewed", "hours": 72, "classes": ["labs"]})
    do(ana, choices.choose, "labs", "comment")
    arrive(report("panel", "a"), lab("a"))
    do(ben, reviews.review, id_of("panel"), "", "", key())
    with begin(ana, reads=True) as work:
        assert {row.fhir_id for row in work.all(visible.own_waits(ana, work.now))} == {"panel", "a"}
    do(ben, reviews.review, id_of("panel"), "", "Come back in a week", key())
    with begin(ana, reads=True) as work:
        seen = {row.fhir_id for row in work.all(visible.resources(ana, work.now))}
        assert {"panel", "a"} <= seen


def test_the_comment_stands_in_the_chart_and_is_seen_exactly_when_its_result_is(
    house: House, ana: Actor, ben: Actor
) -> None:
    arrive(report("panel", "a"), lab("a"))
    made = do(ben, reviews.review, id_of("panel"), WORDS, STEPS, key())
    run_jobs()
    with begin(SYSTEM) as work:
        reviews.file(work, made)
    assert communications("ana") == [WORDS, "Call us for a new test\nStop the salt substitute"]
    filed = orjson.loads(item(str(made)).body)
    assert filed["about"] == [{"reference": "DiagnosticReport/panel"}]
    assert filed["subject"] == {"reference": "Patient/ana"}
    panel = id_of("panel")
    with begin(SYSTEM) as work:
        work.add(
            Hold(
                resource_id=panel, patient_id=uid("ana"), staff_id=uid("amara"), staff_name="Dr. Osei",
                harm=Harm.LIFE_OR_SAFETY, reason="She is alone.", at=work.now, until=work.now + timedelta(days=2),
            )
        )  # fmt: skip
    decide()
    assert (communications("ana"), said_to("ana")) == ([], [])
    assert item(str(made)).visible_from == item("panel").visible_from
    decide(off_shelves=["results"])
    assert item(str(made)).visible_from is None
    # a test has no line of its own, and is off with its page all the same
    assert item("a").visible_from is None


def test_a_comment_that_is_filed_late_waits_with_its_result(house: House, ben: Actor) -> None:
    decide({"key": "wait", "when": "after", "hours": 24, "classes": ["labs"]})
    arrive(lab("k"))
    made = do(ben, reviews.review, id_of("k"), WORDS, "", key())
    run_jobs()
    assert communications("ana") == []
    assert item(str(made)).visible_from == item("k").visible_from


def test_a_review_without_words_is_not_filed(house: House, ben: Actor) -> None:
    arrive(lab("k"))
    do(ben, reviews.review, id_of("k"), " ", "\n", key())
    run_jobs()
    assert communications("ana") == []
    with begin(SYSTEM) as work:
        assert work.all(select(Resource).where(Resource.type == "Communication")) == []
