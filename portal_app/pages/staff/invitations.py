"""A patient's invitation at the desk (`invitation_card`), and the card with a code to print and hand over."""

import reflex as rx

from portal_app.components.button import OUTLINE, PRIMARY, button
from portal_app.components.desk import BARE, desk_button, desk_card, desk_field
from portal_app.components.form import field_error
from portal_app.components.icon import icon
from portal_app.components.link import link
from portal_app.pages.frame import FRAME, staff_page, title
from portal_app.pages.staff.found import found
from portal_app.pages.staff.rail import rail
from portal_app.state.staff.invitations import InvitationState
from portal_app.words import t

SHOWN = InvitationState.invitation
CODE = InvitationState.code
WRONG = rx.cond(InvitationState.wrong_field == "email", InvitationState.notice, "")
BODY = "px-4 py-3 grid gap-2"


def invitation_card() -> rx.Component:
    """A part of the patient's page, which opens it with `InvitationState.enter`; nothing where there is an account."""
    return rx.cond(
        (SHOWN.state != "account") & (SHOWN.state != "hidden"),
        desk_card(
            t("Invitation"),
            rx.match(
                SHOWN.state,
                ("open", _open()),
                ("locked", _again(t("Locked after five wrong tries. Make sure of the person, then invite again."))),
                ("expired", _again(t("The invitation has run out."))),
                _none(),
            ),
            id="invitation",
        ),
    )


def _open() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                SHOWN.in_person,
                t("A code card was printed on {day}.", day=SHOWN.sent),
                t("Invited at {email} on {day}.", email=SHOWN.email, day=SHOWN.sent),
            ),
            rx.cond(SHOWN.by, rx.fragment(" ", t("By {name}.", name=SHOWN.by))),
        ),
        rx.el.p(
            rx.cond(SHOWN.opened, t("Opened, not finished."), t("Not opened yet.")),
            " ",
            t("Works until {day}.", day=SHOWN.until),
            class_name="text-quiet",
        ),
        rx.el.div(
            rx.cond(SHOWN.in_person, rx.fragment(), desk_button(t("Send again"), on_click=InvitationState.resend)),
            desk_button(t("Take back"), BARE, on_click=InvitationState.revoke),
            _to_card(),
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name=BODY,
    )


def _again(sentence: rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.el.p(sentence), _ask(), class_name=BODY)


def _none() -> rx.Component:
    return rx.el.div(rx.el.p(t("Not invited yet.")), _ask(), class_name=BODY)


def _ask() -> rx.Component:
    return rx.fragment(
        _mind(),
        rx.cond(
            SHOWN.only_in_person,
            rx.fragment(),
            rx.el.form(
                desk_field(
                    t("Email"),
                    "invitation-email",
                    type="email",
                    default_value=SHOWN.email,
                    key=SHOWN.email,
                    auto_complete="off",
                    aria_invalid=rx.cond(WRONG, "true", "false"),
                    aria_describedby=rx.cond(WRONG, "invitation-email-error", ""),
                ),
                field_error("invitation-email", WRONG),
                desk_button(t("Invite by email"), type="submit", drawing="mail"),
                on_submit=InvitationState.invite,
                no_validate=True,
                class_name="grid gap-2 justify-items-start",
            ),
        ),
        _to_card(),
    )


def _mind() -> rx.Component:
    """What to think of first, where there is something."""
    return rx.cond(
        SHOWN.mind != "",
        rx.el.p(icon("triangle-alert", "size-4 mt-0.5 text-warning"), SHOWN.mind, class_name="flex gap-2 text-[13px]"),
    )


def _to_card() -> rx.Component:
    return link(
        t("Print a code card"),
        to=InvitationState.here + "/code",
        class_name="link-on text-[13px]",
    )


@rx.page(route="/staff/patients/[patient_id]/code", title=title(t("Code card")), on_load=InvitationState.enter_card)
def code_card() -> rx.Component:
    """The code is stored nowhere: it is made when somebody asks, and shown until they leave."""
    return staff_page(
        found(
            SHOWN.name != "",
            rx.el.div(
                rx.el.div(
                    _whose(),
                    rx.el.p(
                        t(
                            "Check a photo ID, then hand over the card. A new code makes every earlier one worth nothing."
                        ),
                        class_name="mt-3 mb-4 text-quiet",
                    ),
                    class_name="print:hidden",
                ),
                rx.cond(
                    CODE.code,
                    _card(),
                    rx.cond(
                        SHOWN.state == "account",
                        rx.el.p(t("This patient has an account already.")),
                        rx.el.div(
                            _mind(),
                            button(
                                t("Make a code"),
                                PRIMARY,
                                "qr-code",
                                on_click=InvitationState.make_code,
                                custom_attrs={"data-then-focus": "#card"},
                            ),
                            class_name="grid gap-4 justify-items-start",
                        ),
                    ),
                ),
                class_name="mx-auto max-w-xl p-4 lg:p-6 print:p-0",
            ),
            t("Code card"),
        ),
        title=t("Code card"),
        views=rail("patients"),
    )


def _whose() -> rx.Component:
    return rx.fragment(
        link(
            icon("chevron-left", "size-4"),
            t("Back to the patient"),
            to=InvitationState.here,
            class_name="mb-2 inline-flex items-center gap-1 min-h-8 text-[13px] font-medium text-primary hover:underline",
        ),
        rx.el.h1(t("Code card for {name}", name=SHOWN.name), tab_index=-1, class_name="text-xl font-bold outline-none"),
        rx.el.p(
            rx.cond(SHOWN.born != "", rx.el.span(t("born {day}", day=SHOWN.born))),
            rx.cond(SHOWN.mrn != "", rx.el.span(t("Record number"), " ", SHOWN.mrn)),
            class_name="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[13px] text-quiet",
        ),
    )


def _card() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.p(FRAME.clinic, class_name="font-semibold"),
            rx.el.p(CODE.patient),
            rx.el.div(
                rx.el.img(src=CODE.qr, alt=t("QR code that opens the portal"), class_name="size-40"),
                rx.el.div(
                    rx.el.p(t("Scan the square, or type")),
                    rx.el.p(CODE.address, class_name="font-semibold wrap-anywhere"),
                    rx.el.p(t("Your code"), class_name="mt-3"),
                    rx.el.p(CODE.code, id="code", class_name="font-mono text-2xl font-semibold tracking-widest"),
                    class_name="min-w-0",
                ),
                class_name="mt-3 flex flex-wrap items-center gap-5",
            ),
            rx.el.p(t("Works once, until {day}. Keep it to yourself.", day=CODE.until), class_name="mt-3"),
            id="card",
            tab_index=-1,
            aria_label=t("Code card"),
            class_name="rounded-box border-2 border-edge bg-white p-5 text-black",
        ),
        rx.el.div(
            button(t("Print"), PRIMARY, "printer", custom_attrs={"data-prints": ""}),
            button(
                t("Make another code"),
                OUTLINE,
                on_click=InvitationState.make_code,
                custom_attrs={"data-then-focus": "#card"},
            ),
            class_name="mt-4 flex flex-wrap gap-3 print:hidden",
        ),
    )
