"""Notes: what people say of takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("frame", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_notes"),
        sa.UniqueConstraint("id", name="uq_notes_id"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_notes_take"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_take_number", "notes", ["take", "number"])


def downgrade() -> None:
    op.drop_table("notes")
