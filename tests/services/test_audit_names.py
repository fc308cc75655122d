"""Who did it, and whose account it was aimed at: whoever has shown who they are has a name, nobody else has."""

from dataclasses import replace
from uuid import UUID

import pyotp
import pytest

from portal_app.access.actor import SYSTEM, Actor
from portal_app.entry import Miss, enter
from portal_app.facts import Fact
from portal_app.facts.accounts import SignInMissed, WayInRemoved
from portal_app.facts.doors import SessionEnded
from portal_app.facts.invitations import Invited
from portal_app.facts.mail import MailSent
from portal_app.facts.tasks import TaskHanded, TaskMoved
from portal_app.models import Account, Channel, Invitation, Stage, Terms
from portal_app.rules import passwords
from portal_app.services import audit, recovery, sign_in, terms
from portal_app.services.audit import FactCard
from portal_app.wiring import House, begin
from tests.people import LONG_AGO, person, uid
from tests.services.doors import PASSWORD, STRANGER, browser, do, enrolled, forget_code, letters, secret_in

NOBODY = "Nobody signed in"
SITES_OF_MAPLE = frozenset({uid("maple")})


def trail(actor: Actor | None = None, **asked: str) -> list[FactCard]:
    """What the practice manager finds, oldest first."""
    with begin(actor or person("sam"), reads=True) as work:
        return [line for line in audit.search(work, **asked).lines if line.kind != "AuditSearched"][::-1]


def lines(**asked: str) -> list[tuple[str, str, str]]:
    """Who, what and about whom."""
    return [(line.kind, line.who, line.about) for line in trail(**asked)]


def happens(*facts: Fact, by: Actor = SYSTEM) -> None:
    """These are written down."""
    with begin(by) as work:
        for fact in facts:
            work.record(fact)


def comes_in(name: str) -> None:
    """Both factors were given."""
    with begin(replace(STRANGER, session_id=None)) as work:
        enter(work, work.session.get_one(Account, uid(f"account {name}")), "passkey")


def test_a_sign_in_is_found_by_the_person_who_came_in(house: House) -> None:
    comes_in("ben")
    comes_in("ana")
    (line,) = trail(staff=str(uid("ben")))
    assert (line.who, line.sort, line.deed, line.more) == ("Ben Ruiz", "staff", "Signed in", "With a passkey")
    assert line.address == STRANGER.address
    assert lines(kind="SignedIn")[1] == ("SignedIn", "Ana Rivera", "Ana Rivera")


def test_a_patient_who_sets_up_has_a_name_from_the_proof_on_and_not_before(house: House, priya: Actor) -> None:
    enrolled(priya)
    named = {line.kind: (line.who, line.sort) for line in trail() if line.address == STRANGER.address}
    assert named.pop("InvitationOpened") == (NOBODY, "nobody")
    assert set(named) == {"Proved", "TermsAccepted", "WayInAdded", "SignedIn", "InvitationUsed"}
    assert set(named.values()) == {("Jill Tillman", "patient")}


def test_what_failed_is_nobodys_and_says_whose_account_it_was_aimed_at(house: House, priya: Actor) -> None:
    enrolled(priya)
    forget_code()
    lock = do(STRANGER, sign_in.knock, "jill@example.com", "")
    assert isinstance(do(STRANGER, sign_in.first_factor, "jill@example.com", False, ""), Miss)
    assert isinstance(do(STRANGER, sign_in.first_factor, "unknown@example.com", False, ""), Miss)
    right = passwords.matches(lock, PASSWORD)
    half = browser(do(STRANGER, sign_in.first_factor, "jill@example.com", right, ""))
    assert isinstance(do(half, sign_in.second_factor, "000000"), Miss)
    assert lines(kind="SignInMissed") == [
        ("SignInMissed", NOBODY, "Jill Tillman"),
        ("SignInMissed", NOBODY, ""),
        ("SignInMissed", NOBODY, "Jill Tillman"),
    ]


def test_new_terms_are_accepted_by_a_person_with_a_name(house: House, priya: Actor) -> None:
    _, key, _ = enrolled(priya)
    forget_code()
    with begin(SYSTEM) as work:
        work.add(Terms(version=2, body={"en": "Be kinder."}, published_at=LONG_AGO))
    half = browser(do(STRANGER, sign_in.first_factor, "jill@example.com", True, ""))
    half = browser(do(half, sign_in.second_factor, pyotp.TOTP(key).now()))
    assert half.stage is Stage.TERMS
    do(half, terms.accept, 2)
    last = trail(kind="TermsAccepted")[-1]
    assert (last.who, last.more) == ("Jill Tillman", "Version 2")


