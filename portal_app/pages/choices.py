"""`/account/results`: at once, or after the care team has said something; and that "show me now" always works."""

import reflex as rx

from portal_app.components.card import CARD, card
from portal_app.components.form import CHOICE
from portal_app.components.heading import page_heading
from portal_app.components.icon import icon
from portal_app.components.link import back
from portal_app.components.patient_shell import NARROW
from portal_app.components.records import waiting
from portal_app.pages.frame import patient_page, title
from portal_app.services.choices import ChoiceCard
from portal_app.state.choices import ChoicesState
from portal_app.words import t


@rx.page(route="/account/results", title=title(t("When I see my results")), on_load=ChoicesState.enter)
def choices() -> rx.Component:
    """One choice for each class, kept as it is made."""
    return patient_page(
        back(t("More"), "/more"),
        page_heading(t("When I see my results"), t("You can see new results right away, or wait for your care team.")),
        waiting(
            ChoicesState.loaded,
            ChoicesState.notice,
            ChoicesState.enter,
            rx.el.div(
                card(
                    rx.el.ul(
                        _fact("clock", t("If you wait, you wait 10 days at most. Then you see it, comment or not.")),
                        _fact("eye", t("You can always press “Show me now” on a result and see it right away.")),
                        _fact("calendar-days", t("Your choice is for what comes in from now on.")),
                        class_name="grid gap-3",
                    ),
                ),
                rx.foreach(ChoicesState.found.lines, _choice),
                class_name="grid gap-5",
            ),
        ),
        room=NARROW,
    )


def _fact(drawing: str, words: rx.Var[str]) -> rx.Component:
    return rx.el.li(icon(drawing, "size-6 mt-px text-primary"), words, class_name="flex gap-3")


def _choice(line: rx.Var[ChoiceCard]) -> rx.Component:
    return rx.el.section(
        rx.el.fieldset(
            rx.el.legend(
                rx.el.span(line.words, class_name="block text-[1.125rem] font-semibold"),
                rx.el.span(line.hint, class_name="block text-base text-quiet"),
            ),
            rx.el.div(
                _way(line, "now", t("Right away"), ~line.waits),
                _way(line, "comment", t("After my care team has commented"), line.waits),
                class_name="mt-3 grid gap-2 sm:grid-cols-2",
            ),
        ),
        rx.el.p(
            rx.cond(ChoicesState.saved == line.release_class, t("Saved"), ""),
            role="status",
            class_name="mt-2 font-semibold text-success empty:hidden",
        ),
        class_name=[CARD, "p-5"],
        key=line.release_class,
    )


def _way(line: rx.Var[ChoiceCard], wait: str, words: rx.Var[str], chosen: rx.Var[bool]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="when " + line.release_class,
            value=wait,
            # it stands at once; what the server makes of it follows (`assets/portal.js`)
            default_checked=chosen,
            custom_attrs={"data-picked": chosen.to_string()},
            on_change=lambda _: ChoicesState.choose(line.release_class, wait),
            class_name="radio radio-primary",
        ),
        rx.el.span(words, class_name="font-semibold"),
        class_name=CHOICE,
    )
