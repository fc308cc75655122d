"""The lost phone: back in by two proofs, with the old ways switched off and the old address told."""

import pyotp
import pytest

from portal_app import errors
from portal_app.access.actor import SYSTEM, ActorKind
from portal_app.entry import Miss
from portal_app.models import Account
from portal_app.rules import passwords
from portal_app.services import enrolment, recovery, second_factors, sign_in
from portal_app.services import passwords as password_service
from portal_app.wiring import begin
from tests.services.doors import (
    BORN,
    PASSWORD,
    STRANGER,
    browser,
    do,
    enrolled,
    letters,
    policy,
    secret_in,
    with_password,
)  # fmt: skip


def linked(email: str = "jill@example.com"):
    """The person asks for a link and opens it."""
    do(STRANGER, recovery.ask, email)
    return browser(do(STRANGER, recovery.open_link, secret_in(letters(email)[-1])))


@pytest.mark.parametrize("email", ["unknown@example.com", "ana@example.org", "no address", ""])
def test_who_has_nothing_to_recover_gets_no_letter_and_no_other_answer(house, email):
    assert do(STRANGER, recovery.ask, email) is None
    assert letters() == []


def test_no_letter_goes_to_an_unconfirmed_address(house, priya):
    jill, _, _ = enrolled(priya)
    with begin(SYSTEM) as work:
        work.session.get(Account, jill.account_id).email_confirmed_at = None
    before = len(letters())
    do(STRANGER, recovery.ask, "jill@example.com")
    assert len(letters()) == before


def test_the_link_alone_opens_nothing(house, priya):
    enrolled(priya)
    jill = linked()
    for service in (second_factors.begin, enrolment.finish):
        with pytest.raises(errors.SignInNeeded):
            do(jill, service)
    with pytest.raises(errors.SignInNeeded):
        do(jill, password_service.choose, "a new long password")


def test_five_wrong_proofs_of_any_kind_end_the_link(house, priya):
    enrolled(priya)
    jill = linked()
    wrong = [
        (recovery.by_code, "AAAA"),
        (recovery.by_password, "x"),
        (recovery.by_details, None, ""),
        (recovery.by_code, ""),
    ]
    for service, *given in wrong:
        assert isinstance(do(jill, service, *given), Miss)
    assert "locked" in do(jill, recovery.by_password, "y").sentence
    with pytest.raises(errors.Conflict):
        do(jill, recovery.by_password, PASSWORD)


def test_a_recovery_code_works_once(house, priya):
    _, _, codes = enrolled(priya)
    assert not isinstance(do(linked(), recovery.by_code, codes[0].lower()), Miss)
    assert isinstance(do(linked(), recovery.by_code, codes[0]), Miss)


def test_the_clinic_can_forbid_details_as_a_proof(house, priya):
    enrolled(priya)
    policy(recover_by_proof=False)
    jill = linked()
    assert not do(jill, recovery.see).details
    assert isinstance(do(jill, recovery.by_details, BORN, "0142"), Miss)


@pytest.mark.parametrize("way", ["code", "password", "details"])
def test_lost_phone_to_new_phone(house, priya, way):
    before, old_key, codes = enrolled(priya)
    jill = linked()
    given = {"code": (codes[3],), "password": (PASSWORD,), "details": (BORN, "40203")}[way]
    jill = browser(do(jill, getattr(recovery, f"by_{way}"), *given))
    assert do(jill, enrolment.see).step == "ways"
    with pytest.raises(errors.Conflict):
        do(jill, enrolment.finish)
    with_password(jill)
    do(jill, second_factors.new_codes)
    assert browser(do(jill, enrolment.finish)).kind is ActorKind.PATIENT
    with pytest.raises(errors.SignInNeeded):
        do(before, sign_in.prove, PASSWORD, pyotp.TOTP(old_key).now())
    assert letters("jill@example.com")[-1].subject == "Someone got back in to your account"
    lock = do(STRANGER, sign_in.knock, "jill@example.com", "")
    half = browser(do(STRANGER, sign_in.first_factor, "jill@example.com", passwords.matches(lock, PASSWORD), ""))
    assert isinstance(do(half, sign_in.second_factor, pyotp.TOTP(old_key).now()), Miss)
    with pytest.raises(errors.Conflict):
        do(STRANGER, recovery.open_link, secret_in(letters("jill@example.com")[1]))


def test_after_three_letters_one_address_waits(house, priya):
    enrolled(priya)
    for _ in range(3):
        do(STRANGER, recovery.ask, "jill@example.com")
    with pytest.raises(errors.TooSoon):
        do(STRANGER, recovery.ask, "jill@example.com")
