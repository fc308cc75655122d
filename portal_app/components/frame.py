"""What every page's frame has to know: one small record of Vars, so that the shells know no state."""

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Frame:
    """The clinic, the person, and what is new; made once in `pages/frame.py`."""

    clinic: rx.Var[str]
    phone: rx.Var[str]
    name: rx.Var[str]
    initials: rx.Var[str]
    refusal: rx.Var[str]
    unread: rx.Var[int]
    new_records: rx.Var[int]
    idle: rx.Var[bool]
    stay: rx.EventHandler
    read: rx.Var[str]


def page_title(words: rx.Var[str], clinic: rx.Var[str]) -> rx.Var[str]:
    """What the browser's tab says."""
    return rx.cond(clinic, words + " - " + clinic, words)
