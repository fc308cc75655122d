"""Who a patient is (FHIR Patient), as the portal's own table keeps it."""

from dataclasses import dataclass
from datetime import date

from portal_app.catalogue import LANGUAGES
from portal_app.chart.dates import Precision, moment
from portal_app.chart.fields import Json, code, codes, rows, text, texts
from portal_app.chart.titles import as_given, capital

_SMALL = {"and", "of", "the", "at", "for", "in"}


@dataclass(frozen=True)
class Person:
    """The words of a Patient, each as long as its column takes; what is missing is empty."""

    mrn: str
    given: str
    family: str
    birth_date: date | None
    gender: str
    language: str
    email: str
    phone: str
    address: str
    postal_code: str
    deceased: bool


def person(resource: Json) -> Person:
    """The person, from a Patient of any shape."""
    name = _best(rows(resource.get("name")), "official", "usual")
    home = _best(rows(resource.get("address")), "home")
    born = moment(resource.get("birthDate"))
    return Person(
        mrn=_mrn(resource)[:64],
        given=" ".join(filter(None, map(as_given, texts(name.get("given")))))[:120],
        family=(as_given(name.get("family")) or as_given(name.get("text")))[:120],
        birth_date=born.at.date() if born and born.precision is Precision.DAY else None,
        gender=text(resource.get("gender"))[:40],
        language=_language(resource),
        email=_reach(resource, "email")[:254],
        phone=_reach(resource, "phone")[:40],
        address=_address(home)[:240],
        postal_code=text(home.get("postalCode"))[:20],
        deceased=resource.get("deceasedBoolean") is True or moment(resource.get("deceasedDateTime")) is not None,
    )


def name_of(resource: Json) -> str:
    """What a Practitioner, Organization or Location is called: "Dr. Paula Reichert"."""
    if isinstance(resource.get("name"), str):
        found = as_given(resource.get("name"))
        return _in_title_case(found) if found.isupper() else found
    name = _best(rows(resource.get("name")), "official", "usual")
    parts = map(as_given, [*texts(name.get("prefix"))[:1], *texts(name.get("given"))[:1], name.get("family")])
    return capital(" ".join(part for part in parts if part) or as_given(name.get("text")))


def _in_title_case(shouted: str) -> str:
    """Names that a registry keeps in capitals, as a sign on the door says them."""
    words = [word if word in _SMALL else word.capitalize() for word in shouted.lower().strip(" -,.").split()]
    return capital(" ".join(words))


def _best(found: list[Json], *uses: str) -> Json:
    by_use = {text(item.get("use")): item for item in reversed(found) if text(item.get("use")) != "old"}
    return next((by_use[use] for use in uses if use in by_use), found[0] if found else {})


def _mrn(resource: Json) -> str:
    identifiers = rows(resource.get("identifier"))
    marked = [item for item in identifiers if "MR" in codes(item.get("type"))]
    return next((value for item in marked + identifiers if (value := text(item.get("value")))), "")


def _language(resource: Json) -> str:
    spoken = rows(resource.get("communication"))
    first = next((item for item in spoken if item.get("preferred") is True), spoken[0] if spoken else {})
    found = code(first.get("language"))[:2].lower()
    return found if found in LANGUAGES else "en"


def _reach(resource: Json, system: str) -> str:
    return next(
        (as_given(t.get("value")) for t in rows(resource.get("telecom")) if text(t.get("system")) == system), ""
    )


def _address(home: Json) -> str:
    place = " ".join(part for part in (text(home.get("state")), text(home.get("postalCode"))) if part)
    return ", ".join(
        part for part in (*map(as_given, texts(home.get("line"))), as_given(home.get("city")), place) if part
    )
