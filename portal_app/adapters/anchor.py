"""The head of the audit chain, noted outside the database (`audit.head`), so that a cut-off end is seen."""

import hashlib
import hmac
import os
from pathlib import Path

from portal_app.errors import SettingsError
from portal_app.keys import Keys


def path_of(home: Path) -> Path:
    """Where a deployment notes it."""
    return home / "audit.head"


def read(home: Path, keys: Keys) -> str:
    """The noted head, or nothing; one that this deployment's key has not signed stops with a sentence."""
    path = path_of(home)
    if not path.exists():
        return ""
    head, _, mark = path.read_text().strip().rpartition(" ")
    if not hmac.compare_digest(mark, _mark(keys, head)):
        raise SettingsError(f"{path} was changed by somebody else. Find out who, then run `portal audit verify`.")
    return head


def write(home: Path, keys: Keys, head: str) -> None:
    """Note a newer head, whole or not at all."""
    path = path_of(home)
    fresh = path.with_suffix(f".{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{head} {_mark(keys, head)}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _mark(keys: Keys, head: str) -> str:
    return hmac.digest(keys.audit, f"head\x1f{head}".encode(), hashlib.sha256).hex()
