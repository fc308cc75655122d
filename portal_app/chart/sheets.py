"""A whole page about one resource of the chart: its line, what else is known, and its files."""

from collections.abc import Callable, Mapping, Sequence

from portal_app.chart import (
    allergies,
    care_plans,
    care_team,
    demographics,
    devices,
    documents,
    family,
    goals,
    insurance,
    medicines,
    orders,
    other,
    problems,
    procedures,
    provenance,
    records,
    vaccines,
    vaccines_due,
    visit_summary,
)
from portal_app.chart.fields import Json, text
from portal_app.chart.passages import kept
from portal_app.chart.record import Context, Passage, Sheet
from portal_app.models.kinds import Group

_PASSAGES: Mapping[Group, Callable[[Json, Context], list[Passage]]] = {
    Group.PROBLEMS: problems.passages,
    Group.ALLERGIES: allergies.passages,
    Group.VACCINES: vaccines.passages,
    Group.CARE_PLANS: care_plans.passages,
    Group.GOALS: goals.passages,
    Group.REPORTS: documents.passages,
    Group.PROCEDURES: procedures.passages,
    Group.DOCUMENTS: documents.passages,
    Group.FAMILY: family.passages,
    Group.CARE_TEAM: care_team.passages,
    Group.DEVICES: devices.passages,
}
_KINDS: Mapping[str, Callable[[Json, Context], list[Passage]]] = {
    "Coverage": insurance.passages,
    "Patient": demographics.passages,
    "Provenance": provenance.passages,
    "ImmunizationRecommendation": vaccines_due.passages,
    "Media": documents.passages,
    **dict.fromkeys(orders.KINDS, orders.passages),
}


def sheet(resource: Json, group: Group, context: Context, beside: Sequence[Json] = ()) -> Sheet:
    """The page, in the language spoken now; a resource of any shape gives one.

    `beside` are the resources that say more about it: what the pharmacy did of a prescription (MedicationDispense),
    what names a visit as its own.
    """
    if group is Group.VISITS:
        return visit_summary.summary(resource, beside, context)
    if group is Group.MEDICINES:
        dispenses = [one for one in beside if text(one.get("resourceType")) == "MedicationDispense"]
        found = medicines.passages(resource, dispenses, context)
        return Sheet(medicines.line(resource, dispenses, context), kept(found))
    found = _passages(resource, group, context)
    return Sheet(records.read(group, resource, context), kept(found), documents.attachments(resource))


def _passages(resource: Json, group: Group, context: Context) -> list[Passage]:
    reader = _PASSAGES.get(group) or _KINDS.get(text(resource.get("resourceType")), other.passages)
    return reader(resource, context)
