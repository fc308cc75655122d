"""What follows from a message, done by the portal itself: it is filed in the chart, and the patient is told."""

from uuid import UUID

from sqlalchemy import bindparam, select

from portal_app import filing, telling
from portal_app.access import visible
from portal_app.access.actor import SYSTEM
from portal_app.access.permissions import Permission
from portal_app.chart.communication import Said, communication
from portal_app.models import Account, Event, Message, Resource, Thread, ThreadRead, Topic
from portal_app.services.messages.cards import titled
from portal_app.work import Work

_IN_CHART = (
    select(Resource.fhir_id)
    .where(Resource.patient_id == Thread.patient_id, Resource.type == "Patient")
    .order_by(Resource.received_at)
    .limit(1)
    .correlate(Thread)
    .scalar_subquery()
)
# Built once, for the portal itself: nobody else may file (`Permission.CHART_IMPORT`).
_SAID = (
    visible.messages(SYSTEM)
    .where(Message.id == bindparam("message"))
    .join(Topic, Topic.id == Thread.topic_id)
    .add_columns(Thread, Topic.name, _IN_CHART)
)


def file(work: Work, message_id: UUID) -> None:
    """File a message in the patient's chart; twice is once."""
    work.permit(Permission.CHART_IMPORT)
    message, thread, topic, called = work.session.execute(_SAID, {"message": message_id}).one()
    said = Said(
        id=str(message.id),
        thread_id=str(thread.id),
        subject=thread.subject,
        topic=topic.get("en", ""),
        body=message.body,
        sent_at=message.sent_at,
        patient=f"Patient/{called or thread.patient_id}",
        author=titled(message.author_name, message.author_title),
        from_patient=message.from_patient,
    )
    filing.put(work, communication(said), thread.patient_id, from_patient=message.from_patient)


def tell(work: Work, message_id: UUID) -> None:
    """Tell the patient that there is an answer, and no more: once until they have read it."""
    work.permit(Permission.CHART_IMPORT)
    message = work.one(visible.messages(work.actor).where(Message.id == message_id))
    thread = work.session.get_one(Thread, message.thread_id)
    account = telling.account_of(work, thread.patient_id)
    if message.from_patient or account is None or _told_or_read(work, message, account):
        return
    telling.tell(work, thread.patient_id, Event.MESSAGE, message.id)


def _told_or_read(work: Work, message: Message, account: Account) -> bool:
    """Whether the patient has read it meanwhile, or an earlier answer that they have not read was told."""
    read_at = work.session.scalars(
        select(ThreadRead.read_at).where(ThreadRead.thread_id == message.thread_id, ThreadRead.account_id == account.id)
    ).first()
    if read_at is not None and read_at >= message.sent_at:
        return True
    waiting = select(Message.id).where(
        Message.thread_id == message.thread_id, Message.from_patient.is_(False), Message.sent_at < message.sent_at
    )
    if read_at is not None:
        waiting = waiting.where(Message.sent_at > read_at)
    return work.session.scalars(waiting.limit(1)).first() is not None
