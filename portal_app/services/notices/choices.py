"""How soon I want to hear of what is new, and by which way."""

from sqlalchemy import update

from portal_app import letters, telling
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import mark, say
from portal_app.database import add_once
from portal_app.errors import BadInput
from portal_app.facts.notices import NoticesChosen
from portal_app.models import Account, Event, Notice, NoticeChoice, Pace, Way
from portal_app.rules import clocks, notice_times
from portal_app.services.notices.cards import ChoicesCard, EventCard
from portal_app.work import Work

EVENTS = {
    Event.RESULT: mark("A new result"),
    Event.MESSAGE: mark("A message from your care team"),
    Event.FORM: mark("A form to fill in"),
    Event.RECORD: mark("A note or visit summary"),
}


def choices(work: Work) -> ChoicesCard:
    """What I have chosen for each sort of thing, and when letters leave."""
    work.permit(Permission.NOTICES_READ)
    account = work.session.get_one(Account, work.actor.account_id)
    hours = notice_times.hours(work.clinic.policy)
    quiet = ""
    if hours.quiet_from != hours.quiet_until:
        start, end = clocks.time_of_day(hours.quiet_from), clocks.time_of_day(hours.quiet_until)
        quiet = say("We send no email from {start} to {end}.", start=start, end=end)
    return ChoicesCard(
        events=[
            EventCard(str(event), say(words), str(way), str(telling.pace(work, account.id, event, way)))
            for event, words in EVENTS.items()
            for way in Way
        ],
        email=account.email,
        state=_state(work, account),
        quiet=quiet,
        daily=clocks.time_of_day(hours.daily_at),
    )


def choose(work: Work, event: str, way: str, pace: str) -> ChoicesCard:
    """Hear of this so soon, from now on; what waits to be mailed follows the new choice."""
    work.permit(Permission.NOTICES_READ)
    try:
        of, by, how_soon = Event(event), Way(way), Pace(pace)
    except ValueError:
        raise BadInput(say("Choose one of the answers.")) from None
    account = work.session.get_one(Account, work.actor.account_id)
    add_once(work.session, NoticeChoice(account_id=account.id, event=of, way=by, pace=how_soon))
    work.session.get_one(
        NoticeChoice, (account.id, of, by), with_for_update=True, populate_existing=True
    ).pace = how_soon
    work.session.flush()
    pending = visible.notices(work.actor).where(
        Notice.event == of, Notice.mailed_at.is_(None), Notice.mail_at.is_not(None)
    )
    again = update(Notice).where(Notice.id.in_(pending.with_only_columns(Notice.id)))
    work.session.execute(again.values(mail_at=telling.mail_at(work, account, of)))
    work.record(NoticesChosen(patient_id=account.patient_id, event=str(of), way=str(by), pace=str(how_soon)))
    return choices(work)


def _state(work: Work, account: Account) -> str:
    if letters.stopped(work, account.email):
        return "stopped"
    return "fine" if account.email_confirmed_at else "unconfirmed"
