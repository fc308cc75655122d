"""A patient's results on the server: what a view costs, and whether a chart of years makes it slower."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bench import speed
from portal_app import keys, migrations, releasing, wiring
from portal_app.access.actor import SYSTEM
from portal_app.chart.identity import Names
from portal_app.chart.members import member
from portal_app.models import Resource, Shelf
from portal_app.services import importing, results, vitals
from portal_app.services import records as views_of
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests import people

SMALL, USUAL, LARGE = 50, 421, 5_000
"""Observations of one patient."""
A_REPORT = 10
"""Tests in a report."""
A_PAIR = 2
"""The same where a page of the list is full with fifty observations: what differs is all that is not on it."""
BUDGET, RATIO = 6.0 / speed.AT_FULL_SPEED_MS, 1.5
"""6 ms of processor time for a view, at full speed."""
LISTS, OF_RESULTS = ("results", "medicines"), ("results", "result")
"""The views whose cost is promised, and those that a long chart must not make slower."""
RUNS, WARM = 60, 20
PRESCRIPTIONS = 36
MEDICINES = ("Metformin", "Lisinopril", "Atorvastatin", "Amlodipine", "Sertraline", "Levothyroxine")
LOINC = "http://loinc.org"
TESTS = (
    ("2823-3", "mmol/L", 3.5, 5.1), ("2951-2", "mmol/L", 136, 145), ("2075-0", "mmol/L", 98, 107),
    ("2028-9", "mmol/L", 22, 29), ("3094-0", "mg/dL", 7, 20), ("2160-0", "mg/dL", 0.5, 1.1),
    ("2345-7", "mg/dL", 70, 99), ("17861-6", "mg/dL", 8.6, 10.2), ("1742-6", "U/L", 7, 56), ("1920-8", "U/L", 8, 48),
)  # fmt: skip


@dataclass(frozen=True)
class Clinic:
    """A clinic of its own where Ana has a chart."""

    house: House
    newest: UUID
    """Her newest result."""


@dataclass(frozen=True)
class Spent:
    """Milliseconds (median)."""

    views: list[dict[str, tuple[float, float]]]
    """For each chart: of processor time, and of waiting, for each view."""
    fixed: float
    """Of processor time for a fixed piece of Python: how fast this machine was meanwhile."""


def measure(*charts: tuple[int, int]) -> Spent:
    """What each view costs of a patient with so many observations, so many to a report. Several charts, and the fixed
    piece, are looked at in turns: what slows the machine for a while slows all of them."""
    with ExitStack() as standing:
        clinics = [standing.enter_context(clinic(*chart)) for chart in charts]
        spent: list[dict[str, list[tuple[float, float]]]] = [defaultdict(list) for _ in clinics]
        fixed: list[float] = []
        for name in _views(clinics[0].newest):
            for _ in range(WARM + RUNS):
                fixed.append(speed.once())
                for one, times in zip(clinics, spent, strict=True):
                    wiring.move_in(one.house)
                    times[name].append(_spent(_views(one.newest)[name]))
    return Spent([{name: _middle(found[WARM:]) for name, found in times.items()} for times in spent], median(fixed))


def _views(newest: UUID) -> dict[str, Callable[[Work], object]]:
    return {
        "results": lambda work: results.see(work),
        "result": lambda work: results.read(work, newest),
        "one test": lambda work: results.values(work, "Potassium"),
        "medicines": lambda work: views_of.medicines(work),
        "measurements": lambda work: vitals.overview(work),
    }


@contextmanager
def clinic(observations: int, a_report: int = A_REPORT) -> Iterator[Clinic]:
    """A clinic of its own where Ana has so many observations."""
    with tempfile.TemporaryDirectory(prefix="portal-records-") as place:
        home = Path(place)
        house = House(Settings(home=home, mode=Mode.DEMO, database_url=""), keys.create(home))
        before = wiring.move_in(house)
        try:
            migrations.upgrade(house.engine)
            with Session(house.engine) as session:
                people.settle(session)
                session.commit()
            yield Clinic(house, fill(observations, a_report))
        finally:
            wiring.move_in(before)
            house.close()


def fill(observations: int, a_report: int) -> UUID:
    """Give Ana so many observations, in each report one that is a little high; returns her newest result's id."""
    made = list(_chart(observations, a_report))
    with begin(SYSTEM) as work:
        for start in range(0, len(made), 500):
            importing.store(work, [member({"resource": one}, Names()) for one in made[start : start + 500]])
        work.session.execute(update(Resource).values(patient_id=people.uid("ana")))
        releasing.settle_patient(work, people.uid("ana"))
    with wiring.house().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("ANALYZE"))
    with begin(SYSTEM) as work:
        shelf = select(Resource.id).where(Resource.shelf == Shelf.RESULTS, Resource.patient_id == people.uid("ana"))
        found = work.session.scalars(shelf.order_by(Resource.sort_at.desc(), Resource.id.desc())).first()
    if found is None:
        raise RuntimeError("Ana's chart did not come in")
    return found


def _chart(observations: int, a_report: int) -> Iterator[dict[str, Any]]:
    last = datetime.now(UTC).date()
    of_body = max(2, observations // 20)
    for number in range(of_body):
        yield _test(f"bp-{number}", last - timedelta(days=20 * number), ("29463-7", "kg", 50, 90), 70, "vital-signs")
    for number in range(PRESCRIPTIONS):
        yield _medicine(number, last - timedelta(days=number))
    for report in range((observations - of_body) // a_report):
        day = last - timedelta(days=10 * report + 1)
        tests = [
            _test(f"t-{report}-{place}", day, test, test[3] * 1.05 if place == 0 else (test[2] + test[3]) / 2)
            for place, test in enumerate(TESTS[:a_report])
        ]
        yield from tests
        yield {
            "resourceType": "DiagnosticReport",
            "id": f"r-{report}",
            "status": "final",
            "category": [{"coding": [{"code": "LAB"}]}],
            "code": {"coding": [{"system": LOINC, "code": "24323-8"}], "text": "Comprehensive metabolic panel"},
            "effectiveDateTime": day.isoformat(),
            "result": [{"reference": f"Observation/{test['id']}"} for test in tests],
        }


def _medicine(number: int, day: date) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": f"m-{number}",
        "status": "active" if number % 3 == 0 else "completed",
        "intent": "order",
        "medicationCodeableConcept": {
            "text": f"{MEDICINES[number % len(MEDICINES)]} {5 * (number + 1)} MG Oral Tablet"
        },
        "authoredOn": day.isoformat(),
        "dosageInstruction": [{"text": "1 tablet every morning"}],
        "dispenseRequest": {"numberOfRepeatsAllowed": 2},
    }


def _test(
    name: str, day: date, test: tuple[str, str, float, float], value: float, kind: str = "laboratory"
) -> dict[str, Any]:
    code, unit, low, high = test
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [{"coding": [{"code": kind}]}],
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "effectiveDateTime": day.isoformat(),
        "valueQuantity": {"value": round(value, 2), "unit": unit},
        "referenceRange": [{"low": {"value": low, "unit": unit}, "high": {"value": high, "unit": unit}}],
    }


def _spent(view: Callable[[Work], object]) -> tuple[float, float]:
    began, spent = time.perf_counter(), time.process_time()
    with begin(people.person("ana"), reads=True) as work:
        view(work)
    return (time.process_time() - spent) * 1000, (time.perf_counter() - began) * 1000


def _middle(times: list[tuple[float, float]]) -> tuple[float, float]:
    cost, took = zip(*times, strict=True)
    return median(cost), median(took)
