"""Migrations run on the connection that `portal_app.migrations` hands over, on both databases."""

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import portal_app.models  # noqa: F401  every table
from alembic import context

config = context.config


def _ours(obj, name, kind, reflected, compare_to) -> bool:
    """The audit triggers and SQLite's own tables are not the models' business."""
    return not (kind == "table" and reflected and (name or "").startswith("sqlite_"))


def _plain(kind, obj, autogen_context) -> str | bool:
    """Write our column types as the plain types they store, so that old migrations never import the portal."""
    if kind == "type" and isinstance(obj, (TypeDecorator, AutoString)):
        stored = obj.impl if isinstance(obj.impl, TypeEngine) else obj.impl()
        if isinstance(obj, AutoString):
            stored = String(obj.length)
        return f"sa.{stored!r}"
    return False


connection = config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    include_object=_ours,
    render_item=_plain,
)
with context.begin_transaction():
    context.run_migrations()
