"""Fills a migrated database that has the people of the tests in it with a clinic of any size, by bulk insert."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, insert, text
from sqlmodel import SQLModel

from portal_app.models import Message, Patient, PatientWord, Task, TaskEvent, TaskKind, TaskState, Thread, new_id
from portal_app.rules.search_words import search_words
from tests.people import uid

GIVEN = ["Ana", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Hannah", "Ivan", "Julia", "Karen", "Leo", "María"]
FAMILY = ["Adams", "Baker", "Castillo", "Díaz", "Evans", "Flores", "García", "Kim", "López", "Ortiz", "Rivera", "Smith"]
ENDINGS = ["", "s", "son", "er", "ez", "man", "field", "ton", "berg", "wood"]
EACH = 4
"""Messages of a thread."""
CHUNK = 5_000
STATES = (TaskState.OPEN,) * 2 + (TaskState.WAITING,) + (TaskState.CLOSED,) * 7

States = tuple[TaskState, ...]


def seed(engine: Engine, patients: int, messages: int, *, number: int = 1, states: States = STATES) -> None:
    """So many patients, and so many messages in threads of four, each with its task: a fifth of them open."""
    chance = random.Random(number)
    with engine.begin() as db:
        if engine.dialect.name == "sqlite":
            # rows come in no order of any index: keep the pages that they fall on
            db.execute(text("PRAGMA cache_size = -800000"))
        ids = [new_id() for _ in range(patients)]
        _put(db, Patient, _patients(chance, ids))
        _put(db, PatientWord, _words(chance, ids, db))
        threads = [new_id() for _ in range(messages // EACH)]
        rows = list(_threads(chance, ids, threads, states))
        _put(db, Thread, (thread for thread, _ in rows))
        _put(db, Task, (task for _, task in rows))
        _put(db, Message, (message for thread, _ in rows for message in _messages(thread)))
        _put(db, TaskEvent, ({"task_id": task["id"], "at": task["since"], "verb": "opened"} for _, task in rows))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("ANALYZE"))


def _put(db: Connection, model: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    blank = {name: field.get_default(call_default_factory=False) for name, field in model.model_fields.items()}
    has_id = "id" in model.model_fields
    while chunk := list(islice(rows, CHUNK)):
        full = [{**blank, **({"id": new_id()} if has_id else {}), **row} for row in chunk]
        db.execute(insert(model.__table__), full)  # type: ignore[attr-defined]


def _patients(chance: random.Random, ids: list[UUID]) -> Iterator[dict[str, Any]]:
    for place, id in enumerate(ids):
        yield {
            "id": id,
            "mrn": f"Z{place:07}",
            "given": chance.choice(GIVEN) + chance.choice(ENDINGS[:4]),
            "family": chance.choice(FAMILY) + chance.choice(ENDINGS) + chance.choice(ENDINGS),
            "birth_date": date(1930, 1, 1) + timedelta(days=chance.randrange(33_000)),
            "language": "en",
            "site_id": uid(chance.choice(("maple", "riverside"))),
            "created_at": datetime.now(UTC),
        }


def _words(chance: random.Random, ids: list[UUID], db: Connection) -> Iterator[dict[str, Any]]:
    new = set(ids)
    for row in db.execute(Patient.__table__.select()).mappings():  # type: ignore[attr-defined]
        if row["id"] in new:
            yield from ({"word": word, "patient_id": row["id"]} for word in search_words(Patient(**row)))


def _threads(
    chance: random.Random, patients: list[UUID], ids: list[UUID], states: States
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    now = datetime.now(UTC)
    sites = [uid("maple"), uid("riverside")]
    pools = [uid("nurses"), uid("nurses"), uid("billing"), uid("front_desk")]
    owners = [None, None, uid("ben"), uid("lena")]
    for id in ids:
        patient, state = chance.choice(patients), chance.choice(states)
        since = now - timedelta(seconds=chance.randrange(60 * 86_400))
        due = since + timedelta(hours=chance.choice((8, 24, 48)))
        thread = {
            "id": id, "patient_id": patient, "topic_id": uid("medicine"), "subject": "About a medicine",
            "started_at": since, "last_at": since, "messages": EACH, "key": str(id),
        }  # fmt: skip
        task = {
            "id": new_id(), "kind": TaskKind.MESSAGE, "about_id": id, "patient_id": patient,
            "site_id": chance.choice(sites), "pool_id": chance.choice(pools), "owner_id": chance.choice(owners),
            "state": state, "gist": "About a medicine",
            "since": since, "due_at": due, "rank_at": due if state is TaskState.OPEN else since, "news_at": since,
            "changed_at": since, "closed_at": since if state is TaskState.CLOSED else None, "version": 1,
        }  # fmt: skip
        yield thread, task


def _messages(thread: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in range(EACH):
        yield {
            "thread_id": thread["id"], "author_id": uid("account ana"), "author_name": "Ana Rivera", "author_title": "",
            "from_patient": place % 2 == 0, "body": "May I take it with food? " * 4,
            "sent_at": thread["started_at"] - timedelta(minutes=EACH - place), "key": str(place),
        }  # fmt: skip
