"""Forms that a patient fills: asked for, filled, sent, reviewed, accepted into the chart."""

from portal_app.services.forms.adopt import adopt
from portal_app.services.forms.answering import add_row, answer, remove_row, reply, tick
from portal_app.services.forms.filling import go_on, go_to, look, mine, resume, to_do
from portal_app.services.forms.giving import ask, glance, of_patient, withdraw
from portal_app.services.forms.reviewing import decide, decide_rest, review
from portal_app.services.forms.sending import send
from portal_app.services.forms.settling import send_back, settle
from portal_app.services.forms.telling import tell
from portal_app.services.forms.undoing import undo

__all__ = [
    "add_row",
    "adopt",
    "answer",
    "ask",
    "decide",
    "decide_rest",
    "glance",
    "go_on",
    "go_to",
    "look",
    "mine",
    "of_patient",
    "remove_row",
    "reply",
    "resume",
    "review",
    "send",
    "send_back",
    "settle",
    "tell",
    "tick",
    "to_do",
    "undo",
    "withdraw",
]
