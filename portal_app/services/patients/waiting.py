"""What a patient and the clinic have with each other: open work and conversations."""

from sqlalchemy import func

from portal_app.access import visible
from portal_app.catalogue import mark, say
from portal_app.models import Patient, Task, TaskState, Thread
from portal_app.rules import clocks
from portal_app.rules.kinds import KINDS
from portal_app.services.patients.cards import WorkLine
from portal_app.work import Work

SHOWN = 8
TASK_STATES = {
    TaskState.OPEN: (mark("Open"), "soon"),
    TaskState.WAITING: (mark("Answered"), "info"),
    TaskState.CLOSED: (mark("Closed"), "working"),
}


def tasks(work: Work, patient: Patient) -> list[WorkLine]:
    """The patient's open tasks that are in the reader's queues, longest waiting first."""
    query = visible.tasks(work.actor).where(Task.patient_id == patient.id, Task.state == TaskState.OPEN)
    lines = []
    for task in work.all(query.order_by(Task.since).limit(SHOWN)):
        kind, promise = KINDS[task.kind], clocks.clock(task.due_at, work.now, work.zone)
        tone = {"amber": "soon", "red": "failed"}.get(promise.tone, "working")
        below = say("{kind}, waits {wait}", kind=say(kind.word), wait=clocks.wait(work.now - task.since))
        lines.append(WorkLine(str(task.id), task.gist, below, "", promise.words, tone, kind.drawing, str(task.id)))
    return lines


def threads(work: Work, patient: Patient) -> tuple[list[WorkLine], int]:
    """The newest conversations that the reader may read, and how many more there are."""
    query = visible.threads(work.actor).where(Thread.patient_id == patient.id)
    total = work.session.scalar(query.with_only_columns(func.count())) or 0
    rows = work.all(query.order_by(Thread.last_at.desc(), Thread.id.desc()).limit(SHOWN))
    mine = {
        task.about_id: task
        for task in work.all(visible.tasks(work.actor).where(Task.about_id.in_([row.id for row in rows])))
    }
    lines = []
    for row in rows:
        task = mine.get(row.id)
        state, tone = TASK_STATES[task.state] if task else ("", "working")
        lines.append(
            WorkLine(
                id=str(row.id),
                title=row.subject,
                below=say("{n} messages", n=row.messages) if row.messages != 1 else say("1 message"),
                when=clocks.short(row.last_at, work.now, work.zone),
                state=say(state) if state else "",
                tone=tone,
                drawing="message-square-text",
                task_id=str(task.id) if task else "",
            )
        )
    return lines, total - len(lines)
