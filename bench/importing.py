"""Charts come in: resources a second, and the most memory it takes, with fourteen patients and with five hundred."""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.served import ROOT

CHARTS = ROOT / "portal_app" / "demo"
_REPORT = """
import resource, sys
from portal_app.__main__ import main
sys.argv = ["portal", "import", sys.argv[1], "--json"]
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True)
class Import:
    """What one import took."""

    rate: float
    peak_mb: float


def measure(patients: int) -> Import:
    """Import so many patients, made of the demo's, into an empty portal."""
    with tempfile.TemporaryDirectory(prefix="portal-import-") as place:
        folder, home = Path(place) / "charts", Path(place) / "home"
        folder.mkdir()
        sources = sorted(CHARTS.rglob("*.json.gz"))
        for number in range(patients):
            source = sources[number % len(sources)]
            text = gzip.decompress(source.read_bytes()).decode()
            (folder / f"{number:04}.json.gz").write_bytes(gzip.compress(_another(text, number).encode(), 1))
        environment = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_MODE": "demo", "PYTHONPATH": str(ROOT)}
        portal = [sys.executable, "-m", "portal_app", "migrate"]
        subprocess.run(portal, env=environment, check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(
            [sys.executable, "-c", _REPORT, str(folder)], env=environment, capture_output=True, text=True, check=True
        )
    report = json.loads(done.stdout.strip().splitlines()[-1])
    return Import(report["resources_in"] / report["seconds"], int(done.stderr.strip().splitlines()[-1]) / 1024)


def _another(text: str, number: int) -> str:
    """The same chart as somebody else's: every id gets another start."""
    mark = f"{number:08x}"
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", mark + r"\1", text)
