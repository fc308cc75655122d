"""A care plan as steps, with how far each is (FHIR CarePlan)."""

from dataclasses import dataclass

from portal_app.catalogue import say
from portal_app.chart.fields import Json, rows, table, text
from portal_app.chart.record import Context
from portal_app.chart.references import resolve
from portal_app.chart.titles import called, plain


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    words: str
    status: str
    done: bool
    dropped: bool = False
    """Not to be done any more: it does not count."""


def steps(plan: Json, context: Context) -> tuple[Step, ...]:
    """What a CarePlan asks for, each thing once, in its order."""
    found: dict[str, Step] = {}
    for activity in rows(plan.get("activity")):
        detail = table(activity.get("detail"))
        named = called(detail.get("code")) or plain(detail.get("description"))
        named = named or resolve(plan, activity.get("reference"), context)
        if named and named not in found:
            found[named] = _step(named, detail)
    return tuple(found.values())


def _step(words: str, detail: Json) -> Step:
    found = text(detail.get("status"))
    said = {
        "completed": say("Done"),
        "in-progress": say("Going on now"),
        "scheduled": say("Planned"),
        "not-started": say("Not started"),
        "on-hold": say("On hold"),
        "stopped": say("Stopped"),
        "cancelled": say("Canceled"),
    }.get(found, "")
    return Step(words, said, found == "completed", found in {"stopped", "cancelled", "entered-in-error"})
