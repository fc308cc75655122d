"""What the chart knows about the person (FHIR Patient; every demographic element of USCDI v3)."""

from portal_app.catalogue import mark, say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, code, codings, rows, table, text, texts
from portal_app.chart.passages import facts, listed
from portal_app.chart.person import name_of
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.titles import as_given, called, capital, plain

_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
_PRONOUNS = {"LA29518-0": "he/him", "LA29519-8": "she/her", "LA29520-6": "they/them"}
_OMB = {
    "1002-5": mark("American Indian or Alaska Native"),
    "2028-9": mark("Asian"),
    "2054-5": mark("Black or African American"),
    "2076-8": mark("Native Hawaiian or Other Pacific Islander"),
    "2106-3": mark("White"),
    "2131-1": mark("Other race"),
    "2135-2": mark("Hispanic or Latino"),
    "2186-5": mark("Not Hispanic or Latino"),
}
"""The broad categories of race and ethnicity (OMB) that every chart of the country has; the detailed are many."""
LONGEST = 200


def read(resource: Json, context: Context) -> Record:
    """The person's name and birth date."""
    born = spoken(moment(resource.get("birthDate")), context.zone)
    return Record(title=_full(resource) or say("Your details"), when=say("Born {day}", day=born) if born else "")


def passages(resource: Json, context: Context) -> list[Passage]:
    """About the person, how to reach them, whom to call."""
    return [
        facts(
            (say("Name"), _full(resource)),
            (say("Former names"), listed(_names(resource, "old", "maiden"))),
            (say("Called"), listed(_names(resource, "nickname", "usual"))),
            (say("Birth date"), spoken(moment(resource.get("birthDate")), context.zone)),
            (say("Date of death"), spoken(moment(resource.get("deceasedDateTime")), context.zone)),
            (say("Sex in the chart"), _sex(text(resource.get("gender")))),
            (say("Sex at birth"), _sex(_extension(resource, "birthsex"))),
            (say("Sex"), _sex(_extension(resource, "sex"))),
            (say("Gender identity"), _identity(resource)),
            (say("Pronouns"), _pronouns(resource)),
            (say("Race"), _omb(resource, "race")),
            (say("Ethnicity"), _omb(resource, "ethnicity")),
            (say("Tribe"), _tribe(resource)),
            (say("Languages"), listed(_languages(resource))),
            (say("Marital status"), _married(resource)),
            heading=say("About you"),
        ),
        facts(
            (say("Phone"), listed(_reach(resource, "phone", "sms"))),
            (say("Email"), listed(_reach(resource, "email"))),
            (say("Address"), "; ".join(_addresses(resource, "old", False))),
            (say("Former address"), "; ".join(_addresses(resource, "old", True))),
            heading=say("How to reach you"),
        ),
        facts(*_contacts(resource), heading=say("People to call")),
    ]


def _full(resource: Json) -> str:
    found = rows(resource.get("name"))
    by_use = {text(one.get("use")): one for one in reversed(found)}
    best = by_use.get("official") or by_use.get("usual") or (found[0] if found else {})
    return _written(best)


def _names(resource: Json, *uses: str) -> list[str]:
    wanted = [
        one for one in rows(resource.get("name")) if text(one.get("use")) in uses or ("old" in uses and _is_over(one))
    ]
    return [name for name in map(_written, wanted) if name and name != _full(resource)]


def _is_over(one: Json) -> bool:
    return bool(text(table(one.get("period")).get("end"))) and text(one.get("use")) not in {"official", "usual"}


def _written(name: Json) -> str:
    parts = map(as_given, [*texts(name.get("given")), name.get("family"), *texts(name.get("suffix"))])
    return (" ".join(part for part in parts if part) or as_given(name.get("text")))[:LONGEST]


def _sex(found: str) -> str:
    return {
        "female": say("Female"), "male": say("Male"), "other": say("Other"), "unknown": say("Not known"),
        "F": say("Female"), "M": say("Male"), "OTH": say("Other"), "UNK": say("Not known"),
        "248152002": say("Female"), "248153007": say("Male"), "asked-declined": say("Prefers not to say"),
        "ASKU": say("Prefers not to say"),
    }.get(found, "")  # fmt: skip


