"""Who did, asked for or sent something: names, whether written beside the reference, contained, or known by id."""

from portal_app.catalogue import say
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.person import name_of
from portal_app.chart.record import Context
from portal_app.chart.titles import plain

_PLACES = frozenset({"Organization", "Location", "HealthcareService"})
_TITLES = frozenset(["MD", "DO", "RN", "NP", "PA", "MT", "DDS", "DPM", "PHD", "FNP", "CNM", "LPN", "LLC", "II", "III"])
_NOBODY = frozenset({"Patient", "RelatedPerson"})


def named(target: Json, resource: Json, context: Context) -> str:
    """What the target of a Reference is called; empty if nobody says."""
    if shown := plain(_cased(text(target.get("display")))):
        return shown
    inside = contained(target, resource)
    if inside is not None:
        if text(inside.get("resourceType")) == "PractitionerRole":
            who = named(table(inside.get("practitioner")), resource, context)
            return who or named(table(inside.get("organization")), resource, context)
        return plain(name_of(inside))
    kind, fhir_id = reference(target)
    return plain(context.names.get(fhir_id, "")) if kind not in _NOBODY else ""


def _cased(name: str) -> str:
    """A name that came in capitals as people write it: "PATEL, ANIKA, MD" is "Patel, Anika, MD"."""
    if not name.isupper() or len(name) < 6:
        return name
    return " ".join(
        word if len(word.strip(",.")) < 4 and word.strip(",.") in _TITLES else word.title() for word in name.split()
    )


def contained(target: Json, resource: Json) -> Json | None:
    """The contained resource that a Reference "#id" means."""
    wanted = text(target.get("reference"))
    if not wanted.startswith("#") or len(wanted) < 2:
        return None
    return next((one for one in rows(resource.get("contained")) if text(one.get("id")) == wanted[1:]), None)


def people(targets: object, resource: Json, context: Context) -> list[str]:
    """The names of several, each once."""
    return list(dict.fromkeys(name for one in rows(targets) if (name := named(one, resource, context))))


def split(targets: object, resource: Json, context: Context) -> tuple[list[str], list[str]]:
    """The people and the places among several."""
    places = [one for one in rows(targets) if _kind(one, resource) in _PLACES]
    others = [one for one in rows(targets) if _kind(one, resource) not in _PLACES]
    return people(others, resource, context), people(places, resource, context)


def needed(resource: Json, *fields: str) -> list[str]:
    """FHIR ids of those whose names are not written in the resource itself."""
    found = (reference(one) for name in fields for one in rows(resource.get(name)) if not plain(one.get("display")))
    return [fhir_id for kind, fhir_id in found if fhir_id and kind not in _NOBODY]


def joined(names: list[str]) -> str:
    """Several names in one phrase: "Dr. Osei and Riverside Lab"."""
    if len(names) < 2:
        return "".join(names)
    return say("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def _kind(target: Json, resource: Json) -> str:
    inside = contained(target, resource)
    if inside is not None:
        return text(inside.get("resourceType"))
    return reference(target)[0] or text(target.get("type"))
