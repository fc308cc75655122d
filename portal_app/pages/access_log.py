"""`/account/access`: everybody who looked at my record, when and why."""

import reflex as rx

from portal_app.components.button import OUTLINE, button
from portal_app.components.card import empty, list_card
from portal_app.components.heading import page_heading
from portal_app.components.icon import tile
from portal_app.components.link import back
from portal_app.components.loading import skeleton_rows
from portal_app.components.patient_shell import NARROW
from portal_app.components.records import chips
from portal_app.pages.frame import patient_page, title
from portal_app.services.access_log import LookCard
from portal_app.state.access_log import AccessLogState
from portal_app.words import t

LOG = AccessLogState.log


@rx.page(route="/account/access", title=title(t("Who looked at your record")), on_load=AccessLogState.open)
def access() -> rx.Component:
    """Who, what, why, when; newest first."""
    return patient_page(
        back(t("More"), "/more"),
        page_heading(
            t("Who looked at your record"),
            t(
                "Every time somebody opens your record or saves a copy of it, it is written down here. Nobody can change it."
            ),
        ),
        rx.el.div(
            chips(
                t("Show"),
                AccessLogState.show,
                AccessLogState.choose,
                [("others", t("What others did")), ("all", t("What I did too"))],
            ),
            class_name="mb-6 print:hidden",
        ),
        rx.cond(
            AccessLogState.loaded,
            rx.cond(
                LOG.lines.length() > 0,
                _lines(),
                empty(
                    t("Nobody has looked yet"),
                    t("When somebody on your care team opens your record, you see it here."),
                    drawing="eye",
                ),
            ),
            skeleton_rows(t("The list is on its way")),
        ),
        room=NARROW,
    )


def _lines() -> rx.Component:
    return rx.fragment(
        list_card(rx.foreach(LOG.lines, _line)),
        rx.cond(
            LOG.before > 0,
            rx.el.div(button(t("Show earlier"), OUTLINE, on_click=AccessLogState.earlier), class_name="mt-4"),
        ),
    )


def _line(look: rx.Var[LookCard]) -> rx.Component:
    return rx.el.li(
        tile("eye"),
        rx.el.div(
            rx.el.p(
                rx.el.span(look.who, class_name="font-semibold"),
                rx.cond(look.title != "", rx.el.span(", ", look.title, class_name="text-quiet")),
            ),
            rx.el.p(
                look.what,
                rx.cond(look.times > 1, rx.fragment(" ", t("({n} times)", n=look.times))),
            ),
            rx.el.p(look.why, class_name="text-base text-quiet empty:hidden"),
            rx.el.p(look.when, class_name="text-base text-quiet"),
            class_name="min-w-0 grow",
        ),
        key=look.id,
        class_name="flex items-start gap-3.5 p-5",
    )
