"""What a page of the desk shows until it has found what its address names, and where there is no such thing."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.desk import desk_link
from portal_app.components.loading import skeleton_rows
from portal_app.pages.staff.rail import COUNTS
from portal_app.state.portal import PortalState
from portal_app.words import t


def found(ready: rx.Var[bool], page: Content, heading: rx.Var[str]) -> rx.Component:
    """The page once it is `ready`; before that what is on its way; where it was refused the ways on."""
    return rx.cond(ready, page, rx.cond(PortalState.notice != "", _nothing(heading), _coming(heading)))


def _coming(heading: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.h1(heading, class_name="sr-only", tab_index=-1),
        skeleton_rows(t("The page is on its way")),
        class_name="p-6",
    )


def _nothing(heading: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.h1(heading, tab_index=-1, class_name="text-xl font-bold outline-none"),
        rx.el.p(
            t("There is nothing to show here. The link may be old, or this is for another team or another site."),
            class_name="mt-1 text-quiet",
        ),
        rx.el.p(
            rx.cond(COUNTS.pools.length() > 0, desk_link(t("Back to the inbox"), to="/staff")),
            desk_link(t("Search patients"), to="/staff/patients"),
            class_name="mt-3 flex flex-wrap gap-x-6 gap-y-1",
        ),
        class_name="mx-auto w-full max-w-xl p-4 lg:p-6",
    )
