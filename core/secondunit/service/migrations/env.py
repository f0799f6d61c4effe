"""What Alembic runs, on the connection it is given: a migration is part of the service's own start."""

from __future__ import annotations

from alembic import context

from secondunit.service.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
