"""Which vaccines are due, of all forecasts together."""

from datetime import UTC, datetime

import pytest

from portal_app.catalogue import speaking
from portal_app.chart.forecast import due
from portal_app.chart.record import Context

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
HERE = Context("America/New_York")


def one(name: str, status: str = "due", day: str | None = None, kind: str = "30980-7", **more: object) -> dict:
    dates = [{"code": {"coding": [{"code": kind}]}, "value": day}] if day else []
    forecast = {"coding": [{"code": status}]}
    return {"vaccineCode": [{"text": name}], "forecastStatus": forecast, "dateCriterion": dates, **more}


def read(*forecasts: list[dict]) -> list[tuple[str, str, str]]:
    found = due([{"recommendation": forecast} for forecast in forecasts], NOW, HERE)
    return [(line.title, line.status, line.when) for line in found]


@pytest.mark.parametrize("status", ["immune", "complete", "contraindicated"])
def test_what_is_not_to_be_given_is_not_listed(status):
    assert read([one("Flu", status, "2026-10-01")]) == []


def test_the_soonest_stands_first_and_the_newest_forecast_counts():
    newest = [one("Shingles", day="2027-06-13"), one("Flu", day="2026-11-05")]
    older = [one("Flu", "overdue", "2025-11-05"), one("Tetanus", "overdue", "2026-01-02")]
    assert read(newest, older) == [
        ("Tetanus", "Overdue", "Due since January 2, 2026"),
        ("Flu", "Due now", "Due since November 5, 2026"),
        ("Shingles", "Due later", "Due June 13, 2027"),
    ]


def test_a_forecast_without_a_day_and_one_that_is_late_by_its_own_day():
    late = one("Mumps", day="2026-11-01", kind="59778-1")
    assert read([one("Flu"), late]) == [
        ("Flu", "Due now", ""),
        ("Mumps", "Overdue", "Due since November 1, 2026"),
    ]


def test_what_is_nothing_is_nothing():
    assert read([{}, {"vaccineCode": 7}, one("")]) == []
    assert due([{"recommendation": "x"}, {}], NOW, HERE) == []


def test_a_known_code_is_said_in_the_readers_language():
    coded = {"vaccineCode": [{"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "140"}]}]}
    with speaking("es"):
        found = due([{"recommendation": [one("x") | coded]}], NOW, HERE)
    assert found[0].title != "x"
    assert found[0].status == "Ya le toca"
