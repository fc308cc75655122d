"""What follows from a fact, and what is done again and again: each name is a job, each job calls one service."""

from datetime import timedelta
from inspect import isfunction
from uuid import UUID

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.adapters import anchor
from portal_app.jobs import runner
from portal_app.jobs.runner import Reaction
from portal_app.services import messages, sealing, sessions
from portal_app.services.sealing import Head
from portal_app.wiring import begin

KEPT = timedelta(days=30)
"""How long a done job's row is kept."""


def seal_facts() -> None:
    """Chain the newest facts and note the head outside the database."""
    house = wiring.house()
    noted = anchor.read(house.settings.home, house.keys)
    with begin(SYSTEM) as work:
        head = sealing.seal(work, Head.read(noted) if noted else None)
    if str(head) != noted:
        anchor.write(house.settings.home, house.keys, str(head))


def end_idle_sessions() -> None:
    """End the sessions whose time is over, so that their browsers are thrown out."""
    with begin(SYSTEM) as work:
        sessions.end_overdue(work)


def forget_done_jobs() -> None:
    """Take away the rows of jobs that were done long ago."""
    runner.forget(KEPT)


def file_message(message_id: str, **_: object) -> None:
    """File a message in the patient's chart."""
    with begin(SYSTEM) as work:
        messages.file(work, UUID(message_id))


def tell_patient_of_reply(message_id: str, **_: object) -> None:
    """Write to the patient that there is something new."""
    with begin(SYSTEM) as work:
        messages.tell(work, UUID(message_id))


REACTIONS: dict[str, Reaction] = {
    name: job for name, job in globals().items() if isfunction(job) and job.__module__ == __name__
}
"""Every job by its name."""
