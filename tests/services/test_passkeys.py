"""Passkeys: made for this origin by a device that verified its person, and nothing else comes in by them."""

from threading import Thread
from uuid import UUID, uuid4

import pytest

from portal_app import errors
from portal_app.access.actor import ActorKind
from portal_app.entry import Miss
from portal_app.services import account, enrolment, passkeys, second_factors
from portal_app.wiring import begin
from tests.services.authenticator import Authenticator
from tests.services.doors import STRANGER, browser, do, enrolling, letters, with_password


def registered(actor, **kind) -> Authenticator:
    device = Authenticator(**kind)
    do(actor, passkeys.register, device.make(do(actor, passkeys.ask_to_register)))
    return device


def entered(priya):
    jill = enrolling(priya)
    device = registered(jill)
    do(jill, second_factors.new_codes)
    return browser(do(jill, enrolment.finish)), device


def test_nobody_makes_a_passkey(house, nobody):
    with pytest.raises(errors.SignInNeeded):
        do(nobody, passkeys.ask_to_register)


@pytest.mark.parametrize("kind", [{"origin": "http://localhost.evil.example"}, {"verifies": False}])
def test_another_site_or_an_unverified_person_is_refused(house, priya, kind):
    with pytest.raises(errors.BadInput):
        registered(enrolling(priya), **kind)


@pytest.mark.parametrize("garbage", ["", "{}", "[]", "null", '{"id": "x"}', '{"id": 7}', "\0"])
def test_garbage_makes_nothing_and_opens_nothing(house, priya, garbage):
    jill = enrolling(priya)
    do(jill, passkeys.ask_to_register)
    with pytest.raises(errors.BadInput):
        do(jill, passkeys.register, garbage)
    _, knocking = do(STRANGER, passkeys.ask_to_sign_in)
    assert isinstance(do(browser(knocking), passkeys.sign_in, garbage), Miss)


def test_the_first_passkey_is_a_whole_way_in(house, priya):
    jill, device = entered(priya)
    assert jill.kind is ActorKind.PATIENT
    options, knocking = do(STRANGER, passkeys.ask_to_sign_in)
    assert browser(do(browser(knocking), passkeys.sign_in, device.sign(options))).patient_id == jill.patient_id


def test_an_answer_works_once_and_only_for_the_browser_that_asked(house, priya):
    _, device = entered(priya)
    options, knocking = do(STRANGER, passkeys.ask_to_sign_in)
    answer = device.sign(options)
    _, other = do(STRANGER, passkeys.ask_to_sign_in)
    assert isinstance(do(browser(other), passkeys.sign_in, answer), Miss)
    assert not isinstance(do(browser(knocking), passkeys.sign_in, answer), Miss)
    with pytest.raises(errors.SignInNeeded):
        do(browser(knocking), passkeys.sign_in, answer)


def test_a_strange_passkey_is_a_miss(house, priya):
    entered(priya)
    options, knocking = do(STRANGER, passkeys.ask_to_sign_in)
    assert isinstance(do(browser(knocking), passkeys.sign_in, Authenticator().sign(options)), Miss)


def test_the_last_way_in_stays_and_changes_are_told(house, priya):
    jill, _ = entered(priya)
    (card,) = do(jill, account.see).passkeys
    with pytest.raises(errors.Conflict):
        do(jill, passkeys.remove, UUID(card.id))
    registered(jill)
    first, _ = do(jill, account.see).passkeys
    do(jill, passkeys.remove, UUID(first.id))
    assert [mail.subject for mail in letters("jill@example.com")][1:] == ["Your account was changed"] * 2


def test_somebody_elses_passkey_is_not_found(house, priya):
    jill, _ = entered(priya)
    with pytest.raises(errors.NotFound):
        do(jill, passkeys.remove, uuid4())


def test_a_proof_by_another_persons_passkey_does_not_count(house, priya, ana):
    _, device = entered(priya)
    registered(ana)
    assert isinstance(do(ana, passkeys.prove, device.sign(do(ana, passkeys.ask_to_prove))), Miss)


@pytest.mark.parametrize("second", ["passkey", "password"])
def test_two_ways_in_taken_away_at_the_same_moment_leave_one(house, priya, second):
    jill, _ = entered(priya)
    if second == "passkey":
        registered(jill)
    else:
        with_password(jill)
    keys = [UUID(card.id) for card in do(jill, account.see).passkeys]
    outcome: list[type[Exception] | None] = []

    def other() -> None:
        try:
            do(jill, *((passkeys.remove, keys[1]) if second == "passkey" else (second_factors.remove_password,)))
            outcome.append(None)
        except errors.PortalError as error:
            outcome.append(type(error))

    beside = Thread(target=other)
    with begin(jill) as work:
        passkeys.remove(work, keys[0])
        work.session.flush()
        beside.start()
        beside.join(0.5)
        assert beside.is_alive()
    beside.join(10)
    assert outcome == [errors.Conflict]
    card = do(jill, account.see)
    assert len(card.passkeys) + card.password == 1
