"""Conversations between a patient and the care team: one verb a file."""

from portal_app.services.messages.cards import (
    Conversation,
    DraftCard,
    MessageCard,
    NewMessage,
    Sent,
    ThreadCard,
    ThreadHead,
    ThreadList,
    TopicCard,
)
from portal_app.services.messages.closing import close, reopen
from portal_app.services.messages.drafts import draft, save_draft
from portal_app.services.messages.export import Form, export
from portal_app.services.messages.filing import file, tell
from portal_app.services.messages.lists import LISTED, threads
from portal_app.services.messages.posting import NEW, place_of
from portal_app.services.messages.read import earlier, look, newer
from portal_app.services.messages.reply import reply
from portal_app.services.messages.send import send
from portal_app.services.messages.start import prepare, start

__all__ = [
    "LISTED",
    "NEW",
    "Conversation",
    "DraftCard",
    "Form",
    "MessageCard",
    "NewMessage",
    "Sent",
    "ThreadCard",
    "ThreadHead",
    "ThreadList",
    "TopicCard",
    "close",
    "draft",
    "earlier",
    "export",
    "file",
    "look",
    "newer",
    "place_of",
    "prepare",
    "reopen",
    "reply",
    "save_draft",
    "send",
    "start",
    "tell",
    "threads",
]
