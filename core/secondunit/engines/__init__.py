"""Where work runs: this machine or a farm, from one Open Job Description template.

Engines know work files, workers and what elements and media make; they know no database, no HTTP and no host.
"""

from __future__ import annotations

from .engine import Engine, Progress, Report, Stop

__all__ = ["Engine", "Progress", "Report", "Stop"]
