"""What clinicians said about a result, and what happens next."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.models import Review
from portal_app.rules import clinic_words, clocks
from portal_app.rules.writing import initials
from portal_app.services.results.cards import CommentCard
from portal_app.services.results.lines import NOT_FINAL, WAITING
from portal_app.work import Work

MOST = 20


def reviews(work: Work, whose: Actor, result_id: UUID) -> list[Review]:
    """What clinicians noted about this result, newest first."""
    found = visible.reviews(whose, work.now).where(Review.resource_id == result_id)
    return list(work.all(found.order_by(Review.at.desc(), Review.id).limit(MOST)))


def comments(work: Work, noted: list[Review]) -> list[CommentCard]:
    """Their comments, newest first."""
    return [
        CommentCard(
            name=review.staff_name,
            initials=initials(review.staff_name),
            title=clinic_words.spoken(review.staff_title),
            when=clocks.moment(review.at, work.now, work.zone),
            words=[line for line in review.comment.splitlines() if line.strip()],
        )
        for review in noted
        if review.comment
    ]


def steps(root: Row[Any], noted: list[Review]) -> list[str]:
    """What comes next: of the newest review that says it, and what the portal itself knows."""
    said = next((review.next_steps for review in noted if review.next_steps), "")
    own = []
    if root.status == WAITING:
        own = [say("The lab works on it. You see it here as soon as it is ready.")]
    elif root.status in NOT_FINAL:
        own = [say("The lab is not done yet. The numbers may still change. You see the final ones here.")]
    return [*(line.strip() for line in said.splitlines() if line.strip()), *own]
