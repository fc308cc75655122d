"""Where the desk hears of work."""

from portal_app.state.guard import actor_now


def queue_topics() -> list[str]:
    """Where the person of this event hears of work: their pools, and what becomes theirs."""
    actor = actor_now.get()
    return [*(f"pool:{pool}" for pool in sorted(actor.pool_ids)), f"staff:{actor.staff_id}"]
