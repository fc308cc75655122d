"""One event, webhook or job is one Work: one actor, one moment, one transaction, one commit."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import Session

from portal_app.access.actor import Actor
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say
from portal_app.database import add_once
from portal_app.errors import NotFound, PortalError, Refused
from portal_app.facts import Fact
from portal_app.keys import Keys
from portal_app.models import Clinic, FactRow, Job, JobState, new_id
from portal_app.ports import Ports
from portal_app.settings import Settings

T = TypeVar("T")
NONCE = 8
MARKED = (
    "at", "kind", "actor_kind", "actor_name", "account_id", "staff_id", "patient_id", "session_id", "address", "data",
)  # fmt: skip

# Built once: building a statement costs more than running it.
_CLINIC = select(*Clinic.__table__.columns).limit(1)  # type: ignore[attr-defined]
FACTS = FactRow.__table__.insert()  # type: ignore[attr-defined]
_JOBS = Job.__table__.insert()  # type: ignore[attr-defined]
_NEW = {
    "key": None,
    "state": JobState.WAITING,
    "tries": 0,
    "leased_until": None,
    "leased_by": "",
    "problem": "",
    "ended_at": None,
}


@dataclass
class Work:
    """What a service is handed. Services never commit: `wiring.begin` does, once, when they have succeeded."""

    session: Session
    actor: Actor
    settings: Settings
    keys: Keys
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    reads: bool = False
    ports: Ports = field(default_factory=Ports)
    """What is connected outside; never asked over a network inside a Work that writes."""
    topics: set[str] = field(default_factory=set)
    facts: list[dict[str, Any]] = field(default_factory=list)
    """Rows of what happened, written last of all."""
    _jobs: list[dict[str, Any]] = field(default_factory=list)
    _connection: Connection | None = None
    _clinic: Clinic | None = None

    @property
    def connection(self) -> Connection:
        """For statements of plain columns, which no session keeps."""
        # never a cached_property: until Python 3.12 its lock is one for all Works, and one that waits for the
        # database's turn would keep the one that has it from ending
        if self._connection is None:
            self._connection = self.session.connection()
        return self._connection

    @property
    def clinic(self) -> Clinic:
        """The one clinic of this deployment, to read: its columns, which nothing can be written to."""
        if self._clinic is None:
            self._clinic = cast(Clinic | None, self.connection.execute(_CLINIC).first())
        if self._clinic is None:
            raise PortalError(say("This portal has not been set up yet."))
        return self._clinic

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.clinic.zone)

    def permit(self, permission: Permission) -> None:
        """Refuse unless the actor may do this. The first line of every service."""
        if not granted(self.actor, permission):
            raise Refused(say("You cannot do this with your account."))

    def one(self, query: Select[T]) -> T:
        """The one row of a query made by `visible`; unseen and missing are the same NotFound."""
        row = self.session.scalars(query.limit(1)).first()
        if row is None:
            raise NotFound(say("We could not find that. It may have moved."))
        return row

    def all(self, query: Select[T]) -> Sequence[T]:
        """All rows of a query; the caller limits it."""
        return self.session.scalars(query).all()

    def add(self, row: T) -> T:
        """Add a row to this Work's transaction."""
        self.session.add(row)
        return row

    def record(self, fact: Fact, *, by: Actor | None = None) -> None:
        """Write down what happened, and what follows from it, in this transaction; live pages hear after commit.

        `by` is who did it where the session does not say so yet: whoever has just shown who they are (`entry.py`).
        """
        self.facts.append(fact_row(fact, by or self.actor, self.now, self.keys))
        self.topics.update(fact.topics())
        if not self.reads:
            for name in fact.then:
                self.enqueue(name, row_args(fact), key=None)

    def enqueue(
        self, name: str, args: dict[str, Any], *, key: str | None = None, wait: timedelta | None = None
    ) -> None:
        """Ask for a job in this transaction; `key` makes it happen once, `args` are ids only."""
        run_at = self.now + (wait or timedelta())
        if key is None:
            self._jobs.append({**_NEW, "id": new_id(), "name": name, "args": args, "run_at": run_at})
        else:
            add_once(self.session, Job(name=name, args=args, key=key, run_at=run_at))
        self.topics.add("jobs")

    def write_down(self) -> None:
        """Put what happened, and what follows from it, into the transaction; `wiring.begin` does, before it commits."""
        self.session.flush()
        for insert, rows in ((FACTS, self.facts), (_JOBS, self._jobs)):
            if rows:
                self.connection.execute(insert, rows)


def row_args(fact: Fact) -> dict[str, Any]:
    """A fact's fields as a job's arguments."""
    data = fact.data()
    return data if fact.patient_id is None else {**data, "patient_id": str(fact.patient_id)}


def fact_row(fact: Fact, actor: Actor, now: datetime, keys: Keys) -> dict[str, Any]:
    """The append-only row of a fact, with its keyed hash."""
    row = {
        "at": now,
        "kind": type(fact).__name__,
        "actor_kind": str(actor.kind),
        "actor_name": actor.name[:120],
        "account_id": actor.account_id,
        "staff_id": actor.staff_id,
        "patient_id": fact.patient_id,
        "session_id": actor.session_id,
        "address": actor.address[:64],
        "data": orjson.dumps(fact.data(), option=orjson.OPT_SORT_KEYS).decode(),
    }
    return {**row, "mac": _fact_mac(row, keys, secrets.token_bytes(NONCE))}


def fact_holds(row: FactRow, keys: Keys) -> bool:
    """Whether a fact is what this deployment once wrote."""
    return hmac.compare_digest(row.mac, _fact_mac({name: getattr(row, name) for name in MARKED}, keys, row.mac[:NONCE]))


def _fact_mac(row: Mapping[str, Any], keys: Keys, nonce: bytes) -> bytes:
    """HMAC-SHA256 over every column but `seq` (the database gives it; the chain of seals holds it) and `mac`; the nonce
    before it tells a copied row from the same thing done twice."""

    def text(value: UUID | datetime | str | None) -> str:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        return "" if value is None else str(value)

    message = nonce + "\x1f".join(text(row[column]) for column in MARKED).encode()
    return nonce + hmac.digest(keys.audit, message, hashlib.sha256)
