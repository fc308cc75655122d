"""Forms: a label over every field, the hint under it, the error at the field and at the top."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from portal_app.components import Content
from portal_app.components.button import GHOST
from portal_app.components.card import CARD
from portal_app.components.icon import icon
from portal_app.words import t

SIGN_OUT = "/session/sign-out"
INPUT = "input mt-1.5 w-full bg-base-100"
TEXTAREA = "textarea mt-1.5 field-sizing-content max-h-96 min-h-24 w-full bg-base-100"
CHOICE = (
    "relative flex min-h-12 cursor-pointer items-center gap-3 rounded-field border border-edge bg-base-100 px-4 py-2 "
    "has-checked:border-primary has-checked:bg-tint has-focus-visible:outline-3 has-focus-visible:outline-offset-2 "
    "has-focus-visible:outline-primary"
)


class NativeForm(BaseHTML):
    """A form that the browser sends itself: Reflex's own element cancels a native POST."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]
    auto_complete: rx.Var[str]
    no_validate: rx.Var[bool]


def native_form(*children: Content, action: str | rx.Var[str], **props) -> rx.Component:
    """A native POST. `assets/portal.js` sends it in place: it shows the answer's sentence and keeps what was typed."""
    unreachable = t("We could not reach the server. Nothing is lost: try again.")
    extra = {"data-in-place": "", "data-unreachable": unreachable, **props.pop("custom_attrs", {})}
    return NativeForm.create(
        rx.el.div(
            role="alert",
            custom_attrs={"data-refusal": ""},
            class_name="rounded-field border-2 border-error bg-base-100 p-4 font-semibold text-error empty:hidden",
        ),
        *children,
        action=action,
        method="post",
        custom_attrs=extra,
        **props,
    )


def sign_out_form(words: Content | None = None, class_name: str = GHOST, to: str = SIGN_OUT) -> rx.Component:
    """Signing out is a native POST: the cookie ends, and with it every open tab."""
    return native_form(
        rx.el.button(t("Sign out") if words is None else words, type="submit", class_name=class_name),
        action=to,
    )


def field(
    label: Content,
    id: str,
    control: rx.Component | None = None,
    hint: Content | None = None,
    error: rx.Var[str] | None = None,
    **props,
) -> rx.Component:
    """A labelled field; further properties go to the input, whose name is the id."""
    if control is None:
        control = text_input(id, error=error, hinted=hint is not None, **props)
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="font-semibold"),
        *([] if hint is None else [rx.el.p(hint, id=f"{id}-hint", class_name="text-base text-quiet")]),
        control,
        *([] if error is None else [field_error(id, error)]),
    )


def text_input(id: str, error: rx.Var[str] | None = None, hinted: bool = False, **props) -> rx.Component:
    """An input of one line."""
    props.setdefault("name", id)
    return rx.el.input(id=id, class_name=[INPUT, _marked(error)], **_described(id, error, hinted), **props)


def text_area(id: str, error: rx.Var[str] | None = None, hinted: bool = False, rows: int = 3, **props) -> rx.Component:
    """An input of several lines that grows with what is written."""
    props.setdefault("name", id)
    marked = "" if error is None else rx.cond(error, "textarea-error", "")
    described = _described(id, error, hinted)
    return rx.el.textarea(id=id, rows=rows, class_name=[TEXTAREA, marked], **described, **props)


def field_error(id: str, error: rx.Var[str]) -> rx.Component:
    """What is wrong with one field, under it; `assets/portal.js` takes the person there."""
    return rx.cond(
        error,
        rx.el.p(
            icon("circle-alert", "size-5 mt-0.5"),
            error,
            id=f"{id}-error",
            custom_attrs={"data-wrong": id},
            class_name="mt-2 flex gap-2 font-semibold text-error",
        ),
    )


def choice(label: Content, name: str, value: str | rx.Var[str], below: Content = "", **props) -> rx.Component:
    """One of several answers: the whole box is the label."""
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=value, class_name="radio radio-primary", **props),
        rx.el.span(
            rx.el.span(label, class_name="block font-semibold"),
            rx.el.span(below, class_name="block text-base text-quiet empty:hidden"),
            class_name="min-w-0",
        ),
        class_name=CHOICE,
    )


def choices(legend: Content, *options: rx.Component, hint: Content | None = None) -> rx.Component:
    """The answers to one question."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="font-semibold"),
        *([] if hint is None else [rx.el.p(hint, class_name="text-base text-quiet")]),
        rx.el.div(*options, class_name="mt-2 grid gap-2"),
    )


def error_summary(title: Content, *links: Content, safe: Content | None = None) -> rx.Component:
    """The box above a form: what is missing, each a link to its field, and that the rest is kept."""
    return rx.el.div(
        rx.el.h2(
            icon("circle-alert", "size-6 mt-px text-error"),
            title,
            class_name="flex gap-2.5 text-[1.125rem] font-semibold",
        ),
        rx.el.p(t("Your other answers are saved.") if safe is None else safe, class_name="mt-1"),
        rx.el.ul(*links),
        role="alert",
        class_name=[CARD, "border-2 border-error p-5"],
    )


def _marked(error: rx.Var[str] | None) -> str | rx.Var[str]:
    return "" if error is None else rx.cond(error, "input-error", "")


def _described(id: str, error: rx.Var[str] | None, hinted: bool) -> dict[str, object]:
    hint = f"{id}-hint" if hinted else ""
    if error is None:
        return {"aria_describedby": hint} if hint else {}
    return {
        "aria_describedby": rx.cond(error, f"{hint} {id}-error".strip(), hint),
        "aria_invalid": rx.cond(error, "true", "false"),
    }
