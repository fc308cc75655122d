"""The same form in two tabs or on two devices, at the same moment: one response, one task, one saving of a review."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import BadInput, Conflict
from portal_app.models import Form, FormState, Resource, Task
from portal_app.services import forms
from portal_app.wiring import begin
from tests.people import uid
from tests.services.forms.intake import accept_all, fill_all, now
from tests.services.test_messages_at_once import at_once


def filed(kind: str) -> int:
    """How many of a kind stand in the chart."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(Resource).where(Resource.type == kind)) or 0


def tasks() -> int:
    """How many tasks there are."""
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalar(select(func.count()).select_from(Task)) or 0


def test_sent_from_three_devices_at_once_it_is_one_response_and_one_task(form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    screens = at_once(*[(ana, lambda work: forms.send(work, form).kind)] * 3)
    assert screens == ["sent"] * 3
    assert (filed("QuestionnaireResponse"), tasks()) == (1, 1)


def test_sent_on_one_device_while_another_blanks_the_signature_it_is_whole_or_not_sent(form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    with suppress(BadInput):  # the signature was gone first
        at_once(
            (ana, lambda work: forms.send(work, form)), (ana, lambda work: forms.answer(work, form, "signature", ""))
        )
    sent = now(form, Form.state) is FormState.SENT
    assert filed("QuestionnaireResponse") == tasks() == sent


def test_a_form_asked_for_by_two_at_once_is_asked_for_once(form: UUID, ana: Actor, ben: Actor, amara: Actor) -> None:
    fill_all(ana, form)
    with begin(ana) as work:
        forms.send(work, form)
    at_once(*[(who, lambda work: forms.ask(work, uid("ana"), "intake")) for who in (ben, amara, ben)])
    with begin(SYSTEM, reads=True) as work:
        assert work.session.scalar(select(func.count()).select_from(Form)) == 2


def test_a_review_saved_by_two_at_once_is_saved_once(sent: UUID, ben: Actor, amara: Actor) -> None:
    with begin(ben) as work:
        version = accept_all(work, sent).task_version
    saved = at_once(*[(who, lambda work: forms.settle(work, sent, version).open) for who in (ben, amara)])
    assert sorted(type(one).__name__ for one in saved) == [Conflict.__name__, "bool"]
    assert filed("Provenance") == 1
