"""What the portal does by itself, again and again: one row of `jobs` each, so that one worker at a time does it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from portal_app import wiring
from portal_app.database import add_once
from portal_app.models import Job

RHYTHM = {
    "seal_facts": timedelta(seconds=5),
    "end_idle_sessions": timedelta(seconds=20),
    "invite_newcomers": timedelta(minutes=10),
    "check_links": timedelta(hours=6),
    "forget_done_jobs": timedelta(hours=1),
    "forget_what_is_over": timedelta(days=1),
}
"""How long after its end each begins again."""


def plant() -> None:
    """Put in place what is done again and again; safe to call at every start."""
    now = datetime.now(UTC)
    with Session(wiring.house().engine) as session:
        for name in RHYTHM:
            add_once(session, Job(name=name, key=f"every:{name}", run_at=now))
        session.commit()
