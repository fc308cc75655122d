"""What patients read about a problem, a test or a medicine: the clinic's own pages first, then the bundled ones."""

from portal_app.services.education.cards import LinkCard, OwnCard, OwnPages, ReadingCard
from portal_app.services.education.links import due, note
from portal_app.services.education.own import draft, every, save, switch
from portal_app.services.education.reading import about, read

__all__ = [
    "LinkCard",
    "OwnCard",
    "OwnPages",
    "ReadingCard",
    "about",
    "draft",
    "due",
    "every",
    "note",
    "read",
    "save",
    "switch",
]
