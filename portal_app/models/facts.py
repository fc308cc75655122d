"""What happened: append-only facts and the seals that chain them. The database refuses to change either."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field, SQLModel

from portal_app.models.base import Utc

Serial = BigInteger().with_variant(Integer, "sqlite")


class FactRow(SQLModel, table=True):
    """One thing that happened: who, what, whose, when, from where (45 CFR 164.312(b)). Ids, never clinical words."""

    __tablename__ = "facts"
    __table_args__ = (
        Index("ix_facts_patient", "patient_id", "seq"),
        Index("ix_facts_account", "account_id", "seq"),
        Index("ix_facts_kind", "kind", "seq"),
        {"sqlite_autoincrement": True},
    )
    seq: int | None = Field(default=None, sa_type=Serial, primary_key=True)  # type: ignore[call-overload]
    at: datetime = Field(sa_type=Utc, index=True)
    kind: str = Field(max_length=40)
    actor_kind: str = Field(max_length=12)
    actor_name: str = Field(default="", max_length=120)
    account_id: UUID | None = None
    staff_id: UUID | None = None
    patient_id: UUID | None = None
    session_id: UUID | None = None
    address: str = Field(default="", max_length=64)
    data: str = Field(default="{}")
    """Canonical JSON of the fact's own fields."""
    mac: bytes
    """Keyed hash of the row: what was flipped or put in without the key shows."""


class Seal(SQLModel, table=True):
    """One link of the chain: each seal covers a fact and the seal before it, so what was taken out shows."""

    __tablename__ = "seals"
    position: int = Field(sa_type=Serial, primary_key=True)  # type: ignore[call-overload]
    fact_seq: int = Field(sa_type=BigInteger, unique=True)
    chain: bytes
    sealed_at: datetime = Field(sa_type=Utc)
