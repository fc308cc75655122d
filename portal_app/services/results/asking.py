"""A question about a result: the new message is prepared here, so that no address and no browser names the result."""

import secrets
from uuid import UUID

from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.models import Account, Draft, Resource, Topic
from portal_app.rules import writing
from portal_app.services.results.lines import titled
from portal_app.work import Work

PLACE = "new"
"""Where a new message is drafted."""


def ask(work: Work, result_id: UUID) -> None:
    """Begin a new message about this result, with its topic and subject; words that are there already stay."""
    work.permit(Permission.MESSAGES_SEND)
    row = work.one(visible.resources(work.actor, work.now).where(Resource.id == result_id))
    # held, so that two tabs that begin the same draft take their turn
    work.session.execute(select(Account.id).where(Account.id == work.actor.account_id).with_for_update(key_share=True))
    draft = work.session.scalars(visible.drafts(work.actor).where(Draft.place == PLACE)).first()
    if draft is not None and (draft.body.strip() or draft.extra.get("subject", "").strip()):
        return
    if draft is None:
        key = secrets.token_hex(16)
        draft = work.add(Draft(account_id=work.actor.account_id, place=PLACE, key=key, body="", saved_at=work.now))
    subject = say("About my result: {name}", name=titled(row))[: writing.SUBJECT]
    draft.extra, draft.saved_at = {"topic_id": _topic(work), "subject": subject}, work.now


def _topic(work: Work) -> str:
    """The clinic's topic for results; without one the patient chooses."""
    topics = work.all(select(Topic).where(Topic.active).order_by(Topic.position))
    found = next((topic for topic in topics if "result" in topic.name.get("en", "").casefold()), None)
    return str(found.id) if found else ""
