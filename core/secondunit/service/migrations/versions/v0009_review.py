"""Review: users' marks, the bin, playlists; and takes say which task they were asked for as."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("user", sa.String(100), nullable=False),
        sa.Column("star", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("take", "user", name="pk_marks"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_marks_take"),
    )
    op.create_index("ix_marks_user", "marks", ["user"])
    op.create_table(
        "binned",
        sa.Column("take", sa.String(26), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("when", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("take", name="pk_binned"),
        sa.ForeignKeyConstraint(["take"], ["takes.id"], name="fk_binned_take"),
    )
    op.create_table(
        "playlists",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("show", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("takes", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("created", sa.String(32), nullable=False),
        sa.Column("changed", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_playlists"),
        sa.UniqueConstraint("show", "name", name="uq_playlists_show_name"),
    )
    _say_tasks()


def _say_tasks() -> None:
    """Write into each take which task its brief asked for, where that was no element."""
    takes = sa.table("takes", sa.column("id"), sa.column("body"), sa.column("brief"))
    connection = op.get_bind()
    for id, body, brief in connection.execute(sa.select(takes.c.id, takes.c.body, takes.c.brief)).all():
        task = json.loads(brief).get("task")
        if task:
            fresh = json.dumps(
                {**json.loads(body), "task": task}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
            )
            connection.execute(sa.update(takes).where(takes.c.id == id).values(body=fresh))


def downgrade() -> None:
    for table in ("playlists", "binned", "marks"):
        op.drop_table(table)
