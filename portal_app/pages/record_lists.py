"""The plain lists of the record: problems, allergies, vaccines, notes and the rest, newest first."""

from dataclasses import dataclass

import reflex as rx

from portal_app.components.card import CARD, heading
from portal_app.components.pager import pager
from portal_app.components.patient_shell import NARROW
from portal_app.components.reader import PATIENT, Reader
from portal_app.components.records import (
    ITEM,
    chips,
    freshness,
    months,
    name_choice,
    nothing,
    record_heading,
    something_wrong,
    standing_pill,
    up_to_records,
    waiting,
)
from portal_app.components.take_away import save_page
from portal_app.pages.frame import patient_page, title
from portal_app.services.records import DueCard
from portal_app.state.records import DueState, ListState
from portal_app.words import t


@dataclass(frozen=True)
class Listing:
    """One list: where it is, what it is called, what stands there when it is empty, how it can be narrowed."""

    shelf: str
    route: str
    words: rx.Var[str]
    sentence: rx.Var[str]
    no_entry: rx.Var[str]
    options: tuple[tuple[str, rx.Var[str]], ...] = ()
    which: rx.Var[str] | None = None
    """The question of a list that is narrowed by name instead."""


LISTINGS = (
    Listing(
        "problems",
        "/records/problems",
        t("Health problems"),
        t("What your care team treats or watches, now and in the past."),
        t("No health problems yet"),
        options=(("now", t("You have now")), ("past", t("Over"))),
    ),
    Listing(
        "allergies",
        "/records/allergies",
        t("Allergies"),
        t("What you should stay away from. If something is missing, tell us before your next visit."),
        t("No allergies yet"),
        options=(("now", t("You have now")), ("past", t("Over"))),
    ),
    Listing(
        "vaccines",
        "/records/vaccines",
        t("Vaccines"),
        t("The shots you had, and what is due."),
        t("No vaccines yet"),
        which=t("Which vaccine"),
    ),
    Listing(
        "notes",
        "/records/notes",
        t("Notes and documents"),
        t("What your care team wrote about your visits, and papers that came with them."),
        t("No notes or documents yet"),
    ),
    Listing(
        "procedures",
        "/records/procedures",
        t("Procedures"),
        t("What was done at your visits: exams, treatments, operations."),
        t("No procedures yet"),
    ),
    Listing(
        "care_team",
        "/records/care-team",
        t("Care team"),
        t("The people who take care of you, and what each of them does."),
        t("No care team yet"),
    ),
    Listing(
        "background",
        "/records/background",
        t("Background"),
        t("How you live, how you are doing, and what runs in your family."),
        t("Nothing about your background yet"),
        options=(("habits", t("Habits")), ("surveys", t("Health surveys")), ("family", t("Family"))),
    ),
    Listing(
        "devices",
        "/records/devices",
        t("Devices"),
        t("What you wear or have in your body, such as a pacemaker or a hearing aid."),
        t("No devices yet"),
    ),
    Listing(
        "insurance",
        "/records/insurance",
        t("Insurance"),
        t("Who pays for your care. If this has changed, tell us before your next visit."),
        t("No insurance yet"),
    ),
    Listing(
        "other",
        "/records/other",
        t("Other entries"),
        t("What is in your record and fits on none of the other pages."),
        t("No other entries"),
    ),
)


def _list_page(listing: Listing) -> rx.Component:
    return patient_page(drawn(listing, PATIENT), room=NARROW)


def drawn(listing: Listing, reader: Reader) -> rx.Component:
    """One list, and how it can be narrowed."""
    narrowing = rx.el.div(_filter(listing), class_name="mb-6 empty:hidden print:hidden")
    # what is due pushes down what stands below it, so that comes with it
    above, within = ((), (_due(), narrowing)) if listing.shelf == "vaccines" else ((narrowing,), ())
    return rx.fragment(
        record_heading(listing.words, listing.sentence, up_to_records(reader)),
        *above,
        waiting(
            ListState.loaded,
            ListState.notice,
            ListState.open(listing.shelf),
            *within,
            _entries(listing, reader),
            something_wrong(reader),
            reader.only_theirs(save_page(listing.shelf, t("Save or print this list"))),
        ),
    )


def _filter(listing: Listing) -> rx.Component:
    if listing.which is not None:
        return name_choice(listing.which, ListState.name, ListState.narrow, ListState.found.names)
    if not listing.options:
        return rx.fragment()
    return chips(t("Show"), ListState.show, ListState.choose, [("all", t("All")), *listing.options])


def _entries(listing: Listing, reader: Reader) -> rx.Component:
    narrowed = (ListState.show != "all") | (ListState.name != "")
    return rx.fragment(
        rx.cond(
            ListState.found.total == 0,
            nothing(
                listing.no_entry,
                t("What your care team adds to your record appears here."),
                narrowed,
                ListState.open(listing.shelf),
            ),
            rx.fragment(
                months(ListState.found.months, reader.to(ITEM)),
                pager(ListState.found.shown, ListState.found.total, ListState.more),
            ),
        ),
        freshness(ListState.found.fresh),
    )


def _due() -> rx.Component:
    """What is still to be given stands above what was."""
    return rx.cond(
        DueState.due.length() > 0,
        rx.el.section(
            heading(t("Still to be given")),
            rx.el.ul(rx.foreach(DueState.due, _due_line), class_name=[CARD, "divide-y divide-base-300"]),
            rx.el.p(t("Ask us about them at your next visit."), class_name="mt-3 text-quiet"),
            class_name="mb-8",
        ),
    )


def _due_line(line: rx.Var[DueCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(line.title, class_name="text-[1.125rem] leading-snug font-semibold wrap-anywhere"),
            rx.el.p(line.when, class_name="text-base text-quiet empty:hidden"),
            rx.el.p(line.why, class_name="mt-1 text-base wrap-anywhere empty:hidden"),
            class_name="min-w-0",
        ),
        rx.el.p(standing_pill(line.status, line.tone), class_name="mt-3 sm:mt-0 sm:shrink-0"),
        class_name="p-5 sm:flex sm:items-start sm:justify-between sm:gap-6",
    )


for _listing in LISTINGS:
    _opens = [*([DueState.refresh] if _listing.shelf == "vaccines" else []), ListState.open(_listing.shelf)]
    rx.page(route=_listing.route, title=title(_listing.words), on_load=_opens)(
        lambda listing=_listing: _list_page(listing)
    )
