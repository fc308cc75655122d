"""What clinicians said about a result, and what happens next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam

from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.models import Resource, Review
from portal_app.rules import clinic_words, clocks
from portal_app.rules.writing import initials
from portal_app.services.results.cards import CommentCard
from portal_app.services.results.lines import NOT_FINAL, WAITING
from portal_app.values.theirs import MINE, known, rows
from portal_app.work import Work

MOST = 20


_REVIEWS = (
    MINE.where(Resource.id == bindparam("id"))
    .join(Review, Review.resource_id == Resource.id)
    .with_only_columns(Review.staff_name, Review.staff_title, Review.at, Review.comment, Review.next_steps)
    .order_by(Review.at.desc(), Review.id)
    .limit(MOST)
)


def reviews(work: Work, whose: Actor, result_id: UUID) -> Sequence[Row[Any]]:
    """What clinicians noted about this result, newest first."""
    return rows(work, _REVIEWS, known(work, whose, id=result_id))


def comments(work: Work, noted: Sequence[Row[Any]]) -> list[CommentCard]:
    """Their comments, newest first."""
    return [
        CommentCard(
            name=review.staff_name,
            initials=initials(review.staff_name),
            title=clinic_words.spoken(review.staff_title),
            # it follows the title in one line; alone it begins one
            when=(clocks.on_day if review.staff_title else clocks.day_heading)(review.at, work.now, work.zone),
            words=[line for line in review.comment.splitlines() if line.strip()],
        )
        for review in noted
        if review.comment
    ]


def steps(root: Row[Any], noted: Sequence[Row[Any]]) -> list[str]:
    """What comes next: of the newest review that says it, and what the portal itself knows."""
    said = next((review.next_steps for review in noted if review.next_steps), "")
    own = []
    if root.status == WAITING:
        own = [say("The lab is working on it. You see it here as soon as it is ready.")]
    elif root.status in NOT_FINAL:
        own = [say("The lab is not done yet. The numbers may still change. You see the final ones here.")]
    return [*(line.strip() for line in said.splitlines() if line.strip()), *own]
