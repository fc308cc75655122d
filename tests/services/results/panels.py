"""Results for the tests: tests of blood with their reports, as a lab sends them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_app.access.actor import Actor
from portal_app.models import STORED, Event, Notice, ReleaseChoice, ReleaseClass, Resource, Review, Wait, new_id
from portal_app.services import results
from portal_app.services.results import LineCard, ListCard, ResultCard
from portal_app.wiring import begin, house
from tests.people import uid
from tests.services.test_records import LAB, LOINC
from tests.services.test_records import chart as chart

NAMES = {
    "2823-3": ("Potassium", "mmol/L", 3.5, 5.1),
    "2951-2": ("Sodium", "mmol/L", 136, 145),
    "2075-0": ("Chloride", "mmol/L", 98, 107),
    "2028-9": ("Carbon dioxide", "mmol/L", 22, 29),
    "3094-0": ("Urea nitrogen (BUN)", "mg/dL", 7, 20),
    "2160-0": ("Creatinine", "mg/dL", 0.5, 1.1),
    "2345-7": ("Glucose (blood sugar)", "mg/dL", 70, 99),
    "17861-6": ("Calcium", "mg/dL", 8.6, 10.2),
}
PANEL = "51990-0"


def a_test(name: str, code: str, value: float | None, day: str, /, **more: object) -> dict:
    """One test with its usual range."""
    _, unit, low, high = NAMES[code]
    valued = {} if value is None else {"valueQuantity": {"value": value, "unit": unit}}
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": LAB,
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "referenceRange": [{"low": {"value": low, "unit": unit}, "high": {"value": high, "unit": unit}}],
        "effectiveDateTime": day,
        **valued,
        **more,
    }


def panel(name: str, day: str, potassium: float = 4.3, **more: object) -> list[dict]:
    """A basic metabolic panel of eight tests; all but potassium are in the middle of their range."""
    tests = [
        a_test(f"{name}-{code}", code, potassium if code == "2823-3" else round((low + high) / 2, 1), day)
        for code, (_, _, low, high) in NAMES.items()
    ]
    report = {
        "resourceType": "DiagnosticReport",
        "id": name,
        "status": "final",
        "category": LAB,
        "code": {"coding": [{"system": LOINC, "code": PANEL}], "text": "Basic metabolic panel"},
        "effectiveDateTime": day,
        "issued": f"{day}T14:00:00Z",
        "result": [{"reference": f"Observation/{test['id']}"} for test in tests],
        **more,
    }
    return [report, *tests]


def id_of(name: str) -> UUID:
    """The id under which a resource of the tests is kept."""
    with Session(house().engine) as session:
        return session.scalars(select(Resource.id).where(Resource.fhir_id == name)).one()


def list_of(actor: Actor, **asked: object) -> ListCard:
    """The list as this person sees it."""
    with begin(actor, reads=True) as work:
        return results.see(work, **asked)


def lines(found: ListCard) -> list[LineCard]:
    """The lines of all months."""
    return [line for part in found.months for line in part.lines]


def page_of(actor: Actor, name: str, **asked: object) -> ResultCard:
    """The page of a result as this person sees it."""
    with begin(actor, reads=True) as work:
        return results.read(work, id_of(name), **asked)


def noticed(name: str, of: str = "ana") -> None:
    """A notice of a new result, not seen yet."""
    with Session(house().engine) as session:
        session.add(
            Notice(
                account_id=uid(f"account {of}"), patient_id=uid(of), event=Event.RESULT, about_id=id_of(name),
                at=datetime.now(UTC),
            )
        )  # fmt: skip
        session.commit()


def commented(name: str, words: str, steps: str = "", of: str = "ana") -> None:
    """Dr. Osei reviewed it and wrote to the patient."""
    with Session(house().engine) as session:
        session.add(
            Review(
                resource_id=id_of(name), patient_id=uid(of), staff_id=uid("amara"), staff_name="Dr. Amara Osei",
                staff_title="Doctor", at=datetime.now(UTC), comment=words, next_steps=steps, key=str(new_id()),
            )
        )  # fmt: skip
        session.commit()


def set_columns(name: str, **columns: object) -> None:
    """Set columns of a resource, such as from when it may be seen."""
    with Session(house().engine) as session:
        row = session.scalars(select(Resource).where(Resource.fhir_id == name)).one()
        for column, value in columns.items():
            setattr(row.release if column in STORED else row, column, value)
        session.commit()


def keep_waiting(name: str, of: str = "ana") -> None:
    """The clinic shows it since an hour; the patient asked to see it after a comment."""
    now = datetime.now(UTC)
    with Session(house().engine) as session:
        session.add(ReleaseChoice(patient_id=uid(of), release_class=ReleaseClass.LABS, wait=Wait.COMMENT, since=now))
        root = session.scalars(select(Resource).where(Resource.fhir_id == name)).one()
        for row in session.scalars(select(Resource).where((Resource.id == root.id) | (Resource.panel_id == root.id))):
            row.arrived_at = row.release.allowed_from = now - timedelta(hours=1)
            row.release.visible_from = now + timedelta(days=3)
        session.commit()
