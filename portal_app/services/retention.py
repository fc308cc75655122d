"""What the portal forgets, and when: what only served to come in. Never a fact, nor anything that a patient sent."""

from datetime import timedelta

from sqlalchemy import Delete, and_, delete, or_

from portal_app import throttle
from portal_app.access.permissions import Permission
from portal_app.models import EmailLink, Mail, MailTrouble, Notice, Session, Stage, Throttle
from portal_app.work import Work

KEPT = timedelta(days=30)
"""Sessions, mailed links and letters: long enough to look into what somebody noticed on their next statement. Who came
in, from where and when, stays in the facts."""
NEWS_KEPT = timedelta(days=400)
"""That something was new: the thing itself stays where it is, and is told of no more."""
UNFINISHED_KEPT = timedelta(days=1)
"""Sign-ins that were begun and came to nothing: anybody can begin one, so they are many, and they tell little."""


def forget(work: Work) -> int:
    """Delete what is over and past its time; returns how many rows."""
    work.permit(Permission.CLINIC_MANAGE)
    return sum(work.session.execute(statement).rowcount for statement in _over(work))  # type: ignore[attr-defined]


def _over(work: Work) -> list[Delete]:
    long_ago = work.now - KEPT
    yesterday = work.now - UNFINISHED_KEPT
    return [
        delete(Session).where(or_(Session.ended_at < long_ago, Session.expires_at < long_ago)),
        delete(Session).where(Session.stage != Stage.FULL, Session.expires_at < yesterday),
        delete(EmailLink).where(EmailLink.expires_at < long_ago),
        delete(Mail).where(Mail.written_at < long_ago),
        delete(Notice).where(Notice.at < work.now - NEWS_KEPT),
        delete(MailTrouble).where(MailTrouble.settled_at < long_ago),
        # exactly those that the next try would begin anew
        delete(Throttle).where(
            and_(
                Throttle.first_at < work.now - throttle.FORGOTTEN,
                or_(Throttle.until.is_(None), Throttle.until <= work.now),
            )
        ),
    ]
