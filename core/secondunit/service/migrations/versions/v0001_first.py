"""The first schema: jobs, takes, events, keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("shot", sa.String(64), nullable=False),
        sa.Column("element", sa.String(64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("frames", sa.String(40), nullable=False),
        sa.Column("brief_digest", sa.String(64), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("frames_done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False),
        sa.Column("memory", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    for columns in (
        ["owner", "state", "id"],
        ["state", "id"],
        ["show", "id"],
        ["show", "shot", "id"],
        ["show", "shot", "element", "id"],
    ):
        op.create_index("ix_jobs_" + "_".join(columns), "jobs", columns)
    op.create_table(
        "takes",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("job", sa.String(26), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("shot", sa.String(64), nullable=False),
        sa.Column("element", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_takes"),
        sa.UniqueConstraint("job", name="uq_takes_job"),
        sa.UniqueConstraint("show", "shot", "element", "version", name="uq_takes_show_shot_element_version"),
    )
    for columns in (
        ["show", "id"],
        ["show", "shot", "id"],
        ["show", "shot", "element", "id"],
        ["shot", "id"],
        ["element", "id"],
    ):
        op.create_index("ix_takes_" + "_".join(columns), "takes", columns)
    op.create_table(
        "events",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("job", sa.String(26), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_job_topic", "events", ["job", "topic"])
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "keys",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("brief_digest", sa.String(64), nullable=False),
        sa.Column("job", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_keys"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_keys_job"),
    )


def downgrade() -> None:
    for table in ("keys", "events", "takes", "jobs"):
        op.drop_table(table)
