"""Notices: what is new for a person, how they want to hear of it, and the letters that say so. `telling` makes them."""

from portal_app.services.notices.announcing import Round, announce, look_for_news, note_round
from portal_app.services.notices.cards import ChoicesCard, EventCard, NewsPage
from portal_app.services.notices.choices import choices, choose
from portal_app.services.notices.listing import PAGE, look, look_at_all, read
from portal_app.services.notices.mailing import due, mail

__all__ = [
    "PAGE",
    "ChoicesCard",
    "EventCard",
    "NewsPage",
    "Round",
    "announce",
    "choices",
    "choose",
    "due",
    "look",
    "look_at_all",
    "look_for_news",
    "mail",
    "note_round",
    "read",
]
