"""The one queue of work, as staff see and move it: a file for what is listed, one for what is opened, one for moves."""

from portal_app.services.tasks.changes import changes
from portal_app.services.tasks.counting import count
from portal_app.services.tasks.drafts import keep
from portal_app.services.tasks.lists import arrivals, desk, listing
from portal_app.services.tasks.moving import claim, close, hand_to_person, hand_to_pool, note, release, reopen
from portal_app.services.tasks.opening import hear, look, places, redraw, unread
from portal_app.services.tasks.presence import leave, rest

__all__ = [
    "arrivals",
    "changes",
    "claim",
    "close",
    "count",
    "desk",
    "hand_to_person",
    "hand_to_pool",
    "hear",
    "keep",
    "leave",
    "listing",
    "look",
    "note",
    "places",
    "redraw",
    "release",
    "reopen",
    "rest",
    "unread",
]
