"""What a desk wants to know beside the illnesses: insurance, pharmacy, habits; each a name and its value."""

from portal_app.catalogue import say
from portal_app.chart import measured
from portal_app.chart.fields import Json, code, rows, table, text
from portal_app.chart.questionnaire import Chart, insurance
from portal_app.chart.questionnaire.pharmacy import PHARMACY
from portal_app.chart.record import Context
from portal_app.chart.titles import as_given, called


def background(chart: Chart, context: Context) -> list[tuple[str, str, str]]:
    """Name, value, and a word below; of each habit the newest."""
    insured = [_insurance(entry) for entry in chart["coverage"]]
    at = [one for one in rows(chart["patient"].get("contained")) if one.get("id") == PHARMACY]
    return [*insured, *(_pharmacy(one) for one in at), *_habits(chart["habits"], context)]


def _insurance(entry: Json) -> tuple[str, str, str]:
    if insurance.is_self_pay(entry):
        return say("Insurance"), say("Pays without insurance"), ""
    plan = next((name for payor in rows(entry.get("payor")) if (name := as_given(payor.get("display")))), "")
    numbers = (as_given(one.get("value")) for one in rows(entry.get("identifier")) if code(one.get("type")) == "MB")
    member = next((number for number in numbers if number), as_given(entry.get("subscriberId")))
    return (
        say("Insurance"),
        plan or say("Plan not known"),
        say("Member number {number}", number=member) if member else "",
    )


def _pharmacy(place: Json) -> tuple[str, str, str]:
    where = next((as_given(address.get("text")) for address in rows(place.get("address"))), "")
    return say("Pharmacy"), as_given(place.get("name")), where


def _habits(observed: list[Json], context: Context) -> list[tuple[str, str, str]]:
    newest: dict[str, tuple[str, str, str]] = {}
    for one in observed:
        name = called(one.get("code"))
        told = text(table(one.get("valueCodeableConcept")).get("text")) or measured.value(one, one.get("code"), context)
        if name and told:
            newest.setdefault(name, (name, told, ""))
    return list(newest.values())
