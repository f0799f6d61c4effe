"""Finding the running service of a user, without being it."""

from __future__ import annotations

from secondunit.engines.living import alive
from secondunit.wire import SecondUnitError, ServiceAddress, loads

from .home import Home


def find(home: Home) -> ServiceAddress | None:
    """Where this home's service listens, or None when none does."""
    try:
        address = loads(ServiceAddress, home.address.read_bytes())
    except (OSError, SecondUnitError):
        return None
    return address if alive(address.mark) else None
