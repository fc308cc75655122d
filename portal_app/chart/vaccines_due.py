"""Which vaccines are due (FHIR ImmunizationRecommendation)."""

from portal_app.catalogue import say
from portal_app.chart.dates import Moment, first, moment, spoken
from portal_app.chart.fields import Json, code, rows
from portal_app.chart.passages import told
from portal_app.chart.record import Context, Passage, Record
from portal_app.chart.titles import called
from portal_app.chart.vaccines import english

_DUE = "30980-7"
_EARLIEST = "30981-5"


def read(resource: Json, context: Context) -> Record:
    """What is due, and the day on which somebody looked that up."""
    return Record(
        title=say("Vaccines that are due"),
        when=spoken(moment(resource.get("date")), context.zone),
        notes=tuple(lines(resource, context)),
    )


def passages(resource: Json, context: Context) -> list[Passage]:
    """Each vaccine with its day."""
    return [told(say("What is due"), lines(resource, context))]


def lines(resource: Json, context: Context) -> list[str]:
    """One sentence a vaccine: what, and when."""
    found = []
    for one in rows(resource.get("recommendation")):
        concepts = rows(one.get("vaccineCode"))
        known = next((protects for concept in concepts if (protects := english({"vaccineCode": concept}))), "")
        name = say(known) or next((n for n in map(called, concepts) if n), "")
        name = name or called(one.get("targetDisease"))
        if name:
            found.append(f"{name}: {_standing(one, context)}")
    return found


def _standing(one: Json, context: Context) -> str:
    status, when = code(one.get("forecastStatus")), _day(one)
    day = spoken(when, context.zone)
    if status in {"complete", "immune"}:
        return say("you have all you need")
    if status == "contraindicated":
        return say("not for you")
    late = when is not None and context.today is not None and when.at.date() < context.today
    if status == "overdue" or late:
        return say("due since {day}", day=day) if day else say("late")
    return say("due {day}", day=day) if day else say("due now") if status == "due" else say("ask us when")


def _day(one: Json) -> Moment | None:
    dates = {code(date.get("code")): date.get("value") for date in rows(one.get("dateCriterion"))}
    return first(dates.get(_DUE), dates.get(_EARLIEST), *dates.values())
