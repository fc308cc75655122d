"""Letters on their way: which one is to be sent, and that it was."""

from uuid import UUID

from portal_app.access.permissions import Permission
from portal_app.facts.mail import MailSent
from portal_app.models import Mail
from portal_app.work import Work


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
