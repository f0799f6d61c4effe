"""Sign-offs: what people decided about takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signoffs",
        sa.Column("number", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("take_digest", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("when", sa.String(32), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_signoffs"),
        sa.UniqueConstraint("id", name="uq_signoffs_id"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_signoffs_take"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signoffs_take_number", "signoffs", ["take", "number"])


def downgrade() -> None:
    op.drop_table("signoffs")
