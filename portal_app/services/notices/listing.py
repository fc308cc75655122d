"""What is new for me: the list, and that I have seen it."""

from uuid import UUID

from sqlalchemy import and_, func, or_, update

from portal_app import news, telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.models import Notice
from portal_app.services.notices.cards import NewsPage
from portal_app.work import Work

PAGE = 20


def read(work: Work, after_id: UUID | None = None, limit: int = PAGE) -> NewsPage:
    """What is or was new, newest first: the part after a line, or the first one."""
    work.permit(Permission.NOTICES_READ)
    mine = news.mine(work)
    total = work.session.scalar(mine.with_only_columns(func.count(Notice.id))) or 0
    fresh = work.session.scalar(mine.where(Notice.seen_at.is_(None)).with_only_columns(func.count(Notice.id))) or 0
    if after_id is not None:
        last = work.one(mine.where(Notice.id == after_id))
        mine = mine.where(or_(Notice.at < last.at, and_(Notice.at == last.at, Notice.id < last.id)))
    rows = work.all(mine.order_by(Notice.at.desc(), Notice.id.desc()).limit(limit))
    return NewsPage(news.lines(work, rows), total, fresh)


def look(work: Work, notice_id: UUID) -> None:
    """I opened what this notice is about; a second time changes nothing."""
    work.permit(Permission.NOTICES_READ)
    notice = work.one(visible.notices(work.actor).where(Notice.id == notice_id))
    telling.seen(work, notice.event, notice.about_id)


def look_at_all(work: Work) -> None:
    """I have seen all that is new now; what comes later is new again."""
    work.permit(Permission.NOTICES_READ)
    mine = visible.notices(work.actor).where(Notice.seen_at.is_(None), Notice.at <= work.now)
    unseen = mine.with_only_columns(Notice.id)
    work.session.execute(update(Notice).where(Notice.id.in_(unseen)).values(seen_at=work.now, mail_at=None))
    work.topics.add(f"patient:{work.actor.patient_id}")
