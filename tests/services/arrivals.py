"""Results that come into charts, as an import brings them, and rules that decide about them."""

import hashlib
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from portal_app import releasing
from portal_app.access.actor import SYSTEM
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import RELEASE, Group, ReleaseClass, ReleaseRules, Resource, resource
from portal_app.services import importing
from portal_app.wiring import begin
from tests.people import LONG_AGO, uid

LAB = [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}]
WORD = "walnut"
"""Stands in every result, and must not escape from one that is not shown yet."""


def run_jobs() -> None:
    """Do what follows; letters stay here."""
    runner.run_due({"send_mail": lambda mail_id: None, **REACTIONS})


def arrive(*resources: dict[str, Any], who: str = "ana", also: bool = True) -> None:
    """An import brings these resources of a patient; `also` does what follows."""
    _known(who)
    owned = [{**one, "subject": {"reference": f"Patient/{who}"}} for one in resources]
    with begin(SYSTEM) as work:
        importing.store(work, [member({"resource": one}, Names()) for one in owned])
    if also:
        run_jobs()


def _known(who: str) -> None:
    with begin(SYSTEM) as work:
        known = select(Resource.id).where(Resource.type == "Patient", Resource.fhir_id == who)
        if work.session.scalars(known).first() is None:
            body = orjson.dumps({"resourceType": "Patient", "id": who})
            work.add(
                resource(
                    body, source="import", type="Patient", fhir_id=who, patient_id=uid(who), group=Group.PERSON,
                    release_class=ReleaseClass.OWN, digest=hashlib.sha256(body).digest(), received_at=LONG_AGO,
                    arrived_at=LONG_AGO,
                )
            )  # fmt: skip


def lab(name: str, **more: Any) -> dict[str, Any]:
    """A lab value."""
    return {
        "resourceType": "Observation", "id": name, "status": "final", "category": LAB,
        "code": {"text": f"{WORD} {name}"}, "valueQuantity": {"value": 5.9, "unit": "mmol/L"}, **more,
    }  # fmt: skip


def report(name: str, *tests: str, **more: Any) -> dict[str, Any]:
    """A report of these tests."""
    return {
        "resourceType": "DiagnosticReport", "id": name, "status": "final", "code": {"text": f"{WORD} {name}"},
        "result": [{"reference": f"Observation/{test}"} for test in tests], **more,
    }  # fmt: skip


def decide(*rules: dict[str, Any], **more: Any) -> None:
    """The clinic's rules from now on."""
    with begin(SYSTEM) as work:
        before = releasing.edition(work)
        edition = before.edition + 1 if before else 1
        work.add(ReleaseRules(edition=edition, body={"rules": list(rules), **more}, made_at=work.now))
        work.session.flush()
        for patient in ("ana", "stranger", "rosa"):
            releasing.settle_patient(work, uid(patient))


def item(name: str) -> Resource:
    """The row of a resource by its FHIR id, and what is stored of its release."""
    with begin(SYSTEM) as work:
        query = select(Resource).where(Resource.fhir_id == name)
        return work.session.scalars(query.options(undefer_group(RELEASE))).one()


def id_of(name: str) -> UUID:
    """Its id."""
    return item(name).id
