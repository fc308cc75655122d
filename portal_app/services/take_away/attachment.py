"""A file that came with an item of the record."""

from uuid import UUID

import orjson

from portal_app import looking
from portal_app.access import visible
from portal_app.catalogue import say
from portal_app.chart.files import content
from portal_app.errors import NotFound
from portal_app.facts.taken import FileOpened
from portal_app.models import Resource
from portal_app.work import Work

LONGEST = 4


def attachment(work: Work, item: str, place: str) -> tuple[bytes, str, str]:
    """Its bytes, media type and name; NotFound if the item may not be seen or has no such file. Written down."""
    eyes = looking.eyes(work)
    mine = visible.resources(eyes, work.now).where(
        Resource.patient_id == eyes.patient_id, Resource.entered_in_error.is_(False)
    )
    row = work.one(mine.where(Resource.id == _id(item)))
    number = int(place) if place.isascii() and place.isdigit() and len(place) < LONGEST else -1
    found = content(orjson.loads(row.body), number) if number >= 0 else None
    if found is None:
        raise _not_found()
    work.record(FileOpened(patient_id=eyes.patient_id, resource_id=row.id))
    return found


def _id(item: str) -> UUID:
    try:
        return UUID(item)
    except ValueError:
        raise _not_found() from None


def _not_found() -> NotFound:
    return NotFound(say("We could not find that. It may have moved."))
