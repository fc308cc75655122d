from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from portal_app import filing, wiring
from portal_app.access.actor import SYSTEM
from portal_app.chart.bundles import chart_files
from portal_app.chart.identity import Names
from portal_app.chart.members import Member, member
from portal_app.commands.import_ import bring_in, members_of
from portal_app.errors import Refused
from portal_app.models import (
    ChartImport,
    FactRow,
    Group,
    Harm,
    Hold,
    Patient,
    PatientWord,
    ReleaseRules,
    Resource,
    ResourceBody,
    ResourceVersion,
)
from portal_app.rules.release_plan import planned
from portal_app.services import importing
from portal_app.wiring import begin
from tests.chart.charts import FOLDER, US_CORE, everything
from tests.people import LONG_AGO, uid

ANA = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"given": ["Ana"], "family": "García"}],
    "birthDate": "1960-02-03",
}
LAB = {"resourceType": "Observation", "id": "o1", "status": "final", "subject": {"reference": "Patient/p1"}}


def made(resource: dict) -> Member:
    return member({"resource": dict(resource)}, Names())


def keep(*resources: dict) -> importing.Report:
    with begin(SYSTEM) as work:
        return importing.store(work, [made(resource) for resource in resources])


def rows(model: type, *conditions: object) -> list:
    with Session(wiring.house().engine) as session:
        return list(session.scalars(select(model).where(*conditions).options(undefer("*"))))


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "ben", "amara", "dana", "sam"])
def test_nobody_but_the_portal_itself_imports(request, house, who):
    with pytest.raises(Refused), begin(request.getfixturevalue(who)) as work:
        importing.store(work, [made(LAB)])
    assert rows(Resource) == []


def test_a_test_judged_by_age_may_share_its_id_with_something_that_is_nobodys(house):
    limits = [{"age": {"low": {"value": 18}}, "low": {"value": 3.5}, "high": {"value": 5.1}}]
    potassium = LAB | {"valueQuantity": {"value": 9, "unit": "mmol/L"}, "referenceRange": limits}
    practitioner = {"resourceType": "Practitioner", "id": LAB["id"], "name": [{"family": "Osei"}]}
    report = keep(ANA, potassium | {"effectiveDateTime": "2026-03-01"}, practitioner)
    assert (report.stored, report.orphans) == (3, 0)


@pytest.mark.slow
def test_the_fourteen_charts_come_in_whole_and_twice_is_once(house):
    problems: list[str] = []
    first = bring_in(members_of(chart_files(FOLDER), problems))
    assert problems == []
    assert first.resources_in == len(everything()) == first.stored + first.unchanged
    assert (len(first.patients), first.orphans, dict(first.not_understood)) == (14, 0, {})
    with Session(house.engine) as session:
        kept = session.execute(select(Resource.type, Resource.fhir_id, ResourceBody.body).join(ResourceBody)).all()
        nameless = session.scalar(select(func.count()).where(Resource.patient_id.is_(None)))
    expected = {(item.type, item.fhir_id): item.body for item in everything()}
    assert {(kind, fhir_id): bytes(body) for kind, fhir_id, body in kept} == expected
    assert nameless == sum(kind in {"Practitioner", "Organization"} for kind, _ in expected)

    second = bring_in(members_of(chart_files(FOLDER), problems))
    assert (second.stored, second.unchanged) == (0, first.resources_in)
    assert len(rows(Resource)) == len(expected)
    assert rows(ResourceVersion) == []
    assert len(rows(ChartImport, ChartImport.ended_at.is_not(None))) == 2


def test_us_core_charts_come_in_whole(house):
    problems: list[str] = []
    report = bring_in(members_of(chart_files(US_CORE), problems))
    assert problems == []
    # the two people have their clinic and its doctors in common
    assert report.resources_in == report.stored + report.unchanged > report.stored == len(rows(Resource)) > 2000
    assert (len(report.patients), report.orphans) == (2, 0)


