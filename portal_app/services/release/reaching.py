"""A change of the rules reaches what is stored, a few patients at a time (`jobs/reactions.py` walks)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal_app import releasing
from portal_app.access.permissions import Permission
from portal_app.applying import Applying
from portal_app.facts.release import ReleaseRulesApplied
from portal_app.release_rows import write
from portal_app.work import Work


@dataclass(frozen=True)
class Piece:
    """Answers to store in one transaction, and whose they are."""

    rows: Sequence[tuple[Any, ...]]
    patients: frozenset[UUID]


AT_A_TIME, MANY = 10, 20
"""Patients that are looked at in one read: of the embedded database, and of one that works by itself meanwhile."""
PIECE, LARGE = 1_000, 4_000
"""Answers that one transaction stores: in the embedded database everybody who writes waits for it, and not longer than
for a page; elsewhere only who writes the same answers."""


@dataclass(frozen=True)
class Stretch:
    """A part of the walk: who was looked at last, what to store, and whose items have a story of their own."""

    last: UUID | None
    pieces: Sequence[Piece] = ()
    behind: Sequence[UUID] = ()


def next_stretch(work: Work, edition: int, after: UUID | None) -> Stretch:
    """Look at the next patients; `last` is none at the end, and where a newer edition has a walk of its own."""
    work.permit(Permission.RELEASE_MANAGE)
    most, piece = (AT_A_TIME, PIECE) if work.settings.embedded else (MANY, LARGE)
    people = releasing.patients_after(work, after, most)
    if not people or not releasing.is_newest(work, edition):
        return Stretch(None)
    found = Applying(work, releasing.rules_now(work)).differing(people)
    pieces = [Piece(rows, owners) for rows, owners in found.pieces(piece)]
    return Stretch(people[-1], pieces, sorted(found.set_apart))


def store(work: Work, edition: int, piece: Piece) -> int:
    """Store some answers that were found, if the edition is still the newest; open pages of their patients hear."""
    work.permit(Permission.RELEASE_MANAGE)
    releasing.take_turn(work)
    if not releasing.is_newest(work, edition):
        return 0
    write(work, piece.rows)
    work.topics |= {f"patient:{patient_id}" for patient_id in piece.patients}
    return len(piece.rows)


def reach(work: Work, patient_id: UUID) -> int:
    """Store the answers of one patient's items; their open pages hear of it if any changed."""
    work.permit(Permission.RELEASE_MANAGE)
    releasing.ready(work, [patient_id])
    changed = Applying(work, releasing.rules_now(work)).store([patient_id])
    if changed:
        work.topics.add(f"patient:{patient_id}")
    return changed


def note_applied(work: Work, edition: int) -> None:
    """Every stored answer follows from this edition, if it is still the newest."""
    work.permit(Permission.RELEASE_MANAGE)
    current = releasing.edition(work)
    if current is not None and current.edition == edition and current.applied_at is None:
        current.applied_at = work.now
        work.record(ReleaseRulesApplied(edition=edition))
