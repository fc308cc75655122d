"""What stands around a patient's pages: five places at the thumb, a rail from 1024 px.

It is drawn once and stays while pages are turned: docs/decisions/0010-what-stands-around-a-page.md
"""

import json

import reflex as rx
from reflex.vars import VarData

from portal_app.components import Content
from portal_app.components.banner import language_mark, offline, refusal, skip_link
from portal_app.components.dialog import still_there
from portal_app.components.form import sign_out_form
from portal_app.components.frame import Frame
from portal_app.components.icon import icon
from portal_app.components.link import call_us, link
from portal_app.components.person import avatar
from portal_app.components.pill import count_pill
from portal_app.words import t

WIDE = "mx-auto w-full max-w-5xl px-4 pt-6 pb-28 sm:px-6 lg:px-10 lg:pt-12 lg:pb-16"
NARROW = "mx-auto w-full max-w-3xl px-4 pt-6 pb-28 sm:px-6 lg:pt-12 lg:pb-16"
# A thread or a form: no bottom bar, so that the composer has the room.
TASK = "flex min-h-[calc(100dvh-4rem)] min-w-0 flex-col lg:min-h-dvh"


PLACES = {
    "home": "home",
    "notices": "home",
    "notices/settings": "more",
    "messages": "messages",
    "visits": "visits",
    "records": "records",
    "learn": "records",
    "more": "more",
    "account": "more",
    "forms": "more",
}
"""In which of the five places an address lies, by its first words; what is not here is no page of a patient's."""
ALONE = r"^/(forms|messages)/(?!new/?$)."
"""Where the thumb's bar is away: a form, a conversation."""


_BUILT = "typeof window === 'undefined' || !window.__reactRouterContext?.isSpaMode"
"""Whether the file that the browser got was built for this address; one with an id in it gets an empty frame."""


def _at() -> VarData:
    """Where the browser is; the address of a page that there is not is nowhere."""
    of = f"({json.dumps(PLACES)})"
    return VarData(
        imports={"react-router": ["useLocation", "useMatches"], "react": ["useSyncExternalStore"]},
        hooks={
            "const {pathname} = useLocation()": None,
            "const missing = '*' in (useMatches().at(-1)?.params ?? {})": None,
            # the first drawing is what the file holds, or React would throw it away
            f"const drawn = useSyncExternalStore(() => () => {{}}, () => true, () => {_BUILT})": None,
            "const [, first, second] = pathname.split('/')": None,
            f"const place = (drawn && !missing && ({of}[first + '/' + second] ?? {of}[first])) || ''": None,
        },
    )


PLACE = rx.Var("place", _var_type=str, _var_data=_at()).to(str)
"""One of the five, or nothing."""
_ALONE = rx.Var(f"new RegExp({json.dumps(ALONE)}).test(pathname)", _var_type=bool, _var_data=_at()).to(bool)


def patient_shell(inside: rx.Component | rx.Var, frame: Frame) -> rx.Component:
    """What stands around `inside`, the page at this address."""
    part = {name: _alone(name, drawn) for name, drawn in parts(frame).items()}
    return rx.el.div(
        part["skip_link"],
        part["language_mark"],
        rx.el.div(
            part["rail"],
            rx.el.div(part["top_bar"], part["offline"], part["refusal"], part["owner"], inside, class_name="min-w-0"),
            class_name="lg:grid lg:grid-cols-[17rem_minmax(0,1fr)] print:block",
        ),
        part["bottom_bar"],
        part["still_there"],
        class_name="pt min-h-dvh bg-base-200 text-base-content antialiased",
    )


def parts(frame: Frame) -> dict[str, rx.Component]:
    """What stands around a page, by name; each is drawn anew by itself, when what it shows changes."""
    return {
        "skip_link": skip_link(),
        "language_mark": language_mark(frame.read),
        "rail": _rail(frame),
        "top_bar": _top_bar(frame),
        "offline": offline(),
        "refusal": refusal(frame.refusal),
        # on paper a page says whose it is
        "owner": rx.el.p(frame.clinic, ", ", frame.name, class_name="hidden px-4 pt-4 print:block"),
        "bottom_bar": rx.cond(_ALONE, rx.fragment(), _bottom_bar(frame)),
        "still_there": still_there(frame.idle, frame.stay, sign_out_form()),
    }


def _alone(name: str, part: rx.Component) -> rx.Component:
    def drawn() -> rx.Component:
        return part

    drawn.__name__ = drawn.__qualname__ = f"around_{name}"
    return rx.memo(drawn)()


def patient_room(*content: Content, room: str = WIDE) -> rx.Component:
    """A page's own part, as wide as `room`."""
    return rx.el.main(*content, id="main", tab_index=-1, class_name=[room, "outline-none"])


def mark() -> rx.Component:
    """The sign of the portal, before the clinic's name."""
    return rx.el.span(
        icon("leaf"),
        class_name="grid size-9 shrink-0 place-items-center rounded-[0.7rem] bg-hero text-hero-content",
    )


