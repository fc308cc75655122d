"""What is new for me: newest first, a part at a time, new until I have seen it."""

from uuid import UUID

import pytest

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import NotFound, Refused
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import Form as FormRow
from portal_app.models import FormState, ResourceRelease
from portal_app.services import forms, frame, home, messages, notices
from portal_app.wiring import House, begin
from tests.chart.questionnaire.forms import INTAKE
from tests.people import person, uid
from tests.services.conversations import begun, key, task_of
from tests.services.notices.charts import come, id_of, lab, look_around, note, settled


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    settled()


def page(who: str = "ana", after: str = "") -> notices.NewsPage:
    """The list as this person reads it."""
    with begin(person(who), reads=True) as work:
        return notices.read(work, UUID(after) if after else None)


@pytest.mark.parametrize("who", ["nobody", "ben", "sam"])
def test_the_list_is_for_patients(house: House, who: str) -> None:
    for verb in (notices.read, notices.look_at_all, lambda work: notices.look(work, uid("a notice"))):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)


def test_another_patients_notice_is_not_found(house: House, stranger: Actor) -> None:
    come(lab("o1"))
    look_around()
    (line,) = page().lines
    for verb in (notices.look, notices.read):
        with pytest.raises(NotFound), begin(stranger) as work:
            verb(work, UUID(line.id))
    with begin(stranger) as work:
        notices.look_at_all(work)
    assert page().fresh == 1


def test_every_sort_of_thing_has_its_line_and_its_place(house: House, ana: Actor, ben: Actor) -> None:
    come(lab("o1"), note("n1"))
    look_around()
    thread = begun("ana")
    with begin(SYSTEM) as work:
        forms.adopt(work, "intake", INTAKE, "nurses")
    with begin(ben) as work:
        messages.reply(work, task_of(thread), "Keep taking it.", key(), 1)
    with begin(ben) as work:
        (form,) = forms.ask(work, uid("ana"), "intake").forms
    runner.run_due({**REACTIONS, "send_mail": lambda mail_id: None})
    found = page()
    assert (found.total, found.fresh) == (4, 4)
    assert {(line.title, line.below) for line in found.lines} == {
        ("Potassium", "A result"),
        ("Progress note", "A note"),
        ("Ben answered you", "A message from your care team"),
        (form.title, "A form to fill in"),
    }
    paths = {line.path for line in found.lines}
    assert {f"/messages/{thread}", f"/forms/{form.id}"} < paths
    with begin(ana) as work:
        messages.look(work, thread)
        forms.resume(work, UUID(form.id))
    assert page().fresh == 2
    with begin(SYSTEM) as work:
        work.session.get_one(FormRow, UUID(form.id)).state = FormState.WITHDRAWN
    assert page().total == 3


def test_home_and_the_places_count_what_is_new_in_the_record_until_it_is_opened(house: House, ana: Actor) -> None:
    come(lab("o1"))
    look_around()
    with begin(ana, reads=True) as work:
        assert frame.read(work).new_records == 1
        (news,) = home.read(work).news
    assert (news.title, news.notice_id) == ("Potassium", page().lines[0].id)
    with begin(ana) as work:
        notices.look(work, UUID(news.notice_id))
        notices.look(work, UUID(news.notice_id))
    with begin(ana, reads=True) as work:
        assert (frame.read(work).new_records, home.read(work).news) == (0, [])
    assert [line.fresh for line in page().lines] == [False]


def test_a_long_list_comes_in_parts(house: House) -> None:
    come(*(lab(f"o{n}") for n in range(25)))
    look_around()
    first = page()
    assert (len(first.lines), first.total) == (notices.PAGE, 25)
    second = page(after=first.lines[-1].id)
    assert len({line.id for line in (*first.lines, *second.lines)}) == 25


def test_all_can_be_marked_as_read_and_what_comes_later_is_new(house: House, ana: Actor) -> None:
    come(lab("o1"), lab("o2"))
    look_around()
    with begin(ana) as work:
        notices.look_at_all(work)
    come(lab("o3"))
    look_around()
    assert (page().total, page().fresh) == (3, 1)


def test_what_is_kept_from_the_patient_again_has_no_line(house: House) -> None:
    come(lab("o1"))
    look_around()
    with begin(SYSTEM) as work:
        work.session.get_one(ResourceRelease, id_of("o1")).visible_from = None
    assert page() == notices.NewsPage()
