"""What the patient has not seen yet: answers, results and other parts of the record, and what waits as they asked."""

from sqlalchemy import and_, func, or_, select

from portal_app import news as notices
from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.models import Message, Notice, Resource, Shelf, Thread, ThreadRead
from portal_app.rules import clocks
from portal_app.rules.writing import called
from portal_app.services.home.cards import NewsCard
from portal_app.work import Work

MOST = 4


def news(work: Work) -> tuple[list[NewsCard], bool]:
    """The newest few of each, newest first, and whether there is more; last what waits, which is no news yet."""
    found = sorted([*_answers(work), *_of_record(work)], key=lambda pair: pair[0], reverse=True)
    cards = [card for _, card in found]
    return [*cards[:MOST], *_waiting(work)], len(cards) > MOST


def _answers(work: Work) -> list[tuple[float, NewsCard]]:
    """The newest unread answer of each conversation."""
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
        .limit(MOST + 1)
    )
    found = work.session.execute(query)
    return [(message.sent_at.timestamp(), _answer(work, thread, message)) for thread, message in found]


def _answer(work: Work, thread: Thread, message: Message) -> NewsCard:
    return NewsCard(
        title=say("{name} answered you", name=called(message.author_name)),
        when=say("Message, {when}", when=clocks.short(message.sent_at, work.now, work.zone)),
        below=thread.subject,
        path=f"/messages/{thread.id}",
    )


def _of_record(work: Work) -> list[tuple[float, NewsCard]]:
    """Results and other parts of the record that were told of and not opened."""
    unseen = notices.mine(work).where(Notice.event.in_(notices.OF_RECORD), Notice.seen_at.is_(None))
    rows = work.all(unseen.order_by(Notice.at.desc(), Notice.id.desc()).limit(MOST + 1))
    at = {str(row.id): row.at.timestamp() for row in rows}
    return [
        (at[line.id], NewsCard(line.title, line.when, line.below, line.path, line.drawing, notice_id=line.id))
        for line in notices.lines(work, rows)
    ]


def _waiting(work: Work) -> list[NewsCard]:
    """That results are there and wait as the patient asked; not which."""
    own = visible.own_waits(work.actor, work.now).where(
        Resource.shelf == Shelf.RESULTS, Resource.entered_in_error.is_(False)
    )
    if work.session.scalar(own.with_only_columns(Resource.id).limit(1)) is None:
        return []
    return [
        NewsCard(
            title=say("A result is ready"),
            when="",
            below=say("You asked to wait for what your care team says about it. You can see it now if you like."),
            path=notices.WAITING,
            drawing="hourglass",
            fresh=False,
        )
    ]
