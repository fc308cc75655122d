"""When may the patient see it? At once (45 CFR 171: no delay without a clinician's own decision)."""

from datetime import datetime


def visible_from(arrived_at: datetime, entered_in_error: bool) -> datetime | None:
    """The moment of arrival; never, for what the chart itself calls an error."""
    return None if entered_in_error else arrived_at
