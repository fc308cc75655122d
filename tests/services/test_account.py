"""My account: changed only by me, only after a fresh proof, and the old address hears of it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pyotp
import pytest

from portal_app import errors
from portal_app.access.actor import SYSTEM, ActorKind
from portal_app.models import Account, Session
from portal_app.services import account, passwords, second_factors, sign_in
from portal_app.wiring import begin
from tests.people import uid
from tests.services.doors import PASSWORD, STRANGER, do, enrolled, enrolling, forget_code, letters, secret_in


def stale(who) -> None:
    """The proof of who this is lies an hour back."""
    with begin(SYSTEM) as work:
        work.session.get(Session, who.session_id).proved_at = work.now - timedelta(hours=1)


@pytest.mark.parametrize("change", [
    (passwords.choose, "a quite new password"), (passwords.may_choose,), (second_factors.begin,),
    (second_factors.new_codes,), (second_factors.remove_password,), (account.ask_to_change_email, "new@example.com"),
])  # fmt: skip
def test_without_a_fresh_proof_nothing_changes(house, ana, nobody, change):
    stale(ana)
    with pytest.raises(errors.ProofNeeded):
        do(ana, *change)
    with pytest.raises(errors.Refused):
        do(nobody, *change)


def test_nobody_ends_somebody_elses_session(house, ana, stranger):
    with pytest.raises(errors.NotFound):
        do(stranger, account.end_session, ana.session_id)
    with pytest.raises(errors.NotFound):
        do(stranger, account.end_session, uuid4())


def test_a_session_ended_from_afar_is_out_at_once(house, priya):
    jill, key, _ = enrolled(priya)
    other = uid("session other")
    with begin(SYSTEM) as work:
        work.add(Session(
            id=other, key_hash=b"o" * 32, account_id=jill.account_id, stage="full", created_at=work.now,
            seen_at=work.now, expires_at=work.now + timedelta(hours=12), browser="Safari, iPhone",
        ))  # fmt: skip
    here, there = sorted(do(jill, account.see).sessions, key=lambda card: not card.here)
    assert (here.here, there.here, there.browser) == (True, False, "Safari, iPhone")
    do(jill, account.end_session, UUID(there.id))
    assert [card.id for card in do(jill, account.see).sessions] == [here.id]
    assert do(jill, account.end_other_sessions) == 0


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 8"),
        ("password1234", "people use most"),
        ("iloveyou", "people use most"),
        ("qwertyuiop", "people use most"),
        ("aaaaaaaaaaaa", "easy to guess"),
        ("Tillman1984", "your name"),
        ("MapleStreet1", "your name"),
        ("19840814", "birth date"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(house, priya, password, why):
    jill = enrolling(priya)
    with pytest.raises(errors.BadInput) as refusal:
        do(jill, passwords.choose, password)
    assert refusal.value.field == "password"
    assert why in refusal.value.sentence


@pytest.mark.parametrize("password", [PASSWORD, "jt8xkq2p", "k" + "tümpel-9" * 24, "correct horse"])
def test_length_is_enough_there_are_no_rules_of_composition(house, priya, password):
    do(enrolling(priya), passwords.choose, password)


def test_a_new_password_signs_out_everywhere_else_and_is_told(house, ana):
    with begin(SYSTEM) as work:
        work.add(Session(
            id=uid("session two"), key_hash=b"2" * 32, account_id=ana.account_id, stage="full", created_at=work.now,
            seen_at=work.now, expires_at=work.now + timedelta(hours=12),
        ))  # fmt: skip
    do(ana, passwords.choose, PASSWORD)
    assert len(do(ana, account.see).sessions) == 1
    assert [mail.to for mail in letters()] == ["ana@example.org"]


def test_a_new_address_counts_when_its_link_is_used_and_the_old_one_is_told(house, ana, nobody):
    do(ana, account.ask_to_change_email, "Ana.New@example.org")
    assert do(ana, account.see).email == "ana@example.org"
    assert sorted(mail.to for mail in letters()) == ["ana.new@example.org", "ana@example.org"]
    secret = secret_in(letters("ana.new@example.org")[0])
    do(STRANGER, account.confirm_email, secret)
    assert (do(ana, account.see).email, do(ana, account.see).confirmed) == ("ana.new@example.org", True)
    assert len(letters("ana@example.org")) == 2
    with pytest.raises(errors.Conflict):
        do(STRANGER, account.confirm_email, secret)


def test_the_address_of_another_account_gets_no_letter_and_is_not_given_away(house, ana):
    do(ana, account.ask_to_change_email, "priya@example.org")
    assert [mail.to for mail in letters()] == ["ana@example.org"]


def test_a_proof_makes_it_fresh_again(house, priya):

    jill, key, _ = enrolled(priya)
    stale(jill)
    assert not do(jill, account.see).fresh
    forget_code()
    assert do(jill, sign_in.prove, PASSWORD, pyotp.TOTP(key).now()) is None
    assert do(jill, account.see).fresh


def test_the_language_is_kept(house, priya):
    jill, _, _ = enrolled(priya)
    assert jill.kind is ActorKind.PATIENT
    do(jill, account.speak, "es")
    assert do(jill, account.see).language == "es"
    with pytest.raises(errors.BadInput):
        do(jill, account.speak, "tlh")


def test_the_confirmation_is_mailed_again_to_the_same_address_and_only_the_newest_link_works(house, ana, nobody):
    with pytest.raises(errors.Refused):
        do(nobody, account.resend_confirmation)
    do(ana, account.resend_confirmation)
    assert letters() == [], "a confirmed address needs no confirming"
    with begin(SYSTEM) as work:
        work.session.get_one(Account, ana.account_id).email_confirmed_at = None
    stale(ana)
    for _ in range(2):
        do(ana, account.resend_confirmation)
    older, newest = letters("ana@example.org")
    with pytest.raises(errors.Conflict):
        do(nobody, account.confirm_email, secret_in(older))
    do(nobody, account.confirm_email, secret_in(newest))
    assert do(ana, account.see).confirmed


def test_asking_again_and_again_has_to_wait(house, ana):
    with begin(SYSTEM) as work:
        work.session.get_one(Account, ana.account_id).email_confirmed_at = None
    with pytest.raises(errors.TooSoon):
        for _ in range(12):
            do(ana, account.resend_confirmation)
    assert len(letters()) < 12
