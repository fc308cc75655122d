"""Letters about what is new: one for a person, whatever is due, and none about what was seen or taken back."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from portal_app import letters, news, telling
from portal_app.access.actor import Actor, ActorKind
from portal_app.access.permissions import Permission
from portal_app.letters import Letter
from portal_app.models import Account, Event, Notice
from portal_app.rules.notice_times import GATHERS
from portal_app.work import Work

AT_ONCE = 200
"""People written to in one round."""
LETTERS: dict[Event, Callable[[Work], Letter]] = {
    Event.RESULT: letters.new_result,
    Event.MESSAGE: letters.new_message,
    Event.FORM: letters.asks_for_answers,
    Event.RECORD: letters.something_new,
}


def due(work: Work) -> Sequence[UUID]:
    """The accounts for which a letter is due now."""
    work.permit(Permission.MAIL_SEND)
    waiting = select(Notice.account_id).where(Notice.mailed_at.is_(None), Notice.mail_at <= work.now)
    return work.session.scalars(waiting.distinct().limit(AT_ONCE)).all()


def mail(work: Work, account_id: UUID) -> None:
    """Write one letter about all that is due, or will be in a few minutes; each thing is written about once."""
    work.permit(Permission.MAIL_SEND)
    account = work.session.get_one(Account, account_id)
    held = select(Notice).where(
        Notice.account_id == account_id, Notice.mailed_at.is_(None), Notice.mail_at <= work.now + GATHERS
    )
    rows = work.all(held.order_by(Notice.id).with_for_update(of=Notice))
    if not any(row.mail_at <= work.now for row in rows):
        return
    whose = Actor(kind=ActorKind.PATIENT, account_id=account.id, patient_id=account.patient_id)
    still = select(Notice.id).where(Notice.id.in_([row.id for row in rows]), news.waiting(whose, work.now))
    waiting = set(work.session.scalars(still)) if telling.may_be_mailed(work, account) else set()
    for row in rows:
        row.mail_at = None
    told = [row for row in rows if row.id in waiting]
    for row in told:
        row.mailed_at = work.now
    if told:
        named = " ".join(f"{row.id} {row.at.isoformat()}" for row in told)
        letters.tell(work, account, _letter(told), id=uuid5(NAMESPACE_URL, f"notices {named}"))


def _letter(told: Sequence[Notice]) -> Callable[[Work], Letter]:
    if len(told) == 1:
        return LETTERS[told[0].event]
    return partial(letters.several_new, count=len(told))
