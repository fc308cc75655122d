"""What is not to be seen is not named by what is seen: a medicine's reason, the problem of a plan, a visit's cause."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Iterable

from sqlalchemy import bindparam

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.chart.fields import Json
from portal_app.chart.references import names_given
from portal_app.models import Resource
from portal_app.values.theirs import NOW, known, rows
from portal_app.work import Work

AT_A_TIME = 500
_KEPT_BACK = (
    visible.kept_back(visible.ANY_PATIENT, NOW)
    .where(Resource.fhir_id.in_(bindparam("ids", expanding=True)))
    .with_only_columns(Resource.fhir_id)
)


def withheld(work: Work, whose: Actor, bodies: Iterable[Json]) -> frozenset[str]:
    """Of what these resources name, what the reader may not see now, by FHIR id."""
    named = sorted({fhir_id for body in bodies for fhir_id in names_given(body)})
    found: set[str] = set()
    for start in range(0, len(named), AT_A_TIME):
        some = known(work, whose, ids=named[start : start + AT_A_TIME])
        found.update(row.fhir_id for row in rows(work, _KEPT_BACK, some))
    return frozenset(found)
