"""A portal message as a FHIR R4 Communication."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a Communication needs to know of a message."""

    id: str
    thread_id: str
    subject: str
    topic: str
    body: str
    sent_at: datetime
    patient: str
    """Reference to the Patient: "Patient/<id>"."""
    author: str
    from_patient: bool


def communication(said: Said) -> dict[str, Any]:
    """The resource (hl7.org/fhir/R4/communication.html); staff are named, for the chart knows them by name only."""
    patient = {"reference": said.patient}
    staff = {"display": said.author if not said.from_patient else "Care team"}
    return {
        "resourceType": "Communication",
        "id": said.id,
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{said.id}"}],
        "partOf": [{"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{said.thread_id}"}}],
        "status": "completed",
        "category": [{"text": said.topic}],
        "medium": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode",
                        "code": "WRITTEN",
                        "display": "written",
                    }
                ]
            }
        ],
        "subject": patient,
        "topic": {"text": said.subject},
        "sent": said.sent_at.isoformat(timespec="milliseconds"),
        "sender": patient if said.from_patient else staff,
        "recipient": [staff if said.from_patient else patient],
        "payload": [{"contentString": said.body}],
    }
