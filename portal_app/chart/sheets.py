"""A whole page about one resource of the chart: its line, what else is known, and its files."""

from collections.abc import Callable, Mapping

from portal_app.chart import other, records
from portal_app.chart.fields import Json
from portal_app.chart.passages import kept
from portal_app.chart.record import Context, Passage, Sheet
from portal_app.models.chart import Group

_PASSAGES: Mapping[Group, Callable[[Json, Context], list[Passage]]] = {}


def sheet(resource: Json, group: Group, context: Context) -> Sheet:
    """The page, in the language spoken now; a resource of any shape gives one."""
    passages = _PASSAGES.get(group, other.passages)(resource, context)
    return Sheet(records.read(group, resource, context), kept(passages))
