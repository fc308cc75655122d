"""From when a resource may be seen stands in narrow rows of its own, which new rules can write in one go."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = ("allowed_from", "visible_from", "proxy_from", "hold")


def upgrade() -> None:
    """Five columns move into a table beside the resources, and out of the one index that held one of them."""
    op.create_table(
        "resource_releases",
        sa.Column("resource_id", sa.Uuid(), sa.ForeignKey("resources.id"), primary_key=True, nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        sa.Column("decided_by", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 50},
    )
    moved = ", ".join((*MOMENTS, "decided_by"))
    op.execute(
        f"INSERT INTO resource_releases (resource_id, {moved}, version) "  # noqa: S608
        f"SELECT id, {moved}, 1 FROM resources ORDER BY id"
    )
    op.drop_index("ix_resources_shelf", "resources")
    for name in (*MOMENTS, "decided_by"):
        op.drop_column("resources", name)
    op.create_index("ix_resources_shelf", "resources", ["patient_id", "shelf", "sort_at", "id", "release_class"])


def downgrade() -> None:
    raise RuntimeError("restore a backup to go back behind this revision")
