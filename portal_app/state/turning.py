"""A page is turned. The browser says so twice: `PortalState.arrive` comes with the press, so that the next page is read
while the browser draws it; Reflex's own `on_load_internal` comes when the page stands, or alone if nothing came before.

docs/decisions/0009-turning-a-page.md
"""

from collections.abc import Iterable

from reflex.state import OnLoadInternalState, State, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from portal_app.state.portal import PortalState

ARRIVES = format_event_handler(PortalState.event_handlers["arrive"])
CONNECTS = format_event_handler(State.event_handlers["hydrate_and_load"])
STANDS = format_event_handler(OnLoadInternalState.event_handlers["on_load_internal"])
FILLED = format_event_handler(OnLoadInternalState.event_handlers["set_is_hydrated"])
TURNS = (ARRIVES, CONNECTS, STANDS, FILLED)
"""What a browser and Reflex say about the page itself."""


async def turn(portal: PortalState, event: Event) -> StateUpdate | None:
    """Keep nothing of the last page, show what stands around the next; the answer where all is done already."""
    if event.name == FILLED:
        if not portal._around:
            await portal._look_around()
    elif event.name == ARRIVES:
        portal._leave_page()
        portal._ahead = True
        fills = owners(portal._load_events())
        if not fills or set(fills) & set(portal._left):
            # nothing is read for it, or into what the last page still shows: it is turned at once
            portal.read_for = portal._page
        # what the next page draws must not show the last one's for a moment
        await portal._forget(fills)
    elif event.name == STANDS and portal._ahead and EventContext.get().parent_txid is None:
        portal._ahead = False
        await portal._forget(portal._left)
        return StateUpdate(delta=await changes(portal), events=Event.from_event_type(_filled()))
    else:
        portal._ahead = False
        if portal._leave_page():
            await portal._forget(portal._left)
        if event.name == CONNECTS:
            await portal._look_around()
    return None


async def fill(portal: PortalState, owner: str) -> None:
    """A handler of this state runs: the page is filled with it, and nothing of the last page is left in it."""
    if owner in portal._left:
        await portal._forget([owner])
        await EventContext.get().emit_delta(await changes(portal))
    portal.read_for = portal._page
    if owner not in portal._filled:
        portal._filled = (*portal._filled, owner)


async def changes(portal: PortalState) -> dict:
    """What the browser does not know yet."""
    root = portal._get_root_state()
    delta = await root._get_resolved_delta()
    root._clean()
    return delta


def owners(events: Iterable[Event]) -> list[str]:
    """The states that these events belong to."""
    return [owner_of(event.name) for event in events]


def owner_of(name: str) -> str:
    """The state that an event belongs to."""
    return RegistrationContext.get().event_handlers[name].states[0].get_full_name()


def _filled() -> object:
    return OnLoadInternalState.set_is_hydrated(True)
