"""Results that are ready, and that the patient's own choice still keeps from them: that they are there, no more."""

from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.models import ReleaseChoice, Resource, Shelf, Wait
from portal_app.rules import clocks
from portal_app.services.results.cards import WaitCard
from portal_app.services.results.lines import titled
from portal_app.values.theirs import NEWEST_FIRST, NOW, known, rows
from portal_app.work import Work

MOST = 20
_ASKED = select(ReleaseChoice.patient_id).where(
    ReleaseChoice.patient_id == visible.ANY_PATIENT.patient_id, ReleaseChoice.wait == Wait.COMMENT
)
_WAITS = (
    visible.own_waits(visible.ANY_PATIENT, NOW)
    .where(Resource.shelf == Shelf.RESULTS)
    .with_only_columns(Resource.id, Resource.title, Resource.code, Resource.visible_from.label("until"))
    .order_by(*NEWEST_FIRST)
    .limit(MOST)
)


def waits(work: Work, whose: Actor) -> list[WaitCard]:
    """The newest of them: what each is called, and until when it waits at the latest."""
    # nobody waits who did not ask for it: their results are not gone through
    if not rows(work, _ASKED, known(work, whose)):
        return []
    return [
        WaitCard(
            id=str(row.id),
            title=say("{name} is ready", name=titled(row)),
            sentence=say(
                "Your care team is reviewing it. You asked to wait for their comment. You see it {by} at the latest.",
                by=clocks.by(row.until, work.now, work.zone),
            ),
        )
        for row in rows(work, _WAITS, known(work, whose))
    ]
