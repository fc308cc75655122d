"""Results that are ready, and that the patient's own choice still keeps from them: that they are there, no more."""

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.models import Resource, Shelf
from portal_app.rules import clocks
from portal_app.services.results.cards import WaitCard
from portal_app.services.results.lines import titled
from portal_app.work import Work

MOST = 20


def waits(work: Work, whose: Actor) -> list[WaitCard]:
    """The newest of them: what each is called, and until when it waits at the latest."""
    query = (
        visible.own_waits(whose, work.now)
        .where(Resource.shelf == Shelf.RESULTS)
        .with_only_columns(Resource.id, Resource.title, Resource.code, Resource.visible_from)
        .order_by(Resource.sort_at.desc(), Resource.id.desc())
        .limit(MOST)
    )
    return [
        WaitCard(
            id=str(row.id),
            title=say("{name} is ready", name=titled(row)),
            sentence=say(
                "You asked us to wait for a comment from your care team. You see it {by} at the latest.",
                by=clocks.by(row.visible_from, work.now, work.zone),
            ),
        )
        for row in work.session.execute(query)
    ]
