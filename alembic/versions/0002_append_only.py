"""The database itself refuses to change or delete facts and their seals."""

from alembic import op

from portal_app.migrations import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    guard(op.get_bind())


def downgrade() -> None:
    raise RuntimeError("facts stay append-only")
