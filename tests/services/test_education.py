"""What patients read: found by code, the clinic's own first, never a link that does not answer."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.adapters.library import Bundled
from portal_app.chart.subjects import subjects
from portal_app.errors import BadInput, NotFound, PortalError, Refused
from portal_app.models import EducationPage, Group, Job, ReleaseClass, ResourceRelease, resource
from portal_app.services import education
from portal_app.wiring import House, begin
from tests.people import LONG_AGO, person, uid

DIABETES = {
    "resourceType": "Condition",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}], "text": "Diabetes"},
}
PAGE = {"title": "Our diabetes class", "text": "Each Monday.\n\nBring a friend.", "codes": "icd10:E11"}


def problem(whose: str, body: dict, **columns: object) -> UUID:
    with begin(SYSTEM) as work:
        row = resource(
            orjson.dumps(body), source="import", type="Condition", fhir_id=f"c-{whose}", patient_id=uid(whose),
            group=Group.PROBLEMS, digest=b"", received_at=LONG_AGO, arrived_at=LONG_AGO, clinical_at=LONG_AGO,
            release_class=ReleaseClass.PROBLEMS, release=ResourceRelease(visible_from=LONG_AGO), **columns,
        )  # fmt: skip
        work.add(row)
        return row.id


def about(actor: Actor, item: UUID) -> list[str]:
    with begin(actor, reads=True) as work:
        return [link.title for link in education.about(work, item)]


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "amara", "priya", "dana"])
def test_only_the_admin_writes_what_patients_read(request, house: House, who: str) -> None:
    actor = request.getfixturevalue(who)
    for act in (
        lambda work: education.save(work, "", PAGE),
        education.every,
        lambda work: education.draft(work, ""),
        lambda work: education.switch(work, str(uid("thread")), active=False),
    ):
        with pytest.raises(Refused), begin(actor) as work:
            act(work)


def test_a_stranger_and_staff_without_a_reason_find_nothing_about_an_item(house, stranger, ben, nobody) -> None:
    item = problem("ana", DIABETES)
    for actor in (stranger, ben, nobody):
        with pytest.raises(Refused):
            about(actor, item)


def test_an_item_that_is_not_to_be_seen_yet_tells_nothing(house, ana) -> None:
    item = problem("ana", DIABETES)
    with begin(SYSTEM) as work:
        work.session.get_one(ResourceRelease, item).visible_from = None
    with pytest.raises(NotFound):
        about(ana, item)


def test_a_problem_leads_to_what_is_written_about_it_in_the_readers_language(house, ana) -> None:
    item = problem("ana", DIABETES)
    assert about(ana, item) == ["Type 2 diabetes"]
    with begin(ana, reads=True) as work:
        link = education.about(work, item)[0]
        page = education.read(work, link.path.removeprefix("/learn/"))
    assert "diabetes" not in link.path
    assert page.title == "Type 2 diabetes"
    assert len(page.paragraphs) >= 3


def test_the_clinics_own_page_comes_first_and_can_be_switched_off(house, ana, sam) -> None:
    item = problem("ana", DIABETES)
    with begin(sam) as work:
        own = education.save(work, "", PAGE).pages[0]
    assert about(ana, item) == ["Our diabetes class", "Type 2 diabetes"]
    with begin(ana, reads=True) as work:
        page = education.read(work, education.about(work, item)[0].path.removeprefix("/learn/"))
    assert page.paragraphs == ["Each Monday.", "Bring a friend."]
    with begin(sam) as work:
        education.switch(work, own.id, active=False)
    assert about(ana, item) == ["Type 2 diabetes"]


def test_a_link_that_does_not_answer_twice_is_not_shown_until_it_does(house, ana, sam) -> None:
    item = problem("ana", DIABETES)
    link = "https://clinic.example.org/class"
    with begin(sam) as work:
        page = education.save(work, "", {**PAGE, "text": "", "link": link}).pages[0]
    with begin(SYSTEM, reads=True) as work:
        assert education.due(work) == [(UUID(page.id), link)]
        assert work.session.scalars(select(Job).where(Job.name == "check_links")).all()
    for answers, shown in ((False, True), (False, False), (True, True)):
        with begin(SYSTEM) as work:
            education.note(work, UUID(page.id), link, answers)
        assert ("Our diabetes class" in about(ana, item)) is shown
    with begin(SYSTEM, reads=True) as work:
        assert education.due(work) == []


def test_a_link_that_was_changed_meanwhile_is_asked_anew(house, sam) -> None:
    with begin(sam) as work:
        page = education.save(work, "", {**PAGE, "link": "https://clinic.example.org/old"}).pages[0]
        education.save(work, page.id, {**PAGE, "link": "https://clinic.example.org/new"})
    with begin(SYSTEM) as work:
        education.note(work, UUID(page.id), "https://clinic.example.org/old", answers=False)
        row = work.session.get_one(EducationPage, UUID(page.id))
        assert (row.misses, row.checked_at) == (0, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"text": "", "text_es": "Solo español"}, "text"),
        ({"codes": ""}, "codes"),
        ({"codes": "diabetes"}, "codes"),
        ({"link": "http://clinic.example.org"}, "link"),
        ({"link": "https://user:secret@clinic.example.org"}, "link"),
        ({"link": "https://[clinic.example.org"}, "link"),
        ({"link": "https://clinic.example.org:port/"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence_at_its_field(house, sam, changed, field) -> None:
    with pytest.raises(BadInput) as refused, begin(sam) as work:
        education.save(work, "", {**PAGE, **changed})
    assert refused.value.field == field
    assert refused.value.sentence.endswith((".", "https://", "4548-4"))


def test_a_page_of_no_name_is_not_found(house, ana) -> None:
    for key in ("", "nothing", "own-", "own-" + uid("thread").hex):
        with pytest.raises(PortalError), begin(ana, reads=True) as work:
            education.read(work, key)


def test_every_bundled_page_is_whole_in_both_languages() -> None:
    topics = Bundled().topics
    assert len(topics) >= 40
    for topic in topics.values():
        assert topic.codes
        assert set(topic.readings) == {"en", "es"}
        english, spanish = topic.readings["en"], topic.readings["es"]
        assert len(english.paragraphs) == len(spanish.paragraphs) >= 2
        assert english.paragraphs != spanish.paragraphs
        assert english.sources


def test_subjects_are_codes_of_systems_that_people_look_up() -> None:
    strange = {
        "code": {"coding": [{"system": "urn:local", "code": "x"}, {"system": "http://loinc.org", "code": "4548-4"}]}
    }
    assert subjects(strange) == ["loinc:4548-4"]
    assert subjects({"code": "nonsense", "reasonCode": [3]}) == []


def test_links_are_asked_again_after_a_week(house, sam) -> None:
    with begin(sam) as work:
        page = education.save(work, "", {**PAGE, "link": "https://clinic.example.org/class"}).pages[0]
    with begin(SYSTEM) as work:
        education.note(work, UUID(page.id), "https://clinic.example.org/class", answers=True)
        work.session.get_one(EducationPage, UUID(page.id)).checked_at = work.now - timedelta(days=8)
    with begin(SYSTEM, reads=True) as work:
        assert len(education.due(work)) == 1
    assert person("sam").roles
