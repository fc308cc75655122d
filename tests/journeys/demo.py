"""The demo clinic, really running: full charts, conversations and forms to look at."""

import subprocess
import sys

from sqlalchemy import select

from portal_app import entry, frontend, wiring
from portal_app.access.actor import SYSTEM
from portal_app.models import Account, Stage
from tests.journeys.running import Running


class Demo(Running):
    """A portal with the people of `portal demo`; "jill" is jill@example.org."""

    def fill(self) -> None:
        """As `make run` does."""
        subprocess.run(
            [sys.executable, "-m", "portal_app", "demo"],
            cwd=frontend.ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def starts(self) -> dict[str, list[str]]:
        """From where somebody walks through every page; what is only found by searching is named."""
        with wiring.begin(SYSTEM, reads=True) as work:
            jill = work.one(select(Account).where(Account.email == "jill@example.org")).patient_id
        record = f"/staff/patients/{jill}"
        return {
            "nobody": ["/", "/sign-in", "/nowhere"],
            "jill": ["/home"],
            "ben": ["/staff", record],
            "sam": ["/staff", record, "/staff/audit"],
        }

    def secret(self, name: str) -> str:
        """A fresh session of somebody of the demo."""
        with wiring.begin(SYSTEM) as work:
            account = work.one(select(Account).where(Account.email == f"{name}@example.org"))
            _, secret = entry.start(work, account_id=account.id, stage=Stage.FULL, address="127.0.0.1")
        return secret
