"""The task that is open in the inbox: whose it is, where it goes, and what happened to it meanwhile."""

import reflex as rx

from portal_app.catalogue import say
from portal_app.services import tasks
from portal_app.services.tasks.cards import Place, Places, TaskCard
from portal_app.services.tasks.story import SHOWN
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState


class OpenTask(PortalState, mixin=True):
    """One task, as this person moves it."""

    task: TaskCard = TaskCard()
    lost: bool = False
    """What the address asked for is not in this person's queue."""
    pools: list[Place] = []
    """The pools that an answered task can be handed to."""
    places: Places = Places([], [])
    behind: bool = False
    """Something happened to the task while this person was writing."""

    _seen: int = 0
    """The version that the person wrote their answer on."""
    _typed: bool = False
    _shown: int = SHOWN

    @rx.event
    @staff
    async def claim(self):
        """Take it on."""
        self._moved(await self._do(tasks.claim, self._id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def release(self):
        """Put it back."""
        self._moved(await self._do(tasks.release, self._id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def close(self):
        """Nothing more is to be done."""
        self._moved(await self._do(tasks.close, self._id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def reopen(self):
        """Take it up again."""
        self._moved(await self._do(tasks.reopen, self._id(self.task.id), self.task.version))

    @rx.event
    @staff
    async def show_places(self):
        """To whom it can go."""
        self.places = await self._see(tasks.places, self._id(self.task.id))

    @rx.event
    @staff
    async def hand_to_pool(self, pool_id: Picked):
        """Give it to another pool."""
        await self._do(tasks.hand_to_pool, self._id(self.task.id), self.task.version, self._id(pool_id))
        await self._redraw()

    @rx.event
    @staff
    async def hand_to_person(self, staff_id: Picked):
        """Give it to a colleague."""
        await self._do(tasks.hand_to_person, self._id(self.task.id), self.task.version, self._id(staff_id))
        await self._redraw()

    @rx.event
    @staff
    async def show_earlier(self):
        """What was said before."""
        self._shown += SHOWN
        await self._redraw()

    async def _redraw(self) -> None:
        before = self.task
        card = await self._see(tasks.redraw, self._id(before.id), self._shown)
        if not card.id:
            self.task, self.lost = TaskCard(), True
            self.notice = say("This is not in your queue any more.")
            return
        if card.stale:
            card = await self._do(tasks.look, self._id(before.id), self._shown, True)
        self._put(card)

    def _put(self, card: TaskCard) -> None:
        """Show the task as it is now; an answer that is being written stays tied to what its writer saw."""
        mine = card.version == self.task.version
        if not mine and self._typed:
            self.behind = card.version != self._seen
        elif not self._typed:
            self._seen = card.version
        if card != self.task:
            self.task = card

    def _moved(self, card: TaskCard) -> None:
        """The person moved it themselves: nothing has passed them by."""
        self.task, self._seen, self.behind = card, card.version, False
