"""The summary of a visit: why, what was found and done, what changed, what to do now."""

from collections.abc import Iterable, Sequence

from portal_app.catalogue import say
from portal_app.chart import medicines, orders, reports, vaccines
from portal_app.chart.dates import first, moment, spoken, spoken_time
from portal_app.chart.fields import Json, code, rows, table, text
from portal_app.chart.goals import title as goal_title
from portal_app.chart.numbers import quantity
from portal_app.chart.passages import facts, kept, listed, notes, told
from portal_app.chart.prose import paragraphs
from portal_app.chart.record import Context, Passage, Sheet
from portal_app.chart.references import contained, names, resolve
from portal_app.chart.standing import is_in_error, status
from portal_app.chart.titles import called, plain
from portal_app.chart.visits import read

_ENDED = {"stopped", "cancelled", "completed"}


def summary(visit: Json, belonging: Sequence[Json], context: Context) -> Sheet:
    """The page of a visit; `belonging` are the resources that name it in `encounter`, and that the reader may see."""
    true = [one for one in belonging if not is_in_error(one)]
    return Sheet(read(visit, context), kept(passages(visit, true, context)))


def passages(visit: Json, belonging: Sequence[Json], context: Context) -> list[Passage]:
    """Reason, diagnoses, what was done, medicines, instructions, next steps; what is not known is left out."""
    of = _by_kind(belonging)
    return [
        _about(visit, context),
        told(say("Why you came"), _reasons(visit, context)),
        told(say("What we found"), _found(visit, of, context)),
        told(say("What was done"), _done(of, context)),
        told(say("Medicines"), _medicines(of, context)),
        told(say("What to do now"), _instructions(visit, of)),
        told(say("Next steps"), _next(of, context)),
        notes(visit, context),
    ]


def _by_kind(belonging: Iterable[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for one in belonging:
        found.setdefault(text(one.get("resourceType")), []).append(one)
    return found


def _about(visit: Json, context: Context) -> Passage:
    people = [table(seat.get("individual") or seat.get("actor")) for seat in rows(visit.get("participant"))]
    staff = [
        one for one in people if not text(one.get("reference")).startswith(("Patient", "RelatedPerson", "Location"))
    ]
    places = [table(one.get("location")) for one in rows(visit.get("location"))]
    places += [one for one in people if text(one.get("reference")).startswith("Location")]
    period, stay = table(visit.get("period")), table(visit.get("hospitalization"))
    begins, ends = moment(period.get("start")), moment(period.get("end"))
    until = spoken(ends, context.zone)
    return facts(
        (say("When"), spoken_time(begins.at, context.zone) if begins and begins.precision == "second" else ""),
        (say("Until"), until if until != spoken(begins, context.zone) else ""),
        (say("With"), listed(names(visit, staff, context))),
        (
            say("Place"),
            listed([*names(visit, places, context)]) or resolve(visit, visit.get("serviceProvider"), context),
        ),
        (say("How long"), quantity(visit.get("length"))),
        (say("Where you went after"), called(stay.get("dischargeDisposition"))),
        (say("Why it was canceled"), called(visit.get("cancelationReason"))),
    )


def _reasons(visit: Json, context: Context) -> list[str]:
    found = [called(one) for one in rows(visit.get("reasonCode"))]
    found += names(visit, visit.get("reasonReference"), context)
    return [one for one in (*found, plain(text(visit.get("description")))) if one]


def _found(visit: Json, of: dict[str, list[Json]], context: Context) -> list[str]:
    """Diagnoses of this visit, as the visit names them and as they were recorded at it."""
    found = []
    for one in rows(visit.get("diagnosis")):
        link = table(one.get("condition"))
        found.append(resolve(visit, link, context) or called(contained(visit, link).get("code")))
    return [name for name in (*found, *(called(one.get("code")) for one in of.get("Condition", []))) if name]


def _done(of: dict[str, list[Json]], context: Context) -> list[str]:
    done = [
        called(one.get("code")) for one in of.get("Procedure", []) if status(one) in {"completed", "in-progress", ""}
    ]
    given = [vaccines.read(one, context).title for one in of.get("Immunization", []) if status(one) == "completed"]
    handed = [
        orders.title(one, context) for one in of.get("MedicationAdministration", []) if status(one) == "completed"
    ]
    tests = [
        reports.title(one) for one in of.get("DiagnosticReport", []) if "LP29708-2" not in code(one.get("category"))
    ]
    return [
        *(name for name in done if name),
        *(say("Vaccine given: {name}", name=name) for name in given),
        *(say("Medicine given: {name}", name=name) for name in handed if name),
        *(say("Test: {name}", name=name) for name in tests if name),
    ]


def _medicines(of: dict[str, list[Json]], context: Context) -> list[str]:
    lines = []
    for one in of.get("MedicationRequest", []):
        name = medicines.name(one, context)
        how = "; ".join(medicines.how_to_take(one))
        if not name or status(one) in {"draft", "entered-in-error"}:
            continue
        if status(one) in _ENDED:
            lines.append(say("Prescribed then, now over: {name}", name=name))
        elif status(one) == "on-hold":
            lines.append(say("Paused: {name}", name=name))
        elif one.get("priorPrescription"):
            lines.append(say("Changed: {name}", name=name) + (f". {how}" if how else ""))
        else:
            lines.append(say("Prescribed: {name}", name=name) + (f". {how}" if how else ""))
    return lines


def _instructions(visit: Json, of: dict[str, list[Json]]) -> list[str]:
    lines = list(paragraphs(visit.get("patientInstruction")))
    for kind in ("ServiceRequest", "Procedure"):
        for one in of.get(kind, []):
            lines += paragraphs(one.get("patientInstruction"))
    for plan in of.get("CarePlan", []):
        for activity in rows(plan.get("activity")):
            detail = table(activity.get("detail"))
            lines.append(called(detail.get("code")) or plain(detail.get("description")))
    return [line for line in lines if line]


def _next(of: dict[str, list[Json]], context: Context) -> list[str]:
    lines = []
    for one in of.get("ServiceRequest", []):
        if status(one) in {"active", "draft", "on-hold"}:
            name = orders.title(one, context)
            day = spoken(first(one.get("occurrenceDateTime"), one.get("occurrencePeriod")), context.zone)
            lines.append(
                say("Ordered: {name}, planned for {day}", name=name, day=day)
                if day
                else say("Ordered: {name}", name=name)
            )
    for one in of.get("Appointment", []):
        if status(one) in {"booked", "proposed", "pending"}:
            booked = read(one, context)
            lines.append(
                say("Visit: {name}, {day}", name=booked.title, day=booked.when) if booked.when else booked.title
            )
    for one in of.get("Procedure", []):
        lines += [say("Follow-up: {name}", name=name) for name in map(called, rows(one.get("followUp"))) if name]
    return lines + [say("Goal: {name}", name=name) for name in map(goal_title, of.get("Goal", [])) if name]
