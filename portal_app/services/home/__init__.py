"""The patient's first page: next visit, what to do before it, what is new, what is owed, what waits for the clinic."""

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.rules import clocks
from portal_app.services.home.balance import balance
from portal_app.services.home.cards import HomeCard
from portal_app.services.home.news import news
from portal_app.services.home.pending import pending
from portal_app.services.home.steps import steps
from portal_app.services.home.visit import next_visit
from portal_app.work import Work

__all__ = ["HomeCard", "read"]


def read(work: Work) -> HomeCard:
    """Everything that waits for the patient or for the clinic; the chart's part is recorded as a look."""
    work.permit(Permission.RECORDS_READ)
    patient = work.one(visible.patients(work.actor))
    waiting, total = pending(work)
    new, more_news = news(work)
    today = clocks.on_day(work.now, work.now, work.zone)
    return HomeCard(
        ready=True,
        today=today[:1].upper() + today[1:],
        greeting=clocks.greeting(patient.given, work.now, work.zone),
        visit=next_visit(work),
        steps=steps(work),
        balance=balance(work),
        news=new,
        more_news=more_news,
        pending=waiting,
        pending_total=total,
    )
