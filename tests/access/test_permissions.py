"""What each kind of person may do."""

from portal_app.access.permissions import STAFF, Permission
from portal_app.models import Role


def test_who_looks_through_a_patients_eyes_reads_charts_anyway() -> None:
    looks = {role for role, may in STAFF.items() if Permission.RECORDS_VIEW_AS in may}
    assert looks == {Role.NURSE, Role.PRESCRIBER}
    assert all(Permission.CHART_READ in STAFF[role] for role in looks)
