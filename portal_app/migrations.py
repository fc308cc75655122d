"""The database's shape: brought up to date by Alembic, with the guards that make facts append-only."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from alembic import command

ROOT = Path(__file__).parent.parent
APPEND_ONLY = ("facts", "seals")


def _config(connection: Connection) -> Config:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest shape; safe to run again."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), "head")
        connection.commit()


def newest() -> str:
    """The revision that this version of the portal wants."""
    return ScriptDirectory(str(ROOT / "alembic")).get_current_head() or ""


def current(engine: Engine) -> str:
    """The revision that the database has, or nothing."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def drift(engine: Engine) -> list[object]:
    """Where the migrated database differs from the models; empty when they agree."""
    from sqlmodel import SQLModel

    import portal_app.models  # noqa: F401

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, SQLModel.metadata))


def write(engine: Engine, message: str) -> None:
    """Write a new revision from what the models have and the database has not; for developers."""
    with engine.connect() as connection:
        command.revision(_config(connection), message=message, autogenerate=True)


def guards(dialect: str) -> list[str]:
    """SQL that makes the database itself refuse UPDATE, DELETE and TRUNCATE on facts and their seals."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        for table in APPEND_ONLY
    ]


def guard(connection: Connection) -> None:
    """Put the guards in place; called by the migration that makes the tables."""
    for statement in guards(connection.dialect.name):
        connection.execute(text(statement))
