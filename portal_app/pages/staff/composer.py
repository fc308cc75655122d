"""The place to answer: a reply to the patient, or a note to the team."""

import reflex as rx

from portal_app.components.desk import CHIEF, PLAIN, desk_button, key_cap
from portal_app.components.form import field_error
from portal_app.components.icon import icon
from portal_app.state.staff.inbox import InboxState
from portal_app.words import t

TASK = InboxState.task
PAUSE = 600
"""Milliseconds without a key before the draft is saved."""
TAB = "btn btn-sm h-11 lg:h-8 text-[13px] gap-1.5"
BOX = (
    "field-sizing-content min-h-26 max-h-[40dvh] w-full block px-4 py-2 text-[15px] leading-6 bg-transparent resize-none "
    "outline-none!"
)
WAY = (
    "join-item btn btn-sm h-11 lg:h-8 text-[13px] font-medium border-base-content/25 "
    "[--btn-color:var(--color-base-100)] checked:[--btn-color:var(--color-primary)] "
    "checked:[--btn-fg:var(--color-primary-content)]"
)


def composer() -> rx.Component:
    """A reply that the patient reads, or a note that only the team does."""
    replies = TASK.verbs.contains("reply")
    return rx.el.div(
        rx.cond(InboxState.behind, _behind()),
        rx.el.div(
            rx.cond(replies, _tab("reply", t("Reply to {name}", name=TASK.name), "reply", "r")),
            _tab("note", t("Team note"), "lock", "n"),
            role="group",
            aria_label=t("Who reads this"),
            class_name="flex items-center gap-1 pb-2 flex-wrap",
        ),
        rx.cond(replies, _reply()),
        _team_note(),
        class_name="shrink-0 border-t border-base-300 bg-base-100 px-4 lg:px-6 pt-2 pb-3 max-lg:[@media(min-height:44rem)]:sticky max-lg:bottom-0",
    )


def _behind() -> rx.Component:
    return rx.el.div(
        icon("triangle-alert", "size-4 text-warning"),
        rx.el.p(
            t("Something happened here while you were writing. Look above, then send."), class_name="flex-1 font-medium"
        ),
        desk_button(t("I have seen it"), PLAIN, "check", on_click=InboxState.catch_up),
        role="alert",
        class_name="mb-2 flex flex-wrap items-center gap-2 rounded-lg border border-warning bg-warning/10 px-3 py-1.5 text-[13px]",
    )


def _tab(what: str, words: rx.Var[str], drawing: str, key: str) -> rx.Component:
    chosen = InboxState.writing == what
    return rx.el.button(
        icon(drawing, "size-4"),
        words,
        key_cap(key),
        type="button",
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=InboxState.write(what),
        custom_attrs={"data-key": key, "data-then-focus": f"#{what}-words", "aria-keyshortcuts": key},
        class_name=[
            TAB,
            rx.cond(chosen, "font-semibold bg-primary/12 text-primary border-transparent", "btn-ghost font-medium"),
        ],
    )


def _reply() -> rx.Component:
    wrong = InboxState.wrong_field == "body"
    return rx.el.form(
        rx.el.input(type="hidden", name="task", value=TASK.id, read_only=True),
        _box("reply", "body", t("Your reply"), InboxState.reply_start, InboxState.reply_key),
        field_error("reply-words", rx.cond(wrong, InboxState.notice, "")),
        rx.el.div(
            rx.el.fieldset(
                rx.el.legend(t("After sending"), class_name="sr-only"),
                rx.el.span(
                    t("After sending"), class_name="text-[13px] text-quiet whitespace-nowrap", aria_hidden="true"
                ),
                rx.el.div(
                    _way("keep", t("Keep it"), True),
                    _way("hand", t("Hand it on")),
                    _way("close", t("Close")),
                    class_name="join",
                ),
                rx.el.label(
                    rx.el.span(t("Hand it to"), class_name="sr-only"),
                    rx.el.select(
                        rx.foreach(InboxState.pools, lambda pool: rx.el.option(pool.name, value=pool.id)),
                        name="pool",
                        class_name="select select-sm h-11 lg:h-8 w-auto bg-base-100 text-[13px]",
                    ),
                    class_name="hidden group-has-[[value=hand]:checked]:block",
                ),
                class_name="group flex items-center gap-2.5 flex-wrap",
            ),
            rx.el.span(InboxState.kept, class_name="text-xs text-quiet", role="status"),
            rx.el.span(class_name="flex-1"),
            _submit(t("Send"), "send"),
            class_name="mt-2.5 flex items-center gap-x-3 gap-y-2 flex-wrap",
        ),
        on_submit=InboxState.send,
        hidden=InboxState.writing != "reply",
        no_validate=True,
        key=TASK.id + "reply",
    )


def _team_note() -> rx.Component:
    wrong = InboxState.wrong_field == "note"
    return rx.el.form(
        rx.el.input(type="hidden", name="task", value=TASK.id, read_only=True),
        _box("note", "note", t("Your note to the team"), InboxState.note_start, InboxState.note_key, "note-paper"),
        field_error("note-words", rx.cond(wrong, InboxState.notice, "")),
        rx.el.div(
            rx.el.span(t("Only the team reads this. Patients never see it."), class_name="text-[13px] text-quiet"),
            rx.el.span(class_name="flex-1"),
            _submit(t("Add the note"), "lock"),
            class_name="mt-2.5 flex items-center gap-x-3 gap-y-2 flex-wrap",
        ),
        on_submit=InboxState.note,
        hidden=InboxState.writing != "note",
        no_validate=True,
        key=TASK.id + "note",
    )


def _box(
    what: str, name: str, label: rx.Var[str], start: rx.Var[str], key: rx.Var[str], paper: str = ""
) -> rx.Component:
    return rx.el.label(
        rx.el.span(label, class_name="sr-only"),
        rx.el.textarea(
            id=f"{what}-words",
            name=name,
            rows=3,
            default_value=start,
            on_change=lambda words: InboxState.keep(TASK.id, what, words, key).debounce(PAUSE),
            class_name=BOX,
        ),
        class_name=[
            "block rounded-box border border-base-content/30 focus-within:border-primary "
            "focus-within:shadow-[0_0_0_1px_var(--color-primary)]",
            paper,
        ],
    )


def _way(value: str, words: rx.Var[str], checked: bool = False) -> rx.Component:
    return rx.el.input(
        type="radio", name="after", value=value, default_checked=checked, aria_label=words, class_name=WAY
    )


def _submit(words: rx.Var[str], drawing: str) -> rx.Component:
    return rx.el.button(
        icon(drawing, "size-4"),
        rx.el.span(words),
        key_cap("Ctrl ↵"),
        type="submit",
        class_name=f"btn btn-sm h-11 lg:h-8 text-[13px] gap-1.5 {CHIEF}",
    )
