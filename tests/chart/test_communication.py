"""A message in the chart is FHIR R4."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fhir.resources.R4B.communication import Communication

from portal_app.chart.communication import Said, communication


@pytest.mark.parametrize("from_patient", [True, False])
def test_a_message_is_a_communication(from_patient: bool) -> None:
    said = Said(
        id=str(uuid4()),
        thread_id=str(uuid4()),
        subject="My potassium",
        topic="A medicine",
        body="Should I stop?\nThank you",
        sent_at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
        patient="Patient/abc",
        author="Ben Ruiz, nurse",
        from_patient=from_patient,
    )
    resource = Communication.model_validate(communication(said))
    assert resource.payload[0].contentString == "Should I stop?\nThank you"
    assert (resource.sender.reference == "Patient/abc") is from_patient
    assert (resource.recipient[0].reference == "Patient/abc") is not from_patient
