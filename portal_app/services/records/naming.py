"""What people, places and things are called that a resource only refers to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

import orjson
from sqlalchemy import bindparam

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import medicines
from portal_app.chart.fields import Json, text
from portal_app.chart.record import Context
from portal_app.chart.references import DIRECTORY, name_of, names_needed
from portal_app.models import Patient, Resource
from portal_app.services.records.shelves import STANDING, Line, lines_of, theirs
from portal_app.values.theirs import rows as all_rows
from portal_app.values.withheld import withheld
from portal_app.work import Work

MOST = 200
"""References that one page follows."""
_OWN = [
    "Condition", "Procedure", "MedicationRequest", "Goal", "CarePlan", "CareTeam", "Device", "AllergyIntolerance",
    "DocumentReference", "RelatedPerson", "Immunization",
]  # fmt: skip


def _referred() -> tuple:
    return (
        Resource.source.in_(bindparam("sources", expanding=True)),
        Resource.type.in_(bindparam("types", expanding=True)),
        Resource.fhir_id.in_(bindparam("ids", expanding=True)),
    )


_PEOPLE = lines_of(visible.directory(visible.ANY_PATIENT).where(*_referred()))
_THINGS = STANDING.where(*_referred()).with_only_columns(Resource.fhir_id, Resource.title)
_PATIENT = visible.patients(visible.ANY_PATIENT).with_only_columns(Patient.gender, Patient.birth_date)


def context_for(work: Work, whose: Actor, rows: Sequence[Line], bodies: Sequence[Json]) -> Context:
    """What reading the lines of a list needs: the zone, and the names that they refer to."""
    found = names(work, whose, {row.source for row in rows}, bodies) if rows else {}
    hidden = withheld(work, whose, bodies)
    return Context(work.clinic.zone, found, today=work.now.astimezone(work.zone).date(), withheld=hidden)


def whole_context(work: Work, whose: Actor, rows: Sequence[Line], bodies: Sequence[Json]) -> Context:
    """The same for a whole page, with whose chart it is: ranges differ by sex and age."""
    [(sex, born)] = all_rows(work, _PATIENT, theirs(work, whose))
    return replace(context_for(work, whose, rows, bodies), sex=sex, born=born)


def names(work: Work, whose: Actor, sources: Iterable[str], bodies: Iterable[Json]) -> dict[str, str]:
    """By FHIR id; of the patient's own chart only what they may see has a name."""
    wanted = list(islice(dict.fromkeys(fhir_id for body in bodies for fhir_id in names_needed(body)), MOST))
    if not wanted:
        return {}
    known = theirs(work, whose, sources=list(sources), ids=wanted)
    things = all_rows(work, _THINGS, known | {"types": _OWN})
    found = {fhir_id: say(title) for fhir_id, title in things if title}
    for row in all_rows(work, _PEOPLE, known | {"types": sorted(DIRECTORY)}):
        if name := _name(orjson.loads(row.body)):
            found[row.fhir_id] = name
    return found


def _name(body: Json) -> str:
    if text(body.get("resourceType")) == "Medication":
        return medicines.name({"medicationCodeableConcept": body.get("code")})
    return name_of(body)
