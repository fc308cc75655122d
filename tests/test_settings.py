"""A missing or wrong setting stops the start with a sentence that says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "PORTAL_MODE": "production",
    "PORTAL_ORIGIN": "https://portal.clinic.org",
    "PORTAL_SMTP_URL": "smtps://mail.org",
}


def start(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    command = [sys.executable, "-m", "portal_app", "serve"]
    given = {**clean, "PORTAL_HOME": str(home), **settings}
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "There is no key at"),
        ({"PORTAL_PORT": "http"}, "PORTAL_PORT"),
        ({"PORTAL_MODE": "test"}, "PORTAL_MODE"),
        ({**GOOD, "PORTAL_ORIGIN": "http://portal.clinic.org"}, "Set PORTAL_ORIGIN to the https address"),
        ({**GOOD, "PORTAL_SMTP_URL": ""}, "Set PORTAL_SMTP_URL"),
        ({**GOOD, "PORTAL_SMTP_URL": "mail.clinic.org"}, "PORTAL_SMTP_URL must read like"),
        ({"PORTAL_PROCESSES": "2"}, "needs PORTAL_REDIS_URL and PORTAL_DATABASE_URL"),
        ({"PORTAL_DATABASE_URL": "mysql://x"}, "PORTAL_DATABASE_URL must start with postgresql://"),
    ],
)
def test_a_wrong_setting_stops_the_start(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    done = start(tmp_path, **settings)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