def test_a_changed_resource_keeps_its_earlier_body(house):
    keep(ANA, LAB)
    report = keep({**LAB, "status": "corrected"})
    assert (report.stored, report.unchanged) == (1, 0)
    now, before = rows(Resource, Resource.fhir_id == "o1")[0], rows(ResourceVersion)[0]
    assert (now.version, now.status, now.patient_id is None) == (2, "corrected", False)
    assert orjson.loads(before.body)["status"] == "final"
    assert (before.resource_id, before.version) == (now.id, 1)


def test_two_versions_in_one_batch_are_both_kept(house):
    report = keep(LAB, {**LAB, "status": "corrected"}, {**LAB, "status": "corrected"})
    assert (report.resources_in, report.stored, report.unchanged) == (3, 2, 1)
    assert rows(Resource)[0].status == "corrected"
    assert [orjson.loads(row.body)["status"] for row in rows(ResourceVersion)] == ["final"]


def test_a_hold_outlives_a_new_version(house):
    keep(ANA, LAB)
    with Session(house.engine) as session:
        item = session.scalars(select(Resource).where(Resource.fhir_id == "o1")).one()
        amara = {"staff_id": uid("amara"), "staff_name": "Dr. Amara Osei"}
        until = datetime.now(UTC) + timedelta(days=3)
        session.add(
            Hold(
                resource_id=item.id, patient_id=item.patient_id, harm=Harm.LIFE_OR_SAFETY, reason="Danger",
                at=LONG_AGO, until=until, **amara,
            )
        )  # fmt: skip
        session.commit()
    keep({**LAB, "status": "corrected"})
    held = rows(Resource, Resource.fhir_id == "o1")[0]
    assert (held.status, held.hold, held.visible_from) == ("corrected", until, until)


def test_what_comes_before_its_patient_is_given_to_them_at_the_end(house, tmp_path):
    (tmp_path / "Observation.ndjson").write_bytes(orjson.dumps(LAB))
    (tmp_path / "Patient.ndjson").write_bytes(orjson.dumps(ANA))
    bring_in(members_of(chart_files(tmp_path), []))
    ana = rows(Patient, Patient.family == "García")[0]
    assert rows(Resource, Resource.fhir_id == "o1")[0].patient_id == ana.id


def test_a_range_by_sex_and_age_judges_once_the_patient_is_known(house):
    low, high = {"value": 6}, {"value": 9}
    woman = {"low": low, "high": high, "appliesTo": [{"text": "Women"}], "age": {"low": {"value": 60, "unit": "years"}}}
    iron = {
        **LAB,
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"text": "Iron"},
        "effectiveDateTime": "2020-02-03",
        "valueQuantity": {"value": 1},
        "referenceRange": [woman, {**woman, "appliesTo": [{"text": "Men"}], "low": {"value": 1}}],
    }
    keep(iron)
    assert rows(Resource, Resource.type == "Observation")[0].standing == ""
    keep({**ANA, "gender": "female"}, {**iron, "id": "o2"}, {**iron, "id": "o3", "effectiveDateTime": "2020-02-02"})
    with begin(SYSTEM) as work:
        importing.adopt(work, None)
    found = {row.fhir_id: row.standing for row in rows(Resource, Resource.type == "Observation")}
    assert found == {"o1": "low", "o2": "low", "o3": ""}


def test_what_is_not_understood_is_kept_and_counted(house):
    report = keep({"resourceType": "CrystalBall", "id": "m", "patient": {"reference": "Patient/p1"}, "x": [1]}, LAB)
    assert dict(report.not_understood) == {"CrystalBall": 1, "Observation": 1}
    assert orjson.loads(rows(Resource, Resource.fhir_id == "m")[0].body)["x"] == [1]


def test_an_error_in_the_chart_is_never_released_to_the_patient(house):
    keep(ANA, {**LAB, "status": "entered-in-error"})
    wrong = rows(Resource, Resource.fhir_id == "o1")[0]
    assert wrong.entered_in_error
    assert wrong.visible_from is None


