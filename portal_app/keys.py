"""The deployment's one master key and the keys derived from it, each for one purpose."""

import hashlib
import hmac
import os
import secrets
import stat
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal_app.errors import SettingsError

LENGTH = 32


class Keys:
    """Keys by purpose (HKDF-SHA256, RFC 5869); losing the master key loses the data, by design."""

    def __init__(self, master: bytes) -> None:
        if len(master) != LENGTH:
            raise SettingsError("The key file does not hold a portal key (64 hexadecimal digits).")
        self._master = master

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), LENGTH, salt=None, info=f"portal:{purpose}".encode()).derive(self._master)

    @cached_property
    def database(self) -> bytes:
        """Encrypts the embedded database file."""
        return self._derive("database")

    @cached_property
    def columns(self) -> bytes:
        """Encrypts single columns (second-factor secrets) on every database."""
        return self._derive("columns")

    @cached_property
    def audit(self) -> bytes:
        """Authenticates facts and the chain of their seals."""
        return self._derive("audit")

    @cached_property
    def backup(self) -> bytes:
        """Encrypts backups."""
        return self._derive("backup")

    @cached_property
    def socket(self) -> bytes:
        """Binds a browser's socket token to its session cookie."""
        return self._derive("socket")

    @cached_property
    def proofs(self) -> bytes:
        """Hashes short secrets (invitation proofs, recovery codes) so that a stolen database cannot test guesses."""
        return self._derive("proofs")

    def proof(self, purpose: str, *parts: str) -> bytes:
        """The keyed hash under which a short secret is stored; 32 bytes."""
        return hmac.digest(self.proofs, "\0".join((purpose, *parts)).encode(), hashlib.sha256)


def path_of(home: Path) -> Path:
    """Where a deployment keeps its master key."""
    return home / "keys" / "portal.key"


def create(home: Path) -> Keys:
    """Make the master key of a new deployment, readable by its owner only; refuses to replace one."""
    path = path_of(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    master = secrets.token_bytes(LENGTH)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsError(f"{path} exists already. A new key would make the database unreadable.") from None
    with os.fdopen(handle, "w") as file:
        file.write(master.hex() + "\n")
    return Keys(master)


def load(home: Path) -> Keys:
    """Read the master key, or stop with a sentence that says what to do."""
    path = path_of(home)
    try:
        text = path.read_text().strip()
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        raise SettingsError(f"There is no key at {path}. Make one with `portal keys`, and keep a copy safe.") from None
    except OSError:
        raise SettingsError(f"The key at {path} cannot be read. Check who owns it.") from None
    if mode & 0o077:
        raise SettingsError(f"Others can read the key at {path}. Run: chmod 600 {path}")
    try:
        return Keys(bytes.fromhex(text))
    except ValueError:
        raise SettingsError(f"{path} does not hold a portal key (64 hexadecimal digits).") from None
