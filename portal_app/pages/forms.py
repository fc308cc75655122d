"""`/forms`: what the patient is asked to fill, and what they have sent."""

import reflex as rx

from portal_app.components.button import link_button
from portal_app.components.card import CARD, empty, heading
from portal_app.components.heading import page_heading
from portal_app.components.icon import tile
from portal_app.components.link import back, link
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import NARROW
from portal_app.components.pill import status_pill
from portal_app.pages.frame import patient_page, title
from portal_app.services.forms.cards import FormCard
from portal_app.state.forms import FormsState
from portal_app.words import t


@rx.page(route="/forms", title=title(t("Forms")), on_load=FormsState.enter)
def forms() -> rx.Component:
    """Forms to do, in progress, and sent."""
    return patient_page(
        back(t("More"), "/more"),
        rx.el.div(class_name="mt-3"),
        page_heading(t("Forms"), t("What we ask before a visit, and what you sent us.")),
        rx.cond(FormsState.is_loaded, _lists(), skeleton_rows(t("Your forms are loading"))),
        room=NARROW,
    )


def _lists() -> rx.Component:
    return rx.el.div(
        rx.el.section(
            heading(t("For you to do")),
            rx.cond(
                FormsState.forms.to_do.length() > 0,
                rx.el.ul(rx.foreach(FormsState.forms.to_do, _to_do), class_name="grid gap-4"),
                empty(
                    t("Nothing to fill in"),
                    t("When your care team needs something from you, it is here."),
                    drawing="clipboard-check",
                ),
            ),
        ),
        rx.cond(
            FormsState.forms.done.length() > 0,
            rx.el.section(
                heading(t("Sent")),
                rx.el.ul(
                    rx.foreach(FormsState.forms.done, _done),
                    class_name=[CARD, "divide-y divide-base-300 overflow-hidden"],
                ),
            ),
        ),
        class_name="grid gap-9",
    )


def _to_do(form: rx.Var[FormCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(form.title, class_name="text-[1.125rem] font-semibold"),
            status_pill(form.standing, form.tone),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(form.who, class_name="mt-1 text-quiet"),
        rx.el.p(rx.el.strong(t("Next:"), class_name="font-semibold"), " ", form.next, class_name="mt-1"),
        link_button(
            rx.match(form.verb, ("start", t("Start")), ("continue", t("Continue")), ("answer", t("Answer")), t("Open")),
            to="/forms/" + form.id,
            class_name="mt-4 max-sm:btn-block",
        ),
        key=form.id,
        class_name=[CARD, "p-5"],
    )


def _done(form: rx.Var[FormCard]) -> rx.Component:
    return rx.el.li(
        link(
            tile("file-check"),
            rx.el.span(
                rx.el.span(form.title, class_name="block font-semibold"),
                rx.el.span(form.who, class_name="block text-base text-quiet"),
                rx.el.span(form.next, class_name="block text-base text-quiet"),
                class_name="min-w-0 grow",
            ),
            status_pill(form.standing, form.tone),
            to="/forms/" + form.id,
            class_name="flex flex-wrap items-start gap-3.5 p-5 hover:bg-base-200/60",
        ),
        key=form.id,
    )
