"""`/staff/patients/[patient_id]/as-patient`: the patient's own pages, read only, after a reason was given."""

from collections.abc import Callable

import reflex as rx

from portal_app.components.button import PRIMARY
from portal_app.components.desk import DESK_CARD
from portal_app.components.form import choice, field, field_error, text_area
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import NARROW, WIDE
from portal_app.components.reader import Reader
from portal_app.pages import (
    care_plans,
    learn,
    medicines,
    record_item,
    record_lists,
    records,
    result,
    results,
    visit,
    visits,
    vitals,
)
from portal_app.pages.frame import staff_page, title
from portal_app.pages.staff.found import found
from portal_app.pages.staff.rail import rail
from portal_app.services.view_as import ReasonCard
from portal_app.state.staff.as_patient import AsPatientState
from portal_app.words import t

VIEW = AsPatientState.view
HERE = "/staff/patients/[patient_id]/as-patient"
LOOKS_ON = Reader(at="/staff/patients/" + VIEW.patient_id + "/as-patient", looks_on=True)
Drawing = Callable[[Reader], rx.Component]

PAGES: dict[str, tuple[str, Drawing, str]] = {
    "records": ("/records", records.drawn, NARROW),
    "results": ("/records/results", results.drawn, NARROW),
    "result": ("/records/results/[result_id]", result.drawn, WIDE),
    "medicines": ("/records/medicines", medicines.drawn, WIDE),
    "vitals": ("/records/vitals", vitals.drawn, NARROW),
    "vital": ("/records/vitals/[vital_id]", vitals.drawn_one, NARROW),
    "care_plans": ("/records/care-plans", care_plans.drawn, NARROW),
    "item": ("/records/item/[item_id]", record_item.drawn, NARROW),
    "me": ("/records/me", record_item.drawn_me, NARROW),
    "visits": ("/visits", visits.drawn, NARROW),
    "visit": ("/visits/[visit_id]", visit.drawn, NARROW),
    "learn": ("/learn/[key]", learn.drawn, NARROW),
    **{
        one.shelf: (one.route, lambda reader, one=one: record_lists.drawn(one, reader), NARROW)
        for one in record_lists.LISTINGS
    },
}
"""The patient's pages under their own addresses: who draws each, and how wide it is."""


@rx.page(route=HERE, title=title(t("As the patient sees it")), on_load=AsPatientState.enter(""))
def as_patient() -> rx.Component:
    """The reason; who has said it is led on to the record."""
    return _page(_on_its_way())


def _page(shown: rx.Component) -> rx.Component:
    """The reason first; then one of the patient's pages under a banner that stays."""
    return staff_page(
        found(
            VIEW.patient_id != "",
            rx.cond(VIEW.open, rx.fragment(_banner(), shown), _ask()),
            t("As the patient sees it"),
        ),
        title=t("Patients"),
        views=rail("patients"),
    )


def _on_its_way() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("As the patient sees it"), class_name="sr-only", tab_index=-1),
        skeleton_rows(t("The page is on its way")),
        class_name="p-6",
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
            t("You cannot change anything. What is pale works for {name} only.", name=VIEW.first_name),
            " ",
            t("Until {time}.", time=VIEW.until),
            class_name="flex-1 min-w-0",
        ),
        rx.el.button(
            t("Stop looking"),
            type="button",
            on_click=AsPatientState.leave,
            class_name="btn btn-sm h-11 lg:h-8 border-0 bg-neutral-content/15 text-neutral-content",
        ),
        role="status",
        # below the bar of narrow screens, which stays too
        class_name="sticky top-13 lg:top-0 z-20 flex flex-wrap items-start gap-2.5 bg-neutral px-4 lg:px-6 py-2.5 "
        "text-neutral-content text-sm",
    )


def _theirs(draw: Drawing, room: str) -> rx.Component:
    """In the patient's own look: large words, the parts of their pages, drawn by the same hands."""
    return rx.el.div(
        draw(LOOKS_ON),
        custom_attrs={"data-as-patient": ""},
        class_name=["pt text-base", room],
    )


for _place, (_route, _draw, _room) in PAGES.items():
    rx.page(route=HERE + _route, title=title(t("As the patient sees it")), on_load=AsPatientState.enter(_place))(
        lambda draw=_draw, room=_room: _page(_theirs(draw, room))
    )