def test_who_gets_back_in_has_a_name_from_the_second_proof_on(house: House, priya: Actor) -> None:
    _, _, codes = enrolled(priya)
    do(STRANGER, recovery.ask, "jill@example.com")
    with begin(SYSTEM) as work:
        recovery.answer(work, uid_of("jill@example.com"))
    link = browser(do(STRANGER, recovery.open_link, secret_in(letters("jill@example.com")[-1])))
    do(link, recovery.by_code, "wrong")
    do(link, recovery.by_code, codes[0])
    assert [line for line in lines() if line[0].startswith("Recovery")] == [
        ("RecoveryAsked", NOBODY, "Jill Tillman"),
        ("RecoveryMissed", NOBODY, "Jill Tillman"),
        ("RecoveryProved", "Jill Tillman", "Jill Tillman"),
    ]


def uid_of(email: str) -> UUID:
    """The account of an address."""
    with begin(SYSTEM) as work:
        return work.session.query(Account).filter(Account.email == email).one().id


def test_accounts_invitations_and_sessions_of_colleagues_are_named(house: House) -> None:
    with begin(SYSTEM) as work:
        work.add(
            Invitation(
                id=uid("invitation"), staff_id=uid("lena"), channel=Channel.EMAIL, secret_hash=b"x", sent_at=work.now,
                expires_at=work.now,
            )
        )  # fmt: skip
    happens(
        SignInMissed(account=uid("account ben"), step="password"),
        WayInRemoved(account=uid("account priya"), kind="all"),
        MailSent(mail_id=uid("mail"), account_id=uid("account dana")),
        SessionEnded(session_id=uid("session amara"), how="time_over"),
        Invited(invitation=uid("invitation"), channel="email", times=1),
        SignInMissed(account=uid("nobody's account"), step="code"),
    )
    assert [line.about for line in trail()] == [
        "Ben Ruiz", "Priya Shah", "Dana Cole", "Dr. Amara Osei", "Lena Park", "",
    ]  # fmt: skip
    assert str(uid("account ben")) in trail()[0].technical
    assert str(uid("account ben")) not in trail()[0].more


def test_tasks_say_whose_they_are_and_the_portals_own_moves_can_be_searched(house: House) -> None:
    ids = {"patient_id": uid("ana"), "task_id": uid("task"), "pool_id": uid("nurses")}
    happens(TaskMoved(**ids), TaskHanded(**ids, owner_id=uid("ben"), from_pool_id=uid("billing")))
    (moved,) = trail(kind="TaskMoved")
    assert (moved.deed, moved.about, moved.more) == ("Task came in or changed", "Ana Rivera", "Pool Nurses")
    (handed,) = trail(kind="TaskHanded")
    assert handed.more.split(" · ") == ["From pool Billing", "Pool Nurses", "A task of Ben Ruiz"]


@pytest.mark.parametrize("kind", ["TaskMoved", "MessageSent", "ReplySent", "ThreadClosed", "ThreadReopened"])
def test_every_kind_can_be_chosen(house: House, kind: str) -> None:
    with begin(person("sam"), reads=True) as work:
        kinds = {one.value: one.words for one in audit.choices(work).kinds}
    assert kinds[kind] != kind
    assert not any(one.startswith("_") for one in kinds)


def test_an_admin_of_one_site_reads_no_name_of_another_sites_patient(house: House) -> None:
    happens(
        SignInMissed(patient_id=uid("rosa"), account=uid("account rosa"), step="password"),
        MailSent(mail_id=uid("mail"), account_id=uid("account rosa")),
        SessionEnded(session_id=uid("session rosa"), how="time_over"),
        MailSent(mail_id=uid("mail"), account_id=uid("account ana")),
    )
    of_maple = replace(person("sam"), all_sites=False, site_ids=SITES_OF_MAPLE)
    assert [line.about for line in trail(of_maple)] == ["", "", "", "Ana Rivera"]
    assert [line.about for line in trail()] == ["Rosa Delgado"] * 3 + ["Ana Rivera"]
