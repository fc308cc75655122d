"""The places of the desk: the views of the queue, one's pools, and the clinic's pages."""

import reflex as rx

from portal_app.components.staff_shell import rail_group, rail_item
from portal_app.models import Role
from portal_app.services.tasks.cards import PoolCount
from portal_app.state.portal import PortalState
from portal_app.words import t

COUNTS = PortalState.counts


NONE = rx.Var.create("")


def rail(here: str, view: rx.Var[str] = NONE, pool: rx.Var[str] = NONE) -> rx.Component:
    """`here` is the page: inbox, patients, audit; in the inbox also which view and pool are shown."""

    def chosen(name: str) -> rx.Var[bool] | bool:
        return (view == name) & (pool == "") if here == "inbox" else False

    def pool_item(one: rx.Var[PoolCount]) -> rx.Component:
        return rail_item(
            one.name,
            "/staff?pool=" + one.id,
            one.drawing,
            (pool == one.id) if here == "inbox" else False,
            one.open,
            one.late,
        )

    roles = PortalState.me.roles
    return rx.fragment(
        rx.cond(
            COUNTS.pools.length() > 0,
            rx.fragment(
                rail_group(
                    None,
                    rail_item(t("Everything open"), "/staff?view=open", "inbox", chosen("open"), COUNTS.open),
                    rail_item(t("Mine"), "/staff?view=mine", "user", chosen("mine"), COUNTS.mine),
                    rail_item(t("Unclaimed"), "/staff?view=unclaimed", "hand", chosen("unclaimed"), COUNTS.unclaimed),
                    rail_item(
                        t("With the patient"),
                        "/staff?view=waiting",
                        "hourglass",
                        chosen("waiting"),
                        COUNTS.waiting,
                    ),
                    rail_item(t("Closed"), "/staff?view=closed", "archive", chosen("closed")),
                ),
                rail_group(t("Pools"), rx.foreach(COUNTS.pools, pool_item)),
            ),
        ),
        rail_group(
            t("Clinic"),
            rail_item(t("Patients"), "/staff/patients", "users", here == "patients"),
            rx.cond(
                roles.contains(Role.ADMIN),
                rx.fragment(
                    rail_item(t("Rules"), "/staff/rules", "list-filter", here == "rules"),
                    rail_item(t("Reading for patients"), "/staff/education", "notebook-pen", here == "education"),
                    rail_item(t("Audit trail"), "/staff/audit", "scroll-text", here == "audit"),
                ),
            ),
        ),
    )
