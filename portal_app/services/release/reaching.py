"""A change of the rules reaches what is stored, a few patients at a time (`jobs/reactions.py` walks)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal_app import releasing
from portal_app.access.permissions import Permission
from portal_app.applying import Applying
from portal_app.facts.release import ReleaseRulesApplied
from portal_app.models import ReleaseRules
from portal_app.work import Work

AT_A_TIME = 25
"""Patients that are looked at in one read."""


@dataclass(frozen=True)
class Stretch:
    """A part of the walk: who was looked at last, and whose answers do not follow from the rules."""

    last: UUID | None
    behind: Sequence[UUID]


def next_stretch(work: Work, edition: int, after: UUID | None) -> Stretch:
    """Look at the next patients; `last` is none at the end, and where a newer edition has a walk of its own."""
    work.permit(Permission.RELEASE_MANAGE)
    current = releasing.edition(work)
    people = releasing.patients_after(work, after, AT_A_TIME)
    if not people or current is None or current.edition != edition:
        return Stretch(None, ())
    behind = Applying(work, releasing.rules_now(work)).differing(people)
    return Stretch(people[-1], sorted(behind))


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
    current = work.session.scalars(select(ReleaseRules).where(ReleaseRules.edition == edition)).first()
    newest = releasing.edition(work)
    if current is not None and newest is not None and newest.edition == edition and current.applied_at is None:
        current.applied_at = work.now
        work.record(ReleaseRulesApplied(edition=edition))
