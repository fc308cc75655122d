"""`portal clinic`: from the example to a clinic; refused under the demo's settings."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_app import settings
from portal_app.commands import clinic
from portal_app.errors import PortalError
from portal_app.models import Questionnaire, Topic
from portal_app.settings import Mode
from portal_app.wiring import House


def run(*args: str) -> str:
    told = CliRunner().invoke(clinic.command, args)
    if isinstance(told.exception, PortalError):
        return told.exception.sentence
    assert told.exit_code == 0, told.output
    return told.output


@pytest.fixture
def production(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The command finds a clinic's settings."""
    chosen = house.settings.model_copy(update={"mode": Mode.PRODUCTION})
    monkeypatch.setattr(settings, "load", lambda: chosen)
    return house


def written(folder: Path, old: str = "", new: str = "") -> str:
    path = folder / "clinic.toml"
    path.write_text(run("--example").replace(old, new) if old else run("--example"))
    return str(path)


def test_the_demos_settings_set_up_no_clinic(house: House, tmp_path: Path) -> None:
    assert "PORTAL_MODE=production" in run(written(tmp_path))


def test_a_file_that_is_not_there_or_not_right_is_a_sentence(production: House, tmp_path: Path) -> None:
    assert "cannot be read" in run(str(tmp_path / "none.toml"))
    assert "is not TOML" in run(written(tmp_path, 'name = "Your clinic"', "name = "))
    assert "zone" in run(written(tmp_path, "America/New_York", "Boston"))
    assert "There is no form" in run(written(tmp_path, 'name = "intake"', 'name = "outtake"'))
    form = 'name = "intake"\nfile = "ours.json"'
    assert "cannot be read" in run(written(tmp_path, 'name = "intake"', form))
    (tmp_path / "ours.json").write_text("{")
    assert "is not JSON" in run(written(tmp_path, 'name = "intake"', form))
    (tmp_path / "ours.json").write_text("{}")
    assert "is not a FHIR Questionnaire" in run(written(tmp_path, 'name = "intake"', form))


def test_the_example_becomes_a_clinic_with_its_form(production: House, tmp_path: Path) -> None:
    assert "Set: clinic" in run(written(tmp_path))
    assert "Nothing to change" in run(written(tmp_path))
    with Session(production.engine) as session:
        assert session.scalars(select(Questionnaire.version).where(Questionnaire.slug == "intake")).all() == [1]
        assert "How I feel" in {topic.name["en"] for topic in session.scalars(select(Topic).where(Topic.active))}
