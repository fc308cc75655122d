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
        portal._ahead = portal._page
        fills = owners(portal._load_events())
        if not fills or set(fills) & set(portal._left):
            # nothing is read for it, or into what the last page still shows: it is turned at once, and nothing is left
            portal.read_for = portal._page
            fills = [*portal._left]
        # what the next page draws must not show the last one's for a moment
        await portal._forget(fills)
    elif event.name == STANDS and portal._ahead == portal._where() and EventContext.get().parent_txid is None:
        portal._ahead = ""
        await portal._forget(portal._left)
        return StateUpdate(delta=await changes(portal), events=Event.from_event_type(_filled()))
    else:
        portal._ahead = ""
        portal._leave_page()
        await portal._forget(portal._left)
        if event.name == CONNECTS:
            await portal._look_around()
    return None


async def fill(portal: PortalState, owner: str) -> StateUpdate | None:
    """A handler of this state runs: the page is filled with it, and nothing of the last page is left in it.

    While the next page is read, the last one still stands. What somebody does there is done, and counts as nothing of
    the next; what the portal itself would read for it is not read any more (the answer says so).
    """
    context = EventContext.get()
    # news go round by themselves: no browser sent them, so they know no address
    news = not context.router_data
    if news and not context.parent_txid and owner != PortalState.get_full_name() and owner not in portal._filled:
        return StateUpdate()
    if portal._page and portal._where() != portal._page:
        # the next page must be asked for again: until then the address is the last one's
        portal._ahead = ""
        return StateUpdate() if news or context.parent_txid else None
    if owner in portal._left:
        await portal._forget([owner])
        await context.emit_delta(await changes(portal))
    portal.read_for = portal._page
    if owner not in portal._filled:
        portal._filled = (*portal._filled, owner)
    return None


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
