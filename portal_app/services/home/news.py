"""What the patient has not seen yet."""

from sqlalchemy import and_, func, or_, select

from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.models import Message, Thread, ThreadRead
from portal_app.rules import clocks
from portal_app.rules.writing import called
from portal_app.services.home.cards import NewsCard
from portal_app.work import Work

MOST = 4


def news(work: Work) -> list[NewsCard]:
    """The newest unread answer of each conversation, newest first."""
    read_by_me = and_(ThreadRead.thread_id == Thread.id, ThreadRead.account_id == work.actor.account_id)
    newest = (
        select(func.max(Message.sent_at))
        .where(Message.thread_id == Thread.id, Message.from_patient.is_(False))
        .correlate(Thread)
        .scalar_subquery()
    )
    query = (
        visible.threads(work.actor)
        .join(Message, and_(Message.thread_id == Thread.id, Message.sent_at == newest))
        .outerjoin(ThreadRead, read_by_me)
        .where(Message.from_patient.is_(False))
        .where(or_(ThreadRead.read_at.is_(None), Message.sent_at > ThreadRead.read_at))
        .add_columns(Message)
        .order_by(Message.sent_at.desc(), Thread.id)
        .limit(MOST)
    )
    return [_card(work, thread, message) for thread, message in work.session.execute(query)]


def _card(work: Work, thread: Thread, message: Message) -> NewsCard:
    return NewsCard(
        title=say("{name} answered you", name=called(message.author_name)),
        when=say("Message, {when}", when=clocks.short(message.sent_at, work.now, work.zone)),
        below=thread.subject,
        path=f"/messages/{thread.id}",
    )
