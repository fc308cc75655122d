"""What every page's state shares: one way to a service, one way to say what went wrong, one way to stay live."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import reflex as rx
from reflex_base.event import Event, EventSpec
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from portal_app import logs, wiring
from portal_app.access.actor import Actor, ActorKind
from portal_app.access.permissions import Permission, granted
from portal_app.catalogue import say, speaking
from portal_app.errors import BadInput, NotFound, PortalError, Refused, SignInNeeded
from portal_app.rules import clinic_words
from portal_app.services import frame, tasks
from portal_app.services.frame import FrameCard
from portal_app.services.tasks.cards import Counts
from portal_app.state import live
from portal_app.state.guard import actor_now, nobody, patients, signed_in
from portal_app.words import Speaker
from portal_app.work import Work

P = ParamSpec("P")
R = TypeVar("R")

SIGN_IN = "/sign-in"


@dataclass(frozen=True)
class Me:
    """What the page may know of the person who reads it."""

    kind: str = "nobody"
    name: str = ""
    title: str = ""
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, actor: Actor) -> "Me":
        """The actor, without ids; the usual titles in the actor's language."""
        with speaking(actor.language):
            title = clinic_words.spoken(actor.title)
        return cls(str(actor.kind), actor.name, title, tuple(sorted(actor.roles)))


