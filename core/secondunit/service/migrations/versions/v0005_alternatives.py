"""Alternatives: a run may make several takes."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("takes") as batch:
        batch.drop_constraint("uq_takes_job", type_="unique")
    op.create_index("ix_takes_job_id", "takes", ["job", "id"])


def downgrade() -> None:
    op.drop_index("ix_takes_job_id", "takes")
    with op.batch_alter_table("takes") as batch:
        batch.create_unique_constraint("uq_takes_job", ["job"])
