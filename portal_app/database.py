"""The two databases: an SQLCipher-encrypted file under PORTAL_HOME, or PostgreSQL. Same tables, same queries."""

import importlib
import os
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlmodel import SQLModel

from portal_app.keys import Keys
from portal_app.settings import Settings


def path_of(home: Path) -> Path:
    """Where the embedded database lies."""
    return home / "portal.db"


def add_once(session: Session, row: SQLModel) -> None:
    """Insert a row at once, unless one with the same unique key is there already; never an error, also in a race."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(type(row)).values(**row.model_dump()).on_conflict_do_nothing())


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def open_engine(settings: Settings, keys: Keys) -> Engine:
    """An engine that connects at first use: nothing is opened when the app is imported (servers fork)."""
    if settings.embedded:
        return open_file(path_of(settings.home), keys)
    url = "postgresql+psycopg://" + settings.database_url.split("://", 1)[1]
    return create_engine(
        url,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        pool_use_lifo=True,
        # what is not in memory lies on a disk without arms: to jump costs little more than to read on
        connect_args={"options": "-c timezone=UTC -c lock_timeout=10s -c random_page_cost=1.1"},
    )


def open_file(path: Path, keys: Keys) -> Engine:
    """The encrypted file: WAL, foreign keys on, writers take their turn (BEGIN IMMEDIATE) and never deadlock."""
    sqlcipher: Any = importlib.import_module("sqlcipher3.dbapi2")

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def connect() -> Any:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite would make it readable by others
        connection = sqlcipher.connect(str(path), timeout=20, check_same_thread=False, isolation_level=None)
        # a raw key needs no key derivation of SQLCipher's own: ours is random, not a password
        connection.execute(f"PRAGMA key = \"x'{keys.database.hex()}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -16000")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=16,
        # the connection used last has the pages deciphered that the next Work needs
        pool_use_lifo=True,
        json_serializer=_json,
        json_deserializer=orjson.loads,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
