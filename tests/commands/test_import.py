"""`portal import`, as a person and as a program use it."""

import orjson
import pytest
from click.testing import CliRunner

from portal_app.access import visible
from portal_app.commands.import_ import command
from portal_app.errors import PortalError
from portal_app.wiring import begin
from tests.chart.charts import FOLDER
from tests.people import person


def test_a_program_gets_one_object_with_exactly_these_keys(house):
    result = CliRunner().invoke(command, [str(FOLDER / "jill-tillman.json.gz"), "--json"])
    assert result.exit_code == 0
    found = orjson.loads(result.stdout)
    assert list(found) == ["resources_in", "stored", "unchanged", "not_understood", "patients", "seconds"]
    assert (found["resources_in"], found["stored"], found["unchanged"], found["patients"]) == (215, 215, 0, 1)
    assert found["not_understood"] == {}


def test_a_bad_file_is_named_and_the_others_are_stored(house, tmp_path):
    (tmp_path / "bad.json").write_text("{")
    (tmp_path / "good.json").write_text('{"resourceType": "Patient", "id": "p"}')
    result = CliRunner().invoke(command, [str(tmp_path)])
    assert result.exit_code == 1
    assert "bad.json: the JSON is broken" in result.stderr
    assert "1 stored" in result.stdout


def test_a_missing_file_is_a_sentence(house, tmp_path):
    with pytest.raises(PortalError) as refusal:
        CliRunner().invoke(command, [str(tmp_path / "none.json")], catch_exceptions=False)
    assert "no such file" in refusal.value.sentence


def test_people_come_in_at_their_site_and_are_seen_there_only(house):
    jill = str(FOLDER / "jill-tillman.json.gz")
    wrong = CliRunner().invoke(command, [jill, "--site", "Nowhere"])
    assert wrong.exception is not None
    assert "no site called Nowhere" in wrong.exception.sentence
    assert CliRunner().invoke(command, [jill, "--site", "Riverside"]).exit_code == 0
    seen = {}
    for name in ("ben", "lena"):
        with begin(person(name), reads=True) as work:
            seen[name] = [one.family for one in work.all(visible.patients(work.actor)) if one.family == "Tillman"]
    assert seen == {"ben": [], "lena": ["Tillman"]}
