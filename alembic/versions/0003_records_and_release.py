"""Records that people understand, and when they see them."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONG_AGO = "0001-01-02 00:00:00"


def upgrade() -> None:
    op.create_table('education_pages',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('codes', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dead_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('release_rules',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('made_by_name', sa.String(length=120), nullable=False),
    sa.Column('why', sa.String(length=500), nullable=False),
    sa.Column('undoes', sa.Integer(), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('edition')
    )
    op.create_table('patient_views',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_patient_views_staff', 'patient_views', ['staff_id', 'until'], unique=False)

    op.create_table('release_choices',
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('release_class', sa.String(length=40), nullable=False),
    sa.Column('wait', sa.String(length=40), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.PrimaryKeyConstraint('patient_id', 'release_class')
    )
    op.create_table('holds',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('staff_name', sa.String(length=120), nullable=False),
    sa.Column('harm', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['ended_by'], ['staff.id'], ),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.ForeignKeyConstraint(['resource_id'], ['resources.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_holds_patient', 'holds', ['patient_id', 'until'], unique=False)
    op.create_index('ix_holds_resource_id', 'holds', ['resource_id'], unique=False)

    op.create_table('item_reads',
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], ),
    sa.ForeignKeyConstraint(['resource_id'], ['resources.id'], ),
    sa.PrimaryKeyConstraint('resource_id', 'account_id')
    )
    op.create_table('mail_troubles',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_mail_troubles_account_id', 'mail_troubles', ['account_id'], unique=False)
    op.create_index('ix_mail_troubles_address', 'mail_troubles', ['address', 'settled_at'], unique=False)

    op.create_table('notice_choices',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('pace', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], ),
    sa.PrimaryKeyConstraint('account_id', 'event', 'way')
    )
    op.create_table('notices',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mail_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], ),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'event', 'about_id')
    )
    op.create_index('ix_notices_due', 'notices', ['mailed_at', 'mail_at'], unique=False)
    op.create_index('ix_notices_new', 'notices', ['account_id', 'seen_at', 'at'], unique=False)
    op.create_index('ix_notices_patient_id', 'notices', ['patient_id'], unique=False)

    op.create_table('panel_members',
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('fhir_id', sa.String(length=128), nullable=False),
    sa.Column('report_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['resources.id'], ),
    sa.PrimaryKeyConstraint('source', 'fhir_id', 'report_id')
    )
    op.create_index('ix_panel_members_report_id', 'panel_members', ['report_id'], unique=False)

    # the narrow columns that lists and rules go through stand apart from the bodies
    op.create_table('resource_bodies',
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['resource_id'], ['resources.id'], ),
    sa.PrimaryKeyConstraint('resource_id')
    )
    op.create_table('reviews',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('staff_name', sa.String(length=120), nullable=False),
    sa.Column('staff_title', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('comment', sa.String(length=4000), nullable=False),
    sa.Column('next_steps', sa.String(length=2000), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.ForeignKeyConstraint(['resource_id'], ['resources.id'], ),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_index('ix_reviews_patient', 'reviews', ['patient_id', 'at'], unique=False)
    op.create_index('ix_reviews_resource_id', 'reviews', ['resource_id'], unique=False)

    op.create_table('shown_now',
    sa.Column('resource_id', sa.Uuid(), nullable=False),
    sa.Column('patient_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['patient_id'], ['patients.id'], ),
    sa.ForeignKeyConstraint(['resource_id'], ['resources.id'], ),
    sa.PrimaryKeyConstraint('resource_id')
    )
    op.create_index('ix_shown_now_patient_id', 'shown_now', ['patient_id'], unique=False)

    op.execute("INSERT INTO resource_bodies (resource_id, body) SELECT id, body FROM resources")
    op.drop_index("ix_resources_list", table_name="resources")
    op.drop_column("resources", "body")
    op.drop_column("resources", "hold")
    words = {"shelf": 40, "standing": 16, "code": 40, "release_class": 40, "flags": 120, "decided_by": 40}
    for name, length in words.items():
        op.add_column("resources", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.execute("UPDATE resources SET release_class = 'other'")
    for name in ("sort_at", "arrived_at"):
        moment = sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO)
        op.add_column("resources", moment)
    op.execute("UPDATE resources SET arrived_at = received_at")
    op.execute("UPDATE resources SET sort_at = clinical_at WHERE clinical_at IS NOT NULL")
    for name in ("allowed_from", "proxy_from", "hold"):
        op.add_column("resources", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # one statement on both databases, for SQLite cannot add the constraint afterwards
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    for name in ("panel_id", "about_id"):
        op.execute(f"ALTER TABLE resources ADD COLUMN {name} {kind} REFERENCES resources (id)")
    for name, columns in {
        "ix_resources_shelf": ["patient_id", "shelf", "sort_at", "id", "visible_from", "release_class"],
        "ix_resources_group": ["patient_id", "group", "title", "sort_at", "id"],
        "ix_resources_panel": ["panel_id", "standing"],
        "ix_resources_encounter": ["patient_id", "encounter"],
    }.items():
        op.create_index(name, "resources", columns)
    told = sa.text("shelf IN ('results', 'notes', 'visits')")
    released = ["visible_from", "patient_id"]
    op.create_index("ix_resources_released", "resources", released, sqlite_where=told, postgresql_where=told)
    some = sa.text("about_id IS NOT NULL")
    op.create_index("ix_resources_about", "resources", ["about_id"], sqlite_where=some, postgresql_where=some)
    _index_again()


def _index_again() -> None:
    """What was imported before is read again by a job, at the next start."""
    if op.get_bind().scalar(sa.text("SELECT 1 FROM resources LIMIT 1")):
        jobs = sa.table(
            "jobs",
            sa.column("id", sa.Uuid()),
            sa.column("args", sa.JSON()),
            sa.column("run_at", sa.DateTime(timezone=True)),
            *(sa.column(name, sa.String()) for name in ("name", "key", "state", "leased_by", "problem")),
            sa.column("tries", sa.Integer()),
        )
        job = {"id": uuid4(), "name": "index_again", "args": {}, "key": "index 0003", "state": "waiting", "tries": 0}
        op.bulk_insert(jobs, [{**job, "leased_by": "", "problem": "", "run_at": datetime.now(UTC)}])


def downgrade() -> None:
    raise RuntimeError("restore a backup to go back behind this revision")
