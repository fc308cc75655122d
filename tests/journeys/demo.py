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

    def secret(self, name: str) -> str:
        """A fresh session of somebody of the demo."""
        with wiring.begin(SYSTEM) as work:
            account = work.one(select(Account).where(Account.email == f"{name}@example.org"))
            _, secret = entry.start(work, account_id=account.id, stage=Stage.FULL, address="127.0.0.1")
        return secret
