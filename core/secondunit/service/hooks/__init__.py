"""What a studio's own code does when a take is there: entry points of the group `secondunit.takes`.

Each runs in a process of its own, so that no fault or hang of it reaches the service. A hook takes a
`Handover`; what hands them out is in `runner`, which that process has no use for.
"""

from __future__ import annotations

from .handover import Handover

__all__ = ["Handover"]
