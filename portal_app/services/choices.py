"""When a patient wants to see what is new: at once, or after their care team has said something about it (S16)."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import mark, say
from portal_app.errors import BadInput, NotFound
from portal_app.facts import choices as facts
from portal_app.models import Patient, ReleaseChoice, ReleaseClass, Resource, ShownNow, Wait
from portal_app.work import Work

CLASSES: dict[ReleaseClass, tuple[str, str]] = {
    ReleaseClass.LABS: (mark("Lab results"), mark("Blood, urine and other tests.")),
    ReleaseClass.PATHOLOGY: (mark("Pathology results"), mark("What was found in a piece of tissue, like a biopsy.")),
    ReleaseClass.GENETICS: (mark("Genetic tests"), mark("Tests of the genes you were born with.")),
    ReleaseClass.IMAGING: (mark("Scans and X-rays"), mark("What was seen on a scan, an X-ray or an ultrasound.")),
    ReleaseClass.NOTES: (mark("Visit notes"), mark("What your care team wrote about a visit.")),
    ReleaseClass.DOCUMENTS: (mark("Letters and documents"), mark("Letters and papers from other places.")),
}
"""What a patient chooses about: its name, and what it is."""


@dataclass(frozen=True)
class ChoiceCard:
    """One class of items, and what was chosen for it."""

    release_class: str
    words: str
    hint: str
    waits: bool


@dataclass(frozen=True)
class Choices:
    """Everything there is to choose."""

    lines: list[ChoiceCard] = field(default_factory=list)


def read(work: Work) -> Choices:
    """What the patient has chosen; what this portal does not show at all is not offered."""
    work.permit(Permission.RELEASE_CHOOSE)
    mine = select(ReleaseChoice).where(ReleaseChoice.patient_id == work.actor.patient_id)
    waits = {one.release_class for one in work.all(mine) if one.wait is Wait.COMMENT}
    off = releasing.rules_now(work).off_classes
    return Choices(
        [
            ChoiceCard(release_class=one, words=say(words), hint=say(hint), waits=one in waits)
            for one, (words, hint) in CLASSES.items()
            if one not in off
        ]
    )


def choose(work: Work, release_class: str, wait: str) -> Choices:
    """Keep a choice: waiting holds for what arrives from now on, not waiting also for what waits already."""
    work.permit(Permission.RELEASE_CHOOSE)
    if release_class not in set(CLASSES) or wait not in set(Wait):
        raise BadInput(say("Choose one of the two."))
    patient, chosen, wanted = _me(work), ReleaseClass(release_class), Wait(wait)
    row = work.session.get(ReleaseChoice, (patient.id, chosen))
    # the same again changes nothing: a later `since` would show what still waits
    if (row.wait if row else Wait.NOW) is wanted:
        return read(work)
    if row is None:
        row = work.add(ReleaseChoice(patient_id=patient.id, release_class=chosen, wait=wanted, since=work.now))
    row.wait, row.since = wanted, work.now
    releasing.settle_patient(work, patient.id)
    work.record(facts.ChoiceMade(patient_id=patient.id, release_class=chosen, wait=wanted))
    return read(work)


def show_now(work: Work, resource_id: UUID) -> None:
    """End the patient's own wait for one item, with all its tests; what waits for another reason is NotFound.

    Twice is once.
    """
    work.permit(Permission.RELEASE_CHOOSE)
    patient = _me(work)
    waiting = visible.own_waits(work.actor, work.now).where(Resource.id == resource_id)
    item = work.session.scalars(waiting).first()
    if item is None:
        if _shown_before(work, resource_id):
            return
        raise NotFound(say("We could not find that. It may have moved."))
    root_id = item.panel_id or item.id
    if work.session.get(ShownNow, root_id) is not None:
        return  # a second click that began before the first was done
    work.add(ShownNow(resource_id=root_id, patient_id=patient.id, at=work.now))
    releasing.settle(work, [root_id])
    work.record(facts.ShownNow(patient_id=patient.id, resource_id=root_id))


def _shown_before(work: Work, resource_id: UUID) -> bool:
    """Whether a double click comes late: it is shown already."""
    seen = visible.resources(work.actor, work.now).where(Resource.id == resource_id)
    return work.session.scalars(seen).first() is not None


def _me(work: Work) -> Patient:
    """The acting patient, held so that two tabs take their turn."""
    mine = visible.patients(work.actor).where(Patient.id == work.actor.patient_id)
    return work.one(mine.with_for_update(key_share=True))
