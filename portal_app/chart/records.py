"""A FHIR resource as a person reads it: name, day, value with unit, and how things stand. No codes, no ids."""

from collections.abc import Callable, Mapping

from portal_app.chart import allergies, care_plans, labs, medicines, other, problems, vaccines, visits, vitals
from portal_app.chart.fields import Json
from portal_app.chart.record import Context, Record
from portal_app.models.chart import Group

READERS: Mapping[Group, Callable[[Json, Context], Record]] = {
    Group.PROBLEMS: problems.read,
    Group.MEDICINES: medicines.read,
    Group.ALLERGIES: allergies.read,
    Group.VACCINES: vaccines.read,
    Group.VITALS: vitals.read,
    Group.LABS: labs.read,
    Group.VISITS: visits.read,
    Group.CARE_PLANS: care_plans.read,
    Group.GOALS: other.read,
    Group.REPORTS: other.read,
    Group.PROCEDURES: other.read,
    Group.DOCUMENTS: other.read,
    Group.BILLING: other.read,
    Group.HABITS: labs.read,
    Group.SURVEYS: labs.read,
    Group.FAMILY: other.read,
    Group.CARE_TEAM: other.read,
    Group.DEVICES: other.read,
    Group.OTHER: other.read,
}
"""Every group that has a line on a page of the record."""


def read(group: Group, resource: Json, context: Context) -> Record:
    """The readable record, in the language spoken now; a resource of any shape gives one."""
    return READERS.get(group, other.read)(resource, context)
