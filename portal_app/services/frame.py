"""What stands around every page: the clinic, who is signed in, and how much is new."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from portal_app import news
from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.models import Clinic, Message, Thread, ThreadRead
from portal_app.rules.writing import initials
from portal_app.work import Work


@dataclass(frozen=True)
class FrameCard:
    """The clinic's name and telephone, the person's initials, what is new in conversations and in the record."""

    clinic: str = ""
    phone: str = ""
    initials: str = ""
    unread: int = 0
    new_records: int = 0


def read(work: Work) -> FrameCard:
    """The frame for whoever asks, signed in or not; before the clinic is set up it is empty."""
    clinic = work.session.scalars(select(Clinic).limit(1)).first()
    patient = work.actor.kind is ActorKind.PATIENT
    return FrameCard(
        clinic=clinic.name if clinic else "",
        phone=clinic.phone if clinic else "",
        initials=initials(work.actor.name),
        unread=unread(work) if patient else 0,
        new_records=news.unseen_of_record(work) if patient else 0,
    )


def unread(work: Work) -> int:
    """How many of the patient's conversations have an answer that they have not read."""
    read_by_me = and_(ThreadRead.thread_id == Thread.id, ThreadRead.account_id == work.actor.account_id)
    answered = (
        visible.threads(work.actor)
        .join(Message, Message.thread_id == Thread.id)
        .outerjoin(ThreadRead, read_by_me)
        .where(Message.from_patient.is_(False))
        .where(or_(ThreadRead.read_at.is_(None), Message.sent_at > ThreadRead.read_at))
        .with_only_columns(Thread.id)
        .distinct()
    )
    return work.session.scalar(select(func.count()).select_from(answered.subquery())) or 0
