"""What patients of the tests have sent."""

from datetime import datetime, timedelta
from uuid import UUID

from portal_app import queue
from portal_app.models import Message, Patient, Task, TaskKind, Thread
from portal_app.wiring import begin
from tests.people import person, uid


def message(who: str = "ana", pool: str = "nurses", words: str = "May I take it with food?", hours: int = 8) -> UUID:
    """A patient writes a first message; gives the task's id."""
    with begin(person(who)) as work:
        thread = Thread(
            patient_id=uid(who), topic_id=uid("medicine"), subject=words[:140], started_at=work.now, last_at=work.now,
            messages=1, **_key(words),
        )  # fmt: skip
        work.add(thread)
        work.session.flush()
        _say(work, thread, words)
        patient = work.session.get(Patient, uid(who))
        due = work.now + timedelta(hours=hours) if hours else None
        task = queue.put(work, TaskKind.MESSAGE, thread.id, patient=patient, pool_id=uid(pool), gist=words, due_at=due)
        return task.id


def more(task_id: UUID, words: str = "One thing more.", who: str = "ana") -> None:
    """The patient writes again in the same conversation."""
    with begin(person(who)) as work:
        task = work.session.get(Task, task_id)
        thread = work.session.get(Thread, task.about_id)
        thread.messages += 1
        _say(work, thread, words)
        patient = work.session.get(Patient, uid(who))
        queue.put(
            work, TaskKind.MESSAGE, thread.id, patient=patient, pool_id=task.pool_id, gist=words, due_at=task.due_at
        )


def at(task_id: UUID, *, since: datetime | None = None, due: datetime | None = None) -> None:
    """Move a task in time."""
    with begin(person("ana")) as work:
        task = work.session.get(Task, task_id)
        task.since = since or task.since
        if due:
            task.due_at = task.rank_at = due


def _say(work, thread: Thread, words: str) -> None:
    work.add(
        Message(
            thread_id=thread.id,
            author_id=work.actor.account_id,
            author_name=work.actor.name,
            from_patient=True,
            body=words,
            sent_at=work.now,
            key=str(work.now.timestamp()),
        )  # fmt: skip
    )


def _key(words: str) -> dict[str, str]:
    return {"key": words[:64]} if "key" in Thread.model_fields else {}
