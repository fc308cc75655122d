"""Every page in its frame: the state of the portal meets the shells here, and only here."""

import reflex as rx

from portal_app.components import Content
from portal_app.components.frame import Frame, page_title
from portal_app.components.patient_shell import PLACE, WIDE, patient_room, patient_shell
from portal_app.components.sign_in_shell import sign_in_shell
from portal_app.components.staff_shell import PAGE, staff_shell
from portal_app.pages.staff.keys import help_sheet, places_by_key
from portal_app.state.portal import PortalState

FRAME = Frame(
    clinic=PortalState.frame.clinic,
    phone=PortalState.frame.phone,
    name=PortalState.me.name,
    initials=PortalState.frame.initials,
    refusal=PortalState.notice,
    unread=PortalState.frame.unread,
    new_records=PortalState.frame.new_records,
    idle=PortalState.leaving,
    stay=PortalState.stay,
    read=PortalState.read_for,
)


def patient_page(*content: Content, room: str = WIDE) -> rx.Component:
    """A patient's own part of a page; `around` draws what stands around it."""
    return patient_room(*content, room=room)


@rx.memo
def around(children: rx.Var[rx.Component]) -> rx.Component:
    """Where the address is a patient's page, what stays while pages are turned; elsewhere the page alone."""
    return rx.cond(PLACE, patient_shell(children, FRAME), rx.fragment(children))


def staff_page(*content: Content, title: Content, views: rx.Component, room: str = PAGE) -> rx.Component:
    """A page of the desk, with its keys; `views` are the `rail_group`s."""
    keyed = (*content, help_sheet(), places_by_key())
    return staff_shell(*keyed, frame=FRAME, title=title, views=views, role=PortalState.me.title, room=room)


def public_page(*content: Content, below: Content = "", room: str = "max-w-md") -> rx.Component:
    """A page before signing in; `below` is the small print."""
    return sign_in_shell(*content, frame=FRAME, below=below, room=room)


def title(words: rx.Var[str]) -> rx.Var[str]:
    """What the browser's tab says: the page, and where."""
    return page_title(words, FRAME.clinic)