class PortalState(Speaker):
    """The parent of every page's state. A handler reads its input, calls one service, sets vars, and is done."""

    me: Me = Me()
    frame: FrameCard = FrameCard()
    counts: Counts = Counts()
    """Of who works queues: how much waits where, for the rail of the desk."""
    notice: str = ""
    """A sentence for the person, shown where `role="status"` announces it."""
    wrong_field: str = ""
    """The input that the notice is about, if it is about one."""
    leaving: bool = False
    """Whether the person is about to be signed out for having done nothing."""

    read_for: str = ""
    """The address whose page is read: `assets/arrive.js` waits for it before the last one goes."""

    _person: str = ""
    _page: str = ""
    _filled: tuple[str, ...] = ()
    """The states that this page is filled with."""
    _left: tuple[str, ...] = ()
    """Those that the last page was filled with, until this one stands."""
    _ahead: str = ""
    """The address of the page that was arrived at and does not stand yet, if nothing came in between."""
    _around: bool = False
    """Whether what stands around this page was read for it."""

    async def _do(self, service: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one service in one Work, off the event loop."""
        return await asyncio.to_thread(_run, False, service, args, kwargs)

    async def _do_and_show(self, service: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The same where the handler shows all that this tab shows of it: the tab is not nudged to read it again."""
        shown = live.shown_by.set(EventContext.get().token)
        try:
            return await self._do(service, *args, **kwargs)
        finally:
            live.shown_by.reset(shown)

    async def _see(self, service: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for a service that changes nothing: it never waits for a writer."""
        return await asyncio.to_thread(_run, True, service, args, kwargs)

    def _url_id(self, name: str) -> UUID:
        """The id in the page's address; one that is none of ours is found nowhere."""
        try:
            return UUID(self.rx_router_page.params[name])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NotFound(say("We could not find that. It may have moved.")) from None

    def _through(self) -> UUID | None:
        """Through whose eyes staff read the pages of the record: the page's address says it, `looking` allows it."""
        return self._url_id("patient_id") if actor_now.get().kind is ActorKind.STAFF else None

    def _id(self, text: str) -> UUID:
        """An id that the browser sent; one that is none is found nowhere."""
        try:
            return UUID(text)
        except ValueError:
            raise NotFound(say("We could not find that. It may have moved.")) from None

    async def _answer(self, error: Exception, door: str) -> EventSpec | None:
        """Turn what a handler raised into a sentence; what nobody foresaw gets a reference, and no details."""
        actor = actor_now.get()
        if isinstance(error, Refused):
            await asyncio.to_thread(wiring.record_refusal, actor, door, error)
        self.wrong_field = error.field if isinstance(error, BadInput) else ""
        if isinstance(error, SignInNeeded):
            return rx.redirect(SIGN_IN)
        if isinstance(error, PortalError):
            self.notice = error.sentence
        else:
            with speaking(actor.language):
                self.notice = logs.unforeseen(logs.reference_for(error, door))
        return None

    async def _look_around(self) -> None:
        """What stands around the page, as it is now."""
        if patient_id := actor_now.get().patient_id:
            handler = format_event_handler(PortalState.event_handlers["look_again"])
            live.follow(EventContext.get().token, handler, [f"patient:{patient_id}"])
        self.frame = await self._see(frame.read)
        await self._count_work()
        self._around = True

    async def _count_work(self) -> None:
        """The rail's counts, on whatever page of the desk."""
        actor = actor_now.get()
        if actor.pool_ids and granted(actor, Permission.INBOX_READ):
            counts = await self._see(tasks.count)
            if counts != self.counts:
                self.counts = counts

    def _follow(self, *topics: str) -> None:
        """Run this state's `refresh` when one of these topics changes, until the page is left."""
        live.follow(EventContext.get().token, format_event_handler(type(self).event_handlers["refresh"]), topics)

    def _follow_record(self) -> None:
        """Run this state's `refresh` when the record that is read here changes."""
        self._follow(f"patient:{self._through() or actor_now.get().patient_id}")

    def _load_events(self) -> list[Event]:
        """What fills the page at this address."""
        return Event.from_event_type(RegistrationContext.get().app.get_load_events(self.rx_router_url.path))

    def _leave_page(self) -> bool:
        """Follow nothing for the last page any more, and know what it was filled with; False if it is the same page."""
        path = self._where()
        if path == self._page:
            return False
        self._put_away()
        self._page, self._around = path, False
        # what was said at the last page was said there
        self.notice = self.wrong_field = ""
        return True

    def _where(self) -> str:
        """The address that the browser gave last."""
        return self.rx_router_url.path

    def _put_away(self) -> None:
        live.leave(EventContext.get().token)
        self._left, self._filled = tuple(dict.fromkeys((*self._left, *self._filled))), ()

    async def _forget_page(self) -> None:
        """Keep nothing of what this page was filled with, and follow nothing for it."""
        self._put_away()
        await self._forget(self._left)

    async def _forget(self, names: Iterable[str]) -> None:
        """Keep nothing of these, as far as the last page was filled with them."""
        gone = [name for name in self._left if name in names]
        for name in gone:
            owner = RegistrationContext.get().base_states[name]
            if owner is not PortalState:
                (await self.get_state(owner)).reset()
        if gone:
            self._left = tuple(name for name in self._left if name not in gone)

    async def _empty(self) -> None:
        """Forget everything that was read for the person, here and in the browser."""
        for name in (*self._filled, *self._left):
            (await self.get_state(RegistrationContext.get().base_states[name])).reset()
        self.reset()
        live.leave(EventContext.get().token)

    @rx.event(supersedes=True)
    @nobody
    async def arrive(self):
        """The address has changed: what its page shows is read while the browser still draws it."""
        return self._load_events()

    @rx.event
    @patients
    async def look_again(self):
        """Something of this patient's has changed: the number of what is new is never stale."""
        self.frame = await self._see(frame.read)

    @rx.event
    @signed_in
    async def stay(self):
        """The person pressed "Stay signed in"; that they pressed is enough."""
        self.leaving = False

    @rx.event
    @nobody
    async def look_at_clock(self, leaving: bool):
        """The portal's clock says that the person will soon be signed out, will not, or is."""
        if not actor_now.get().signed_in:
            return rx.redirect(SIGN_IN, replace=True)
        self.leaving = leaving
        return None


def _run(reads: bool, service: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    with wiring.begin(actor_now.get(), reads=reads, door=service.__qualname__) as work:
        return service(work, *args, **kwargs)
