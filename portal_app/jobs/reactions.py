"""What follows from a fact: each name is a job, each job calls one service."""

from collections.abc import Callable
from uuid import UUID

from portal_app.access.actor import SYSTEM
from portal_app.services import messages
from portal_app.wiring import begin


def file_message(message_id: str, **_: object) -> None:
    """File a message in the patient's chart."""
    with begin(SYSTEM) as work:
        messages.file(work, UUID(message_id))


def tell_patient_of_reply(message_id: str, **_: object) -> None:
    """Write to the patient that there is something new."""
    with begin(SYSTEM) as work:
        messages.tell(work, UUID(message_id))


REACTIONS: dict[str, Callable[..., None]] = {
    name: job for name, job in globals().items() if getattr(job, "__module__", "") == __name__ and callable(job)
}
"""Every job by its name."""
