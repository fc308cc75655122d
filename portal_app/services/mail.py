"""Letters on their way: which one is to be sent, that it was, and that it came back."""

import base64
import hmac
from uuid import UUID

from sqlalchemy import select

from portal_app import letters, queue
from portal_app.access.permissions import Permission
from portal_app.catalogue import mark, say
from portal_app.facts.mail import MailSent, MailStopped
from portal_app.models import Account, Invitation, Mail, MailTrouble, Patient, Pool, Task, TaskKind
from portal_app.rules import mail_reports
from portal_app.rules.mail_reports import BOUNCE, COMPLAINT
from portal_app.work import Work

DESK = "front_desk"
"""The pool that is told; the clinic's first where there is none of this name."""
GISTS = {
    BOUNCE: mark("Email to this patient comes back"),
    COMPLAINT: mark("This patient marked our email as unwanted"),
}
VERBS = {BOUNCE: "came_back", COMPLAINT: "unwanted"}


def unsent(work: Work, mail_id: UUID) -> Mail | None:
    """The letter, if it is still to be sent."""
    work.permit(Permission.MAIL_SEND)
    mail = work.session.get(Mail, mail_id)
    return None if mail is None or mail.sent_at else mail


def note_sent(work: Work, mail_id: UUID) -> None:
    """Write down that the mail server took the letter; once."""
    mail = unsent(work, mail_id)
    if mail is not None:
        mail.sent_at = work.now
        work.record(MailSent(mail_id=mail.id, account_id=mail.account_id))


def note_refused(work: Work, mail_id: UUID) -> None:
    """The address does not exist or takes no mail, says its server: nothing more is sent there."""
    work.permit(Permission.MAIL_SEND)
    mail = work.session.get(Mail, mail_id)
    if mail is not None:
        _stop(work, mail, BOUNCE)


def mark_of(work: Work, mail_id: UUID) -> str:
    """What a letter carries so that a report about it can be told from a forged one: its id, and a proof of it."""
    work.permit(Permission.MAIL_SEND)
    return f"{_text(mail_id.bytes)}-{_proof(work, mail_id)}"


def hear(work: Work, raw: bytes, to: str = "") -> str:
    """Take a report in: what has become of it, in a sentence. Whatever is not proved to be about a letter of ours, or
    reports nothing final, changes nothing."""
    work.permit(Permission.MAIL_SEND)
    report = mail_reports.read(raw, to)
    if not report.kind:
        return say("Ignored: no letter came back for good, and nobody complained.")
    mail = next((row for mark in report.marks if (row := _marked(work, *mark))), None)
    if mail is None:
        return say("Ignored: this is about no letter that this portal sent lately.")
    if _stop(work, mail, report.kind):
        return say("Nothing more is mailed to that address. Staff are told.")
    return say("Nothing new: mail to that address was stopped before.")


def _marked(work: Work, text: str, proof: str) -> Mail | None:
    try:
        mail_id = UUID(bytes=base64.b32decode(text.upper() + "======"))
    except ValueError:
        return None
    if not hmac.compare_digest(proof, _proof(work, mail_id)):
        return None
    return work.session.get(Mail, mail_id)


def _proof(work: Work, mail_id: UUID) -> str:
    return _text(work.keys.proof("letter", str(mail_id))[:10])


def _text(raw: bytes) -> str:
    """In letters and digits that survive a mail server's change of case (RFC 4648)."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _stop(work: Work, mail: Mail, kind: str) -> bool:
    """Stop mail to the letter's address and tell staff; whether it was not stopped before."""
    account = None
    if mail.account_id is not None:
        # two reports at the same moment take their turn
        account = work.session.get(Account, mail.account_id, with_for_update=True)
    if letters.stopped(work, mail.to):
        return False
    trouble = MailTrouble(address=mail.to.lower(), account_id=mail.account_id, kind=kind, at=work.now)
    work.add(trouble)
    work.session.flush()
    task = _tell_staff(work, trouble, account)
    work.record(
        MailStopped(
            patient_id=task.patient_id if task else None,
            mail_id=mail.id,
            account_id=mail.account_id,
            kind=kind,
            task_id=task.id if task else None,
            pool_id=task.pool_id if task else None,
        )
    )
    return True


def _tell_staff(work: Work, trouble: MailTrouble, account: Account | None) -> Task | None:
    """Somebody has to find out how to reach the patient; a colleague's address, or an older one, is not their work."""
    if account is not None and account.email != trouble.address:
        return None
    patient = _patient(work, trouble, account)
    if patient is None:
        return None
    first = select(Pool).order_by(Pool.slug != DESK, Pool.position, Pool.id).limit(1)
    task = queue.put(
        work,
        TaskKind.CONTACT,
        trouble.id,
        patient=patient,
        pool_id=work.one(first).id,
        gist=say(GISTS[trouble.kind]),
        due_at=None,
        verb=VERBS[trouble.kind],
    )
    work.session.flush()
    return task


def _patient(work: Work, trouble: MailTrouble, account: Account | None) -> Patient | None:
    if account is not None:
        return work.session.get(Patient, account.patient_id) if account.patient_id else None
    invited = select(Patient).join(Invitation, Invitation.patient_id == Patient.id)
    invited = invited.where(Invitation.email == trouble.address).order_by(Invitation.sent_at.desc())
    return work.session.scalars(invited.limit(1)).first()
