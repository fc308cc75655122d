import gzip
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal_app.chart.bundles import Unreadable, chart_files, survey
from portal_app.chart.members import Member
from tests.chart.charts import FOLDER, US_CORE, everything

ANA = {"resourceType": "Patient", "id": "ana", "name": [{"family": "Rivera"}]}
FEVER = {"resourceType": "Condition", "id": "fever", "subject": {"reference": "Patient/ana"}}


def bundle(*entries: object) -> bytes:
    return orjson.dumps({"resourceType": "Bundle", "type": "transaction", "entry": list(entries)})


def read(path: Path) -> tuple[list[Member], str]:
    """What can be read of a file or folder, and the sentence about the rest."""
    found: list[Member] = []
    try:
        files = chart_files(path)
        survey(files)
        for file in files:
            found.extend(file.members())
    except Unreadable as refusal:
        return found, refusal.sentence
    return found, ""


def written(folder: Path, content: bytes, name: str = "chart.json") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "broken"),
        (b"hello", "broken"),
        (b"[1, 2]", "not FHIR"),
        (b"{}", "not FHIR"),
        (b'{"resourceType": "Bundle", "entry": {"a": 1}}', "not a list"),
        (b'{"resourceType": "Patient", "name": ', "broken"),
        (b"\xff\xfe\x00", "broken"),
        (b"[" * 100_000, "broken"),
        (b'{"a":' * 100_000, "broken"),
    ],
)
def test_a_file_that_is_not_fhir_is_named_in_a_sentence(tmp_path, content, sentence):
    found, said = read(written(tmp_path, content))
    assert found == []
    assert said.startswith("chart.json: ")
    assert sentence in said


def test_a_missing_file_and_an_empty_folder_are_named_in_a_sentence(tmp_path):
    assert "no such file" in read(tmp_path / "nothing.json")[1]
    assert "no .json" in read(tmp_path)[1]


