"""Signing in: the same answer to everything wrong, waits that stop guessing and never a person, codes good once."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from portal_app import errors
from portal_app.access.actor import SYSTEM, ActorKind
from portal_app.entry import Miss, known_mark
from portal_app.models import Account, Stage, Terms
from portal_app.rules import passwords
from portal_app.services import enrolment, sign_in, terms
from portal_app.wiring import begin
from tests.people import LONG_AGO, uid
from tests.services.doors import PASSWORD, STRANGER, browser, do, enrolled, enrolling, forget_code


def give(email: str, password: str, mark: str = ""):
    """What the sign-in form does."""
    lock = do(STRANGER, sign_in.knock, email, mark)
    return do(STRANGER, sign_in.first_factor, email, passwords.matches(lock, password), mark, "Firefox, Linux")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("jill@example.com", "wrong password"),
        ("jill@example.com", ""),
        ("unknown@example.com", PASSWORD),
        ("ana@example.org", PASSWORD),
        ("no address", "\0"),
        ("", ""),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(house, priya, email, password):
    enrolled(priya)
    assert give(email, password) == give("nobody@example.com", "x")
    assert isinstance(give(email, password), Miss)


def test_a_password_alone_is_not_in(house, priya):
    enrolled(priya)
    half = browser(give("Jill@Example.com ", PASSWORD))
    assert (half.kind, half.stage) == (ActorKind.NOBODY, Stage.FIRST_FACTOR)
    for service in (terms.see, enrolment.see, enrolment.finish):
        with pytest.raises(errors.SignInNeeded):
            do(half, service)


def test_password_and_code_let_in_and_the_code_works_once(house, priya):
    _, key, _ = enrolled(priya)
    forget_code()
    code = pyotp.TOTP(key).now()
    jill = browser(do(browser(give("jill@example.com", PASSWORD)), sign_in.second_factor, code))
    assert (jill.kind, jill.patient_id) == (ActorKind.PATIENT, uid("jill"))
    assert isinstance(do(browser(give("jill@example.com", PASSWORD)), sign_in.second_factor, code), Miss)


def test_a_password_without_its_app_does_not_let_in(house, priya):
    jill = enrolling(priya)
    with begin(SYSTEM) as work:
        work.session.get(Account, jill.account_id).password_hash = passwords.hashed(PASSWORD)
    assert isinstance(give("jill@example.com", PASSWORD), Miss)


def test_guessing_waits_but_a_browser_that_came_in_before_does_not(house, priya):
    jill, _, _ = enrolled(priya)
    with begin(SYSTEM) as work:
        mark = known_mark(work, work.session.get(Account, jill.account_id))
    for _ in range(5):
        give("jill@example.com", "guess")
    with pytest.raises(errors.TooSoon):
        give("jill@example.com", PASSWORD)
    assert browser(give("jill@example.com", PASSWORD, mark)).stage is Stage.FIRST_FACTOR
    with pytest.raises(errors.TooSoon):
        give("jill@example.com", PASSWORD, mark[:-1] + "x")


def test_waits_end_by_themselves_and_never_grow_past_a_quarter_of_an_hour(house, priya):
    enrolled(priya)
    for _ in range(5):
        give("jill@example.com", "guess")
    for round_ in range(1, 9):
        with begin(STRANGER) as work:
            work.now += timedelta(minutes=16 * round_)
            sign_in.knock(work, "jill@example.com", "")


def test_an_unknown_address_waits_like_a_known_one(house):
    for _ in range(5):
        give("unknown@example.com", "guess")
    with pytest.raises(errors.TooSoon):
        give("unknown@example.com", "guess")


def test_one_internet_address_cannot_try_everybody(house):
    for n in range(20):
        give(f"person{n}@example.com", "guess")
    with pytest.raises(errors.TooSoon):
        give("another@example.com", "guess")


def test_five_wrong_codes_wait(house, priya):
    _, key, _ = enrolled(priya)
    forget_code()
    half = browser(give("jill@example.com", PASSWORD))
    for _ in range(5):
        assert isinstance(do(half, sign_in.second_factor, "000000"), Miss)
    with pytest.raises(errors.TooSoon):
        do(half, sign_in.second_factor, pyotp.TOTP(key).now())


def test_new_terms_are_asked_for_at_the_next_sign_in(house, priya):
    _, key, _ = enrolled(priya)
    forget_code()
    with begin(SYSTEM) as work:
        work.add(Terms(version=2, body={"en": "Be kinder.", "es": "Sea más amable."}, published_at=LONG_AGO))
    half = browser(do(browser(give("jill@example.com", PASSWORD)), sign_in.second_factor, pyotp.TOTP(key).now()))
    assert half.stage is Stage.TERMS
    assert do(half, terms.see).body == "Be kinder."
    with pytest.raises(errors.Conflict):
        do(half, terms.accept, 1)
    assert browser(do(half, terms.accept, 2)).kind is ActorKind.PATIENT


def test_signed_out_the_cookie_opens_nothing(house, priya, nobody):
    jill, _, _ = enrolled(priya)
    do(jill, sign_in.sign_out)
    with pytest.raises(errors.SignInNeeded):
        do(jill, sign_in.prove, PASSWORD, "000000")
    do(nobody, sign_in.sign_out)


def test_a_closed_account_is_unknown(house, priya):
    jill, _, _ = enrolled(priya)
    with begin(SYSTEM) as work:
        work.session.scalars(select(Account).where(Account.id == jill.account_id)).one().closed_at = work.now
    assert isinstance(give("jill@example.com", PASSWORD), Miss)


def test_a_whole_clinic_behind_one_address_signs_in_all_day(house, priya):
    enrolled(priya)
    for _ in range(60):
        assert browser(give("jill@example.com", PASSWORD)).stage is Stage.FIRST_FACTOR


def test_signing_in_oneself_buys_no_tries_at_others(house, priya):
    enrolled(priya)
    with pytest.raises(errors.TooSoon):
        for n in range(21):
            give(f"person{n}@example.com", "guess")
            give("jill@example.com", PASSWORD)


def test_a_browser_that_came_in_before_does_not_wait_for_strangers_at_its_address(house, priya):
    jill, _, _ = enrolled(priya)
    with begin(SYSTEM) as work:
        mark = known_mark(work, work.session.get(Account, jill.account_id))
    for n in range(20):
        give(f"person{n}@example.com", "guess")
    with pytest.raises(errors.TooSoon):
        give("jill@example.com", PASSWORD)
    assert browser(give("jill@example.com", PASSWORD, mark)).stage is Stage.FIRST_FACTOR


def test_who_has_a_whole_ipv6_network_tries_no_more_often(house):
    for n in range(20):
        there = replace(STRANGER, address=f"2001:db8:1:2::{n:x}")
        do(there, sign_in.knock, f"person{n}@example.com", "")
    with pytest.raises(errors.TooSoon):
        do(replace(STRANGER, address="2001:db8:1:2:ffff::1"), sign_in.knock, "another@example.com", "")
    do(replace(STRANGER, address="2001:db8:1:3::1"), sign_in.knock, "another@example.com", "")
