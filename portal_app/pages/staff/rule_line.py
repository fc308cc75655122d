"""One rule as a sentence; opened, each word of it that the clinic may change is a field."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.desk import BARE, desk_button, desk_pill
from portal_app.components.disclosure import DESK, disclosure
from portal_app.components.icon import icon
from portal_app.services.release import words
from portal_app.services.release.cards import Choice, RuleLine
from portal_app.state.staff.rules import RulesState
from portal_app.words import t

SELECT = "select select-sm h-11 lg:h-8 w-auto max-w-full bg-base-100 text-[13px] font-medium border-primary/50"
FIELD = "input input-sm h-11 lg:h-8 bg-base-100 text-[13px]"
WAITS = (4, 8, 12, 24, 36, 48, 72, 96, 120, 144, 168, 192, 216, 240)


def rule_line(line: rx.Var[RuleLine]) -> rx.Component:
    """What it is about, when it is shown, on which law it rests, how often it decides."""
    open_ = (RulesState.editing == line.key) & line.own
    return rx.el.li(
        rx.el.span(line.number, class_name="w-5 shrink-0 text-right text-[13px] text-quiet tabular-nums pt-0.5"),
        rx.el.div(
            rx.el.p(
                rx.el.span(line.what, class_name="font-semibold"),
                icon("arrow-right", "size-4 inline mx-1.5 text-quiet"),
                rx.el.span(line.when, class_name="text-primary font-medium"),
                class_name="wrap-anywhere",
            ),
            rx.cond(open_, _fields(line)),
            rx.el.div(
                rx.cond(
                    line.law != "",
                    desk_pill(line.law, "info", "lock"),
                    desk_pill(t("Clinic rule"), "working", "house"),
                ),
                rx.el.span(
                    line.more,
                    rx.cond(line.was != "", rx.fragment(" ", t("Was:"), " ", rx.el.s(line.was)), ""),
                    class_name="flex-1 min-w-40 max-sm:basis-full wrap-anywhere",
                ),
                rx.cond(
                    line.own,
                    desk_button(
                        rx.cond(open_, t("Done"), t("Edit")),
                        BARE,
                        "pencil",
                        on_click=RulesState.begin(line.key),
                        aria_label=t("Edit: {rule}", rule=line.what),
                        aria_expanded=rx.cond(open_, "true", "false"),
                    ),
                ),
                rx.el.span(line.count, class_name="tabular-nums"),
                class_name="mt-1.5 flex flex-wrap items-center gap-2 text-[13px] text-quiet",
            ),
            class_name="min-w-0 flex-1",
        ),
        key=line.key,
        class_name=[
            "flex gap-3 px-4 py-3 border-l-3",
            rx.cond(line.edited, "border-l-primary bg-primary/8", "border-l-transparent"),
        ],
    )


def _fields(line: rx.Var[RuleLine]) -> rx.Component:
    def set_(field: str):
        return lambda value: RulesState.edit(line.key, field, value)

    waits = (line.way == "after") | (line.way == "reviewed")
    return rx.el.div(
        rx.el.div(
            _select(
                t("When"),
                line.way,
                set_("when"),
                ("at_once", t("at once")),
                ("after", t("after a while")),
                ("reviewed", t("after review")),
                ("never", t("at once, to the patient only")),
            ),
            rx.cond(
                waits,
                _select(
                    rx.cond(line.way == "reviewed", t("at most"), t("for")),
                    line.hours,
                    set_("hours"),
                    *((str(hours), _wait(hours)) for hours in WAITS),
                ),
            ),
            rx.el.label(
                rx.el.span(t("where"), class_name="text-quiet"),
                rx.el.select(
                    rx.el.option(t("every site"), value=""),
                    rx.foreach(RulesState.card.sites, _site),
                    value=line.site,
                    on_change=set_("site"),
                    class_name=SELECT,
                ),
                class_name="inline-flex items-center gap-1.5",
            ),
            rx.cond(
                line.way != "never",
                _select(
                    t("who"),
                    line.viewer,
                    set_("viewer"),
                    ("everyone", t("patients and who acts for them")),
                    ("patient", t("patients only")),
                    ("proxy", t("who acts for them only")),
                ),
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        disclosure(
            t("What it is about"),
            _checks(t("Kinds of records. None means all."), "classes", line, line.classes, words.CLASSES),
            _checks(t("Only what is sensitive for a reason. None means all."), "flags", line, line.flags, words.FLAGS),
            rx.el.div(
                _text(t("Name"), line.name, set_("name"), "w-full sm:w-64"),
                _text(t("Youngest"), line.youngest, set_("youngest"), "w-20", input_mode="numeric"),
                _text(t("Oldest"), line.oldest, set_("oldest"), "w-20", input_mode="numeric"),
                _text(t("Test numbers (LOINC)"), line.codes, set_("codes"), "w-full sm:w-64"),
                class_name="mt-2 flex flex-wrap gap-3",
            ),
            look=DESK,
            class_name="text-[13px]",
        ),
        rx.el.div(
            desk_button(t("Sooner"), BARE, "arrow-up", on_click=RulesState.move(line.key, -1), disabled=line.first),
            desk_button(t("Later"), BARE, "arrow-down", on_click=RulesState.move(line.key, 1), disabled=line.last),
            desk_button(t("Remove"), BARE, "trash-2", on_click=RulesState.remove(line.key)),
            class_name="flex flex-wrap gap-1",
        ),
        class_name="mt-2 grid gap-2",
    )


def _site(one: rx.Var[Choice]) -> rx.Component:
    return rx.el.option(one.words, value=one.value)


def _wait(hours: int) -> rx.Var[str]:
    days = hours // words.DAY
    if hours % words.DAY:
        return t("{n} hours", n=hours)
    return t("{n} day", n=days) if days == 1 else t("{n} days", n=days)


def _select(label: Content, value: rx.Var[str], changed, *options: tuple[str, Content]) -> rx.Component:
    known = [rx.el.option(said, value=name) for name, said in options]
    return rx.el.label(
        rx.el.span(label, class_name="text-quiet"),
        rx.el.select(*known, value=value, on_change=changed, class_name=SELECT),
        class_name="inline-flex items-center gap-1.5 max-w-full text-[13px]",
    )


def _text(label: Content, value: rx.Var[str], changed, width: str, **props) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="block text-quiet"),
        rx.el.input(default_value=value, on_blur=changed, auto_complete="off", class_name=[FIELD, width], **props),
        class_name="text-[13px] min-w-0",
    )


def _checks(
    legend: Content, field: str, line: rx.Var[RuleLine], chosen: rx.Var[list[str]], names: dict
) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="text-quiet pt-2"),
        rx.el.div(
            *(
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        checked=chosen.contains(str(name)),
                        on_change=lambda _, name=name: RulesState.edit(line.key, field, str(name)),
                        class_name="checkbox checkbox-sm",
                    ),
                    t(said),
                    class_name="inline-flex items-center gap-1.5 min-h-11 lg:min-h-7",
                )
                for name, said in names.items()
            ),
            class_name="flex flex-wrap gap-x-4 gap-y-0.5",
        ),
    )
