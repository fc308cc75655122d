"""No dead link: each link of the clinic's own is asked once a week, and not shown while it does not answer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal_app.access.permissions import Permission
from portal_app.facts.education import LinkDied
from portal_app.models import EducationPage
from portal_app.work import Work

RHYTHM = timedelta(days=7)
AGAIN = timedelta(hours=6)
"""After a miss: a server that was away for a moment is no dead link."""
MISSES = 2
AT_A_TIME = 5
"""A job ends well within its lease, however slowly each answers."""


def due(work: Work) -> list[tuple[UUID, str]]:
    """The links to ask now, with the ids of their pages."""
    work.permit(Permission.CLINIC_MANAGE)
    long_ago, missed = work.now - RHYTHM, work.now - AGAIN
    query = select(EducationPage.id, EducationPage.link).where(
        EducationPage.link != "",
        EducationPage.active.is_(True),
        or_(
            EducationPage.checked_at.is_(None),
            EducationPage.checked_at < long_ago,
            (EducationPage.misses > 0) & (EducationPage.checked_at < missed),
        ),
    )
    return [(row.id, row.link) for row in work.session.execute(query.limit(AT_A_TIME))]


def note(work: Work, page_id: UUID, link: str, answers: bool) -> None:
    """Write down how a link answered, unless it was changed meanwhile; one that answers again is shown again."""
    work.permit(Permission.CLINIC_MANAGE)
    page = work.session.get(EducationPage, page_id)
    if page is None or page.link != link:
        return
    page.checked_at = work.now
    page.misses = 0 if answers else page.misses + 1
    if answers:
        page.dead_since = None
    elif page.misses >= MISSES and page.dead_since is None:
        page.dead_since = work.now
        work.record(LinkDied(page_id=page.id))
