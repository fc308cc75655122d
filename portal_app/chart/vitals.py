"""Vital signs (FHIR Observation)."""

from dataclasses import replace

from portal_app.catalogue import say
from portal_app.chart import labs
from portal_app.chart.fields import Json, code
from portal_app.chart.record import Context, Record
from portal_app.chart.titles import called


def read(resource: Json, context: Context) -> Record:
    """A measurement: value with unit (and as people in the US say it), the day it was taken."""
    found = labs.read(resource, context)
    named = called(resource.get("code")) or code(resource.get("code"))
    return replace(
        found,
        title=found.title if named else say("A measurement without a name"),
        value=found.value or ("" if found.notes else say("Not measured")),
    )
