"""What comes into Ana's chart, and the portal's own round that tells of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal_app.access.actor import SYSTEM
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.jobs import schedule
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import Group, Job, Notice, Resource, resource
from portal_app.services import importing
from portal_app.wiring import begin
from tests.people import uid

JOB = "every:announce_released"


def days_ago(days: float) -> str:
    """A moment as a lab writes it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def lab(fhir_id: str, days: float = 1, **more: Any) -> dict[str, Any]:
    """A test of Ana's blood."""
    return {
        "resourceType": "Observation", "id": fhir_id, "status": "final", "subject": {"reference": "Patient/p-ana"},
        "category": [{"coding": [{"code": "laboratory"}]}], "code": {"text": "Potassium"},
        "valueQuantity": {"value": 4.1, "unit": "mmol/L"}, "effectiveDateTime": days_ago(days), **more,
    }  # fmt: skip


def visit(fhir_id: str, days: float = 1, **more: Any) -> dict[str, Any]:
    """A visit of Ana's."""
    return {
        "resourceType": "Encounter", "id": fhir_id, "status": "finished", "subject": {"reference": "Patient/p-ana"},
        "class": {"code": "AMB"}, "type": [{"text": "Check-up"}], "period": {"start": days_ago(days)}, **more,
    }  # fmt: skip


def note(fhir_id: str, days: float = 1, **more: Any) -> dict[str, Any]:
    """A note about Ana."""
    return {
        "resourceType": "DocumentReference", "id": fhir_id, "status": "current", "date": days_ago(days),
        "subject": {"reference": "Patient/p-ana"}, "type": {"text": "Progress note"},
        "content": [{"attachment": {"contentType": "text/plain", "data": "SGVsbG8="}}], **more,
    }  # fmt: skip


def settled() -> None:
    """The import's Ana is Ana, and the portal has begun to look."""
    with begin(SYSTEM) as work:
        work.add(
            resource(
                b"{}", source="import", type="Patient", fhir_id="p-ana", patient_id=uid("ana"), group=Group.PERSON,
                digest=b"", received_at=work.now,
            )
        )  # fmt: skip
    schedule.plant()
    look_around()


def come(*resources: dict[str, Any]) -> None:
    """An import brings these."""
    with begin(SYSTEM) as work:
        importing.store(work, [member({"resource": one}, Names()) for one in resources])


def look_around() -> None:
    """The portal's own round, as the runner runs it."""
    with begin(SYSTEM) as work:
        args = work.session.scalars(select(Job.args).where(Job.key == JOB)).one()
    REACTIONS["announce_released"](**args)


def told() -> list[tuple[str, str]]:
    """What Ana was told of: the event, and which resource."""
    with begin(SYSTEM) as work:
        query = select(Notice.event, Resource.fhir_id).join(Resource, Resource.id == Notice.about_id)
        return sorted((str(event), fhir_id) for event, fhir_id in work.session.execute(query))


def id_of(fhir_id: str) -> UUID:
    """Our id of a resource."""
    with begin(SYSTEM) as work:
        return work.session.scalars(select(Resource.id).where(Resource.fhir_id == fhir_id)).one()
