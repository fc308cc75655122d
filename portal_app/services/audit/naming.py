"""The names that a part of the trail needs: of patients, of colleagues and pools, and of whose account is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app.access import visible
from portal_app.access.actor import ActorKind
from portal_app.models import Account, FactRow, Invitation, Patient, Pool, Session, Staff
from portal_app.rules import particulars
from portal_app.rules.fact_words import ABOUT
from portal_app.work import Work


@dataclass(frozen=True)
class Names:
    """By id, as text. `known` are colleagues and pools; `people` whose an account, invitation or session is."""

    known: dict[str, str] = field(default_factory=dict)
    patients: dict[UUID, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def about(self, row: FactRow, data: particulars.Data) -> str:
        """Who the fact is about: the patient; where there is none, whose account it names; nobody that is not seen."""
        if row.patient_id:
            return self.patients.get(row.patient_id, "")
        ids = (str(data[name]) for name in ABOUT if name in data)
        return next((self.people[id] for id in (*ids, _half_way(row)) if id in self.people), "")


def names(work: Work, rows: Sequence[FactRow]) -> Names:
    """What the ids of these facts stand for; patients of sites that the actor does not see have no name here."""
    named = [orjson.loads(row.data) for row in rows]
    ids = {UUID(value) for data in named for value in data.values() if particulars.is_id(value)}
    about = {UUID(data[name]) for data in named for name in ABOUT if particulars.is_id(data.get(name))}
    about |= {UUID(id) for row in rows if (id := _half_way(row))}
    whose = _whose(work, about)
    patients = _patients(work, {*(row.patient_id for row in rows if row.patient_id), *whose.values()})
    colleagues = _called(work, Staff, {*ids, *whose.values()})
    people = {str(id): patients.get(person) or colleagues.get(person) or "" for id, person in whose.items()}
    known = {**colleagues, **_called(work, Pool, ids)}
    return Names(
        {str(id): name for id, name in known.items()}, patients, {id: name for id, name in people.items() if name}
    )


def _half_way(row: FactRow) -> str:
    """The account of whoever was on the way in to it, and had not shown that it is theirs."""
    return str(row.account_id) if row.account_id and row.actor_kind == ActorKind.NOBODY else ""


def _whose(work: Work, ids: set[UUID]) -> dict[UUID, UUID]:
    """The patient or colleague behind each account, invitation or session."""
    if not ids:
        return {}
    queries = (
        select(Account.id, Account.patient_id, Account.staff_id).where(Account.id.in_(ids)),
        select(Invitation.id, Invitation.patient_id, Invitation.staff_id).where(Invitation.id.in_(ids)),
        select(Session.id, Account.patient_id, Account.staff_id)
        .join(Account, Account.id == Session.account_id)
        .where(Session.id.in_(ids)),
    )
    rows = (tuple(row) for query in queries for row in work.session.execute(query))
    return {id: patient_id or staff_id for id, patient_id, staff_id in rows if patient_id or staff_id}


def _patients(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    return {one.id: one.name for one in work.all(visible.patients(work.actor).where(Patient.id.in_(ids)))}


def _called(work: Work, table: type[Staff] | type[Pool], ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    if not wanted:
        return {}
    return {one.id: one.name for one in work.session.scalars(select(table).where(table.id.in_(wanted)))}
