"""Measurements of the body."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from portal_app.errors import NotFound, Refused
from portal_app.services import vitals
from portal_app.wiring import begin
from tests.people import uid
from tests.services.results.panels import id_of, set_columns
from tests.services.test_records import LOINC, chart, facts

VITAL = [{"coding": [{"code": "vital-signs"}]}]


def pressure(name: str, day: str, upper: int, lower: int) -> dict:
    def half(code: str, value: int) -> dict:
        return {
            "code": {"coding": [{"system": LOINC, "code": code}]},
            "valueQuantity": {"value": value, "unit": "mm[Hg]"},
        }

    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": VITAL,
        "code": {"coding": [{"system": LOINC, "code": "85354-9"}]},
        "effectiveDateTime": day,
        "component": [half("8480-6", upper), half("8462-4", lower)],
    }


def weight(name: str, day: str, kilograms: float) -> dict:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": VITAL,
        "code": {"coding": [{"system": LOINC, "code": "29463-7"}]},
        "effectiveDateTime": day,
        "valueQuantity": {"value": kilograms, "unit": "kg"},
    }


@pytest.mark.parametrize("who", ["nobody", "priya", "dana", "ben", "sam"])
def test_only_the_patient_or_who_said_why_sees_measurements(request, house, who):
    chart(weight("w", "2026-01-01", 80))
    actor = request.getfixturevalue(who)
    for service in (
        lambda work: vitals.overview(work, through=uid("ana")),
        lambda work: vitals.read(work, id_of("w"), through=uid("ana")),
    ):
        with pytest.raises(Refused), begin(actor, reads=True) as work:
            service(work)


def test_a_stranger_finds_nothing(house, stranger):
    chart(weight("w", "2026-01-01", 80))
    with begin(stranger, reads=True) as work:
        assert vitals.overview(work) == []
    for wanted in (id_of("w"), uuid4()):
        with pytest.raises(NotFound), begin(stranger, reads=True) as work:
            vitals.read(work, wanted)
        with pytest.raises(NotFound), begin(stranger, reads=True) as work:
            vitals.more(work, wanted, wanted)


def test_a_test_of_blood_is_no_measurement_of_the_body(house, ana):
    chart({"resourceType": "Observation", "id": "x", "category": [{"coding": [{"code": "laboratory"}]}],
           "code": {"coding": [{"system": LOINC, "code": "2345-7"}]}, "valueQuantity": {"value": 80}})  # fmt: skip
    with pytest.raises(NotFound), begin(ana, reads=True) as work:
        vitals.read(work, id_of("x"))


def test_the_newest_of_each_kind_blood_pressure_first(house, ana):
    chart(weight("w1", "2025-01-01", 80), weight("w2", "2026-01-01", 82), weight("w3", "2026-02-01", 99))
    chart(pressure("p1", "2025-01-01", 124, 80), pressure("p2", "2026-01-01", 138, 86))
    set_columns("w3", visible_from=None)
    with begin(ana, reads=True) as work:
        found = vitals.overview(work)
    assert [(line.title, line.value, line.when) for line in found] == [
        ("Blood pressure", "138/86 mmHg", "January 1, 2026"),
        ("Weight", "82 kg", "January 1, 2026"),
    ]
    assert [line.id for line in found] == [str(id_of("p2")), str(id_of("w2"))]


def test_a_blood_pressure_is_one_reading_with_two_lines_over_time(house, ana):
    days = ("2024-12-03", "2025-05-14", "2026-06-02")
    for day, (upper, lower) in zip(days, ((124, 80), (131, 84), (158, 96)), strict=True):
        chart(pressure(f"p-{day}", day, upper, lower))
    with begin(ana, reads=True) as work:
        found = vitals.read(work, id_of("p-2026-06-02"))
    assert (found.measure.value, found.measure.unit) == ("158/96", "mmHg")
    drawn = found.over_time.trend
    assert [point.words for point in drawn.points] == ["124", "131", "158", "80", "84", "96"]
    assert len(drawn.strokes) == 4
    assert drawn.sentence == "It has gone up, from 124/80 to 158/96 mmHg."
    assert [row.value for row in drawn.rows] == ["158/96 mmHg", "131/84 mmHg", "124/80 mmHg"]


def test_a_long_history_comes_in_parts(house, ana):
    chart(*[weight(f"w-{n}", f"20{10 + n // 12}-{n % 12 + 1:02}-05", 70 + n / 10) for n in range(45)])
    with begin(ana, reads=True) as work:
        found = vitals.read(work, id_of("w-44"))
        ids = [line.id for line in found.over_time.lines]
        while len(ids) < found.over_time.total:
            part = vitals.more(work, id_of("w-44"), UUID(ids[-1]))
            ids += [line.id for line in part.lines]
    assert (len(set(ids)), found.over_time.total) == (45, 45)


def test_a_look_at_measurements_is_a_fact(house, ana):
    chart(weight("w", "2026-01-01", 80))
    with begin(ana, reads=True) as work:
        vitals.overview(work)
    assert [fact.data for fact in facts("ChartRead")] == ['{"part":"vitals","reason":"own"}']


def test_the_same_in_spanish(house, ana):
    chart(weight("w", "2026-01-01", 80))
    with begin(replace(ana, language="es"), reads=True) as work:
        [line] = vitals.overview(work)
    assert (line.title, line.when) == ("Peso", "1 de enero de 2026")
