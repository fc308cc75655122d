"""New rules reach every stored answer: items a second, against the barest statement, and what others feel of it."""

import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from bench import speed
from bench.sending import p95
from portal_app import keys, migrations, wiring
from portal_app.access.actor import SYSTEM
from portal_app.jobs import reactions, runner
from portal_app.models import Group, Patient, ReleaseClass, ReleaseRules, Resource, ResourceRelease, Shelf, new_id
from portal_app.rules.release_plan import planned
from portal_app.services import messages, release
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from tests import databases, people

PATIENTS, ITEMS = 300, 400
BUDGET, FELT = 50_000 * speed.AT_FULL_SPEED_MS / 1000, 2.0
"""50,000 items a second, at full speed."""
MOST = {"key": "most", "when": "after", "hours": 72}
FEW = {"key": "few", "when": "after", "hours": 48, "classes": ["notes"]}
HALF = {"key": "half", "when": "after", "hours": 48, "classes": ["pathology"]}
"""A tenth of the items, reports, and those of their tests that wait for them."""
NOBODY_WRITES = 300
"""Events that are timed before, and as many during it as there is time for."""
KINDS = (
    *[(ReleaseClass.LABS, Shelf.NONE, Group.LABS)] * 7,
    (ReleaseClass.NOTES, Shelf.NOTES, Group.DOCUMENTS),
    (ReleaseClass.PATHOLOGY, Shelf.RESULTS, Group.REPORTS),
    (ReleaseClass.VITALS, Shelf.VITALS, Group.VITALS),
)


@dataclass(frozen=True)
class Reached:
    """How it went on one database."""

    rates: dict[str, tuple[float, float]]
    """Items a second, and how long the fixed piece of Python took around it (ms): where nothing changes and all are
    looked at; where a tenth changes; where a tenth changes that half waits for; where all change."""
    floor: float
    """The barest UPDATE of the same rows, in the same chunks, one patient in one transaction."""
    before_ms: float
    during_ms: float


def measure(kind: str) -> Reached:
    """So many patients with so many items each, on "sqlite" or "postgresql"."""
    with _clinic(kind) as house:
        floor, _ = _rate(lambda: _bare(house))
        rounds = (
            ("all change", [MOST]),
            ("nothing changes", [MOST]),
            ("a tenth changes", [FEW, MOST]),
            ("half changes", [FEW, HALF, MOST]),
        )
        rates = {name: _rate(lambda body=body: _walk(body)) for name, body in rounds}
        before = p95([_event() for _ in range(NOBODY_WRITES)])
        during = p95(list(_felt()))
    return Reached(rates, floor=floor, before_ms=before, during_ms=during)


def _rate(work: Callable[[], None]) -> tuple[float, float]:
    """Items a second, and the fixed piece before and after it."""
    fixed, began = speed.fixed(), time.perf_counter()
    work()
    rate = PATIENTS * ITEMS / (time.perf_counter() - began)
    return rate, (fixed + speed.fixed()) / 2


def _walk(rules: list[dict[str, Any]]) -> None:
    """The job's own steps, without its rests."""
    edition, place = _save(rules), None
    while True:
        with begin(SYSTEM, reads=True) as work:
            stretch = release.next_stretch(work, edition, place)
        for piece in stretch.pieces:
            with begin(SYSTEM) as work:
                release.store(work, edition, piece)
        for patient_id in stretch.behind:
            with begin(SYSTEM) as work:
                release.reach(work, patient_id)
        if stretch.last is None:
            return
        place = stretch.last


def _save(rules: list[dict[str, Any]]) -> int:
    body = planned({"rules": rules})
    with begin(SYSTEM) as work:
        last = work.session.query(ReleaseRules).count()
        kept = body.model_dump(mode="json")
        work.add(ReleaseRules(edition=last + 1, body=kept, made_at=work.now))
    return last + 1


def _bare(house: House) -> None:
    """The same rows by one statement a patient, with nothing thought about."""
    embedded = house.settings.embedded
    later = "datetime(arrived_at, '+1 day') || '.000000'" if embedded else "arrived_at + interval '1 day'"
    columns = ", ".join(f"{name} = {later}" for name in ("allowed_from", "visible_from", "proxy_from"))
    theirs = "SELECT id, arrived_at FROM resources WHERE patient_id = :patient"
    bare = text(
        f"UPDATE resource_releases SET {columns}, decided_by = 'bare' FROM ({theirs}) AS theirs "  # noqa: S608
        "WHERE resource_id = theirs.id"
    )
    for patient_id in _patients(house):
        with house.engine.begin() as db:
            db.execute(bare, {"patient": patient_id.hex if embedded else patient_id})


