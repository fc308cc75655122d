"""Who reads a page of the record: the patient, or staff who look through the patient's eyes and can do nothing there."""

from dataclasses import dataclass

import reflex as rx


@dataclass(frozen=True)
class Reader:
    """Where the pages of the record are for this reader, and whether what can be pressed there does anything."""

    at: rx.Var[str] | str = ""
    looks_on: bool = False

    def to(self, path: rx.Var[str] | str) -> rx.Var[str] | str:
        """The address of a page of the record; `path` is the patient's own."""
        return self.at + path

    def only_theirs(self, what: rx.Component, class_name: str = "") -> rx.Component:
        """What only the patient can do: who looks on sees it pale, and it does nothing."""
        if not self.looks_on:
            return what
        return rx.el.div(
            what, custom_attrs={"inert": True, "data-only-theirs": ""}, class_name=["opacity-50", class_name]
        )


PATIENT = Reader()
"""The patient: their own addresses, and everything works."""
