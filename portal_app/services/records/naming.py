"""What people, places and things are called that a resource only refers to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import orjson
from sqlalchemy import bindparam

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.chart import medicines
from portal_app.chart.fields import Json, reference, text
from portal_app.chart.person import name_of
from portal_app.chart.record import Context
from portal_app.models import Patient, Resource
from portal_app.services.records.shelves import STANDING, Line, lines_of, theirs
from portal_app.work import Work

MOST = 200
"""References that one page follows."""
_DIRECTORY = frozenset(
    {"Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Medication"}
)
_OWN = frozenset(
    {
        "Condition", "Observation", "Procedure", "MedicationRequest", "Goal", "CarePlan", "CareTeam", "Device",
        "AllergyIntolerance", "DiagnosticReport", "Encounter", "DocumentReference", "RelatedPerson", "Immunization",
    }
)  # fmt: skip


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
    return Context(work.clinic.zone, names(work, whose, {row.source for row in rows}, bodies) if rows else {})


def whole_context(work: Work, whose: Actor, rows: Sequence[Line], bodies: Sequence[Json]) -> Context:
    """The same for a whole page, with whose chart it is: ranges differ by sex and age."""
    sex, born = work.session.execute(_PATIENT, theirs(work, whose)).one()
    return Context(work.clinic.zone, names(work, whose, {row.source for row in rows}, bodies), sex, born)


def names(work: Work, whose: Actor, sources: Iterable[str], bodies: Iterable[Json]) -> dict[str, str]:
    """By FHIR id; of the patient's own chart only what they may see has a name."""
    wanted: dict[str, set[str]] = {}
    for kind, fhir_id in islice((named for body in bodies for named in _references(body)), MOST):
        wanted.setdefault(kind, set()).add(fhir_id)
    known = theirs(work, whose, sources=list(sources))
    found: dict[str, str] = {}
    if ids := _ids(wanted, _OWN):
        known |= {"types": sorted(_OWN), "ids": ids}
        found |= {fhir_id: say(title) for fhir_id, title in work.session.execute(_THINGS, known) if title}
    if ids := _ids(wanted, _DIRECTORY):
        known |= {"types": sorted(_DIRECTORY), "ids": ids}
        for row in work.session.execute(_PEOPLE, known):
            if name := _name(orjson.loads(row.body)):
                found[row.fhir_id] = name
    return found


def _ids(wanted: dict[str, set[str]], kinds: frozenset[str]) -> list[str]:
    """The ids of these kinds that are referred to; a reference without a kind may be any of them."""
    return [fhir_id for kind, ids in wanted.items() if not kind or kind in kinds for fhir_id in ids]


def _references(value: object) -> Iterator[tuple[str, str]]:
    """Every reference of a resource that does not say itself what it refers to."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if "reference" in one and not one.get("display"):
                kind, fhir_id = reference(one)
                if fhir_id and kind != "Patient":
                    yield kind, fhir_id
            stack += [inner for inner in one.values() if isinstance(inner, dict | list)]
        elif isinstance(one, list):
            stack += [inner for inner in one if isinstance(inner, dict | list)]


def _name(body: Json) -> str:
    if text(body.get("resourceType")) == "Medication":
        return medicines.name({"medicationCodeableConcept": body.get("code")})
    return name_of(body)
