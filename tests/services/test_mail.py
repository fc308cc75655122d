"""Mail that comes back or is complained of: proved, stopped once, told to staff and patient, settled by the patient."""

from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from portal_app import letters, telling
from portal_app.access.actor import SYSTEM, Actor
from portal_app.commands import portal
from portal_app.errors import BadInput, Refused
from portal_app.models import (
    Account,
    Clinic,
    Event,
    FactRow,
    Mail,
    MailTrouble,
    Notice,
    Patient,
    Task,
    TaskEvent,
    TaskKind,
    TaskState,
)
from portal_app.rules.mail_reports import HEADER
from portal_app.services import account, home, invitations, mail, tasks
from portal_app.wiring import House, begin
from tests.people import person, uid
from tests.rules.mail_reports import bounce, complaint
from tests.services.doors import secret_in
from tests.services.test_messages_at_once import at_once
from tests.services.told import letters as told

ANA = "ana@example.org"


def written(to: str = ANA, whose: str | None = "account ana") -> UUID:
    """A letter that was sent."""
    with begin(SYSTEM) as work:
        row = Mail(to=to, subject="New", text="Sign in.", account_id=uid(whose) if whose else None, written_at=work.now)
        row.sent_at = work.now
        return work.add(row).id


def mark_of(mail_id: UUID) -> str:
    """The mark that the letter carries."""
    with begin(SYSTEM, reads=True) as work:
        return mail.mark_of(work, mail_id)


def hear(raw: bytes, to: str = "") -> str:
    """A report comes in."""
    with begin(SYSTEM) as work:
        return mail.hear(work, raw, to)


def came_back(to: str = ANA, whose: str | None = "account ana") -> None:
    """A letter comes back for good."""
    hear(bounce(to=f"bounces+{mark_of(written(to, whose))}@clinic.org"))


def troubles() -> list[MailTrouble]:
    """Every trouble that is not settled."""
    with begin(SYSTEM) as work:
        return list(work.all(select(MailTrouble).where(MailTrouble.settled_at.is_(None))))


@pytest.mark.parametrize("who", ["nobody", "ana", "ben", "priya", "sam"])
def test_nobody_but_the_portal_takes_reports_in(house: House, who: str) -> None:
    letter = written()
    for verb in (
        lambda work: mail.hear(work, bounce(), ""),
        lambda work: mail.note_refused(work, letter),
        lambda work: mail.mark_of(work, letter),
    ):
        with pytest.raises(Refused), begin(person(who)) as work:
            verb(work)
    assert troubles() == []


def test_a_forged_report_or_one_about_no_letter_of_ours_changes_nothing(house: House) -> None:
    letter = written()
    mark = mark_of(letter)
    name, _, proof = mark.partition("-")
    other = mark_of(uid("a letter that was never written"))
    forged = [
        bounce(),
        bounce(to=f"bounces+{name}-{'a' * 16}@clinic.org"),
        bounce(to=f"bounces+{other}@clinic.org"),
        bounce(to=f"bounces+{other.partition('-')[0]}-{proof}@clinic.org"),
        bounce(original=f"Message-ID: <{letter}@localhost>\nTo: {ANA}"),
        bounce(to=f"bounces+{mark}@clinic.org", action="delayed", status="4.4.1"),
    ]
    assert all(hear(raw).startswith("Ignored") for raw in forged)
    assert troubles() == []


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_a_proved_report_stops_mail_once_and_tells_the_desk(house: House, kind: str, priya: Actor) -> None:
    mark = mark_of(written())
    raw = complaint(f"{HEADER}: {mark}\nSubject: x") if kind == "complaint" else bounce(to=f"b+{mark}@clinic.org")
    assert hear(raw) == "Nothing more is mailed to that address. Staff are told."
    assert hear(raw).startswith("Nothing new")
    assert [(one.address, one.kind, one.account_id) for one in troubles()] == [(ANA, kind, uid("account ana"))]
    with begin(priya) as work:
        (task,) = work.all(select(Task))
        card = tasks.look(work, task.id)
    assert (card.word, card.state, card.pool_id) == ("Contact", TaskState.OPEN, str(uid("front_desk")))
    assert (
        card.title
        == {
            "bounce": "Email to this patient comes back",
            "complaint": "This patient marked our email as unwanted",
        }[kind]
    )
    assert ANA not in repr(card)
    assert len(card.story) == 1
    assert "close" in card.verbs
    with begin(SYSTEM, reads=True) as work:
        assert ANA not in repr(work.all(select(FactRow.data)))


