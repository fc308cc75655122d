"""The demo clinic: made-up people in a made-up practice."""

from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent

PASSWORD = "paper kite river"  # noqa: S105 printed for everybody who runs the demo
TOTP_SECRET = "MAPLESTREETDEMO2MAPLESTREETDEMO2"  # noqa: S105 the same


def clinic() -> dict[str, Any]:
    """The clinic as data: sites, pools, topics, staff, and which chart is whose."""
    return orjson.loads((FOLDER / "clinic.json").read_bytes())


def form(name: str) -> dict[str, Any]:
    """A form of the clinic's, as a FHIR Questionnaire."""
    return orjson.loads((FOLDER / "forms" / f"{name}.json").read_bytes())


def conversations() -> list[dict[str, Any]]:
    """What the demo's people have written to each other."""
    return orjson.loads((FOLDER / "conversations.json").read_bytes())


def decisions() -> dict[str, Any]:
    """What the demo's people have chosen, said about results, and held."""
    return orjson.loads((FOLDER / "decisions.json").read_bytes())
