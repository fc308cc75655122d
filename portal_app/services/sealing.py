"""The chain of seals over the facts: what was changed, taken out or put in shows (45 CFR 164.312(c))."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal_app.access.permissions import Permission
from portal_app.errors import PortalError
from portal_app.keys import Keys
from portal_app.models import FactRow, Seal
from portal_app.work import Work, fact_holds

WINDOW = 10_000
"""How far behind the newest sealed fact one may still commit: PostgreSQL's transactions pass each other."""
BATCH = 1_000


class ChainCut(PortalError):
    """The chain does not hold the head that was noted outside the database: its end was cut off or rewritten."""


@dataclass(frozen=True)
class Head:
    """The newest seal: how many there are, and the hash that covers them all."""

    position: int = 0
    chain: bytes = b""

    def __str__(self) -> str:
        return f"{self.position}:{self.chain.hex()}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The head as it was written down; a sentence when that is no head."""
        position, _, chain = text.strip().partition(":")
        try:
            return cls(int(position), bytes.fromhex(chain))
        except ValueError:
            raise PortalError("This is no head of an audit chain. It reads like 1042:9f3c...") from None


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole trail found; `fault` is empty when it holds."""

    head: Head
    waiting: int = 0
    """Facts so new that they have no seal yet."""
    fault: str = ""


def seal(work: Work, noted: Head | None) -> Head:
    """Give every committed fact its place in the chain, in the order in which they are met; refuses to go on when
    `noted`, the head kept outside the database, is not in the chain."""
    work.permit(Permission.AUDIT_SEAL)
    head = newest(work)
    if noted and _chain_at(work, noted.position) != noted.chain:
        raise ChainCut("The audit trail's end was cut off or rewritten. Run `portal audit verify`.")
    since = work.session.scalar(select(func.max(Seal.fact_seq))) or 0
    unsealed = _unsealed(FactRow).where(FactRow.seq > since - WINDOW)
    for fact in work.session.scalars(unsealed.execution_options(yield_per=BATCH)):
        link = Seal(position=head.position + 1, fact_seq=fact.seq, chain=b"", sealed_at=work.now)
        link.chain = _link(work.keys, head.chain, link, fact.mac)
        work.add(link)
        head = Head(link.position, link.chain)
    return head


def newest(work: Work) -> Head:
    """The newest seal in the database."""
    work.permit(Permission.AUDIT_READ)
    last = work.session.scalars(select(Seal).order_by(Seal.position.desc()).limit(1)).first()
    return Head(last.position, last.chain) if last else Head()


def verify(work: Work, noted: Head | None) -> Verdict:
    """Read the whole trail and name the first row that was changed, taken out or put in."""
    work.permit(Permission.AUDIT_READ)
    head, fault = Head(), ""
    for position, link, fact in _chain(work):
        fault = _fault(work.keys, head, position, link, fact)
        if fault:
            return Verdict(head, fault=fault)
        head = Head(link.position, link.chain)
        if noted and noted.position == head.position and noted.chain != head.chain:
            return Verdict(head, fault=f"Seal {head.position} is not the one that was noted: the chain was rewritten.")
    if noted and noted.position > head.position:
        return Verdict(head, fault=f"Seal {head.position + 1} and what followed were taken out: the end is cut off.")
    waiting, fault = _newcomers(work)
    return Verdict(head, waiting, fault or _copies(work))


def _chain(work: Work) -> Iterator[tuple[int, Seal | None, FactRow | None]]:
    """Every seal in order with its fact; one whose row cannot even be read comes as (position, None, None)."""
    last = 0
    pairs = select(Seal, FactRow).outerjoin(FactRow, FactRow.seq == Seal.fact_seq).order_by(Seal.position)
    step = BATCH
    while True:
        query = pairs.where(Seal.position > last).limit(step)
        try:
            rows = work.session.execute(query).all()
        except (ValueError, TypeError, AttributeError):  # a flipped byte may leave no date or id to read
            if step == 1:
                yield last + 1, None, None
                return
            step = 1
            continue
        if not rows:
            return
        for link, fact in rows:
            yield link.position, link, fact
        last = rows[-1][0].position
        work.session.expunge_all()


def _fault(keys: Keys, head: Head, position: int, link: Seal | None, fact: FactRow | None) -> str:
    if link is None:
        return f"The row of seal {position}, or its fact, was changed: it cannot be read."
    if position != head.position + 1:
        return f"Seal {head.position + 1} was taken out."
    if fact is None:
        return f"Fact {link.fact_seq} was taken out (seal {position})."
    if not fact_holds(fact, keys):
        return f"Fact {fact.seq} was changed (seal {position})."
    if not hmac.compare_digest(link.chain, _link(keys, head.chain, link, fact.mac)):
        return f"Seal {position} was changed or put in (fact {fact.seq})."
    return ""


def _newcomers(work: Work) -> tuple[int, str]:
    """Facts without a seal are the newest ones, made with the key; any other was put in."""
    waiting = 0
    since = work.session.scalar(select(func.max(Seal.fact_seq))) or 0
    for seq in work.session.scalars(_unsealed(FactRow.seq)).all():
        try:
            fact = work.session.get(FactRow, seq)
        except (ValueError, TypeError, AttributeError):
            fact = None
        if fact is None or not fact_holds(fact, work.keys) or seq <= since - WINDOW:
            return waiting, f"Fact {seq} was put in: it has no seal, or was not written by this portal."
        waiting += 1
    return waiting, ""


def _copies(work: Work) -> str:
    """No two facts have the same keyed hash: a second one is a copy that was put in."""
    twice = select(func.max(FactRow.seq)).group_by(FactRow.mac).having(func.count() > 1).order_by(func.max(FactRow.seq))
    seq = work.session.scalar(twice.limit(1))
    return f"Fact {seq} was put in: it is a copy of another." if seq else ""


def _unsealed(what: type[FactRow] | InstrumentedAttribute[int]) -> Select:
    bare = Seal.position.is_(None)
    return select(what).outerjoin(Seal, Seal.fact_seq == FactRow.seq).where(bare).order_by(FactRow.seq)


def _chain_at(work: Work, position: int) -> bytes:
    if position == 0:
        return b""
    return work.session.scalar(select(Seal.chain).where(Seal.position == position)) or b""


def _link(keys: Keys, before: bytes, link: Seal, mac: bytes) -> bytes:
    """HMAC-SHA256 over the chain so far and this fact in its place."""
    moment = link.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    text = f"{link.position}\x1f{link.fact_seq}\x1f{moment}\x1f{before.hex()}\x1f{mac.hex()}"
    return hmac.digest(keys.audit, text.encode(), hashlib.sha256)
