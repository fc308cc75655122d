"""Whose the resources of an import are: people are written first, and found by the id that their source gave them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from portal_app.chart.index import Indexed, index
from portal_app.chart.members import Member
from portal_app.chart.person import person
from portal_app.chart.ranges import judges
from portal_app.facts.chart import ChartImported
from portal_app.models import Patient, PatientWord, Resource
from portal_app.models.base import new_id
from portal_app.rules.search_words import search_words
from portal_app.work import Work

SOURCE = "import"


def patients_of(work: Work, fhir_ids: set[str]) -> dict[str, UUID]:
    """The patients that are here, by the FHIR id of their Patient."""
    query = select(Resource.fhir_id, Resource.patient_id).where(
        Resource.source == SOURCE, Resource.type == "Patient", Resource.fhir_id.in_(fhir_ids)
    )
    return {row.fhir_id: row.patient_id for row in work.session.execute(query) if row.patient_id}


def settle_person(work: Work, patient_id: UUID | None, member: Member) -> UUID:
    """Write the person of a Patient, and the words by which staff find them."""
    said = {name: value for name, value in asdict(person(member.resource)).items() if value not in ("", None)}
    if patient_id is None:
        patient = work.add(Patient(id=new_id(), created_at=work.now, **{"mrn": "", "given": "", "family": "", **said}))
    else:
        patient = work.one(select(Patient).where(Patient.id == patient_id))
        for name, value in said.items():
            setattr(patient, name, value)
    work.session.flush()
    work.session.execute(delete(PatientWord).where(PatientWord.patient_id == patient.id))
    words = [{"word": word, "patient_id": patient.id} for word in sorted(search_words(patient))]
    if words:
        work.session.execute(insert(PatientWord), words)
    return patient.id


def settle_at(work: Work, site_id: UUID, patient_ids: Sequence[UUID]) -> None:
    """These people are patients of this site: its staff see them, other sites' staff do not."""
    work.session.execute(update(Patient).where(Patient.id.in_(patient_ids)).values(site_id=site_id))


def asked_about(work: Work, fhir_ids: set[str]) -> dict[UUID, tuple[date | None, UUID | None]]:
    """What rules of release ask about these people who are here: when they were born, and their site."""
    query = select(Patient.id, Patient.birth_date, Patient.site_id)
    found = work.session.execute(query.where(Patient.id.in_(patients_of(work, fhir_ids).values())))
    return {row.id: (row.birth_date, row.site_id) for row in found}


def judged(work: Work, found: list[tuple[Member, Indexed]], owners: dict[str, UUID]) -> list[tuple[Member, Indexed]]:
    """What is judged by sex and age is judged again, now that it is known whose it is."""
    asking = {columns.patient for member, columns in found if columns.patient in owners and judges(member.resource)}
    if not asking:
        return found
    query = select(Patient.id, Patient.gender, Patient.birth_date)
    of_these = query.where(Patient.id.in_([owners[fhir_id] for fhir_id in asking]))
    people = {row.id: (row.gender, row.birth_date) for row in work.session.execute(of_these)}
    return [
        (member, index(member.resource, *people[owners[columns.patient]]))
        if columns.patient in asking and judges(member.resource)
        else (member, columns)
        for member, columns in found
    ]


def record(work: Work, touched: Counter[UUID]) -> None:
    """Tell the pages of these patients how many resources came in."""
    for patient_id, stored in touched.items():
        work.record(ChartImported(patient_id=patient_id, stored=stored))
