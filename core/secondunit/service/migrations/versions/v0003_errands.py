"""Errands: what is asked of providers, and who makes a job, with which model, for how much."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: The new columns of jobs, and what jobs of before have in them.
_NEW = (
    ("provider", sa.String(64), "onboard"),
    ("model", sa.Text(), ""),
    ("cost", sa.Text(), "{}"),
    ("turn", sa.Integer(), "1"),
)


def upgrade() -> None:
    for name, kind, before in _NEW:
        op.add_column("jobs", sa.Column(name, kind, nullable=False, server_default=before))
    # A name in quotes cannot be part of a text in this JSON: there the quotes are escaped.
    op.execute("""UPDATE jobs SET provider = 'comp' WHERE work LIKE '%"provider":"comp"%'""")
    with op.batch_alter_table("jobs") as batch:
        for name, _kind, _before in _NEW:
            batch.alter_column(name, server_default=None)
    op.create_table(
        "errands",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("job", sa.String(26), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("billed", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_errands"),
        sa.ForeignKeyConstraint(["job"], ["jobs.id"], name="fk_errands_job"),
    )
    op.create_index("ix_errands_job_turn_piece", "errands", ["job", "turn", "piece"])


def downgrade() -> None:
    op.drop_table("errands")
    with op.batch_alter_table("jobs") as batch:
        for name, _kind, _before in _NEW:
            batch.drop_column(name)
