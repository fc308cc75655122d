"""What the demo's people decide about what is in the charts, through the same services as everybody else."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from portal_app import wiring
from portal_app.access.actor import SYSTEM
from portal_app.commands._conversations import signed_in
from portal_app.services import choices, demo, holds, reviews


def choose(chosen: list[dict[str, Any]]) -> None:
    """Let patients say when they want to see what comes from now on."""
    for choice in chosen:
        with wiring.begin(signed_in(choice["from"])) as work:
            choices.choose(work, choice["class"], choice["wait"])


def decide(decisions: dict[str, Any]) -> None:
    """Let clinicians say something about what came, and hold what could do harm."""
    for review in decisions["reviews"]:
        item_id = _item(review)
        with wiring.begin(signed_in(review["from"])) as work:
            reviews.comment(work, item_id, review["comment"], review["next_steps"], str(uuid4()))
    for held in decisions["holds"]:
        item_id = _item(held)
        with wiring.begin(signed_in(held["from"])) as work:
            holds.hold(work, item_id, held["harm"], held["reason"], work.now + timedelta(days=held["days"]))


def _item(decision: dict[str, Any]) -> UUID:
    kind, fhir_id = decision["item"]
    with wiring.begin(SYSTEM, reads=True) as work:
        return demo.item(work, kind, fhir_id)
