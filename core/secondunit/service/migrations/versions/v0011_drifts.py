"""The frames of a drift lie apart from the take they are of, which lists of takes read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drifts",
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("take", "number", name="pk_drifts"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_drifts_take"),
    )


def downgrade() -> None:
    op.drop_table("drifts")
