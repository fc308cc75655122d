"""The words on pages: a sentence is built in with all its languages, and the person's language picks."""

import reflex as rx

from portal_app.catalogue import ENGLISH, languages, translated


class Speaker(rx.State):
    """Which language the person reads."""

    language: str = ENGLISH


def t(english: str, /, **values: object) -> rx.Var[str]:
    """A sentence on a page; placeholders take Vars: `t("Showing {n} of {all}", n=State.n, all=State.all)`."""
    return by_language({wanted: _filled(translated(wanted, english), values) for wanted in languages()})


def tn(one: str, many: str, /, n: rx.Var[int], **values: object) -> rx.Var[str]:
    """The sentence for one or for many; `{n}` is the number."""
    return rx.cond(n == 1, t(one, n=n, **values), t(many, n=n, **values))


def by_language(choices: dict[str, rx.Var[str] | str]) -> rx.Var[str]:
    """The choice for the person's language, English for any other."""
    picked: rx.Var[str] | str = choices[ENGLISH]
    for wanted, choice in choices.items():
        if wanted != ENGLISH and str(choice) != str(choices[ENGLISH]):
            picked = rx.cond(Speaker.language == wanted, choice, picked)  # pyright: ignore[reportAssignmentType]
    return rx.Var.create(picked)  # pyright: ignore[reportReturnType]


def _filled(sentence: str, values: dict[str, object]) -> rx.Var[str]:
    return rx.Var.create(sentence.format(**values) if values else sentence)