def _places(frame: Frame) -> list[tuple[str, str, str, rx.Var[str], rx.Var[int] | None]]:
    return [
        ("home", "/home", "house", t("Home"), None),
        ("messages", "/messages", "message-circle", t("Messages"), frame.unread),
        ("visits", "/visits", "calendar-days", t("Visits"), None),
        ("records", "/records", "folder-heart", t("Records"), frame.new_records),
        ("more", "/more", "menu", t("More"), None),
    ]


def _here(name: str) -> rx.Var[bool]:
    return name == PLACE


def _current(name: str) -> rx.Var[str]:
    return rx.cond(_here(name), "page", "false")


def _rail(frame: Frame) -> rx.Component:
    inside = rx.el.div(
        link(
            mark(),
            rx.el.span(frame.clinic),
            to="/home",
            class_name="flex min-h-11 items-center gap-3 px-2 leading-tight font-semibold",
        ),
        rx.el.nav(
            rx.el.ul(*[_rail_place(*place) for place in _places(frame)], class_name="space-y-1"),
            aria_label=t("Main, side"),
            class_name="mt-8",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(t("Need us today?"), class_name="font-semibold"),
                call_us(frame.phone),
                rx.el.p(t("In an emergency call 911."), class_name="mt-2 text-quiet"),
                class_name="rounded-box bg-base-200 p-4 text-base",
            ),
            rx.el.div(
                avatar(frame.initials, "size-11"),
                rx.el.div(
                    rx.el.p(frame.name, class_name="font-semibold wrap-anywhere"),
                    sign_out_form(class_name="tap cursor-pointer text-base text-quiet underline underline-offset-4"),
                    class_name="min-w-0 leading-tight",
                ),
                class_name="flex items-center gap-3 px-2",
            ),
            class_name="mt-auto space-y-5 pt-5",
        ),
        class_name="sticky top-0 flex h-dvh flex-col overflow-y-auto px-4 py-6",
    )
    return rx.el.aside(inside, class_name="hidden border-r border-base-300 bg-base-100 lg:block print:hidden")


def _rail_place(name: str, to: str, drawing: str, words: rx.Var[str], new: rx.Var[int] | None) -> rx.Component:
    chosen = rx.cond(_here(name), "bg-tint font-semibold text-primary", "hover:bg-base-200")
    return rx.el.li(
        link(
            icon(drawing),
            rx.el.span(words, class_name="grow"),
            rx.fragment() if new is None else count_pill(new),
            to=to,
            class_name=["flex min-h-12 items-center gap-3 rounded-field px-3.5", chosen],
            aria_current=_current(name),
        )
    )


def _top_bar(frame: Frame) -> rx.Component:
    return rx.el.header(
        link(
            mark(),
            rx.el.span(frame.clinic, class_name="min-w-0 wrap-anywhere"),
            to="/home",
            class_name="flex min-h-11 min-w-0 items-center gap-2.5 leading-tight font-semibold",
        ),
        link(
            rx.el.span(frame.initials, aria_hidden="true"),
            rx.el.span(t("Your account, {name}", name=frame.name), class_name="sr-only"),
            to="/account",
            class_name="grid size-11 shrink-0 place-items-center rounded-full bg-secondary text-base font-semibold "
            "text-secondary-content",
        ),
        class_name="flex items-center justify-between gap-3 border-b border-base-300 bg-base-100 py-2 pr-3 pl-4 "
        "lg:hidden print:hidden",
    )


def _bottom_bar(frame: Frame) -> rx.Component:
    return rx.el.nav(
        rx.el.ul(
            *[_thumb_place(*place) for place in _places(frame)],
            class_name="mx-auto grid max-w-xl grid-cols-5",
        ),
        aria_label=t("Main"),
        class_name="fixed inset-x-0 bottom-0 z-30 border-t border-base-300 bg-base-100 "
        "pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden",
    )


def _thumb_place(name: str, to: str, drawing: str, words: rx.Var[str], new: rx.Var[int] | None) -> rx.Component:
    chosen = rx.cond(_here(name), "font-semibold text-primary", "text-quiet")
    dot = rx.el.span(class_name="absolute top-0 right-2.5 size-3 rounded-full border-2 border-base-100 bg-accent")
    return rx.el.li(
        link(
            rx.el.span(
                icon(drawing, "size-6"),
                rx.fragment() if new is None else rx.cond(new > 0, dot),
                class_name=[
                    "relative grid h-8 w-14 place-items-center rounded-full",
                    rx.cond(_here(name), "bg-tint", ""),
                ],
            ),
            words,
            rx.fragment() if new is None else rx.cond(new > 0, rx.el.span(t(", {n} new", n=new), class_name="sr-only")),
            to=to,
            class_name=[
                "relative flex min-h-16 flex-col items-center justify-center gap-0.5 text-[0.8125rem] leading-tight",
                chosen,
            ],
            aria_current=_current(name),
        )
    )
