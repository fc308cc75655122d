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


@dataclass(frozen=True)
class Comment:
    """What a Communication needs to know of a clinician's words about a result."""

    id: str
    about: str
    """Reference to what it is about: "DiagnosticReport/<id>"."""
    title: str
    body: str
    next_steps: str
    said_at: datetime
    patient: str
    author: str


def comment(said: Comment) -> dict[str, Any]:
    """The resource, with what it is about; the next steps are a payload of their own."""
    words = [text for text in (said.body, said.next_steps) if text]
    return {
        "resourceType": "Communication",
        "id": said.id,
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{said.id}"}],
        "status": "completed",
        "subject": {"reference": said.patient},
        "about": [{"reference": said.about}],
        "topic": {"text": said.title},
        "sent": said.said_at.isoformat(timespec="milliseconds"),
        "sender": {"display": said.author},
        "recipient": [{"reference": said.patient}],
        "payload": [{"contentString": text} for text in words],
    }


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
