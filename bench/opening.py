"""Opening the inbox and finding a patient: in a small clinic, and in one with a million messages."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from bench.seed import STATES, seed
from portal_app import keys, migrations, wiring
from portal_app.models import TaskState
from portal_app.services import patients, tasks
from portal_app.services.tasks.heads import Filters
from portal_app.services.tasks.lists import PAGE
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from portal_app.work import Work
from tests import people

SMALL = (500, 1_000)
LARGE = (100_000, 1_000_000)
RATIO = 1.5
RUNS = 40
ASKED = ("rivera", "ga", "3/3/1968", "kim w 1950")


def measure(clinic: tuple[int, int]) -> dict[str, float]:
    """Milliseconds (median) to open the inbox and to search, in a clinic of so many patients and messages."""
    with tempfile.TemporaryDirectory(prefix="portal-opening-") as place:
        home = Path(place)
        house = House(Settings(home=home, mode=Mode.DEMO, database_url=""), keys.create(home))
        before = wiring.move_in(house)
        try:
            migrations.upgrade(house.engine)
            with Session(house.engine) as session:
                people.settle(session)
                session.commit()
            # a page of the inbox is full in both: what differs is all that is not on it
            seed(house.engine, *clinic, states=STATES if clinic == LARGE else (TaskState.OPEN,))
            with begin(people.person("ben"), reads=True) as work:
                if len(tasks.desk(work, Filters()).page.rows) != PAGE:
                    raise RuntimeError("the page is not full")
            return {
                "inbox": _median(lambda work: tasks.desk(work, Filters(), "", datetime.now(UTC))),
                "patient search": median(
                    _median(lambda work, asked=asked: patients.find(work, asked)) for asked in ASKED
                ),
            }
        finally:
            wiring.move_in(before)
            house.close()


def _median(service: Callable[[Work], object]) -> float:
    ben, took = people.person("ben"), []
    for _ in range(RUNS):
        began = time.perf_counter()
        with begin(ben, reads=True) as work:
            service(work)
        took.append((time.perf_counter() - began) * 1000)
    return median(took[RUNS // 4 :])
