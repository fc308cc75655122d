"""A clinician has looked at a result for the clinic, and may say something about it to the patient."""

from uuid import UUID

from sqlalchemy import select

from portal_app import queue, releasing
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput, Conflict, Refused
from portal_app.facts.reviews import ResultReviewed
from portal_app.facts.tasks import TaskClosed
from portal_app.models import Review, TaskState
from portal_app.rules import writing
from portal_app.services.reviews.found import held, root
from portal_app.work import Work

COMMENT = 4_000
STEPS = 2_000


def review(work: Work, resource_id: UUID, comment: str, next_steps: str, key: str) -> UUID:
    """Note that the actor has looked at a result, with words for the patient or without; the same draft sent twice is
    one review. Gives its id.

    What waits for a review or a comment is shown from now on; `next_steps` is a step a line.
    """
    work.permit(Permission.RESULTS_REVIEW)
    if work.actor.staff_id is None:
        raise Refused(say("You cannot do this with your account."))
    item = root(work, resource_id)
    words, steps = _worded(comment, next_steps)
    held(work, item)
    mark = writing.fingerprint(key, f"{item.id}\n{words}\n{steps}")
    before = work.session.scalars(select(Review.id).where(Review.key == mark)).first()
    if before is not None:
        return before
    if item.entered_in_error:
        raise Conflict(say("The lab has taken this result back. Nothing was sent."))
    made = Review(
        resource_id=item.id,
        patient_id=item.patient_id,
        staff_id=work.actor.staff_id,
        staff_name=work.actor.name,
        staff_title=work.actor.title,
        at=work.now,
        comment=words,
        next_steps=steps,
        key=mark,
    )
    work.add(made)
    releasing.settle(work, [item.id])
    _settle_task(work, item.id)
    commented = bool(words or steps)
    work.record(ResultReviewed(patient_id=item.patient_id, resource_id=item.id, review_id=made.id, commented=commented))
    return made.id


def _settle_task(work: Work, item_id: UUID) -> None:
    """Whoever was asked for it has it now."""
    task = queue.of(work, item_id)
    if task is not None and task.state is not TaskState.CLOSED:
        queue.note(work, task, "reviewed")
        queue.close(work, task)
        work.record(
            TaskClosed(patient_id=task.patient_id, task_id=task.id, pool_id=task.pool_id, owner_id=task.owner_id)
        )


def _worded(comment: str, next_steps: str) -> tuple[str, str]:
    """What was written, as it is kept; refuses what is too long, saying so."""
    words = writing.clean(comment)
    steps = "\n".join(line for one in writing.clean(next_steps).split("\n") if (line := one.strip(" -*•\t")))
    for text, most, field in ((words, COMMENT, "comment"), (steps, STEPS, "next_steps")):
        if len(text) > most:
            raise BadInput(say("Use {count} letters or fewer.", count=most), field)
    return words, steps
