"""Settings become a house: keys, database, and `begin(actor)`, the one way to a transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal_app import database, keys, live, settings
from portal_app.access import patience
from portal_app.access.actor import NOBODY, Actor
from portal_app.access.patience import Folded
from portal_app.adapters.library import Bundled
from portal_app.adapters.mail import Post
from portal_app.catalogue import speaking
from portal_app.errors import NotFound, Refused
from portal_app.facts import Fact, doors
from portal_app.keys import Keys
from portal_app.models.base import Sealed
from portal_app.ports import Ports
from portal_app.services import sessions
from portal_app.settings import Settings
from portal_app.work import FACTS, Work, fact_row


@dataclass
class House:
    """What one deployment has open."""

    settings: Settings
    keys: Keys

    @cached_property
    def engine(self) -> Engine:
        """The database, opened at first use."""
        Sealed.use(self.keys.columns)
        return database.open_engine(self.settings, self.keys)

    @cached_property
    def reading(self) -> Engine:
        """The same database for Works that only read; on the embedded one they never wait for a writer."""
        return self.engine.execution_options(reads=True)

    @cached_property
    def post(self) -> Post | None:
        """The way to the mail server; none in the demo clinic, whose mail stays in its table."""
        here = self.settings
        return None if here.demo else Post(here.smtp_url, here.mail_from, here.domain, bounces=here.mail_bounces)

    @cached_property
    def ports(self) -> Ports:
        """What services may ask."""
        return Ports(library=Bundled())

    def close(self) -> None:
        """Close the database's connections."""
        self.engine.dispose()


_open: House | None = None


def house() -> House:
    """The house of this process, opened from the environment at first use."""
    global _open
    if _open is None:
        chosen = settings.load()
        _open = House(chosen, keys.load(chosen.home))
    return _open


def move_in(new: House | None) -> House | None:
    """Use this house from now on; returns the one before. For commands and tests."""
    global _open
    before, _open = _open, new
    return before


@contextmanager
def begin(actor: Actor, *, reads: bool = False, door: str = "") -> Iterator[Work]:
    """One Work: commits once at the end, or leaves no trace but the fact of a refusal.

    `reads=True` promises to change nothing but facts (a look at a chart is one): these are written and committed
    before the caller gets anything, so that nobody sees what is not in the audit trail.
    """
    here = house()
    with (
        speaking(actor.language),
        Session(here.reading if reads else here.engine, expire_on_commit=False) as session,
    ):
        work = Work(session, actor, here.settings, here.keys, reads=reads, ports=here.ports)
        try:
            yield work
            if reads:
                session.rollback()
                _write_facts(here, work)
            else:
                work.write_down()
                session.commit()
        except Refused as refusal:
            session.rollback()
            record_refusal(actor, door, refusal)
            raise
    live.publish(work.topics)


def _write_facts(here: House, work: Work) -> None:
    if work.facts:
        with here.engine.begin() as db:
            db.execute(FACTS, work.facts)


def record_refusal(actor: Actor, door: str, refusal: Refused) -> None:
    """Write down that somebody was refused at a door, once; in a transaction of its own, for theirs was rolled back."""
    if refusal.recorded:
        return
    refusal.recorded = True
    if not patience.refused(actor):
        return
    why = "NotFound" if isinstance(refusal, NotFound) else type(refusal).__name__
    _write_down([(actor, doors.Refused(door=door[:120], why=why))])


def write_folded(*, at_once: bool = False) -> None:
    """Write down how many refusals were only counted, minute by minute; `at_once` when this process ends."""

    def write(folded: Sequence[Folded]) -> None:
        _write_down(
            (
                one.actor,
                doors.RefusalsFolded(count=one.folded, since=datetime.fromtimestamp(one.began, UTC).isoformat()),
            )
            for one in folded
        )

    patience.settle(write, at_once=at_once)


def _write_down(facts: Iterable[tuple[Actor, Fact]]) -> None:
    here, now = house(), datetime.now(UTC)
    rows = [fact_row(fact, actor, now, here.keys) for actor, fact in facts]
    if rows:
        with here.engine.begin() as db:
            db.execute(FACTS, rows)


def who(session_key: str, address: str = "") -> Actor:
    """The person behind a session, given the SHA-256 of its cookie in hexadecimal; NOBODY if it does not hold."""
    try:
        key_hash = bytes.fromhex(session_key)
    except ValueError:
        return NOBODY
    if not key_hash:
        return NOBODY
    with house().reading.connect() as db:
        return sessions.who(db, key_hash, address, datetime.now(UTC))
