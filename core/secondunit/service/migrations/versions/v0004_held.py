"""Held: what each errand was to cost when its money was held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("errands", sa.Column("held", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("errands") as batch:
        batch.alter_column("held", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("errands") as batch:
        batch.drop_column("held")
