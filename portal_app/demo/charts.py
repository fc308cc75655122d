"""The bundled charts, moved in time so that the clinic has a today, and what the clinic itself adds to them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal_app.chart.bundles import ChartFile, chart_files
from portal_app.chart.fields import Json, codes, rows
from portal_app.chart.identity import Names
from portal_app.chart.index import index
from portal_app.chart.members import Member, member
from portal_app.chart.shift import shift
from portal_app.demo import FOLDER
from portal_app.models.kinds import Group

GAP = 3
"""Days between the last visits of two charts: the newest of all was yesterday."""


def members(clinic: dict[str, Any], as_of: date) -> Iterator[Member]:
    """Every resource of the demo's charts, as if they had been written up to this day."""
    files = {file.path.name.partition(".")[0]: file for file in chart_files(FOLDER / "charts")}
    for place, patient in enumerate(clinic["patients"]):
        file = files[patient["chart"]]
        days = (as_of - _last_visit(file)).days - 1 - place * GAP
        for found in file.members():
            yield _moved(found, days, patient)
        if "next_visit" in patient:
            yield _next_visit(clinic, patient, file, as_of)
        for number, amount in enumerate(patient.get("owes", [])):
            yield _bill(number, amount, patient, file, as_of)


def _moved(found: Member, days: int, patient: Json) -> Member:
    resource = shift(found.resource, days)
    if found.type == "Patient":
        # the clinic's own number, where the chart has a UUID
        for identifier in rows(resource.get("identifier")):
            if "MR" in codes(identifier.get("type")):
                identifier["value"] = patient["mrn"]
    return member({"resource": resource}, Names())


def _last_visit(file: ChartFile) -> date:
    visits = (index(found.resource) for found in file.members())
    return max(visit.clinical_at.date() for visit in visits if visit.group is Group.VISITS and visit.clinical_at)


def _bill(number: int, amount: float, patient: Json, file: ChartFile, as_of: date) -> Member:
    resource = {
        "resourceType": "Invoice",
        "id": f"bill-{number}-{patient['chart']}",
        "status": "issued",
        "subject": {"reference": f"Patient/{_person(file).fhir_id}"},
        "date": (as_of - timedelta(days=6)).isoformat(),
        "totalGross": {"value": amount, "currency": "USD"},
    }
    return member({"resource": resource}, Names())


def _person(file: ChartFile) -> Member:
    return next(found for found in file.members() if found.type == "Patient")


def _next_visit(clinic: dict[str, Any], patient: Json, file: ChartFile, as_of: date) -> Member:
    day = as_of + timedelta(days=patient["next_visit"])
    while day.weekday() > 4:
        day += timedelta(days=1)
    start = datetime.combine(day, time(9, 30), ZoneInfo(clinic["zone"]))
    resource = {
        "resourceType": "Appointment",
        "id": f"next-{patient['chart']}",
        "status": "booked",
        "appointmentType": {"text": "Check-up"},
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=30)).isoformat(),
        "participant": [
            {"actor": {"reference": f"Patient/{_person(file).fhir_id}"}, "status": "accepted"},
            {"actor": {"display": "Dr. Amara Osei"}, "status": "accepted"},
            {"actor": {"reference": "Location/" + patient["site"].replace(" ", "-"), "display": patient["site"]},
             "status": "accepted"},
        ],
    }  # fmt: skip
    return member({"resource": resource}, Names())
