"""How far each side has read a conversation: noted when new words are first seen, and told to who wrote them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portal_app.access.actor import ActorKind
from portal_app.catalogue import say
from portal_app.facts.messages import ThreadSeen
from portal_app.models import Account, Message, Patient, Staff, Thread, ThreadRead
from portal_app.rules import clocks
from portal_app.work import Work


@dataclass(frozen=True)
class Receipt:
    """Under the newest message of the reader's side: "Read by Ben Ruiz, 9:12 AM"."""

    message_id: str = ""
    sentence: str = ""
    was_read: bool = False


def note_seen(work: Work, thread_id: UUID, patient_id: UUID, task_id: UUID) -> None:
    """The actor sees the end of a conversation; what was read before keeps the moment at which it was read.

    The caller has found the conversation through `visible`.
    """
    reader = work.actor.account_id
    if reader is None:
        raise TypeError("only people read")
    theirs = select(col(Message.id)).where(
        col(Message.thread_id) == thread_id,
        col(Message.from_patient).is_(work.actor.kind is not ActorKind.PATIENT),
    )
    # held, so that two tabs that open it at once take their turn
    work.session.execute(select(col(Thread.id)).where(col(Thread.id) == thread_id).with_for_update(key_share=True))
    row = work.session.get(ThreadRead, (thread_id, reader), populate_existing=True)
    if row is not None:
        theirs = theirs.where(col(Message.sent_at) > row.read_at)
    if work.session.scalars(theirs.limit(1)).first() is None:
        return
    if row is None:
        work.add(ThreadRead(thread_id=thread_id, account_id=reader, read_at=work.now))
    else:
        row.read_at = work.now
    work.session.flush()
    work.record(ThreadSeen(patient_id=patient_id, thread_id=thread_id, task_id=task_id))


def just_sent(message_id: UUID) -> Receipt:
    """What stands under a message of which nobody knows yet."""
    return Receipt(str(message_id), say("Sent, not read yet"))


def receipt(work: Work, thread_id: UUID) -> Receipt:
    """Whether the other side has read the newest message of the actor's side, who, and when."""
    patient_reads = work.actor.kind is ActorKind.PATIENT
    own = select(col(Message.id), col(Message.sent_at)).where(
        col(Message.thread_id) == thread_id, col(Message.from_patient).is_(patient_reads)
    )
    newest = work.session.execute(own.order_by(col(Message.sent_at).desc(), col(Message.id).desc()).limit(1)).first()
    if newest is None:
        return Receipt()
    reader = Staff if patient_reads else Patient
    whose = Account.staff_id if patient_reads else Account.patient_id
    query = (
        select(col(ThreadRead.read_at), reader)
        .join(Account, col(Account.id) == ThreadRead.account_id)
        .join(reader, col(reader.id) == whose)
        .where(col(ThreadRead.thread_id) == thread_id, col(ThreadRead.read_at) >= newest.sent_at)
        .order_by(col(ThreadRead.read_at))
        .limit(1)
    )
    found = work.session.execute(query).first()
    if found is None:
        return just_sent(newest.id)
    when = clocks.moment(found[0], work.now, work.zone)
    return Receipt(str(newest.id), say("Read by {name}, {when}", name=found[1].name, when=when), was_read=True)