def test_a_clinical_date_is_stored_and_never_the_date_of_import(house):
    keep({**LAB, "effectiveDateTime": "2015-04-07T06:18:47-05:00"}, {**LAB, "id": "o2"})
    assert rows(Resource, Resource.fhir_id == "o1")[0].clinical_at == datetime(2015, 4, 7, 11, 18, 47, tzinfo=UTC)
    assert rows(Resource, Resource.fhir_id == "o2")[0].clinical_at is None


def test_staff_find_an_imported_patient_by_name_without_accents(house):
    keep(ANA)
    patient = rows(Patient, Patient.family == "García")[0]
    words = {row.word for row in rows(PatientWord, PatientWord.patient_id == patient.id)}
    assert {"ana", "garcia", "1960-02-03"} <= words
    keep({**ANA, "name": [{"given": ["Ana"], "family": "López"}]})
    words = {row.word for row in rows(PatientWord, PatientWord.patient_id == patient.id)}
    assert "lopez" in words
    assert "garcia" not in words


def test_a_changed_chart_is_a_fact_of_that_patient_without_clinical_words(house):
    keep(ANA, LAB)
    patient = rows(Patient, Patient.family == "García")[0]
    fact = rows(FactRow, FactRow.kind == "ChartImported")[0]
    assert (fact.patient_id, orjson.loads(fact.data)) == (patient.id, {"stored": 2})


def test_practitioners_stand_in_the_directory(house):
    keep({"resourceType": "Practitioner", "id": "d", "name": [{"family": "Osei"}]})
    assert rows(Resource)[0].group is Group.DIRECTORY


def test_what_staff_accepted_stays_when_the_old_file_comes_again_and_yields_to_a_newer_one(house):
    keep(ANA)
    (patient,) = rows(Patient, Patient.mrn == rows(Patient, Patient.family == "García")[0].mrn)
    accepted = ANA | {"telecom": [{"system": "phone", "value": "(502) 555-0190"}]}
    with begin(SYSTEM) as work:
        filing.put(work, accepted, patient.id)
        work.session.get_one(Patient, patient.id).phone = "(502) 555-0190"
    assert (keep(ANA).unchanged, rows(Patient, Patient.id == patient.id)[0].phone) == (1, "(502) 555-0190")
    newer = ANA | {"telecom": [{"system": "phone", "value": "(502) 555-0222"}]}
    assert (keep(newer).stored, rows(Patient, Patient.id == patient.id)[0].phone) == (1, "(502) 555-0222")
    bodies = [orjson.loads(row.body) for row in rows(ResourceVersion)]
    assert bodies == [ANA, accepted]


def rule(**said: object) -> None:
    with begin(SYSTEM) as work:
        body = planned({"rules": [{"key": "a", "when": "after", "hours": 48, **said}]}).model_dump(mode="json")
        work.add(ReleaseRules(edition=1, body=body, made_at=work.now))


def decided() -> str:
    [lab] = rows(Resource, Resource.fhir_id == "o1")
    return lab.decided_by


def test_the_rules_of_a_site_decide_about_what_comes_in_for_it_from_the_first_moment(house):
    rule(sites=[str(uid("riverside"))])
    with begin(SYSTEM) as work:
        importing.store(work, [made(ANA), made(LAB)], uid("riverside"))
    assert decided() == "a"


@pytest.mark.parametrize("again", [ANA, {**ANA, "gender": "female"}], ids=["the same", "changed"])
def test_who_comes_to_another_site_is_under_its_rules_with_all_that_was_here(house, again):
    rule(sites=[str(uid("riverside"))])
    keep(ANA, LAB)
    assert decided() == "everything_else"
    with begin(SYSTEM) as work:
        importing.store(work, [made(again)], uid("riverside"))
    assert decided() == "a"


def test_a_corrected_birth_date_reaches_what_was_here(house):
    rule(ages=[13, 17])
    unborn = {name: value for name, value in ANA.items() if name != "birthDate"}
    keep(unborn, {**LAB, "effectiveDateTime": "2026-02-03"})
    assert decided() == "everything_else"
    keep({**ANA, "birthDate": "2010-05-01"})
    assert decided() == "a"
