"""What the clinic is working on for the patient."""

from sqlalchemy import func, select

from portal_app.access import visible
from portal_app.catalogue import language, say
from portal_app.models import Form, FormState, Pool, Questionnaire, Staff, Task, TaskState, Thread
from portal_app.rules import clinic_words, clocks
from portal_app.rules.writing import initials
from portal_app.services.home.cards import PendingCard
from portal_app.work import Work

MOST = 3


def pending(work: Work) -> tuple[list[PendingCard], int]:
    """The first few things that wait for the clinic, longest waiting first, and how many there are."""
    threads = visible.threads(work.actor).where(Thread.closed_at.is_(None)).with_only_columns(Thread.id)
    forms = visible.forms(work.actor).where(Form.state == FormState.SENT).with_only_columns(Form.id)
    waiting = Task.about_id.in_(threads) | Task.about_id.in_(forms), Task.state == TaskState.OPEN
    query = (
        select(Task, Pool, Staff, Thread.subject, Questionnaire.title)
        .join(Pool, Pool.id == Task.pool_id)
        .outerjoin(Staff, Staff.id == Task.owner_id)
        .outerjoin(Thread, Thread.id == Task.about_id)
        .outerjoin(Form, Form.id == Task.about_id)
        .outerjoin(Questionnaire, Questionnaire.id == Form.questionnaire_id)
        .where(*waiting)
        .order_by(Task.since, Task.id)
        .limit(MOST)
    )
    total = work.session.scalar(select(func.count()).select_from(Task).where(*waiting)) or 0
    return [_card(work, *row) for row in work.session.execute(query)], total


def _card(
    work: Work, task: Task, pool: Pool, owner: Staff | None, subject: str | None, form: dict[str, str] | None
) -> PendingCard:
    title, place = subject or "", "messages"
    if form is not None:
        title, place = form.get(language()) or form["en"], "forms"
    name = owner.name if owner else clinic_words.spoken(pool.name)
    who = f"{owner.name}, {clinic_words.spoken(owner.title).lower()}" if owner and owner.title else name
    return PendingCard(
        title=title,
        who=say("This is with {who}.", who=who),
        initials=initials(name),
        since=clocks.since(task.since, work.now, work.zone),
        next=_next(work, task, form is not None),
        path=f"/{place}/{task.about_id}",
    )


def _next(work: Work, task: Task, is_form: bool) -> str:
    if task.due_at is None:
        return say("We read it before your visit.") if is_form else say("We answer as soon as we can.")
    by = clocks.by(task.due_at, work.now, work.zone)
    if task.due_at < work.now:
        return say("We are late: we said {by}. We have not forgotten you.", by=by)
    return say("We read it {by}.", by=by) if is_form else say("We answer {by}.", by=by)
