"""Takes say which task they were asked for as, elements too: since schema 4 none that is left out is one."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    takes = sa.table("takes", sa.column("id"), sa.column("body"), sa.column("brief"))
    connection = op.get_bind()
    for id, body, brief in connection.execute(sa.select(takes.c.id, takes.c.body, takes.c.brief)).all():
        facts = json.loads(body)
        if "task" not in facts:
            facts["task"] = json.loads(brief).get("task", "element")
            fresh = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(takes).where(takes.c.id == id).values(body=fresh))


def downgrade() -> None:
    """An earlier version reads the same rows."""
