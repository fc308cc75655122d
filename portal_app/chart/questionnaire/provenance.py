"""Who told what stands in the chart, and who accepted it (FHIR Provenance, as US Core has it)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from portal_app.chart.questionnaire.item import Json

HL7 = "http://terminology.hl7.org/CodeSystem/"


@dataclass(frozen=True)
class Accepted:
    """One saving of a review: by whom, when, and whether it was undone again."""

    by: str
    staff_id: str
    at: datetime
    undone: bool = False


def provenance(targets: list[str], response: Json, accepted: Accepted) -> Json:
    """The patient told it, a member of staff accepted it (or took it back), out of this response."""
    source = f"QuestionnaireResponse/{response['id']}"
    at = accepted.at.isoformat(timespec="microseconds")
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(NAMESPACE_URL, f"{source}#{at}")),
        "target": [{"reference": target} for target in targets],
        "recorded": at,
        "activity": {
            "coding": [{"system": HL7 + "v3-DataOperation", "code": "NULLIFY" if accepted.undone else "UPDATE"}]
        },
        "agent": [
            {
                "type": _agent("verifier"),
                "who": {
                    "identifier": {"system": "urn:portal:staff", "value": accepted.staff_id},
                    "display": accepted.by,
                },
            },
            {"type": _agent("informant"), "who": response["subject"]},
        ],
        "entity": [{"role": "source", "what": {"reference": source}}],
    }


def _agent(code: str) -> Json:
    return {"coding": [{"system": HL7 + "provenance-participant-type", "code": code}]}
