"""`/records` and its lists, and `/visits`: the patient's own chart in plain words."""

from dataclasses import dataclass

import reflex as rx

from portal_app.components.card import list_card, row_link
from portal_app.components.heading import page_heading
from portal_app.components.link import back
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.records import chips, freshness, months, name_choice, nothing, waiting
from portal_app.pages.frame import patient_page, title
from portal_app.state.records import ListState, RecordsState
from portal_app.words import t, tn


@dataclass(frozen=True)
class Listing:
    """One list: where it is, what it is called, what stands there when it is empty, how it can be narrowed."""

    group: str
    route: str
    drawing: str
    words: rx.Var[str]
    sentence: rx.Var[str]
    no_entry: rx.Var[str]
    standing: tuple[rx.Var[str], rx.Var[str]] = (t("Now"), t("Past"))
    """What holds now, and what is over."""
    which: rx.Var[str] | None = None
    """The question of a list that is narrowed by name instead."""


LISTINGS = (
    Listing(
        "labs",
        "/records/results",
        "flask-conical",
        t("Test results"),
        t("Newest first. You see each result as soon as the lab sends it."),
        t("No test results yet"),
        which=t("Which test"),
    ),
    Listing(
        "medicines",
        "/records/medicines",
        "pill",
        t("Medicines"),
        t("What you take, and what you took before."),
        t("No medicines yet"),
        standing=(t("Take now"), t("Stopped or finished")),
    ),
    Listing(
        "problems",
        "/records/problems",
        "stethoscope",
        t("Health problems"),
        t("What your care team treats or watches, now and in the past."),
        t("No health problems yet"),
        standing=(t("You have now"), t("Over")),
    ),
    Listing(
        "allergies",
        "/records/allergies",
        "shield-alert",
        t("Allergies"),
        t("What you should stay away from. If something is missing, tell us before your next visit."),
        t("No allergies yet"),
        standing=(t("You have now"), t("Over")),
    ),
    Listing(
        "vaccines",
        "/records/vaccines",
        "syringe",
        t("Vaccines"),
        t("The shots you had, newest first."),
        t("No vaccines yet"),
        which=t("Which vaccine"),
    ),
    Listing(
        "vitals",
        "/records/vitals",
        "heart-pulse",
        t("Measurements"),
        t("Blood pressure, weight and what else was measured at your visits."),
        t("No measurements yet"),
        which=t("Which measurement"),
    ),
    Listing(
        "care_plans",
        "/records/care-plans",
        "target",
        t("Care plans"),
        t("What you and your care team have agreed to do."),
        t("No care plans yet"),
        standing=(t("Follow now"), t("Finished")),
    ),
    Listing(
        "visits",
        "/visits",
        "calendar-days",
        t("Visits"),
        t("The visits that are booked, and those that were."),
        t("No visits yet"),
        standing=(t("Coming up"), t("Past")),
    ),
)


@rx.page(route="/records", title=title(t("Records")), on_load=RecordsState.refresh)
def records() -> rx.Component:
    """The lists of the record, and how much stands in each."""
    return patient_page(
        page_heading(t("Records"), t("Everything your care team wrote down about your health.")),
        waiting(
            RecordsState.loaded,
            RecordsState.notice,
            RecordsState.refresh,
            rx.fragment(list_card(*[_hub_row(listing) for listing in LISTINGS]), freshness(RecordsState.hub.fresh)),
        ),
        here="records",
        room=NARROW,
    )


def _hub_row(listing: Listing) -> rx.Component:
    count = RecordsState.hub.counts[listing.group]
    below = rx.cond(count == 0, t("Nothing here yet"), tn("{n} entry", "{n} entries", n=count))
    return row_link(listing.words, listing.route, listing.drawing, below=below)


def _list_page(listing: Listing) -> rx.Component:
    here = "visits" if listing.group == "visits" else "records"
    return patient_page(
        rx.fragment() if here == "visits" else back(t("Records"), "/records"),
        page_heading(listing.words, listing.sentence),
        rx.el.div(_filter(listing), class_name="mb-6"),
        waiting(ListState.loaded, ListState.notice, ListState.open(listing.group), _entries(listing)),
        here=here,
        room=NARROW,
    )


def _filter(listing: Listing) -> rx.Component:
    if listing.which is not None:
        return name_choice(listing.which, ListState.name, ListState.narrow, ListState.found.names)
    now, past = listing.standing
    options = [("all", t("All")), ("now", now), ("past", past)]
    return chips(t("Show"), ListState.show, ListState.choose, options)


def _entries(listing: Listing) -> rx.Component:
    narrowed = (ListState.show != "all") | (ListState.name != "")
    return rx.fragment(
        rx.cond(
            ListState.found.total == 0,
            nothing(
                listing.no_entry,
                t("What your care team adds to your record appears here."),
                narrowed,
                ListState.open(listing.group),
            ),
            rx.fragment(
                months(ListState.found.months),
                pager(ListState.found.shown, ListState.found.total, ListState.more),
            ),
        ),
        freshness(ListState.found.fresh),
    )


# results and measurements have pages of their own
for _listing in (listing for listing in LISTINGS if listing.group not in ("labs", "vitals")):
    rx.page(route=_listing.route, title=title(_listing.words), on_load=ListState.open(_listing.group))(
        lambda listing=_listing: _list_page(listing)
    )