def _patients(house: House) -> list[UUID]:
    with Session(house.engine) as session:
        return [row[0] for row in session.query(Patient.id).filter(Patient.mrn.like("Z%"))]


def _event() -> float:
    """Milliseconds that somebody waits who sends something, while nobody else does."""
    began = time.perf_counter()
    with begin(people.person("ana")) as work:
        messages.start(work, str(people.uid("medicine")), "My pills", "Good morning", secrets.token_hex(8))
    return (time.perf_counter() - began) * 1000


def _felt() -> Iterator[float]:
    """The same events while everything changes, with the job's rests."""
    edition = _save([{**MOST, "hours": 24}])
    runner.give_way()
    job = threading.Thread(target=_whole_job, args=(edition,))
    job.start()
    while job.is_alive():
        yield _event()
        time.sleep(0.02)


def _whole_job(edition: int) -> None:
    before, reactions.AT_ONCE = reactions.AT_ONCE, 600.0
    try:
        reactions.apply_release_rules(edition)
    finally:
        reactions.AT_ONCE = before


@contextmanager
def _clinic(kind: str) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="portal-releasing-") as place:
        url = "" if kind == "sqlite" else databases.postgres().url(databases.postgres().create())
        house = House(Settings(home=Path(place), mode=Mode.DEMO, database_url=url), keys.create(Path(place)))
        before = wiring.move_in(house)
        try:
            migrations.upgrade(house.engine)
            with Session(house.engine) as session:
                people.settle(session)
                session.commit()
            _fill(house)
            yield house
        finally:
            wiring.move_in(before)
            house.close()


def _fill(house: House) -> None:
    chance, now = Random(1), datetime.now(UTC)
    ids = [new_id() for _ in range(PATIENTS)]
    blank = {name: field.get_default(call_default_factory=False) for name, field in Patient.model_fields.items()}
    with house.engine.begin() as db:
        db.execute(
            Patient.__table__.insert(),  # type: ignore[attr-defined]
            [
                {**blank, "id": one, "mrn": f"Z{place}", "given": "A", "family": "B", "language": "en",
                 "birth_date": date(1990, 1, 1), "site_id": people.uid("maple"), "created_at": now}
                for place, one in enumerate(ids)
            ],
        )  # fmt: skip
        for one in ids:
            items = list(_items(chance, one, now))
            db.execute(Resource.__table__.insert(), items)  # type: ignore[attr-defined]
            db.execute(ResourceRelease.__table__.insert(), [_opened(item) for item in items])  # type: ignore[attr-defined]
        db.execute(text("ANALYZE"))


def _items(chance: Random, patient_id: UUID, now: datetime) -> Iterator[dict[str, Any]]:
    panel: UUID | None = None
    for place in range(ITEMS):
        of_class, shelf, group = KINDS[place % len(KINDS)]
        at, own = now - timedelta(seconds=chance.randrange(86_400 * 3_000)), new_id()
        panel = own if shelf is Shelf.RESULTS else panel
        yield {
            "id": own, "source": "import", "type": "Observation", "fhir_id": secrets.token_hex(18),
            "patient_id": patient_id, "group": group, "shelf": shelf, "title": "Glucose", "status": "final",
            "standing": "", "clinical_at": at, "precision": "second", "sort_at": at, "encounter": "",
            "panel_id": panel if shelf is Shelf.NONE else None, "code": "2339-0", "entered_in_error": False,
            "from_patient": False, "digest": bytes(32), "version": 1, "received_at": now, "release_class": of_class,
            "flags": "cancer" if of_class is ReleaseClass.PATHOLOGY else "", "arrived_at": at,
        }  # fmt: skip


def _opened(item: dict[str, Any]) -> dict[str, Any]:
    at_once = dict.fromkeys(("allowed_from", "visible_from", "proxy_from"), item["arrived_at"])
    return {"resource_id": item["id"], **at_once, "hold": None, "decided_by": "everything_else"}
