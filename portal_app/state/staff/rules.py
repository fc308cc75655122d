"""The rules of release, edited in place; what an edit would do is shown before it is saved."""

import reflex as rx

from portal_app.models import Role
from portal_app.services import patients, release
from portal_app.services.patients.cards import Found
from portal_app.services.release.cards import PreviewCard, RulesCard, WeighCard
from portal_app.state.arguments import Picked
from portal_app.state.guard import staff
from portal_app.state.portal import PortalState

MORE = 40
"""Lines of the preview that are shown at a further press."""


class RulesState(PortalState):
    """The rules, the edit, and what it would do."""

    card: RulesCard = RulesCard()
    seen: PreviewCard = PreviewCard()
    weight: WeighCard = WeighCard()
    found: Found = Found()
    viewer: str = "patient"
    editing: str = ""
    """The key of the rule that is open for editing."""
    loaded: bool = False
    said: str = ""
    """What has just been done, for who cannot see it."""

    _patient: str = ""
    _most: int = 0

    @rx.event
    @staff(Role.ADMIN)
    async def open(self):
        """An admin opens the page."""
        self.card = await self._see(release.read)
        self.loaded = True
        self._follow("release")
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def refresh(self):
        """Somebody saved, or the rules have reached everybody."""
        self.card = await self._see(release.read)

    @rx.event
    @staff(Role.ADMIN)
    async def look_ahead(self):
        """What the edit would do: for the chosen patient, and for all."""
        self.weight = await self._see(release.weigh)
        if self._patient:
            patient_id = self._id(self._patient)
            self.seen = await self._see(release.preview, patient_id, self.viewer, self._most)

    @rx.event
    @staff(Role.ADMIN)
    async def begin(self, key: Picked):
        """Open a rule for editing, or close it."""
        self.editing = "" if self.editing == key else key

    @rx.event
    @staff(Role.ADMIN)
    async def edit(self, key: Picked, field: Picked, value: str):
        """Change one word of a rule."""
        self.card = await self._do(release.edit, key, field, value)
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def add(self, ready_made: Picked = ""):
        """One more rule."""
        before = {line.key for line in self.card.rules}
        self.card = await self._do(release.add, ready_made)
        self.editing = next((line.key for line in self.card.rules if line.key not in before), "")
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def remove(self, key: Picked):
        """Take a rule away."""
        self.card = await self._do(release.remove, key)
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def move(self, key: Picked, step: int):
        """Ask a rule sooner or later."""
        self.card = await self._do(release.move, key, step)
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def switch(self, what: Picked, name: Picked):
        """Show a class or a page, or do not."""
        self.card = await self._do(release.switch, what, name)
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def choose_pack(self, state: Picked, on: bool, site: Picked = ""):
        """Switch a state's laws on or off, or say where they apply."""
        self.card = await self._do(release.choose_pack, state, on, site)
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def drop(self):
        """Forget the edit."""
        self.card = await self._do(release.drop)
        self.editing, self.said, self.notice = "", "", ""
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def save(self, form: dict[str, str]):
        """The edit is the clinic's rules from now on."""
        self.card = await self._do_and_show(release.save, form.get("why", ""), self.card.edition)
        self.editing, self.said, self.notice = "", "saved", ""
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def take_theirs(self):
        """Go on from what somebody else has saved."""
        self.card = await self._do(release.take_theirs)
        self.notice = ""
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def undo(self):
        """Take the newest edition back."""
        self.card = await self._do_and_show(release.undo, self.card.edition)
        self.said = "undone"
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def export(self):
        """The rules as a part of the clinic's file."""
        return rx.download(data=await self._see(release.export), filename="release-rules.toml")

    @rx.event
    @staff(Role.ADMIN)
    async def find(self, typed: str):
        """Somebody types whose record to try the rules on."""
        self.found = await self._see(patients.find, typed)

    @rx.event
    @staff(Role.ADMIN)
    async def choose_patient(self, patient_id: Picked):
        """Try the rules on this record."""
        self._patient, self._most, self.found = patient_id, 0, Found()
        self.seen = await self._see(release.preview, self._id(patient_id), self.viewer)

    @rx.event
    @staff(Role.ADMIN)
    async def choose_viewer(self, viewer: Picked):
        """As the patient, or as somebody who acts for them."""
        self.viewer = viewer
        return RulesState.look_ahead

    @rx.event
    @staff(Role.ADMIN)
    async def show_more(self):
        """More lines of the record."""
        self._most = len(self.seen.lines) + MORE
        return RulesState.look_ahead
