"""The keys of the desk, on a sheet; `assets/keys.js` presses what carries `data-key`."""

import reflex as rx

from portal_app.components.desk import BARE, desk_button
from portal_app.components.dialog import dialog, dismisses
from portal_app.components.link import link
from portal_app.words import t


def help_sheet() -> rx.Component:
    """Which key does what, and the switch for those who speak to their computer; the rail opens it from 1280 px."""
    return rx.fragment(
        rx.el.button(
            t("Shortcuts"),
            type="button",
            custom_attrs={"data-opens": "keys", "data-key": "?"},
            class_name="xl:hidden sr-only focus:not-sr-only focus:fixed focus:bottom-2 focus:left-2 focus:z-50 focus:btn focus:btn-sm",
        ),
        dialog(
            "keys",
            t("Shortcuts"),
            rx.el.dl(
                *(
                    rx.el.div(
                        rx.el.dt(
                            *(rx.el.kbd(key, class_name="key") for key in keys.split()),
                            class_name="flex gap-1 w-20 shrink-0",
                        ),
                        rx.el.dd(words, class_name="text-sm"),
                        class_name="flex items-center gap-3 min-h-7",
                    )
                    for keys, words in (
                        ("j k", t("Next and previous task in the list")),
                        ("Enter", t("Open the task")),
                        ("[ ]", t("Previous and next task from inside")),
                        ("Esc", t("Back to the list")),
                        (".", t("Show new work")),
                        ("/", t("Search patients")),
                        ("g i", t("Go to everything open")),
                        ("g m", t("Go to mine")),
                        ("g u", t("Go to unclaimed")),
                        ("g p", t("Go to patients")),
                        ("c", t("Claim, or put back")),
                        ("a", t("Assign")),
                        ("e", t("Close, or open again")),
                        ("u", t("Mark as unread")),
                        ("r", t("Reply")),
                        ("n", t("Write a team note")),
                        ("1 2 3", t("A form: accept, keep, ask about the answer")),
                        ("z", t("Undo what was just saved")),
                        ("o", t("Open the chart")),
                        ("Ctrl ↵", t("Send, or save the review")),
                        ("?", t("This sheet")),
                    )
                ),
                tab_index=0,
                class_name="mt-3 grid gap-0.5 max-h-[60dvh] overflow-y-auto",
            ),
            rx.el.label(
                rx.el.input(type="checkbox", custom_attrs={"data-keys-switch": ""}, class_name="toggle toggle-sm"),
                t("Single keys work"),
                class_name="mt-3 flex items-center gap-2 min-h-11 text-sm",
            ),
            desk_button(t("Close"), BARE, class_name="mt-2", **dismisses()),
        ),
    )


def places_by_key() -> rx.Component:
    """Where `g` and a letter lead; a keyboard finds them, the screen does not show them twice."""
    return rx.el.div(
        *(
            link(words, to=to, custom_attrs={"data-key": f"g {letter}"}, tab_index=-1, aria_hidden="true")
            for letter, to, words in (
                ("i", "/staff?view=open", t("Everything open")),
                ("m", "/staff?view=mine", t("Mine")),
                ("u", "/staff?view=unclaimed", t("Unclaimed")),
                ("p", "/staff/patients", t("Patients")),
            )
        ),
        class_name="sr-only",
    )
