"""The forms part of a patient's page at the desk."""

import reflex as rx

from portal_app.components.desk import (
    BARE,
    PLAIN,
    desk_button,
    desk_card,
    desk_empty,
    desk_link,
    desk_list,
    desk_pill,
)
from portal_app.services.forms.cards import FormCard, Offer
from portal_app.state.staff.patient_forms import PatientFormsState
from portal_app.words import t

FOUND = PatientFormsState.found


def patient_forms() -> rx.Component:
    """The patient's forms, newest first, and a button for each form that can be asked for."""
    return rx.cond(
        FOUND.shown,
        desk_card(
            t("Forms"),
            rx.cond(
                FOUND.forms.length() > 0,
                desk_list(rx.foreach(FOUND.forms, _form)),
                desk_empty(t("No form was asked for yet.")),
            ),
            rx.cond(
                FOUND.more > 0,
                rx.el.p(t("{n} older ones are not shown", n=FOUND.more), class_name="px-4 py-2 text-[13px] text-quiet"),
            ),
            rx.el.div(
                rx.foreach(FOUND.offers, _offer),
                class_name="flex flex-wrap gap-2 border-t border-base-300/70 px-4 py-3 empty:hidden",
            ),
            id="forms",
        ),
    )


def _form(form: rx.Var[FormCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(form.title, class_name="block font-semibold"),
            rx.el.span(
                desk_pill(form.standing, form.tone),
                rx.el.span(form.who),
                class_name="mt-0.5 flex flex-wrap items-center gap-x-2 text-[13px] text-quiet",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.match(
            form.verb,
            ("review", desk_link(t("Review"), to="/staff/forms/" + form.id)),
            ("read", desk_link(t("Read"), to="/staff/forms/" + form.id)),
            ("withdraw", desk_button(t("Take back"), BARE, on_click=PatientFormsState.withdraw(form.id))),
            rx.fragment(),
        ),
        key=form.id,
        class_name="flex items-center gap-3 px-4 py-2",
    )


def _offer(offer: rx.Var[Offer]) -> rx.Component:
    return desk_button(
        t("Ask for: {form}", form=offer.title), PLAIN, "plus", on_click=PatientFormsState.ask(offer.slug)
    )
