"""The parts of a page about one resource; what is not known takes no room."""

from collections.abc import Iterable

from portal_app.catalogue import say
from portal_app.chart import prose
from portal_app.chart.fields import Json
from portal_app.chart.record import Context, Passage


def facts(*pairs: tuple[str, str], heading: str = "") -> Passage:
    """Names with their values; a name without a value is left out."""
    return Passage(heading=heading, rows=tuple((name, value) for name, value in pairs if name and value))


def told(heading: str, sentences: Iterable[str]) -> Passage:
    """Sentences under a heading, each once."""
    return Passage(heading=heading, sentences=tuple(dict.fromkeys(line for line in sentences if line)))


def notes(resource: Json, context: Context) -> Passage:
    """What was noted beside it."""
    return told(say("Notes"), prose.comments(resource, context))


def listed(names: Iterable[str]) -> str:
    """Names in one phrase, each once."""
    return ", ".join(dict.fromkeys(name for name in names if name))


def kept(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages that hold something."""
    return tuple(one for one in found if one.rows or one.sentences or one.html)
