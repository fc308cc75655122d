"""Misses at a door: tries are counted before they are looked at, and cost growing waits that end by themselves.

A wait shuts one door, never an account: a passkey, a browser that came in before and an e-mailed link stay open.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from portal_app.catalogue import say_count
from portal_app.errors import TooSoon
from portal_app.models import Throttle, new_id
from portal_app.work import Work

FREE = 5
"""Tries without a wait."""
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
_insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def come_in_another_way(minutes: int) -> str:
    """What who waits at a door of signing in reads."""
    return say_count(
        "Too many tries. Wait one minute, or come in another way.",
        "Too many tries. Wait {n} minutes, or come in another way.",
        minutes,
    )


def take(
    work: Work, door: str, *who: str, free: int = FREE, sentence: Callable[[int], str] = come_in_another_way
) -> None:
    """Count a try at a door; TooSoon while a wait is on (which does not make it longer)."""
    row = _row(work, work.keys.proof("throttle", door, *who))
    if row.until is not None and row.until > work.now:
        raise TooSoon(sentence(max(1, round((row.until - work.now) / timedelta(minutes=1) + 0.49))))
    if work.now - row.first_at > FORGOTTEN:
        row.misses, row.first_at = 0, work.now
    row.misses += 1
    over = row.misses - free
    row.until = None if over < 0 else work.now + min(LONGEST, timedelta(minutes=2 ** min(over, 8)))


def give_back(work: Work, door: str, *who: str, free: int = FREE) -> None:
    """The try was right: it counts no more. What others missed stays counted, so that nobody buys tries with it."""
    row = _row(work, work.keys.proof("throttle", door, *who))
    row.misses = max(0, row.misses - 1)
    if row.misses < free:
        row.until = None


def forgive(work: Work, door: str, *who: str) -> None:
    """The try was right: what was counted is forgotten."""
    row = _row(work, work.keys.proof("throttle", door, *who))
    row.misses, row.until = 0, None


def _row(work: Work, key: bytes) -> Throttle:
    insert = _insert[work.session.get_bind().dialect.name]
    first = insert(Throttle).values(id=new_id(), key=key, misses=0, first_at=work.now)
    work.session.execute(first.on_conflict_do_nothing(index_elements=["key"]))
    return work.session.scalars(select(Throttle).where(col(Throttle.key) == key).with_for_update()).one()
