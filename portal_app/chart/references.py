"""What a resource only refers to: people, places, medicines and problems, by the name a person would say."""

from collections.abc import Iterator
from typing import Any

from portal_app.chart import person
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.record import Context
from portal_app.chart.titles import called, plain

_NAMELESS = {"Patient", "Observation", "DiagnosticReport", "Encounter", "Claim", "Binary", "Provenance"}
"""Kinds whose name is not needed: the reader, or something with a page of its own."""
DIRECTORY = {"Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService", "Medication"}
"""Kinds that are nobody's own."""
_LINK = {"reference", "display", "identifier", "type", "id", "extension"}
DEEPEST = 60


def names_needed(resource: Json) -> set[str]:
    """FHIR ids of the people, places, medicines and problems that are named nowhere in the resource itself."""
    needed = set()
    for found in _references(resource):
        kind, fhir_id = reference(found)
        if fhir_id and kind not in _NAMELESS and not plain(found.get("display")):
            needed.add(fhir_id)
    return needed


def names_given(resource: Json) -> set[str]:
    """FHIR ids of what the resource names itself and that may stand in the patient's own record."""
    links = ((found, reference(found)) for found in _references(resource))
    return {
        fhir_id
        for found, (kind, fhir_id) in links
        if fhir_id and kind != "Patient" and kind not in DIRECTORY and text(found.get("display"))
    }


def unnamed(resource: Json, withheld: frozenset[str]) -> Json:
    """The resource, which is changed, with no name beside a reference to any of these."""
    for found in _references(resource):
        if reference(found)[1] in withheld:
            found.pop("display", None)
    return resource


def resolve(resource: Json, found: object, context: Context) -> str:
    """The name behind a reference: written beside it, inside the resource, or known to the context; else empty."""
    link = table(found)
    if reference(link)[1] in context.withheld:
        return ""
    if name := plain(link.get("display")):
        return name
    if name := name_of(contained(resource, link)):
        return name
    return plain(context.names.get(reference(link)[1], ""))


def names(resource: Json, found: object, context: Context) -> list[str]:
    """The names behind several references, each once."""
    return list(dict.fromkeys(name for link in rows(found) if (name := resolve(resource, link, context))))


def contained(resource: Json, found: object) -> Json:
    """The resource inside this one that a reference means; empty if it is not there."""
    target = text(table(found).get("reference"))
    if not target.startswith("#"):
        return {}
    inside = (one for one in rows(resource.get("contained")) if text(one.get("id")).lstrip("#") == target[1:])
    return next(inside, {})


def name_of(resource: Json) -> str:
    """What anything that is referred to is called: a person, a place, a medicine, a problem, a device."""
    if not resource:
        return ""
    if named := plain(person.name_of(resource)):
        return named
    role = table(resource.get("practitioner")) or table(resource.get("organization"))
    concepts = (concept for key in ("code", "vaccineCode", "type") for concept in rows(resource.get(key)))
    device = next((plain(one.get("name")) for one in rows(resource.get("deviceName"))), "")
    return (
        plain(role.get("display"))
        or device
        or next((name for concept in concepts if (name := called(concept))), "")
        or plain(resource.get("title"))
    )


def _references(value: Any, depth: int = 0) -> Iterator[Json]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict) and isinstance(value.get("reference"), str) and value.keys() <= _LINK:
        yield value
    # most of what stands in a resource is plain: it is not asked
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from _references(item, depth + 1)
