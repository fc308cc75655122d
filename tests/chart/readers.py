"""What makes words of a resource: every reader that the golden set and the mutated resources are put through."""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum

from portal_app.chart.fields import Json, text
from portal_app.chart.index import index
from portal_app.chart.measures import measure
from portal_app.chart.record import Context
from portal_app.chart.records import READERS as LINES
from portal_app.chart.records import read
from portal_app.chart.reports import sheet
from portal_app.chart.sheets import sheet as whole
from portal_app.models.kinds import Group

Words = list["str | Words"]

NOT_ON_SCREEN = {"tone", "standing", "code", "kind", "place", "amount", "low", "high"}
"""Fields of records by which a page draws; a person never reads them."""


def line(resource: Json, around: Sequence[Json], context: Context) -> object:
    """The line in a list."""
    group = index(resource).group
    return read(group, resource, context) if group in LINES else None


def value(resource: Json, around: Sequence[Json], context: Context) -> object:
    """A measured value, with the members that it groups."""
    others = {one["id"]: one for one in around if isinstance(one.get("id"), str)}
    return measure(resource, context, others) if text(resource.get("resourceType")) == "Observation" else None


def report(resource: Json, around: Sequence[Json], context: Context) -> object:
    """The page of a report or a scan."""
    known = text(resource.get("resourceType")) in {"DiagnosticReport", "ImagingStudy"}
    return sheet(resource, around, context) if known else None


def page(resource: Json, around: Sequence[Json], context: Context) -> object:
    """The page of anything else."""
    group = index(resource).group
    return None if group in {Group.LABS, Group.VITALS, Group.REPORTS} else whole(resource, group, context, around)


READERS: tuple[Callable[[Json, Sequence[Json], Context], object], ...] = (line, value, report, page)


def words(shown: object) -> Words:
    """What a reader gave, as nested lists of the words on screen."""
    if is_dataclass(shown) and not isinstance(shown, type):
        parts = [getattr(shown, one.name) for one in fields(shown) if one.name not in NOT_ON_SCREEN]
    else:
        parts = list(shown) if isinstance(shown, tuple | list) else []
    found: Words = []
    for part in parts:
        if isinstance(part, str) and not isinstance(part, Enum):
            found += [part] if part else []
        elif inner := words(part):
            found.append(inner)
    return found


def flat(said: Words) -> list[str]:
    """The same in one list."""
    return [word for one in said for word in ([one] if isinstance(one, str) else flat(one))]
