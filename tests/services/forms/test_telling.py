"""A patient is told by mail that answers are asked for: never which, never twice, only where the address is theirs."""

from uuid import UUID

import pytest

from portal_app.access.actor import SYSTEM, Actor
from portal_app.errors import Refused
from portal_app.models import Account, Form
from portal_app.services import forms
from portal_app.wiring import begin
from tests.people import LONG_AGO, person, uid
from tests.services.forms.intake import accept_all
from tests.services.told import letters


def mailed(form_id: UUID) -> list[tuple[str, str, str]]:
    """To whom, about what and which words were written, after the portal's own job ran twice."""
    for _ in range(2):
        with begin(SYSTEM) as work:
            forms.tell(work, form_id)
    return [(mail.to, mail.subject, mail.text + mail.html) for mail in letters()]


def test_nobody_but_the_portal_tells(form: UUID) -> None:
    for who in ("nobody", "ana", "stranger", "ben", "sam"):
        with pytest.raises(Refused), begin(person(who)) as work:
            forms.tell(work, form)


def test_who_has_not_confirmed_the_address_is_not_written_to(form: UUID) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid("account ana")).email_confirmed_at = None
    assert mailed(form) == []


def test_who_has_opened_the_form_already_is_not_written_to(form: UUID, ana: Actor) -> None:
    with begin(ana) as work:
        forms.resume(work, form)
    assert mailed(form) == []


def test_one_letter_in_the_patients_language_that_says_nothing_of_the_form(form: UUID) -> None:
    with begin(SYSTEM) as work:
        work.session.get_one(Account, uid("account ana")).language = "es"
    ((to, subject, words),) = mailed(form)
    assert to == "ana@example.org"
    assert "espera sus respuestas" in subject
    for word in ("Ana", "Rivera", "Health", "salud", str(form)):
        assert word not in subject + words


def test_a_form_that_was_sent_back_is_told_of_once_more_when_it_can_not_be_undone_any_more(
    sent: UUID, ben: Actor
) -> None:
    with begin(ben) as work:
        forms.decide(work, sent, "phone", "ask", "Is this a mobile phone?")
        card = accept_all(work, sent)
    with begin(ben) as work:
        forms.settle(work, sent, card.task_version)
    assert mailed(sent) == []
    with begin(SYSTEM) as work:
        row = work.session.get_one(Form, sent)
        row.settled = row.settled | {"at": LONG_AGO.isoformat()}
    ((_, _, words),) = mailed(sent)
    assert "mobile" not in words
