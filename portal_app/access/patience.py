"""How often anybody may be refused: each refusal is a fact, and facts are kept, so of a flood only the number is.

Counted by session once a password or link was right, and by network before that: the stranger in the waiting room takes
nothing from the patients beside them, and connecting again begins nothing anew. Each process counts for itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from portal_app.access.actor import NOBODY, Actor, ActorKind
from portal_app.rules.addresses import network_of

REFUSALS = 60
"""Refusals of one session or network that are written down one by one; more, and it is not heard for the minute."""
STRANGERS = 600
"""The same for all networks together: who has very many still cannot fill the trail. They stay heard."""
MOST = 10_000
"""Networks counted apart; whoever comes from one more is counted with the others."""
MINUTE = 60.0


@dataclass(slots=True)
class Folded:
    """One minute of somebody's refusals: how many, and how many of them have no fact of their own."""

    actor: Actor
    began: float
    refused: int = 0
    folded: int = 0

    @property
    def over(self) -> bool:
        """Whether the minute is past."""
        return not 0 <= time.time() - self.began < MINUTE


_counts: dict[str, Folded] = {}
_past: list[Folded] = []
_lock = Lock()


def refused(actor: Actor) -> bool:
    """One more refusal; whether it gets a fact of its own."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    with _lock:
        key = _key(actor)
        if key not in _counts and len(_counts) >= MOST:
            key, actor = "others", NOBODY
        count = _count(key, actor)
        count.refused += 1
        alone = key != "others" and count.refused <= REFUSALS
        if alone and not _is_known(actor):
            strangers = _count("strangers", NOBODY)
            strangers.refused += 1
            alone = strangers.refused <= STRANGERS
        count.folded += not alone
        return alone


def lost(actor: Actor) -> bool:
    """Whether this session or network was refused too often in this minute; it is not even asked what it wants."""
    count = _counts.get(_key(actor))
    return count is not None and count.refused >= REFUSALS and not count.over


def settle(write: Callable[[Sequence[Folded]], None], *, at_once: bool = False) -> None:
    """Have written down what was folded in minutes that are past (`at_once`: in all); kept if that fails."""
    global _past
    with _lock:
        for key in [key for key, count in _counts.items() if at_once or count.over]:
            _put_by(_counts.pop(key))
        due, _past = _past, []
    try:
        if due:
            write(due)
    except Exception:
        with _lock:
            _past = [*due, *_past]
        raise


def start_again() -> None:
    """Forget all refusals; between tests."""
    with _lock:
        _counts.clear()
        _past.clear()


def _is_known(actor: Actor) -> bool:
    return actor.session_id is not None and actor.account_id is not None


def _key(actor: Actor) -> str:
    return f"session {actor.session_id}" if _is_known(actor) else f"network {network_of(actor.address)}"


def _count(key: str, actor: Actor) -> Folded:
    count = _counts.get(key)
    if count is None or count.over:
        if count is not None:
            _put_by(count)
        count = _counts[key] = Folded(actor, time.time())
    return count


def _put_by(count: Folded) -> None:
    if count.folded:
        _past.append(count)
