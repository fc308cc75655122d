"""Where the processor time of a send event goes: its parts, one after another, in a portal of its own."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from portal_app import keys, migrations, wiring
from portal_app.entry import hash_of
from portal_app.jobs import runner
from portal_app.jobs.reactions import REACTIONS
from portal_app.models import new_id
from portal_app.services import messages
from portal_app.settings import Mode, Settings
from portal_app.wiring import House, begin
from tests import people

RUNS, WARM = 200, 30


def measure() -> dict[str, float]:
    """Milliseconds of processor time for each part of a message sent; the rest is Reflex, the socket and threads."""
    with tempfile.TemporaryDirectory(prefix="portal-spending-") as place:
        home = Path(place)
        house = House(Settings(home=home, mode=Mode.DEMO, database_url=""), keys.create(home))
        before = wiring.move_in(house)
        try:
            migrations.upgrade(house.engine)
            with Session(house.engine) as session:
                people.settle(session, messages_an_hour=1_000)
                session.commit()
            return _parts()
        finally:
            wiring.move_in(before)
            house.close()


def _parts() -> dict[str, float]:
    ana, key = people.person("ana"), hash_of(people.cookie("ana")).hex()
    with begin(ana) as work:
        thread_id = messages.start(work, str(people.uid("medicine")), "My pills", "Good morning", str(new_id()))

    def send() -> None:
        with begin(ana) as work:
            messages.send(work, thread_id, "May I take it with food?", uuid4().hex)

    parts: dict[str, Callable[[], object]] = {
        "asking the database who it is": lambda: wiring.who(key),
        "the Work: find, write, fact, commit": send,
        "the job: claim, file in the chart, settle": lambda: runner.run_due(REACTIONS),
    }
    spent = dict.fromkeys(parts, 0.0)
    for run in range(WARM + RUNS):
        for name, part in parts.items():
            began = time.process_time()
            part()
            spent[name] += (time.process_time() - began) * (run >= WARM)
    return {name: 1000 * seconds / RUNS for name, seconds in spent.items()}
