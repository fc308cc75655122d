"""A FHIR resource as a person reads it: name, day, value with unit, and how things stand. No codes, no ids."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from portal_app.chart import (
    allergies,
    care_plans,
    care_team,
    demographics,
    devices,
    documents,
    family,
    goals,
    habits,
    insurance,
    labs,
    medicines,
    orders,
    other,
    problems,
    procedures,
    provenance,
    reports,
    surveys,
    vaccines,
    vaccines_due,
    visits,
    vitals,
)
from portal_app.chart.classes import release_class
from portal_app.chart.fields import Json, text
from portal_app.chart.record import Context, Record
from portal_app.models.kinds import Group, ReleaseClass

Reader = Callable[[Json, Context], Record]


def read(group: Group, resource: Json, context: Context) -> Record:
    """The readable record, in the language spoken now; a resource of any shape gives one."""
    found = READERS.get(group, by_kind)(resource, context)
    return found if all(found.notes) else replace(found, notes=tuple(filter(None, found.notes)))


def by_kind(resource: Json, context: Context) -> Record:
    """A resource of a group that holds many kinds, by its own kind."""
    return _KINDS.get(text(resource.get("resourceType")), other.read)(resource, context)


def report(resource: Json, context: Context) -> Record:
    """A report of values or pictures, or one that is a note."""
    note = release_class(Group.REPORTS, resource) is ReleaseClass.NOTES
    return (documents if note else reports).read(resource, context)


_KINDS: Mapping[str, Reader] = {
    "Coverage": insurance.read,
    "Patient": demographics.read,
    "Provenance": provenance.read,
    "ImmunizationRecommendation": vaccines_due.read,
    "Composition": documents.read,
    "Media": documents.read,
    **dict.fromkeys(orders.KINDS, orders.read),
}
READERS: Mapping[Group, Reader] = {
    Group.PROBLEMS: problems.read,
    Group.MEDICINES: medicines.read,
    Group.ALLERGIES: allergies.read,
    Group.VACCINES: vaccines.read,
    Group.VITALS: vitals.read,
    Group.LABS: labs.read,
    Group.VISITS: visits.read,
    Group.CARE_PLANS: care_plans.read,
    Group.GOALS: goals.read,
    Group.REPORTS: report,
    Group.PROCEDURES: procedures.read,
    Group.DOCUMENTS: documents.read,
    Group.HABITS: habits.read,
    Group.SURVEYS: surveys.read,
    Group.FAMILY: family.read,
    Group.CARE_TEAM: care_team.read,
    Group.DEVICES: devices.read,
    Group.OTHER: by_kind,
}
"""Every group that has a line on a page of the record."""
