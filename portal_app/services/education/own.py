"""The clinic's admin writes what patients read."""

from uuid import UUID

from sqlalchemy import select

from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, NotFound
from portal_app.facts.education import EducationChanged
from portal_app.models import EducationPage, new_id
from portal_app.rules import clocks, reading_plan
from portal_app.services.education.cards import OwnCard, OwnPages
from portal_app.work import Work


def every(work: Work) -> OwnPages:
    """All pages of the clinic's own, those switched off too."""
    work.permit(Permission.CLINIC_MANAGE)
    pages = work.all(select(EducationPage).order_by(EducationPage.slug))
    return OwnPages([_card(work, page) for page in pages])


def draft(work: Work, page_id: str) -> OwnCard:
    """One page to be changed; an empty one for no id."""
    work.permit(Permission.CLINIC_MANAGE)
    return _card(work, _found(work, page_id)) if page_id else OwnCard()


def save(work: Work, page_id: str, form: dict[str, str]) -> OwnPages:
    """Write a page; BadInput says what is missing or cannot be."""
    work.permit(Permission.CLINIC_MANAGE)
    plan = reading_plan.planned(form)
    if not plan.text and not plan.link:
        raise BadInput(say("Write something to read, or give a link."), "text")
    page = _found(work, page_id) if page_id else work.add(EducationPage(id=new_id(), slug=new_id().hex, title={}))
    if page.link != plan.link:
        page.checked_at, page.dead_since, page.misses = None, None, 0
    page.title, page.body = plan.titles, plan.texts
    page.link, page.codes, page.active, page.changed_at = plan.link, plan.codes, True, work.now
    work.session.flush()
    work.record(EducationChanged(page_id=page.id))
    if page.link and page.checked_at is None:
        work.enqueue("check_links", {})
    return every(work)


def switch(work: Work, page_id: str, active: bool) -> OwnPages:
    """Show a page to patients, or show it no more."""
    work.permit(Permission.CLINIC_MANAGE)
    page = _found(work, page_id)
    page.active, page.changed_at = active, work.now
    work.session.flush()
    work.record(EducationChanged(page_id=page.id))
    return every(work)


def _found(work: Work, page_id: str) -> EducationPage:
    try:
        wanted = UUID(page_id)
    except ValueError:
        raise NotFound(say("We could not find that. It may have moved.")) from None
    return work.one(select(EducationPage).where(EducationPage.id == wanted))


def _card(work: Work, page: EducationPage) -> OwnCard:
    trouble = ""
    if page.link and page.dead_since:
        day = clocks.on_day(page.dead_since, work.now, work.zone)
        trouble = say("The link does not answer since {day}. Patients do not see it.", day=day)
    return OwnCard(
        id=str(page.id),
        title=page.title.get("en", ""),
        title_es=page.title.get("es", ""),
        text=page.body.get("en", ""),
        text_es=page.body.get("es", ""),
        link=page.link,
        codes=", ".join(page.codes),
        active=page.active,
        trouble=trouble,
    )
