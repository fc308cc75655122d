"""`/records`: every page of the record, and how much stands on it."""

from dataclasses import dataclass

import reflex as rx

from portal_app.components.card import heading, list_card, row_link
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import freshness, record_heading, waiting
from portal_app.components.take_away import save_page
from portal_app.pages.frame import patient_page, title
from portal_app.state.records import RecordsState
from portal_app.words import t, tn


@dataclass(frozen=True)
class Place:
    """One page of the record."""

    shelf: str
    route: str
    drawing: str
    words: rx.Var[str]
    sentence: rx.Var[str]


OFTEN = (
    Place("results", "/records/results", "flask-conical", t("Test results"), t("Lab tests, scans and their reports")),
    Place("medicines", "/records/medicines", "pill", t("Medicines"), t("What you take, and how")),
    Place("visits", "/visits", "calendar-days", t("Visits"), t("What is coming, what was, and what we told you")),
    Place("vaccines", "/records/vaccines", "syringe", t("Vaccines"), t("The shots you had, and what is due")),
    Place("notes", "/records/notes", "file-text", t("Notes and documents"), t("What your care team wrote")),
)
HEALTH = (
    Place("problems", "/records/problems", "stethoscope", t("Health problems"), t("What we treat or watch")),
    Place("allergies", "/records/allergies", "shield-alert", t("Allergies"), t("What you should stay away from")),
    Place("vitals", "/records/vitals", "heart-pulse", t("Measurements"), t("Blood pressure, weight and more")),
    Place("care_plans", "/records/care-plans", "target", t("Care plans and goals"), t("What we agreed to do")),
    Place("procedures", "/records/procedures", "clipboard-check", t("Procedures"), t("What was done")),
    Place("background", "/records/background", "scroll-text", t("Background"), t("Habits, health surveys, family")),
    Place("devices", "/records/devices", "activity", t("Devices"), t("What you wear or have in your body")),
)
ABOUT = (
    Place("care_team", "/records/care-team", "users", t("Care team"), t("Who takes care of you")),
    Place("insurance", "/records/insurance", "id-card", t("Insurance"), t("Who pays for your care")),
)
REST = (Place("other", "/records/other", "files", t("Other entries"), t("What fits on none of these pages")),)


@rx.page(route="/records", title=title(t("Records")), on_load=RecordsState.refresh)
def records() -> rx.Component:
    """The pages of the record; those that the clinic has switched off are not there."""
    return patient_page(drawn(PATIENT), room=NARROW)


def drawn(reader: Reader) -> rx.Component:
    """The pages as parts, each row the way to one."""
    return rx.fragment(
        record_heading(t("Records"), t("Everything your care team wrote down about your health.")),
        waiting(
            RecordsState.loaded,
            RecordsState.notice,
            RecordsState.refresh,
            rx.el.div(
                _part(t("Looked at most"), *_rows(OFTEN, reader)),
                _part(t("Your health"), *_rows(HEALTH, reader)),
                _part(t("About you"), _about_me(reader), *_rows((*ABOUT, *REST), reader)),
                freshness(RecordsState.hub.fresh),
                class_name="grid gap-7",
            ),
            reader.only_theirs(save_page("whole", t("Save or print my whole record"))),
        ),
    )


def _part(words: rx.Var[str], *rows: rx.Component) -> rx.Component:
    return rx.el.section(heading(words), list_card(*rows))


def _about_me(reader: Reader) -> rx.Component:
    return row_link(
        t("Personal details"),
        reader.to("/records/me"),
        "user",
        below=t("Your name, address and what else we know about you"),
    )


def _rows(places: tuple[Place, ...], reader: Reader) -> list[rx.Component]:
    return [_row(place, reader) for place in places]


def _row(place: Place, reader: Reader) -> rx.Component:
    count, new = RecordsState.hub.counts[place.shelf], RecordsState.hub.new
    number = tn("{n} medicine now", "{n} medicines now", n=count) if place.shelf == "medicines" else _entries(count)
    how_many = rx.cond(count == 0, t("Nothing here yet"), number)
    fresh = new.contains(place.shelf)
    return rx.cond(
        RecordsState.hub.counts.contains(place.shelf),
        row_link(
            place.words,
            reader.to(place.route),
            place.drawing,
            below=rx.fragment(
                rx.el.span(place.sentence, class_name="hidden sm:block"), rx.el.span(how_many, class_name="block")
            ),
            fresh=fresh,
        ),
    )


def _entries(count: rx.Var[int]) -> rx.Var[str]:
    return tn("{n} entry", "{n} entries", n=count)
