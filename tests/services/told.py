"""The letters that tell of what is new, as if their time had come."""

from sqlalchemy import select, update

from portal_app.access.actor import SYSTEM
from portal_app.models import Mail, Notice
from portal_app.services import notices
from portal_app.wiring import begin


def letters() -> list[Mail]:
    """Every letter there is, once those that wait for their time are written."""
    with begin(SYSTEM) as work:
        waits = update(Notice).where(Notice.mailed_at.is_(None), Notice.mail_at.is_not(None))
        work.session.execute(waits.values(mail_at=work.now))
    with begin(SYSTEM, reads=True) as work:
        found = notices.due(work)
    for account_id in found:
        with begin(SYSTEM) as work:
            notices.mail(work, account_id)
    with begin(SYSTEM) as work:
        return list(work.all(select(Mail).order_by(Mail.written_at)))
