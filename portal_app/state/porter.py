"""The porter stands before every event: finds out who knocks, lets in whom the door is for, writes down the rest."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.state import BaseState, StateUpdate
from reflex_base.constants import RouteVar
from reflex_base.event import Event
from reflex_base.event.context import EventContext

from portal_app import wiring
from portal_app.access import patience
from portal_app.access.actor import Actor
from portal_app.access.audience import WrongAudience
from portal_app.catalogue import preferred, say, speaking
from portal_app.errors import Refused, SignInNeeded
from portal_app.services import sessions
from portal_app.state import live
from portal_app.state.clock import clock_in
from portal_app.state.guard import Door, actor_now, door_of
from portal_app.state.portal import SIGN_IN, Me, PortalState
from portal_app.state.socket import hang_up
from portal_app.state.turning import ARRIVES, TURNS, changes, fill, owner_of, turn

HOME = "/"
MOST_NOTED = 10_000


class Guard(rx.Middleware):
    """Runs under the state's lock before every handler, chained and live ones included."""

    def __init__(self, who: Callable[[str, str], Actor] = wiring.who) -> None:
        self._who = who
        self._noted: dict[UUID, float] = {}

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event in, or answer it here."""
        portal = await state.get_state(PortalState)
        door = _door(event)
        if act := _is_an_act(event, door):
            live.somebody_acts()
        if event.name == ARRIVES and not event.payload and portal._load_events():
            # it reads and shows nothing: each of the handlers that follow from it is asked who it is
            return await turn(portal, event)
        actor = await asyncio.to_thread(self._meet, *_papers(state), act)
        actor_now.set(actor)
        if patience.lost(actor) and not (door and door.quiet):
            if sid := state.router_data.get(RouteVar.SESSION_ID, ""):
                await hang_up(app, sid)
            return StateUpdate()
        try:
            arguments = _admit(event, actor)
        except Refused as refusal:
            await asyncio.to_thread(wiring.record_refusal, actor, event.name, refusal)
            return await _turn_away(portal, actor, refusal)
        event.payload.clear()
        event.payload.update(arguments)
        return await _usher(portal, actor, event, act)

    def _meet(self, session_key: str, address: str, language: str, act: bool) -> Actor:
        """Who this is, now: expiry and revocation are asked of the database at every event."""
        actor = self._who(session_key, address)
        if not actor.signed_in or actor.session_id is None:
            return replace(actor, address=address, language=language)
        since = time.monotonic() - self._noted.get(actor.session_id, float("-inf"))
        if act and since > sessions.NOTE_EVERY.total_seconds():
            if len(self._noted) > MOST_NOTED:
                self._noted.clear()
            self._noted[actor.session_id] = time.monotonic()
            with wiring.begin(actor) as work:
                sessions.touch(work, actor.session_id)
        return actor


def _door(event: Event) -> Door | None:
    try:
        return door_of(event.name)
    except Refused:
        return None


def _is_an_act(event: Event, door: Door | None) -> bool:
    """Whether a person did this: not a live refresh, not a follow-up of ours, not a browser that connects again."""
    if door is None or door.quiet or EventContext.get().parent_txid is not None:
        return False
    return not event.name.endswith(".hydrate_and_load") or bool(event.payload.get("hashes"))


def _papers(state: BaseState) -> tuple[str, str, str]:
    """The session's hash, which the gate put there, the address, and the language that a stranger wants.

    Live refreshes use those of their socket.
    """
    router = EventContext.get().router_data or state.router_data
    headers = router.get(RouteVar.HEADERS, {})
    language = preferred(headers.get("accept-language", ""))
    return headers.get("authorization", ""), router.get(RouteVar.CLIENT_IP, ""), language


def _admit(event: Event, actor: Actor) -> dict[str, Any]:
    door = door_of(event.name)
    if not door.audience.admits(actor):
        raise WrongAudience("") if actor.signed_in else SignInNeeded("")
    return door.arguments.read(event.payload)


async def _turn_away(portal: PortalState, actor: Actor, refusal: Refused) -> StateUpdate:
    """Say that this cannot be; who is signed out leaves with empty hands."""
    events: list[Event] = []
    if isinstance(refusal, SignInNeeded):
        await portal._empty()
        events = Event.from_event_type(rx.redirect(SIGN_IN, replace=True))
    elif isinstance(refusal, WrongAudience):
        events = Event.from_event_type(rx.redirect(HOME, replace=True))
    else:
        with speaking(actor.language):
            portal.notice = say("That did not work. Please reload the page and try again.")
    return StateUpdate(delta=await changes(portal), events=events)


async def _usher(portal: PortalState, actor: Actor, event: Event, act: bool) -> StateUpdate | None:
    """Keep what every page shows up to date, and forget what the last person or page left behind."""
    person = str(actor.account_id) if actor.signed_in else ""
    if portal._person and portal._person != person:
        await portal._empty()
    clock_in(EventContext.get().token, actor.session_id if person else None)
    if portal._person != person:
        portal._person = person
    if portal.me != (me := Me.of(actor)):
        portal.me = me
    if portal.language != actor.language:
        portal.language = actor.language
    if act and portal.leaving:
        portal.leaving = False
    if event.name in TURNS:
        return await turn(portal, event)
    if act and portal.notice:
        portal.notice = portal.wrong_field = ""
    return await fill(portal, owner_of(event.name))
