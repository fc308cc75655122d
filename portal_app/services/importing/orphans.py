"""Resources that came before their patient wait without one, and are given to that patient when it comes."""

from collections import Counter
from uuid import UUID

import orjson
from sqlalchemy import select

from portal_app import panels, releasing
from portal_app.access.permissions import Permission
from portal_app.chart.index import index
from portal_app.chart.ranges import judges
from portal_app.models import Group, Patient, Resource
from portal_app.services.importing.owners import SOURCE, patients_of, record
from portal_app.work import Work

ADOPTED_AT_ONCE = 500


def adopt(work: Work, after: UUID | None) -> UUID | None:
    """Give resources that came before their patient to that patient, some at a time; returns where to go on."""
    work.permit(Permission.CHART_IMPORT)
    query = select(Resource).where(Resource.patient_id.is_(None), Resource.group != Group.DIRECTORY)
    if after:
        query = query.where(Resource.id > after)
    orphans = work.all(query.order_by(Resource.id).limit(ADOPTED_AT_ONCE))
    wanted = {orphan.id: index(orjson.loads(orphan.body)).patient for orphan in orphans}
    patients = patients_of(work, set(wanted.values()) - {""})
    given = Counter[UUID]()
    for orphan in orphans:
        orphan.patient_id = patients.get(wanted[orphan.id])
        if orphan.patient_id:
            _judge_again(work, orphan)
            given[orphan.patient_id] += 1
    work.session.flush()
    releasing.ready(work, given)
    given_away = [orphan for orphan in orphans if orphan.patient_id]
    releasing.settle(work, list({orphan.id for orphan in given_away} | set(_join_panels(work, given_away))))
    record(work, given)
    return orphans[-1].id if orphans else None


def _join_panels(work: Work, given: list[Resource]) -> list[UUID]:
    """A report and its tests stay together only if they are one patient's, which is known now."""
    reports = {
        one.id: () if one.entered_in_error else index(orjson.loads(one.body)).parts
        for one in given
        if one.type == "DiagnosticReport"
    }
    return panels.join(work, SOURCE, reports, [one.fhir_id for one in given if one.type == "Observation"])


def _judge_again(work: Work, orphan: Resource) -> None:
    """What is judged by sex and age has waited for its patient."""
    resource = orjson.loads(orphan.body)
    if judges(resource) and (owner := work.session.get(Patient, orphan.patient_id)):
        orphan.standing = index(resource, owner.gender, owner.birth_date).standing
