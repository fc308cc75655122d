"""A backup's file: encrypted in pieces as it is written, so that nothing stands on a disk in clear, and no piece can be
changed, dropped, moved or cut off unseen (AES-256-GCM, the STREAM way: the nonce counts, the last piece says so)."""

import json
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal_app.errors import PortalError
from portal_app.keys import Keys

MAGIC = b"PORTAL-BACKUP\x01"
SALT = 32
PIECE = 1024 * 1024
_LENGTH = struct.Struct(">I")
_NAME, _DATA, _END = b"N", b"D", b"Z"


class Damaged(PortalError):
    """The file is no backup of this portal: made with another key, changed, or cut off."""


def _cipher(keys: Keys, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"portal:backup file").derive(keys.backup))


class Writer:
    """Puts named contents into a file, one after the other; `close` makes it whole."""

    def __init__(self, file: IO[bytes], keys: Keys) -> None:
        salt = os.urandom(SALT)
        self._file, self._head, self._count = file, MAGIC + salt, 0
        self._aead = _cipher(keys, salt)
        file.write(self._head)

    def _piece(self, kind: bytes, content: bytes) -> None:
        sealed = self._aead.encrypt(self._count.to_bytes(12, "big"), kind + content, self._head)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._count += 1

    def put(self, name: str, content: Iterable[bytes], **about: Any) -> None:
        """Add one content, in pieces of any size."""
        self._piece(_NAME, json.dumps({"name": name, **about}).encode())
        for piece in content:
            self._piece(_DATA, piece)

    def close(self) -> None:
        """Write the last piece: without it the file counts as cut off."""
        self._piece(_END, b"")


def read(path: Path, keys: Keys) -> Iterator[tuple[dict[str, Any], Iterator[bytes]]]:
    """Each content's name (and what was said about it) with its pieces, which must be read before the next."""
    pieces = _pieces(path, keys)
    kind, content = next(pieces)
    while kind != _END:
        about = json.loads(content)
        kind, content = next(pieces)

        def data() -> Iterator[bytes]:
            nonlocal kind, content
            while kind == _DATA:
                yield content
                kind, content = next(pieces)

        yield about, data()
    next(pieces, None)  # past the end, where nothing may follow


def verify(path: Path, keys: Keys) -> dict[str, Any]:
    """Read the whole file and write nothing; gives what the first content says, or refuses with a sentence."""
    first: dict[str, Any] = {}
    for about, data in read(path, keys):
        for _ in data:
            pass
        first = first or about
    return first


def _pieces(path: Path, keys: Keys) -> Iterator[tuple[bytes, bytes]]:
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + SALT)
        if not head.startswith(MAGIC) or len(head) != len(MAGIC) + SALT:
            raise Damaged(f"{path.name} is no backup of a portal, or of a version that this one does not know.")
        aead, count, kind = _cipher(keys, head[len(MAGIC) :]), 0, b""
        while kind != _END:
            length = file.read(_LENGTH.size)
            size = _LENGTH.unpack(length)[0] if len(length) == _LENGTH.size else 0
            sealed = file.read(size) if 16 < size <= PIECE + 1024 else b""
            try:
                plain = aead.decrypt(count.to_bytes(12, "big"), sealed, head)
            except (InvalidTag, ValueError):
                raise Damaged(f"{path.name} was made with another key, was changed, or is not whole.") from None
            kind, count = plain[:1], count + 1
            yield kind, plain[1:]
        if file.read(1):
            raise Damaged(f"{path.name} was changed: something follows its end.")
