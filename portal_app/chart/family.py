"""Family history (FHIR FamilyMemberHistory)."""

from portal_app.catalogue import say
from portal_app.chart.dates import moment, spoken
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.numbers import quantity
from portal_app.chart.passages import facts, notes, told
from portal_app.chart.prose import prose
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.titles import called, plain


def read(resource: Json, context: Context) -> Record:
    """A relative, and what they had."""
    return Record(
        title=called(resource.get("relationship")) or plain(resource.get("name")) or say("A relative"),
        when=spoken(moment(resource.get("date")), context.zone),
        status=say("Has died") if _died(resource) else "",
        notes=tuple(_illnesses(resource)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """What the relative had, and at what age."""
    return [
        facts((say("Name"), plain(resource.get("name"))), (say("Died at"), _age(resource, "deceased"))),
        told(say("What they had"), _illnesses(resource)),
        notes(resource, context),
    ]


def _illnesses(resource: Json) -> list[str]:
    found = []
    for one in rows(resource.get("condition")):
        name, age = called(one.get("code")), _age(one, "onset")
        if name:
            found.append(f"{name} ({age})" if age else name)
    return found


def _age(resource: Json, what: str) -> str:
    age = table(resource.get(f"{what}Age"))
    amount = quantity({"value": age.get("value")})
    years = text(age.get("code")) in {"a", ""} and text(age.get("unit")) in {"a", "yr", "year", "years", ""}
    if amount:
        return say("age {n}", n=amount) if years else quantity(age)
    return prose(resource.get(f"{what}String"))


def _died(resource: Json) -> bool:
    return resource.get("deceasedBoolean") is True or any(
        f"deceased{kind}" in resource for kind in ("Age", "Date", "String", "Range")
    )
