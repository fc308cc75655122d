"""An invitation alone opens nothing: who is invited proves who they are, with five tries and no hints."""

from datetime import date

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_app import errors
from portal_app.access.actor import ActorKind
from portal_app.entry import Miss
from portal_app.models import Patient, Stage
from portal_app.rules import identity
from portal_app.services import enrolment, invitations, proofs, second_factors, sign_in, terms
from tests.people import uid
from tests.services.doors import (
    BORN,
    STRANGER,
    browser,
    do,
    enrolled,
    enrolling,
    forget_code,
    invited,
    letters,
    secret_in,
    with_password,
)


def test_nobody_proves_anything_without_an_invitation(house, nobody, ana):
    for who in (nobody, ana):
        with pytest.raises(errors.SignInNeeded):
            do(who, proofs.prove, BORN, "0142")


@pytest.mark.parametrize("secret", ["", "x", "MQ7R2XKP", "0" * 500])
def test_an_unknown_secret_is_refused_kindly(house, priya, secret):
    invited(priya)
    with pytest.raises(errors.BadInput):
        do(STRANGER, proofs.open_invitation, secret)


def test_wrong_date_wrong_detail_and_both_are_answered_alike_and_five_lock(house, priya):
    jill = browser(do(STRANGER, proofs.open_invitation, invited(priya)))
    tries = [(date(1984, 8, 15), "0142"), (BORN, "9999"), (None, ""), (date(1, 1, 1), "9999")]
    answers = [do(jill, proofs.prove, *given) for given in tries]
    assert [type(answer) for answer in answers] == [Miss] * 4
    assert [answer.sentence.replace("That does not match what we have. ", "") for answer in answers] == [
        "You have 4 more tries.",
        "You have 3 more tries.",
        "You have 2 more tries.",
        "You have one more try.",
    ]
    assert "locked" in do(jill, proofs.prove, BORN, "").sentence
    with pytest.raises(errors.Conflict):
        do(jill, proofs.prove, BORN, "0142")
    assert do(priya, invitations.see, uid("jill")).state == "locked"
    do(priya, invitations.resend, uid("jill"))
    jill = browser(do(STRANGER, proofs.open_invitation, secret_in(letters()[-1])))
    assert browser(do(jill, proofs.prove, BORN, "0142")).stage is Stage.ENROLLING


def test_an_invitation_opens_nothing_once_its_account_was_signed_in_to(house, priya):
    key = with_password(enrolling(priya))
    link, early = secret_in(letters()[-1]), browser(do(STRANGER, proofs.open_invitation, secret_in(letters()[-1])))
    forget_code()
    half = browser(do(STRANGER, sign_in.first_factor, "jill@example.com", True, ""))
    assert browser(do(half, sign_in.second_factor, pyotp.TOTP(key).now())).kind is ActorKind.PATIENT
    with pytest.raises(errors.Conflict):
        do(STRANGER, proofs.open_invitation, link)
    with pytest.raises(errors.NotFound):
        do(early, proofs.prove, BORN, "0142")


def test_who_proved_it_too_but_came_second_sets_up_nothing(house, priya):
    first = enrolling(priya)
    second = browser(do(STRANGER, proofs.open_invitation, secret_in(letters()[-1])))
    second = browser(do(second, proofs.prove, BORN, "0142"))
    with_password(first)
    do(first, second_factors.new_codes)
    assert browser(do(first, enrolment.finish)).kind is ActorKind.PATIENT
    for service in (second_factors.begin, second_factors.new_codes, enrolment.finish):
        with pytest.raises(errors.SignInNeeded):
            do(second, service)


@pytest.mark.parametrize("detail", ["0142", "ms 3007", "MS-3007", "40203", "40203-1234"[:5]])
def test_any_detail_on_file_will_do(house, priya, detail):
    jill = browser(do(STRANGER, proofs.open_invitation, invited(priya)))
    jill = browser(do(jill, proofs.prove, BORN, detail))
    assert (jill.kind, jill.stage) == (ActorKind.NOBODY, Stage.ENROLLING)
    assert do(jill, enrolment.see).step == "terms"


def test_a_setup_broken_off_can_be_taken_up_with_the_same_link(house, priya):
    enrolling(priya)
    again = browser(do(STRANGER, proofs.open_invitation, secret_in(letters()[-1])))
    assert browser(do(again, proofs.prove, BORN, "0142")).stage is Stage.ENROLLING


def test_used_twice_is_refused_kindly(house, priya):
    enrolled(priya)
    with pytest.raises(errors.Conflict) as refusal:
        do(STRANGER, proofs.open_invitation, secret_in(letters("jill@example.com")[0]))
    assert "sign in" in refusal.value.sentence


def test_a_new_stage_is_a_new_cookie(house, priya):
    first = do(STRANGER, proofs.open_invitation, invited(priya))
    second = do(browser(first), proofs.prove, BORN, "0142")
    assert first.cookie != second.cookie
    assert browser(first).stage is None


def test_nothing_is_set_up_before_the_proof_and_nothing_entered_before_the_end(house, priya):
    jill = browser(do(STRANGER, proofs.open_invitation, invited(priya)))
    for step in (terms.see, second_factors.begin, enrolment.finish):
        with pytest.raises(errors.SignInNeeded):
            do(jill, step)
    jill = browser(do(jill, proofs.prove, BORN, "0142"))
    with pytest.raises(errors.Conflict):
        do(jill, enrolment.finish)


def test_what_is_told_to_an_address_waits_until_it_is_confirmed(house, priya):
    jill, _, _ = enrolled(priya)
    assert jill.kind is ActorKind.PATIENT
    assert [mail.subject for mail in letters("jill@example.com")] == [
        "Your invitation to the Maple Street Family Practice portal"
    ]


@given(st.dates(), st.text(max_size=12))
def test_chance_does_not_fit(born, detail):
    patient = Patient(mrn="MS-3007", birth_date=BORN, phone="(502) 555-0142", postal_code="40203")
    if born != BORN or identity._plain(detail) not in ("MS3007", "0142", "40203"):
        assert not identity.fits(patient, born, detail)


def test_a_patient_of_whom_nothing_is_known_fits_nothing():
    assert not identity.fits(Patient(mrn="", birth_date=None, phone="", postal_code=""), None, "")
    assert not identity.fits(Patient(mrn="7", birth_date=BORN, phone="0142", postal_code=""), BORN, "7")
