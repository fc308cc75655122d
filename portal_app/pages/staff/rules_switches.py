"""States' laws on and off, what the portal shows at all, and every edition there was."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.desk import desk_empty
from portal_app.components.disclosure import disclosure
from portal_app.components.icon import icon
from portal_app.pages.staff.rule_line import SELECT
from portal_app.services.release.cards import Choice, EditionLine, PackCard, Switch
from portal_app.state.staff.rules import RulesState
from portal_app.words import t

CARD = RulesState.card
SUMMARY = "cursor-pointer font-semibold px-4 min-h-11 flex items-center gap-2 border-t border-base-300/70"
SWITCH = "inline-flex items-center gap-2 min-h-11 lg:min-h-8 text-[13px]"


def packs() -> rx.Component:
    """Laws of states: on, off and where; their words cannot be edited."""
    return _part(
        t("Laws of states"),
        rx.el.p(
            icon("lock", "size-4 shrink-0 mt-0.5"),
            t("A law cannot be edited here, only switched on or off. Ask your lawyer which ones you need."),
            class_name="flex gap-2 text-[13px] text-quiet",
        ),
        rx.el.ul(rx.foreach(CARD.packs, _pack), class_name="mt-2 divide-y divide-base-300/60"),
    )


def _pack(pack: rx.Var[PackCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    checked=pack.on,
                    on_change=lambda _: RulesState.choose_pack(pack.state, ~pack.on, ""),
                    class_name="toggle toggle-sm",
                ),
                rx.el.span(pack.name, class_name="font-semibold"),
                class_name=SWITCH,
            ),
            rx.cond(
                pack.on & (CARD.sites.length() > 1),
                rx.el.label(
                    rx.el.span(t("where"), class_name="text-quiet"),
                    rx.el.select(
                        rx.el.option(t("every site"), value=""),
                        rx.foreach(CARD.sites, _site),
                        value=pack.site,
                        on_change=lambda site: RulesState.choose_pack(pack.state, True, site),
                        class_name=SELECT,
                    ),
                    class_name="inline-flex items-center gap-1.5 text-[13px]",
                ),
            ),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.el.ul(
            rx.foreach(pack.rules, lambda said: rx.el.li(said)),
            class_name="text-[13px] list-disc pl-5 marker:text-quiet",
        ),
        rx.el.p(t("Checked {day}.", day=pack.checked), " ", pack.doubts, class_name="mt-1 text-[13px] text-quiet"),
        rx.cond(
            pack.outdated,
            rx.el.p(
                t("This law has a newer text here. Save again to use it."), class_name="mt-1 text-[13px] text-warning"
            ),
        ),
        key=pack.state,
        class_name="py-2.5",
    )


def _site(one: rx.Var[Choice]) -> rx.Component:
    return rx.el.option(one.words, value=one.value)


def switches() -> rx.Component:
    """Pages and kinds of records that this portal shows, or does not show at all."""
    return _part(
        t("What the portal shows"),
        rx.el.p(
            t("What is switched off is not shown to any patient, on no page. Switch off only what the law lets you."),
            class_name="text-[13px] text-quiet",
        ),
        _group(t("Pages"), CARD.pages, "page"),
        _group(t("Kinds of records"), CARD.classes, "class"),
    )


def _group(legend: Content, names: rx.Var[list[Switch]], what: str) -> rx.Component:
    def one(switch: rx.Var[Switch]) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=switch.on,
                on_change=lambda _: RulesState.switch(what, switch.name),
                class_name="toggle toggle-sm",
            ),
            rx.el.span(switch.words, class_name=rx.cond(switch.edited, "font-semibold text-primary", "")),
            key=switch.name,
            class_name=SWITCH,
        )

    return rx.el.fieldset(
        rx.el.legend(legend, class_name="pt-3 font-medium text-[13px]"),
        rx.el.div(rx.foreach(names, one), class_name="grid sm:grid-cols-2 gap-x-4"),
    )


def history() -> rx.Component:
    """Who changed the rules, when and why."""
    return _part(
        t("History"),
        rx.cond(
            CARD.history.length() > 0,
            rx.el.ol(rx.foreach(CARD.history, _edition), class_name="divide-y divide-base-300/60"),
            desk_empty(t("Nobody has changed the rules yet.")),
        ),
    )


def _edition(line: rx.Var[EditionLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.edition, class_name="w-6 shrink-0 text-right tabular-nums text-quiet"),
        rx.el.span(
            rx.el.span(line.when, ", ", line.who, class_name="font-medium"),
            rx.el.span(line.why, " ", line.what, class_name="block text-quiet wrap-anywhere"),
            class_name="min-w-0 flex-1",
        ),
        key=line.edition.to(str),
        class_name="flex gap-3 py-2 text-[13px]",
    )


def _part(title: Content, *children: Content) -> rx.Component:
    return disclosure(title, rx.el.div(*children, class_name="px-4 pb-4"), look=SUMMARY)
