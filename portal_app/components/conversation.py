"""A conversation: bubbles, the day above them, whether they were read, and the place to write."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.form import TEXTAREA
from portal_app.components.icon import icon
from portal_app.components.link import emergency, file_link, phone
from portal_app.components.person import avatar
from portal_app.words import t

_RULE = (
    "flex items-center gap-3 text-base text-quiet before:h-px before:grow before:bg-base-300 after:h-px after:grow "
    "after:bg-base-300"
)


def divider(words: Content) -> rx.Component:
    """A line across the conversation with a word in it: a day, or where the new begins."""
    return rx.el.li(rx.el.span(words, class_name="max-w-[16rem] text-center sm:max-w-none"), class_name=_RULE)


def bubble(
    mine: rx.Var[bool],
    author: rx.Var[str],
    initials: rx.Var[str],
    time: rx.Var[str],
    body: rx.Var[str],
    below: Content = "",
) -> rx.Component:
    """One message: the reader's own at the right, the others' at the left with who they are."""
    return rx.cond(
        mine,
        rx.el.li(
            _by(t("You"), time),
            _words(body, "rounded-br-md bg-tint print:border print:border-base-300"),
            below,
            class_name="flex flex-col items-end pl-10 lg:pl-28",
        ),
        rx.el.li(
            avatar(initials, "size-11 text-base max-sm:size-9"),
            rx.el.div(
                _by(author, time),
                _words(body, "rounded-bl-md border border-base-300 bg-base-100"),
                class_name="min-w-0",
            ),
            class_name="flex items-end gap-2.5 pr-8 lg:pr-24",
        ),
    )


def _by(author: Content, time: rx.Var[str]) -> rx.Component:
    return rx.el.p(
        rx.el.strong(author, class_name="font-semibold text-base-content"),
        ", ",
        time,
        class_name="mb-1 text-base text-quiet",
    )


def _words(body: rx.Var[str], kind: str) -> rx.Component:
    return rx.el.div(
        body,
        class_name=f"w-fit max-w-full rounded-[1.125rem] px-4 py-3 whitespace-pre-line wrap-anywhere {kind}",
    )


def receipt(words: rx.Var[str], was_read: rx.Var[bool]) -> rx.Component:
    """Under the newest of my messages: sent, or read by whom and when."""
    return rx.el.p(
        rx.cond(was_read, icon("check-check", "size-[1.125rem] text-primary"), icon("check", "size-[1.125rem]")),
        words,
        class_name="mt-1.5 flex items-center gap-1.5 text-base text-quiet",
    )


def not_for_emergencies(number: rx.Var[str], class_name: str = "") -> rx.Component:
    """Before anything is written: this is not the way when it cannot wait."""
    return rx.el.p(
        rx.el.span(
            icon("siren", "size-5 mt-0.5 text-warning"),
            rx.el.span(
                t("Not for emergencies. For chest pain or trouble breathing,"),
                " ",
                emergency(),
                ". ",
                rx.cond(number, rx.fragment(t("Need us today?"), " ", phone(number))),
            ),
            class_name="mx-auto flex max-w-3xl items-start gap-2",
        ),
        class_name=["bg-sun px-4 py-2.5 text-base", class_name],
    )


def writing(key: rx.Var[str], words: rx.Var[str], wrong: rx.Var[bool], **props) -> rx.Component:
    """The field of a draft: `assets/conversation.js` keeps in the page what the server does not have yet."""
    return rx.el.textarea(
        id="body",
        name="body",
        key=key,
        default_value=words,
        max_length=20_000,
        aria_invalid=rx.cond(wrong, "true", "false"),
        aria_describedby="draft",
        class_name=[TEXTAREA, rx.cond(wrong, "textarea-error", "")],
        custom_attrs={"data-draft": key},
        **props,
    )


def saved(words: rx.Var[str]) -> rx.Component:
    """That the draft is kept, read aloud politely."""
    return rx.el.p(
        rx.cond(words, rx.fragment(icon("check", "size-[1.125rem] text-success"), words)),
        role="status",
        id="draft",
        class_name="flex min-h-6 items-center gap-1.5 text-base text-quiet not-empty:mr-4",
    )


def files(path: str | rx.Var[str], class_name: str = "") -> rx.Component:
    """What was written, to keep: to read, or for another program."""
    return rx.el.p(
        icon("download", "size-5 mt-3"),
        rx.el.span(
            t("Save as a file:"),
            " ",
            file_link(t("to read"), f"{path}/txt"),
            ", ",
            file_link(t("for another program"), f"{path}/json"),
            class_name="py-2.5",
        ),
        class_name=["flex items-start gap-2 text-base text-quiet", class_name],
    )