def test_a_truncated_gzip_loses_nothing_that_came_before(tmp_path):
    whole = (FOLDER / "jill-tillman.json.gz").read_bytes()
    found, said = read(written(tmp_path, whole[: len(whole) // 2], "jill.json.gz"))
    assert len(found) > 50
    assert said == "jill.json.gz: the file ends too early. What came before was read."


def test_a_damaged_gzip_loses_nothing_that_came_before(tmp_path):
    whole = bytearray((FOLDER / "jill-tillman.json.gz").read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 50] = b"\xff" * 50
    found, said = read(written(tmp_path, bytes(whole), "jill.json.gz"))
    assert len(found) > 50
    assert "What came before was read" in said


def test_entries_that_are_not_resources_are_counted_and_the_others_are_read(tmp_path):
    bad = [1, None, {}, {"resource": 5}, {"resource": {"resourceType": 7}}, {"resource": {"resourceType": "../x"}}]
    found, said = read(written(tmp_path, bundle(*bad, {"resource": ANA}, {"resource": FEVER})))
    assert [member.fhir_id for member in found] == ["ana", "fever"]
    assert said.startswith("chart.json: 6 entries are not FHIR resources (the first is entry 1)")


def test_a_broken_line_loses_only_itself(tmp_path):
    lines = b"\n".join([orjson.dumps(ANA), b'{"resourceType": "Pat', b"", orjson.dumps(FEVER)])
    found, said = read(written(tmp_path, lines, "all.ndjson"))
    assert [member.fhir_id for member in found] == ["ana", "fever"]
    assert "1 entries" in said


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", bundle({"resource": ANA}, {"resource": FEVER})),
        ("a.json", b"\xef\xbb\xbf" + bundle({"resource": ANA}, {"resource": FEVER})),
        ("a.ndjson", orjson.dumps(ANA) + b"\n" + orjson.dumps(FEVER) + b"\n"),
        ("a.ndjson", bundle({"resource": ANA}, {"resource": FEVER}) + b"\n"),
        ("a.json", orjson.dumps(ANA) + b"\n" + orjson.dumps(FEVER)),
    ],
)
def test_bundles_lines_and_lone_resources_are_read_plain_and_packed(tmp_path, name, content, packed):
    path = written(tmp_path, gzip.compress(content) if packed else content, name + (".gz" if packed else ""))
    found, said = read(path)
    assert ([member.fhir_id for member in found], said) == (["ana", "fever"], "")


def test_a_folder_is_read_whole_and_a_bad_file_does_not_stop_the_survey(tmp_path):
    (tmp_path / "deep").mkdir()
    written(tmp_path, b"broken", "b.json")
    written(tmp_path / "deep", orjson.dumps(ANA), "a.json")
    assert survey(chart_files(tmp_path)) == 1


def test_no_digit_is_lost_on_the_way(tmp_path):
    content = (
        b'{"resourceType":"Observation","id":"o","valueQuantity":{"value":4.10,"x":[1e3,-0.0,12345678901234567890.5]}}'
    )
    found, said = read(written(tmp_path, content))
    assert said == ""
    assert b'"value":4.10' in found[0].body
    assert b"12345678901234567890.5" in found[0].body


def test_resources_without_an_id_get_the_same_one_each_time(tmp_path):
    nameless = {"resourceType": "Patient", "gender": "female"}
    path = written(tmp_path, bundle({"resource": nameless}, {"fullUrl": "urn:uuid:abc-1", "resource": nameless}))
    ids = [member.fhir_id for member in read(path)[0]]
    assert ids == [member.fhir_id for member in read(path)[0]]
    assert ids[1] == "abc-1"
    assert ids[0] != ids[1]


def test_names_that_differ_from_the_id_are_resolved_forwards_and_backwards(tmp_path):
    visit = {
        "resourceType": "Encounter",
        "id": "visit",
        "subject": {"reference": "urn:uuid:00000000-0000-0000-0000-00000000000a"},
        "participant": [{"individual": {"reference": "Practitioner?identifier=npi|77"}}],
        "serviceProvider": {"reference": "Organization?identifier=npi|unknown"},
    }
    doctor = {"resourceType": "Practitioner", "id": "osei", "identifier": [{"system": "npi", "value": "77"}]}
    own = {"fullUrl": "urn:uuid:00000000-0000-0000-0000-00000000000a", "resource": ANA}
    found = read(written(tmp_path, bundle({"resource": visit}, own, {"resource": doctor})))[0][0]
    assert found.resource["subject"]["reference"] == "Patient/ana"
    assert found.resource["participant"][0]["individual"]["reference"] == "Practitioner/osei"
    assert found.resource["serviceProvider"]["reference"] == "Organization?identifier=npi|unknown"
    assert b"Practitioner/osei" in found.body


def test_every_resource_of_the_fourteen_charts_comes_out():
    expected = 0
    for path in FOLDER.glob("*.gz"):
        expected += len(orjson.loads(gzip.decompress(path.read_bytes()))["entry"])
    assert len(everything()) == expected == 4846
    assert survey(chart_files(FOLDER)) == expected


def test_every_resource_of_us_core_bundles_comes_out():
    entries = [
        entry for path in US_CORE.glob("*.gz") for entry in orjson.loads(gzip.decompress(path.read_bytes()))["entry"]
    ]
    found, said = read(US_CORE)
    assert said == ""
    assert len(found) == len(entries) > 1000
    originals = {(each["resource"]["resourceType"], each["resource"]["id"]): each["resource"] for each in entries}
    assert all(orjson.loads(member.body) == originals[member.type, member.fhir_id] for member in found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8) | st.sampled_from(["Patient", "Bundle", "Patient/1", "urn:uuid:1"]),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["resourceType", "entry", "resource", "id", "fullUrl", "identifier"]), inner),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_json_is_read_or_refused_in_a_sentence(tmp_path, content):
    import json

    found, said = read(written(tmp_path, json.dumps(content).encode()))
    assert said.startswith("chart.json") or said == ""
    assert all(member.type and member.fhir_id and orjson.loads(member.body) for member in found)
