"""A clinic that upgrades keeps every chart, and what is new in the columns is read out of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from alembic import command
from portal_app import migrations, wiring
from portal_app.jobs import reactions, runner
from portal_app.models import Group, Job, ReleaseClass, Resource, Shelf, new_id
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests import databases
from tests.conftest import KEYS

REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "category": [{"coding": [{"code": "LAB"}]}],
    "code": {"text": "Basic metabolic panel"},
    "effectiveDateTime": "2026-11-01",
    "subject": {"reference": "Patient/p1"},
    "result": [{"reference": "Observation/o1"}],
}
TEST = {
    "resourceType": "Observation",
    "id": "o1",
    "category": [{"coding": [{"code": "laboratory"}]}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
    "subject": {"reference": "Patient/p1"},
    "effectiveDateTime": "2026-11-01",
    "valueQuantity": {"value": 5.3, "unit": "mmol/L"},
    "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.1}}],
}


@pytest.fixture(params=databases.available())
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A database of the version before, with one patient's chart."""
    name = databases.postgres().create() if request.param == "postgresql" else ""
    url = databases.postgres().url(name) if name else ""
    here = House(Settings(home=tmp_path, mode=Mode.DEMO, database_url=url), KEYS)
    with here.engine.connect() as connection:
        command.upgrade(migrations._config(connection), "0002")
        _fill(connection, here)
        connection.commit()
    before = wiring.move_in(here)
    yield here
    wiring.move_in(before)
    here.close()
    if name:
        databases.postgres().drop(name)


def _fill(connection, here: House) -> None:
    bare = (lambda value: value) if here.engine.dialect.name == "postgresql" else (lambda value: value.hex)
    ana, now = bare(new_id()), datetime(2026, 11, 2, tzinfo=UTC)
    now = now if here.engine.dialect.name == "postgresql" else now.replace(tzinfo=None)
    connection.execute(
        text(
            "INSERT INTO patients (id, mrn, given, family, gender, language, email, phone, address, postal_code, "
            "deceased, created_at) VALUES (:id, 'm', 'Ana', 'Rivera', '', 'en', '', '', '', '', false, :now)"
        ),
        {"id": ana, "now": now},
    )
    for resource in (TEST, REPORT):
        connection.execute(
            text(
                'INSERT INTO resources (id, source, type, fhir_id, patient_id, "group", title, status, clinical_at, '
                "precision, encounter, entered_in_error, from_patient, body, digest, version, received_at, "
                "visible_from, hold) VALUES (:id, 'import', :type, :fhir_id, :ana, 'labs', '', 'final', :now, 'day', "
                "'', false, false, :body, :body, 1, :now, :now, false)"
            ),
            {
                "id": bare(new_id()), "type": resource["resourceType"], "fhir_id": resource["id"], "ana": ana,
                "body": orjson.dumps(resource), "now": now,
            },
        )  # fmt: skip


def test_an_upgrade_keeps_the_charts_and_reads_them_again(old: House) -> None:
    migrations.upgrade(old.engine)
    assert migrations.drift(old.engine) == []
    assert runner.run_due(reactions.REACTIONS) >= 1
    with Session(old.engine) as session:
        report = session.scalars(select(Resource).where(Resource.type == "DiagnosticReport")).one()
        test = session.scalars(select(Resource).where(Resource.type == "Observation")).one()
        assert orjson.loads(test.body) == TEST
        assert (report.group, report.shelf, report.release_class) == (Group.REPORTS, Shelf.RESULTS, ReleaseClass.LABS)
        assert (test.title, test.standing, test.panel_id, test.shelf) == (
            "Potassium",
            "little_high",
            report.id,
            Shelf.NONE,
        )
        assert test.visible_from == test.arrived_at == datetime(2026, 11, 2, tzinfo=UTC)
        assert test.sort_at == test.clinical_at


def test_each_upgrade_that_reads_more_out_of_the_charts_asks_for_it(old: House) -> None:
    migrations.upgrade(old.engine)
    with Session(old.engine) as session:
        asked = session.scalars(select(Job.key).where(Job.name == "index_again").order_by(Job.key)).all()
    assert asked == ["index 0003", "index 0006"]
