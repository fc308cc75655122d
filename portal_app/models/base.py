"""What all tables share: ids, times, enums, and columns that are encrypted at rest."""

import os
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

from portal_app.errors import SettingsError


def new_id() -> UUID:
    """A fresh id, growing with time (RFC 9562 version 7), so that rows of one day lie together."""
    return uuid7()


class Utc(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """In the embedded database a moment is text: it is read in one step, for a list reads hundreds of them."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored as its word, so that a new member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Looked up, not made: a list reads hundreds of words."""
        return {None: None, **{word.value: word for word in self.enum}}.__getitem__


class Sealed(TypeDecorator[str]):
    """Text encrypted at rest (AES-256-GCM) under the deployment's column key; bound to `purpose`."""

    impl = LargeBinary
    cache_ok = True
    _key: bytes | None = None

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    @classmethod
    def use(cls, key: bytes) -> None:
        """Set the deployment's column key; once, at start."""
        cls._key = key

    def _cipher(self) -> AESGCM:
        if Sealed._key is None:
            raise SettingsError("The column key is not loaded.")
        return AESGCM(Sealed._key)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        nonce = os.urandom(12)
        return b"\x01" + nonce + self._cipher().encrypt(nonce, value.encode(), self.purpose.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        raw = bytes(value)
        try:
            return self._cipher().decrypt(raw[1:13], raw[13:], self.purpose.encode()).decode()
        except InvalidTag:
            raise SettingsError("An encrypted column does not open with this deployment's key.") from None


class Row(SQLModel):
    """A table's row with an id that grows with time."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