def _married(resource: Json) -> str:
    found = table(resource.get("maritalStatus"))
    return {
        "M": say("Married"),
        "S": say("Never married"),
        "D": say("Divorced"),
        "W": say("Widowed"),
        "L": say("Separated"),
        "T": say("Living with a partner"),
        "UNK": "",
    }.get(code(found), called(found))


def _extensions(resource: Json, name: str) -> list[Json]:
    return [one for one in rows(resource.get("extension")) if text(one.get("url")).endswith(name) and name]


def _extension(resource: Json, name: str) -> str:
    for one in _extensions(resource, f"us-core-{name}"):
        if found := text(one.get("valueCode")) or code(one.get("valueCodeableConcept")):
            return found
    return ""


def _identity(resource: Json) -> str:
    values = []
    for one in _extensions(resource, "genderIdentity") + _extensions(resource, "individual-genderIdentity"):
        parts = [one, *rows(one.get("extension"))]
        values += [called(part.get("valueCodeableConcept")) for part in parts]
    return listed(values)


def _pronouns(resource: Json) -> str:
    values = []
    for one in _extensions(resource, "pronouns") + _extensions(resource, "individual-pronouns"):
        for part in [one, *rows(one.get("extension"))]:
            concept = table(part.get("valueCodeableConcept"))
            known = next((_PRONOUNS[found] for _, found, _ in codings(concept) if found in _PRONOUNS), "")
            values.append(known or called(concept))
    return listed(values)


def _omb(resource: Json, name: str) -> str:
    """Of the US Core extension the detailed categories, else the broad ones, else its text."""
    parts = [part for one in _extensions(resource, f"us-core-{name}") for part in rows(one.get("extension"))]
    by_url: dict[str, list[str]] = {}
    for part in parts:
        coding = table(part.get("valueCoding"))
        broad = _OMB.get(text(coding.get("code")))
        said = say(broad) if broad else plain(coding.get("display")) or plain(part.get("valueString"))
        by_url.setdefault(text(part.get("url")), []).append(said)
    return listed([*by_url.get("ombCategory", []), *by_url.get("detailed", [])]) or listed(by_url.get("text", []))


def _tribe(resource: Json) -> str:
    parts = [part for one in _extensions(resource, "us-core-tribal-affiliation") for part in rows(one.get("extension"))]
    return listed(called(part.get("valueCodeableConcept")) for part in parts)


def _languages(resource: Json) -> list[str]:
    known = {"en": say("English"), "es": say("Spanish")}
    found = []
    for one in rows(resource.get("communication")):
        name = known.get(code(one.get("language"))[:2].lower()) or called(one.get("language"))
        if name:
            found.append(say("{language} (preferred)", language=name) if one.get("preferred") is True else name)
    return found


def _reach(resource: Json, *systems: str) -> list[str]:
    use = {"home": say("home"), "work": say("work"), "mobile": say("mobile")}
    found = []
    for one in rows(resource.get("telecom")):
        value, kind = as_given(one.get("value"))[:LONGEST], use.get(text(one.get("use")), "")
        if value and text(one.get("system")) in systems and text(one.get("use")) != "old":
            found.append(f"{value} ({kind})" if kind else value)
    return found


def _addresses(resource: Json, use: str, wanted: bool) -> list[str]:
    found = []
    for one in rows(resource.get("address")):
        if (text(one.get("use")) == use or bool(text(table(one.get("period")).get("end")))) is wanted:
            place = " ".join(part for part in (prose(one.get("state")), prose(one.get("postalCode"))) if part)
            lines = [*map(prose, texts(one.get("line"))), prose(one.get("city")), place]
            found.append((", ".join(part for part in lines if part) or prose(one.get("text")))[:LONGEST])
    return [one for one in found if one]


def _contacts(resource: Json) -> list[tuple[str, str]]:
    found = []
    for one in rows(resource.get("contact")):
        name = _written(table(one.get("name"))) or name_of(one)
        relation = listed(map(called, rows(one.get("relationship"))))
        if name:
            found.append((capital(relation) or say("Contact"), ", ".join([name, *_reach(one, "phone")])))
    return found
