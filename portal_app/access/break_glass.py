"""The one way past a member of staff's sites: an exact match, a reason, an end, and somebody who is told."""

from datetime import date, timedelta

from sqlalchemy import Select, select

from portal_app.models import Patient

OPEN_FOR = timedelta(hours=4)
REASONS = ("emergency", "cover", "transfer")


def patient_named(mrn: str, birth_date: date) -> Select[Patient]:
    """The patient of any site whose record number and birth date are both known exactly; nothing can be browsed."""
    return select(Patient).where(Patient.mrn == mrn, Patient.birth_date == birth_date)
