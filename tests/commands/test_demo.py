"""`portal demo`, on an empty database as a newcomer has it."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal_app import demo, frontend, migrations, wiring
from portal_app.chart.index import index
from portal_app.commands.demo import command
from portal_app.demo.charts import members
from portal_app.demo.records import records
from portal_app.errors import SettingsError
from portal_app.models import (
    Account,
    ChartImport,
    Form,
    Group,
    Message,
    Patient,
    PatientWord,
    Resource,
    Review,
    Shelf,
    Site,
    Staff,
    Task,
    TaskState,
    Thread,
    Topic,
)
from portal_app.models import Session as SignIn
from portal_app.settings import Mode, Settings
from portal_app.wiring import House
from tests import people
from tests.conftest import KEYS
from tests.journeys.running import free_port

TODAY = date(2026, 11, 22)


@contextmanager
def house_in(folder: Path) -> Iterator[House]:
    """The portal of this folder; its database is migrated."""
    made = House(Settings(home=folder, mode=Mode.DEMO), KEYS)
    migrations.upgrade(made.engine)
    before = wiring.move_in(made)
    yield made
    wiring.move_in(before)
    made.close()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A migrated database with nobody in it."""
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path))
    with house_in(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo set up once, and what the command said."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, house_in(folder):
        patch.setenv("PORTAL_HOME", str(folder))
        told = CliRunner().invoke(command, ["--as-of", TODAY.isoformat()], catch_exceptions=False)
    return folder, told.output


@pytest.fixture
def ready(once: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A copy of the demo that was set up."""
    shutil.copytree(once[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path))
    with house_in(tmp_path) as made:
        yield made


def test_it_refuses_where_a_clinic_works(empty, monkeypatch):
    monkeypatch.setenv("PORTAL_MODE", "production")
    monkeypatch.setenv("PORTAL_ORIGIN", "https://portal.example.org")
    monkeypatch.setenv("PORTAL_SMTP_URL", "smtp://localhost")
    with pytest.raises(SettingsError) as refusal:
        CliRunner().invoke(command, [], catch_exceptions=False)
    assert "does not open in production" in refusal.value.sentence
    with Session(empty.engine) as session:
        assert session.scalar(select(func.count()).select_from(Patient)) == 0


def test_it_refuses_where_a_clinic_works_though_the_settings_are_the_demos(empty):
    with Session(empty.engine) as session:
        people.settle(session)
        session.commit()
    with pytest.raises(SettingsError) as refusal:
        CliRunner().invoke(command, [], catch_exceptions=False)
    assert "A clinic works in this database" in refusal.value.sentence


def test_it_refuses_to_stand_among_charts_that_were_imported(empty):
    with Session(empty.engine) as session:
        session.add(Patient(mrn="A-1", given="Ana", family="Rivera", created_at=people.LONG_AGO))
        session.commit()
    with pytest.raises(SettingsError) as refusal:
        CliRunner().invoke(command, [], catch_exceptions=False)
    assert "There are charts in this database" in refusal.value.sentence
    with Session(empty.engine) as session:
        assert session.scalar(select(func.count()).select_from(Staff)) == 0


def test_a_clinic_with_fourteen_patients_and_five_staff_stands_ready(ready, once):
    _, said = once
    for email in ("jill@", "graciela@", "ervin@", "priya@", "ben@", "amara@", "dana@", "sam@"):
        assert email in said
    assert demo.PASSWORD in said
    with Session(ready.engine) as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) for table in (Patient, Staff, Site, Topic, Account)
        ]
        assert counts == [14, 5, 2, 6, 8]
        jill = session.scalars(select(Patient).where(Patient.mrn == "MS-1001")).one()
        assert (jill.name, jill.site_id is None) == ("Jill Tillman", False)
        assert session.get(PatientWord, ("ms1001", jill.id))


def test_people_have_written_to_each_other_and_forms_are_asked_for(ready):
    with Session(ready.engine) as session:
        assert session.scalar(select(func.count()).select_from(Thread)) == 10
        assert session.scalar(select(func.count()).select_from(Message)) == 14
        assert session.scalar(select(func.count()).select_from(Form)) == 3
        states = Counter(task.state for task in session.scalars(select(Task)))
        assert states == {TaskState.OPEN: 8, TaskState.WAITING: 1, TaskState.CLOSED: 1}
        assert not session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()


def test_today_makes_sense(ready):
    with Session(ready.engine) as session:
        visits = session.execute(
            select(Resource.clinical_at, Resource.type).where(Resource.group == Group.VISITS)
        ).all()
    past = [at.date() for at, kind in visits if kind == "Encounter"]
    booked = [at.date() for at, kind in visits if kind == "Appointment"]
    assert max(past) == TODAY - timedelta(days=1)
    assert len(booked) == 3
    assert all(TODAY < day < TODAY + timedelta(days=30) and day.weekday() < 5 for day in booked)


def test_run_again_it_changes_nothing_and_says_the_same(ready, once):
    said = CliRunner().invoke(command, [], catch_exceptions=False).output
    assert said.split("Code now")[0] == once[1].split("Code now")[0]
    assert demo.TOTP_SECRET in said
    with Session(ready.engine) as session:
        assert session.scalar(select(func.count()).select_from(ChartImport)) == 2


def test_every_resource_of_the_bundled_charts_is_in_the_demo():
    found = list(members(demo.clinic(), datetime.now(UTC).date()))
    assert len(found) == 4846 + 3 + 2


def test_the_records_written_by_hand_move_with_the_day_and_are_the_same_every_time():
    def days(as_of: date) -> dict[str, datetime | None]:
        found = [index(one.resource) for part in ("first", "later") for one in records(part, as_of)]
        return {f"{one.type}/{one.fhir_id}": one.clinical_at for one in found if one.precision != "month"}

    now, later = days(TODAY), days(TODAY + timedelta(days=40))
    assert now == days(TODAY)
    assert now["DiagnosticReport/jill-bmp"].date() == TODAY - timedelta(days=1)
    assert all(later[name] == at + timedelta(days=40) for name, at in now.items() if at)


def test_every_part_of_the_record_has_something_for_jill(ready):
    with Session(ready.engine) as session:
        jill = session.scalars(select(Patient.id).where(Patient.mrn == "MS-1001")).one()
        shelves = set(session.scalars(select(Resource.shelf).where(Resource.patient_id == jill)))
    assert set(Shelf) <= shelves


def test_jill_sees_what_was_said_and_corrected_and_not_what_waits(ready):
    with Session(ready.engine) as session:
        now = datetime.now(UTC)
        rows = {row.fhir_id: row for row in session.scalars(select(Resource))}
        assert rows["jill-skin"].allowed_from > now, "pathology waits by the clinic's rule"
        chest = rows["jill-chest"]
        assert chest.allowed_from <= now < chest.visible_from, "Jill herself waits for a comment"
        assert rows["ervin-safety-note"].hold > now
        assert rows["jill-bmp"].visible_from <= now
        said = session.scalars(select(Review).where(Review.resource_id == rows["jill-bmp"].id)).one()
        assert (said.staff_name, "potassium" in said.comment, len(said.next_steps.splitlines())) == (
            "Dr. Amara Osei",
            True,
            3,
        )
        glucose = rows["jill-bmp-glucose"]
        assert (glucose.version, glucose.status) == (2, "corrected")


@pytest.mark.slow
def test_one_command_goes_from_nothing_to_a_served_page(tmp_path):
    """What `make run` starts."""
    port = free_port()
    told = (tmp_path / "told").open("wb")
    served = subprocess.Popen(
        [sys.executable, "-m", "portal_app", "demo", "--serve"],
        cwd=frontend.ROOT,
        env={**os.environ, "PORTAL_HOME": str(tmp_path / "home"), "PORTAL_PORT": str(port), "PORTAL_MODE": "demo"},
        stdout=told,
        stderr=told,
    )
    try:
        assert "</html>" in answer(f"http://localhost:{port}/sign-in", served)
    finally:
        served.terminate()
        served.wait(30)
        told.close()
    assert f"Sign in at http://localhost:{port}/sign-in" in (tmp_path / "told").read_text()


def answer(address: str, served: subprocess.Popen[bytes]) -> str:
    """What a browser gets once it is there."""
    while served.poll() is None:
        try:
            with urlopen(address) as found:
                return found.read().decode()
        except (URLError, ConnectionError):
            time.sleep(0.2)
    return ""
