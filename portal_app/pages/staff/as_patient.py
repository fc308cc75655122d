"""`/staff/patients/[patient_id]/as-patient`: what the patient sees, read only, after a reason was given."""

import reflex as rx

from portal_app.components.button import OUTLINE, PRIMARY, button
from portal_app.components.card import empty, list_card
from portal_app.components.desk import DESK_CARD
from portal_app.components.form import choice, field, field_error, text_area
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.loading import skeleton_rows
from portal_app.components.pager import pager
from portal_app.components.records import freshness, months
from portal_app.pages.frame import staff_page, title
from portal_app.pages.record_lists import LISTINGS, Listing
from portal_app.pages.staff.keys import help_sheet, places_by_key
from portal_app.pages.staff.rail import rail
from portal_app.services.view_as import ReasonCard
from portal_app.state.staff.as_patient import AsPatientState
from portal_app.words import t, tn

VIEW = AsPatientState.view


@rx.page(
    route="/staff/patients/[patient_id]/as-patient",
    title=title(t("As the patient sees it")),
    on_load=AsPatientState.enter,
)
def as_patient() -> rx.Component:
    """The reason first; then the patient's own pages under a banner that stays."""
    return staff_page(
        rx.cond(
            VIEW.patient_id != "",
            rx.cond(VIEW.open, rx.fragment(_banner(), _portal()), _ask()),
            rx.el.div(
                rx.el.h1(t("As the patient sees it"), class_name="sr-only", tab_index=-1),
                skeleton_rows(t("The page is on its way")),
                class_name="p-6",
            ),
        ),
        help_sheet(),
        places_by_key(),
        title=t("Patients"),
        views=rail("patients"),
    )


def _ask() -> rx.Component:
    return rx.el.div(
        _back(),
        rx.el.h1(
            t("See the portal as {name} does", name=VIEW.name),
            tab_index=-1,
            class_name="text-xl font-bold outline-none",
        ),
        rx.el.p(
            t(
                "You see what {name} sees now, for 30 minutes. You cannot change anything. "
                "{name} can read that you looked, and why.",
                name=VIEW.first_name,
            ),
            class_name="mt-1 text-quiet",
        ),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Why you look"), class_name="font-semibold"),
                rx.el.div(rx.foreach(VIEW.reasons, _reason), class_name="mt-2 grid gap-2"),
            ),
            field_error("reason", rx.cond(AsPatientState.wrong_field == "reason", AsPatientState.notice, "")),
            field(t("In a few words"), "words", control=text_area("words", max_length=500)),
            field_error("words", rx.cond(AsPatientState.wrong_field == "words", AsPatientState.notice, "")),
            rx.el.button(t("Show me what they see"), type="submit", class_name=PRIMARY),
            on_submit=AsPatientState.open,
            no_validate=True,
            class_name=["mt-4 grid gap-4 p-4", DESK_CARD],
        ),
        class_name="mx-auto max-w-xl p-4 lg:p-6",
    )


def _reason(reason: rx.Var[ReasonCard]) -> rx.Component:
    return choice(reason.words, "reason", reason.value)


def _back() -> rx.Component:
    return link(
        icon("chevron-left", "size-4"),
        t("Back to the patient"),
        to="/staff/patients/" + VIEW.patient_id,
        class_name="mb-2 inline-flex items-center gap-1 min-h-8 text-[13px] font-medium text-primary hover:underline",
    )


def _banner() -> rx.Component:
    return rx.el.div(
        icon("eye", "size-5 mt-0.5"),
        rx.el.p(
            rx.el.strong(t("You see what {name} sees.", name=VIEW.first_name), class_name="font-semibold"),
            " ",
            t("You cannot change anything. Until {time}.", time=VIEW.until),
            class_name="flex-1 min-w-0",
        ),
        rx.el.button(
            t("Stop looking"),
            type="button",
            on_click=AsPatientState.leave,
            class_name="btn btn-sm h-11 lg:h-8 border-0 bg-neutral-content/15 text-neutral-content",
        ),
        role="status",
        class_name="sticky top-0 z-20 flex flex-wrap items-start gap-2.5 bg-neutral px-4 lg:px-6 py-2.5 "
        "text-neutral-content text-sm",
    )


def _portal() -> rx.Component:
    """In the patient's own look: large words, the parts of their pages."""
    return rx.el.div(
        rx.cond(AsPatientState.group == "", _hub(), rx.fragment(*[_shown(one) for one in LISTINGS])),
        custom_attrs={"data-as-patient": ""},
        class_name="pt mx-auto w-full max-w-3xl px-4 py-6 text-base",
    )


def _hub() -> rx.Component:
    return rx.fragment(
        rx.el.h1(t("Records"), tab_index=-1, class_name="mb-4 text-2xl font-bold outline-none"),
        list_card(*[_hub_row(one) for one in LISTINGS]),
        freshness(AsPatientState.hub.fresh),
    )


def _hub_row(listing: Listing) -> rx.Component:
    count = AsPatientState.hub.counts[listing.shelf]
    return rx.el.li(
        rx.el.button(
            icon("folder-heart", "size-6 text-primary"),
            rx.el.span(
                rx.el.span(listing.words, class_name="block font-semibold"),
                rx.el.span(
                    rx.cond(count == 0, t("Nothing here yet"), tn("{n} entry", "{n} entries", n=count)),
                    class_name="block text-quiet",
                ),
                class_name="min-w-0 flex-1 text-left",
            ),
            icon("chevron-right", "size-5 text-quiet"),
            type="button",
            on_click=AsPatientState.show(listing.shelf),
            class_name="flex w-full min-h-16 cursor-pointer items-center gap-4 px-5 py-3 hover:bg-base-200",
        )
    )


def _shown(listing: Listing) -> rx.Component:
    found = AsPatientState.found
    return rx.cond(
        AsPatientState.group == listing.shelf,
        rx.fragment(
            button(t("Records"), OUTLINE, "chevron-left", on_click=AsPatientState.show("")),
            rx.el.h1(listing.words, tab_index=-1, class_name="mt-4 mb-4 text-2xl font-bold outline-none"),
            rx.cond(
                found.total == 0,
                empty(
                    listing.no_entry,
                    t("What your care team adds to your record appears here."),
                    drawing="folder-heart",
                ),
                rx.fragment(months(found.months), pager(found.shown, found.total, AsPatientState.more)),
            ),
            freshness(found.fresh),
        ),
    )
