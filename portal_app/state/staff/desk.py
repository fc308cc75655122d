"""What every page of the desk shows beside its own content: how much waits where."""

from portal_app.services import tasks
from portal_app.services.tasks.cards import Counts
from portal_app.state.guard import actor_now
from portal_app.state.portal import PortalState


class DeskState(PortalState):
    """The counts of the rail."""

    counts: Counts = Counts()

    async def _look_around_desk(self) -> None:
        """The frame, and the counts for who works a queue."""
        await self._look_around()
        if actor_now.get().pool_ids:
            self.counts = await self._see(tasks.count)


def queue_topics() -> list[str]:
    """Where the person of this event hears of work: their pools, and what becomes theirs."""
    actor = actor_now.get()
    return [*(f"pool:{pool}" for pool in sorted(actor.pool_ids)), f"staff:{actor.staff_id}"]
