"""What must hold before the portal opens its doors."""

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal_app import migrations
from portal_app.errors import SettingsError
from portal_app.models import Clinic
from portal_app.wiring import House

NO_CLINIC = (
    "There is no clinic in this database yet. For your own: portal clinic --example > clinic.toml, change it, then"
    " portal clinic clinic.toml with PORTAL_MODE=production. For a look: portal demo."
)


def demand(house: House) -> None:
    """Stop with a sentence unless the database opens, has this shape, and is the demo exactly when the settings are."""
    try:
        current = migrations.current(house.engine)
    except DBAPIError:
        raise SettingsError(unreachable(house)) from None
    if current != migrations.newest():
        raise SettingsError("The database does not have this version's shape. Run: portal migrate")
    if not house.settings.demo and is_demo(house):
        raise SettingsError(
            "This is the demo clinic: its passwords are known to everybody. Give the real one a PORTAL_HOME"
            " (or PORTAL_DATABASE_URL) of its own."
        )
    demand_demo(house)
    if not has_clinic(house):
        raise SettingsError(NO_CLINIC)


def demand_demo(house: House) -> None:
    """Under demo settings, which are the default, stop with a sentence unless the clinic is the made-up one."""
    if house.settings.demo and has_clinic(house) and not is_demo(house):
        raise SettingsError(
            "A clinic works in this database, and the settings are the demo's: its mail would not leave. Set"
            " PORTAL_MODE=production (docs/deploy.md), or give the demo a PORTAL_HOME of its own."
        )


def has_clinic(house: House) -> bool:
    """Whether a clinic was set up in this database."""
    with Session(house.engine) as session:
        return session.scalar(select(Clinic.id).limit(1)) is not None


def is_demo(house: House) -> bool:
    """Whether made-up people with known passwords live in this database."""
    with Session(house.engine) as session:
        return any(clinic.policy.get("demo") for clinic in session.scalars(select(Clinic)))


def unreachable(house: House) -> str:
    """Why the database may not open, and what to do."""
    if house.settings.embedded:
        return "The database file does not open with this key. Put back the key that it was made with."
    return "PostgreSQL does not answer at PORTAL_DATABASE_URL. Check that it runs, and the name and password."
