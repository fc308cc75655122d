"""The forms part of a patient's page at the desk; the page opens it with `PatientFormsState.open_patient`."""

import reflex as rx

from portal_app.components.desk import BARE, DESK_ROW, desk_button, desk_card, desk_empty, desk_link, desk_list
from portal_app.services.forms.cards import FormCard, Offer
from portal_app.state.staff.patient_forms import PatientFormsState
from portal_app.words import t


def patient_forms() -> rx.Component:
    """The patient's forms, newest first, and a button for each form that can be asked for."""
    return desk_card(
        t("Forms"),
        rx.cond(
            PatientFormsState.forms.length() > 0,
            desk_list(rx.foreach(PatientFormsState.forms, _form)),
            desk_empty(t("No form was asked for yet.")),
        ),
        rx.el.div(
            rx.foreach(PatientFormsState.offers, _offer),
            class_name="flex flex-wrap gap-2 border-t border-base-300/70 px-4 py-3 empty:hidden",
        ),
        id="forms",
    )


def _form(form: rx.Var[FormCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(form.title, class_name="block font-medium"),
            rx.el.span(form.standing, " ", form.who, class_name="block text-[13px] text-quiet"),
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
        class_name=DESK_ROW,
    )


def _offer(offer: rx.Var[Offer]) -> rx.Component:
    return desk_button(
        t("Ask for: {form}", form=offer.title),
        drawing="clipboard-list",
        on_click=PatientFormsState.ask(offer.slug),
    )
