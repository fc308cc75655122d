"""What is Ana's, and nobody else's to see: one row of everything, each with a word in it that must never escape."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session as Db
from sqlmodel import SQLModel

from portal_app.models import (
    Draft,
    Event,
    Form,
    FormAnswer,
    FormState,
    Invitation,
    Message,
    Notice,
    Questionnaire,
    ResourceRelease,
    Task,
    TaskEvent,
    TaskKind,
    Thread,
    resource,
)
from portal_app.models.accounts import Channel
from portal_app.models.kinds import Group
from tests.people import uid

CANARIES = {
    "subject": "quartz-subject-81",
    "message": "zinnia-message-82",
    "draft": "yarrow-draft-83",
    "answer": "xenon-answer-84",
    "result": "walnut-result-85",
    "note": "violet-note-86",
}
NOW = datetime.now(UTC)
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "status": "active",
    "item": [{"linkId": "why", "text": "What brings you in?", "type": "string", "required": True}],
}


def give(db: Db) -> None:
    """Put them into the database."""
    db.add(
        Thread(
            id=uid("thread"), patient_id=uid("ana"), topic_id=uid("medicine"), subject=CANARIES["subject"],
            started_at=NOW, last_at=NOW, messages=1,
        )
    )  # fmt: skip
    body = f'{{"resourceType":"Observation","valueString":"{CANARIES["result"]}"}}'.encode()
    db.add(
        resource(
            id=uid("result"), source="import", type="Observation", fhir_id="o1", patient_id=uid("ana"),
            group=Group.LABS, title=CANARIES["result"], body=body, digest=hashlib.sha256(body).digest(),
            clinical_at=NOW, received_at=NOW, release=ResourceRelease(visible_from=NOW - timedelta(days=1)),
        )
    )  # fmt: skip
    db.add(
        Questionnaire(
            id=uid("questionnaire"), slug="walk", title={"en": "Intake"}, body=QUESTIONNAIRE, pool_id=uid("nurses")
        )
    )
    db.flush()
    db.add(
        Message(
            id=uid("message"), thread_id=uid("thread"), author_id=uid("account ana"), author_name="Ana Rivera",
            from_patient=True, body=CANARIES["message"], sent_at=NOW, key="k1",
        )
    )  # fmt: skip
    db.add(
        Form(
            id=uid("form"), patient_id=uid("ana"), questionnaire_id=uid("questionnaire"), state=FormState.SENT,
            asked_at=NOW, sent_at=NOW,
        )
    )  # fmt: skip
    db.add(Draft(account_id=uid("account ana"), place="new", body=CANARIES["draft"], key="k2", saved_at=NOW))
    db.add(
        Invitation(
            id=uid("invitation"), patient_id=uid("ana"), channel=Channel.EMAIL, email="ana@example.org",
            secret_hash=b"t" * 32, sent_at=NOW, expires_at=NOW + timedelta(days=7),
        )
    )  # fmt: skip
    for name, event, about in (("notice", Event.RESULT, "result"), ("form notice", Event.FORM, "form")):
        db.add(
            Notice(
                id=uid(name), account_id=uid("account ana"), patient_id=uid("ana"), event=event, about_id=uid(about),
                at=NOW,
            )
        )  # fmt: skip
    db.flush()
    db.add(FormAnswer(form_id=uid("form"), path="why", value=CANARIES["answer"], saved_at=NOW))
    for name, kind, about in (("task", TaskKind.MESSAGE, "thread"), ("form task", TaskKind.FORM, "form")):
        db.add(
            Task(
                id=uid(name), kind=kind, about_id=uid(about), patient_id=uid("ana"), site_id=uid("maple"),
                pool_id=uid("nurses"), gist=CANARIES["subject"], since=NOW, rank_at=NOW, news_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
    db.flush()
    db.add(
        TaskEvent(id=uid("note"), task_id=uid("task"), at=NOW, verb="noted", by_id=uid("ben"), note=CANARIES["note"])
    )


IDS: dict[str, UUID] = {
    name: uid(name)
    for name in (
        "ana", "account ana", "session ana", "thread", "message", "result", "questionnaire", "form", "invitation",
        "task", "form task", "note", "notice", "form notice",
    )
}  # fmt: skip
"""Everything of Ana's by its id."""

NOT_COMPARED = {
    "facts": set(), "seals": set(), "jobs": set(), "throttles": set(),
    "sessions": {"seen_at"},
}  # fmt: skip
"""What may change at a refusal: the fact of it, who missed how often, when somebody did something last."""


def snapshot(engine: Engine) -> dict[str, str]:
    """A hash of every table's rows: what a refusal must leave as it was."""
    hashes = {}
    with engine.connect() as db:
        for name, table in SQLModel.metadata.tables.items():
            if NOT_COMPARED.get(name) == set():
                continue
            columns = [column for column in table.columns if column.name not in NOT_COMPARED.get(name, ())]
            rows = sorted(repr(tuple(row)) for row in db.execute(table.select().with_only_columns(*columns)))
            hashes[name] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()}"
    return hashes
