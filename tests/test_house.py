"""The house keeps its own rules."""

import subprocess
import sys

from portal_app import migrations
from portal_app.wiring import House


def test_imports_run_downstairs_only() -> None:
    done = subprocess.run([sys.executable, "-m", "importlinter.cli", "lint"], capture_output=True, text=True)
    if "No module named importlinter.cli" in done.stderr:
        done = subprocess.run(["lint-imports"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_migrated_database_is_what_the_models_say(house: House) -> None:
    assert migrations.current(house.engine) == migrations.newest()
    assert migrations.drift(house.engine) == []