def test_nothing_more_is_mailed_and_the_portal_still_tells(house: House, ana: Actor) -> None:
    came_back()
    with begin(SYSTEM) as work:
        telling.tell(work, uid("ana"), Event.MESSAGE, uid("a message"))
        whose = work.session.get_one(Account, uid("account ana"))
        assert letters.tell(work, whose, letters.account_changed) is None
        assert [row.mail_at for row in work.all(select(Notice))] == [None]
    assert len(told()) == 1  # the one that came back
    with begin(ana, reads=True) as work:
        assert account.see(work).stopped
        assert [step.path for step in home.read(work).steps] == ["/account"]


def test_an_invitation_is_not_mailed_to_an_address_from_which_mail_comes_back(house: House, priya: Actor) -> None:
    with begin(SYSTEM) as work:
        work.session.execute(update(Clinic).values(policy={**work.clinic.policy, "in_person_codes": False}))
        new = Patient(
            id=uid("new"), mrn="N1", given="Nia", family="New", birth_date=work.now.date(), email="Nia@example.org",
            site_id=uid("maple"), created_at=work.now,
        )  # fmt: skip
        work.add(new)
    with begin(priya) as work:
        invitations.invite(work, uid("new"))
    came_back("nia@example.org", None)
    with begin(SYSTEM, reads=True) as work:
        assert [task.patient_id for task in work.all(select(Task))] == [uid("new")]
        assert uid("new") not in invitations.newcomers(work)
    for verb in (invitations.invite, invitations.resend):
        with pytest.raises(BadInput) as refused, begin(priya) as work:
            verb(work, uid("new"))
        assert "comes back" in refused.value.sentence


def test_who_confirms_the_address_again_settles_it_and_the_task_is_closed(house: House, ana: Actor) -> None:
    came_back()
    with begin(ana) as work:
        account.resend_confirmation(work)
    with begin(SYSTEM) as work:
        confirmation = work.all(select(Mail).order_by(Mail.written_at))[-1]
        assert confirmation.to == ANA
        account_row = work.session.get_one(Account, uid("account ana"))
        assert letters.stopped(work, account_row.email)
        secret = secret_in(confirmation)
    with begin(person("nobody")) as work:
        account.confirm_email(work, secret)
    assert troubles() == []
    with begin(ana) as work:
        assert not account.see(work).stopped
        assert home.read(work).steps == []
        (task,) = work.all(select(Task))
        assert (task.kind, task.state) == (TaskKind.CONTACT, TaskState.CLOSED)
        assert [event.verb for event in work.all(select(TaskEvent).order_by(TaskEvent.at))] == [
            "came_back",
            "confirmed",
        ]
    came_back()
    assert len(troubles()) == 1


def test_another_address_closes_the_task_and_the_old_one_stays_stopped(house: House, ana: Actor) -> None:
    came_back()
    with begin(ana) as work:
        account.ask_to_change_email(work, "ana.new@example.org")
    with begin(SYSTEM) as work:
        secret = secret_in(work.all(select(Mail).order_by(Mail.written_at))[-1])
    with begin(person("nobody")) as work:
        account.confirm_email(work, secret)
    with begin(SYSTEM) as work:
        assert [task.state for task in work.all(select(Task))] == [TaskState.CLOSED]
        assert letters.stopped(work, ANA)
        assert telling.may_be_mailed(work, work.session.get_one(Account, uid("account ana")))


def test_a_colleagues_address_is_stopped_without_a_task(house: House) -> None:
    came_back("ben@example.org", "account ben")
    assert [one.address for one in troubles()] == ["ben@example.org"]
    with begin(SYSTEM, reads=True) as work:
        assert work.all(select(Task)) == []


def test_two_reports_at_once_are_one_trouble_and_one_task(house: House) -> None:
    raws = [bounce(to=f"b+{mark_of(written())}@clinic.org") for _ in range(3)]
    at_once(*[(SYSTEM, lambda work, raw=raw: mail.hear(work, raw)) for raw in raws])
    assert len(troubles()) == 1
    with begin(SYSTEM, reads=True) as work:
        assert len(work.all(select(Task))) == 1


def test_the_command_reads_one_report_and_never_fails_for_what_it_says(house: House) -> None:
    mark = mark_of(written())
    run = CliRunner()
    ignored = run.invoke(portal, ["mail-report"], input=b"Subject: Hello\n\nHello")
    assert (ignored.exit_code, ignored.output) == (0, "Ignored: no letter came back for good, and nobody complained.\n")
    done = run.invoke(portal, ["mail-report", "--to", f"bounces+{mark}@clinic.org"], input=bounce())
    assert (done.exit_code, done.output) == (0, "Nothing more is mailed to that address. Staff are told.\n")
    assert len(troubles()) == 1
