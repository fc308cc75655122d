"""The lost phone: back in by two proofs, with the old ways switched off and the old address told."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
from sqlalchemy import event, select

from portal_app import errors
from portal_app.access.actor import SYSTEM, ActorKind
from portal_app.entry import Miss
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import Account, FactRow, Job
from portal_app.rules import passwords
from portal_app.services import enrolment, recovery, second_factors, sign_in
from portal_app.services import passwords as password_service
from portal_app.wiring import begin
from tests.people import person, uid
from tests.services.doors import (
    BORN,
    PASSWORD,
    STRANGER,
    browser,
    do,
    enrolled,
    enrolling,
    letters,
    policy,
    secret_in,
    with_password,
)  # fmt: skip


def asked(email: str) -> None:
    """A link is asked for, and the portal has answered."""
    do(STRANGER, recovery.ask, email)
    runner.run_due(REACTIONS)


def linked(email: str = "jill@example.com"):
    """The person asks for a link and opens it."""
    asked(email)
    return browser(do(STRANGER, recovery.open_link, secret_in(letters(email)[-1])))


@pytest.mark.parametrize("email", ["unknown@example.com", "ana@example.org", "no address", ""])
def test_who_has_nothing_to_recover_gets_no_letter_and_no_other_answer(house, email):
    asked(email)
    assert letters() == []


@contextmanager
def counted(house) -> Iterator[list[str]]:
    """Every statement that the database is asked."""
    said: list[str] = []

    def hear(connection, cursor, statement, *_):
        said.append(statement)

    event.listen(house.engine, "before_cursor_execute", hear)
    yield said
    event.remove(house.engine, "before_cursor_execute", hear)


def test_whether_we_know_an_address_shows_in_no_statement_fact_or_job(house, priya):
    enrolled(priya)
    traces = []
    for email in ("jill@example.com", "unknown@example.com", "ana@example.org", "no address"):
        with counted(house) as said:
            do(STRANGER, recovery.ask, email)
        traces.append(said)
    assert traces[0]
    assert all(trace == traces[0] for trace in traces)
    with begin(SYSTEM) as work:
        jobs = work.all(select(Job).where(Job.name == "answer_recovery"))
        facts = work.all(select(FactRow).where(FactRow.kind == "RecoveryAsked").order_by(FactRow.seq))
    assert len(jobs) == len(facts) == 4
    assert {fact.address for fact in facts} == {STRANGER.address}
    assert [bool(fact.patient_id) for fact in facts] == [True, False, True, False]
    assert "example" not in "".join(fact.data for fact in facts) + "".join(str(job.args) for job in jobs)


@pytest.mark.parametrize("who", ["nobody", "ana", "sam"])
def test_nobody_has_a_link_mailed_to_an_account_of_their_choice(house, who):
    with pytest.raises(errors.Refused):
        do(person(who), recovery.answer, uid("account ana"))
    assert letters() == []


def test_no_letter_goes_to_an_unconfirmed_address(house, priya):
    jill, _, _ = enrolled(priya)
    with begin(SYSTEM) as work:
        work.session.get(Account, jill.account_id).email_confirmed_at = None
    before = len(letters())
    asked("jill@example.com")
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


def test_codes_that_were_shown_stay_good_until_new_ones_are_asked_for(house, priya):
    """Whoever reloads the page has theirs on paper; whoever lost a phone gets new ones all the same."""
    jill = enrolling(priya)
    with_password(jill)
    codes = do(jill, second_factors.first_codes)
    assert (len(codes), do(jill, second_factors.first_codes)) == (10, [])
    jill = browser(do(jill, enrolment.finish))
    assert do(jill, second_factors.first_codes) == []
    back = linked()
    back = browser(do(back, recovery.by_code, codes[3]))
    with_password(back)
    assert len(do(back, second_factors.first_codes)) == 10


def test_first_codes_are_for_who_sets_up_an_account(house, nobody):
    with pytest.raises(errors.SignInNeeded):
        do(nobody, second_factors.first_codes)
