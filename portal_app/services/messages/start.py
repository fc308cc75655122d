"""Starting a conversation: what it can be about, who reads it and how soon, and the first message."""

from uuid import UUID

from sqlalchemy import false, select

from portal_app import queue
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import language, say
from portal_app.errors import BadInput
from portal_app.facts.messages import MessageSent
from portal_app.models import Patient, Pool, TaskKind, Thread, Topic
from portal_app.rules import clinic_words, clocks, writing
from portal_app.services.messages.cards import NewMessage, TopicCard, name_of
from portal_app.services.messages.drafts import draft
from portal_app.services.messages.posting import NEW, forget_draft, post, promised, take_turn
from portal_app.work import Work


def prepare(work: Work) -> NewMessage:
    """What a patient sees before the first word: topics, who reads, how soon; and what was typed before."""
    work.permit(Permission.MESSAGES_SEND)
    query = select(Topic, Pool).join(Pool, Pool.id == Topic.pool_id).where(Topic.active).order_by(Topic.position)
    topics = [_topic_card(work, topic, pool) for topic, pool in work.session.execute(query)]
    return NewMessage(topics, draft(work, NEW))


def start(work: Work, topic_id: str, subject: str, body: str, key: str) -> UUID:
    """Begin a conversation and put it into the queue of who answers; the same draft begins it once."""
    work.permit(Permission.MESSAGES_SEND)
    # held, so that two sendings of one draft take their turn
    patient = work.one(
        visible.patients(work.actor).where(Patient.id == work.actor.patient_id).with_for_update(key_share=True)
    )
    topic = _topic(work, topic_id)
    words = writing.message(body)
    title = writing.subject(subject, name_of(topic, language()))
    mark = writing.fingerprint(key, f"{topic.id}\n{title}\n{words}")
    before = work.session.scalars(visible.threads(work.actor).where(Thread.key == mark)).first()
    if before is not None:
        return before.id
    take_turn(work, patient.id)
    thread = Thread(
        patient_id=patient.id, topic_id=topic.id, subject=title, started_at=work.now, last_at=work.now, key=mark
    )
    work.add(thread)
    work.session.flush()
    message = post(work, thread, words, writing.fingerprint(key, words))
    forget_draft(work, NEW, key)
    goes_to = promised(work, topic)
    task = queue.put(
        work,
        TaskKind.MESSAGE,
        thread.id,
        patient=patient,
        pool_id=goes_to.pool_id,
        gist=title,
        due_at=goes_to.due_at,
    )
    work.record(
        MessageSent(
            patient_id=patient.id, thread_id=thread.id, message_id=message.id, task_id=task.id, pool_id=task.pool_id
        )
    )
    return thread.id


def _topic(work: Work, topic_id: str) -> Topic:
    try:
        chosen = select(Topic).where(Topic.id == UUID(topic_id), Topic.active)
    except ValueError:
        chosen = select(Topic).where(false())
    topic = work.session.scalars(chosen).first()
    if topic is None:
        raise BadInput(say("Choose what your message is about."), "topic")
    return topic


def _topic_card(work: Work, topic: Topic, pool: Pool) -> TopicCard:
    by = clocks.by(promised(work, topic).due_at, work.now, work.zone)
    return TopicCard(
        id=str(topic.id),
        name=name_of(topic, language()),
        hint=topic.hint.get(language()) or topic.hint.get("en", ""),
        who=clinic_words.spoken(pool.name),
        promise=say("Goes to {pool}. Send it now and they answer {by}.", pool=clinic_words.spoken(pool.name), by=by),
    )
