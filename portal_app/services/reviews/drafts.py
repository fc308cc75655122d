"""A comment that is typed and not sent yet: saved as it is typed, found again after anything."""

import hashlib
from uuid import UUID

from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Account, Draft, Resource, Review
from portal_app.rules import clocks, writing
from portal_app.services.reviews.found import root
from portal_app.work import Work

LONGEST = 20_000
"""Longer than a comment may be, so that what is too long is kept until it is shortened."""


def keep(work: Work, resource_id: UUID, comment: str, next_steps: str, key: str) -> str:
    """Save what is being written about a result; gives the sentence that says so. Empty is forgotten."""
    work.permit(Permission.RESULTS_REVIEW)
    item = root(work, resource_id)
    writing.check(key)
    if max(len(comment), len(next_steps)) > LONGEST:
        raise BadInput(say("This is too long to save. Shorten it a little."), "comment")
    # held, so that two tabs that begin the same draft take their turn
    work.session.execute(select(Account.id).where(Account.id == work.actor.account_id).with_for_update(key_share=True))
    row = kept(work, item)
    if not (comment.strip() or next_steps.strip()):
        if row is not None:
            work.session.delete(row)
        return ""
    if row is None:
        row = work.add(Draft(account_id=work.actor.account_id, place=place_of(item), key=key, saved_at=work.now))
    row.body, row.extra, row.key, row.saved_at = comment, {"next_steps": next_steps}, key, work.now
    return said(work, row)


def said(work: Work, row: Draft) -> str:
    """That the draft is safe, and since when."""
    return say("Draft saved {time}", time=clocks.at_time(row.saved_at, work.zone))


def kept(work: Work, item: Resource) -> Draft | None:
    """What the actor has typed about it before."""
    return work.session.scalars(visible.drafts(work.actor).where(Draft.place == place_of(item))).first()


def forget(work: Work, item: Resource) -> None:
    """It is sent now."""
    row = kept(work, item)
    if row is not None:
        work.session.delete(row)


def place_of(item: Resource) -> str:
    """Where words about this item are drafted."""
    return f"review:{item.id}"


def next_key(work: Work, item: Resource) -> str:
    """The same until something is sent from here: a page that connects again goes on with the draft that it shows."""
    mine = (Review.resource_id == item.id, Review.staff_id == work.actor.staff_id)
    sent = work.session.scalar(select(func.count()).select_from(Review).where(*mine))
    begun = f"{work.actor.account_id} {place_of(item)} {sent}"
    return hashlib.blake2b(begun.encode(), digest_size=16).hexdigest()
