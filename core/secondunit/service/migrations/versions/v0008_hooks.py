"""Hooks: what a studio's own code does with a take that is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "hooks",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("hook", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_hooks"),
        sa.UniqueConstraint("take", "hook", name="uq_hooks_take_hook"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_hooks_take"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hooks_state_number", "hooks", ["state", "number"])


def downgrade() -> None:
    op.drop_table("hooks")
