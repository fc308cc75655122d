"""From when patients see their records: the clinic's rules, read, edited, previewed, weighed, saved and taken back."""

from portal_app.services.release.drafting import add, choose_pack, drop, edit, move, read, remove, switch
from portal_app.services.release.preview import preview
from portal_app.services.release.reaching import next_stretch, note_applied, reach, store
from portal_app.services.release.saving import adopt, export, save, take_theirs, undo
from portal_app.services.release.weighing import weigh

__all__ = [
    "add",
    "adopt",
    "choose_pack",
    "drop",
    "edit",
    "export",
    "move",
    "next_stretch",
    "note_applied",
    "preview",
    "reach",
    "read",
    "remove",
    "save",
    "store",
    "switch",
    "take_theirs",
    "undo",
    "weigh",
]
