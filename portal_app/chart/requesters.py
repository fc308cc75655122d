"""Who asked for a report, who did it, where, and who looked at it."""

from collections.abc import Sequence

from portal_app.catalogue import say
from portal_app.chart import performers
from portal_app.chart.fields import Json, reference, rows, table, text
from portal_app.chart.record import Context


def people(report: Json, around: Sequence[Json], context: Context, pictures: bool) -> list[tuple[str, str]]:
    """Names with who they are; `around` may hold the ServiceRequests on which the report is based."""
    who, where = performers.split(report.get("performer"), report, context)
    read_by = performers.people(report.get("resultsInterpreter"), report, context)
    read_by += performers.people(report.get("interpreter"), report, context)
    found = (
        (say("Asked for by"), _requesters(report, around, context)),
        (say("Done by"), [name for name in who if name not in read_by]),
        (say("Place") if pictures else say("Lab"), where),
        (say("Read by"), read_by),
    )
    return [(name, performers.joined(names)) for name, names in found if names]


def _requesters(report: Json, around: Sequence[Json], context: Context) -> list[str]:
    known = {text(one.get("id")): one for one in around if one.get("resourceType") == "ServiceRequest"}
    names = performers.people(report.get("referrer"), report, context)
    for target in rows(report.get("basedOn")):
        inside = performers.contained(target, report)
        order = inside if inside is not None else known.get(reference(target)[1])
        if order is not None:
            # who asked may be contained beside the order
            beside = {"contained": [*rows(report.get("contained")), *rows(order.get("contained"))]}
            names.append(performers.named(table(order.get("requester")), beside, context))
    return list(dict.fromkeys(name for name in names if name))
