"""Finding the running service of a user, without being it."""

from __future__ import annotations

from datetime import datetime

import psutil

from secondunit.wire import SecondUnitError, ServiceAddress, loads

from .home import Home

#: How far the system's clocks may disagree about when a process began, in seconds.
SLACK = 5.0


def find(home: Home) -> ServiceAddress | None:
    """Where this home's service listens, or None when none does."""
    try:
        address = loads(ServiceAddress, home.address.read_bytes())
        started = datetime.fromisoformat(address.started).timestamp()
        process = psutil.Process(address.pid)
        # The number of a dead service may belong to a process that began later.
        if process.create_time() > started + SLACK or process.status() == psutil.STATUS_ZOMBIE:
            return None
    except (OSError, ValueError, SecondUnitError, psutil.Error):
        return None
    return address
