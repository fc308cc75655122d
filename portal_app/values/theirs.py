"""Statements over a patient's chart, built once for any patient at any moment: building one costs more than running it.

They are run with `known(...)`: the patient through whose eyes it is, and now.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportOperatorIssue=false
# queries are built here: docs/decisions/0002-types.md

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Row, Select, Uuid, bindparam, tuple_

from portal_app.access import visible
from portal_app.access.actor import Actor
from portal_app.catalogue import say
from portal_app.errors import NotFound
from portal_app.models import Resource
from portal_app.models.base import Utc
from portal_app.work import Work

NOW = cast(Any, bindparam("now", type_=Utc()))
READER = replace(visible.ANY_PATIENT, account_id=cast(Any, bindparam("reader", type_=Uuid())))
"""The patient with their account; whoever looks through their eyes has none, and no notices."""
MINE = visible.resources(visible.ANY_PATIENT, NOW)
"""What the patient may see."""
NEWEST_FIRST = (Resource.sort_at.desc(), Resource.id.desc())
FOLLOWS = tuple_(Resource.sort_at, Resource.id) < tuple_(
    bindparam("last_at", type_=Utc()), bindparam("last_id", type_=Uuid())
)
"""What stands after a row, newest first."""


def known(work: Work, whose: Actor, **more: object) -> dict[str, object]:
    """What such a statement is run with."""
    return {"me": whose.patient_id, "reader": whose.account_id, "now": work.now, **more}


def rows(work: Work, query: Select[Any], values: dict[str, object]) -> Sequence[Row[Any]]:
    """Its rows: plain columns, which no session keeps."""
    return work.connection.execute(query, values).all()


def scalar(work: Work, query: Select[Any], values: dict[str, object]) -> Any:
    """The first column of its first row; None without a row."""
    return work.connection.execute(query, values).scalar()


def one(work: Work, query: Select[Any], values: dict[str, object]) -> Row[Any]:
    """Its first row; unseen and missing are the same NotFound."""
    found = work.connection.execute(query, values).first()
    if found is None:
        raise NotFound(say("We could not find that. It may have moved."))
    return found
