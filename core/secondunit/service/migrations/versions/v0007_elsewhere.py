"""Elsewhere: whether somebody else makes a job, which was asked of its provider's name before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()))
    jobs = sa.table("jobs", sa.column("elsewhere", sa.Boolean()), sa.column("provider", sa.String()))
    op.execute(
        jobs.update().where(jobs.c.provider.not_in(["", "onboard", "comp"])).values(elsewhere=sa.true())
    )
    with op.batch_alter_table("jobs") as batch:
        batch.alter_column("elsewhere", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("jobs") as batch:
        batch.drop_column("elsewhere")
