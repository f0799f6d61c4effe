"""The durable queue: it drives jobs through their states, each written before what it announces."""

from __future__ import annotations

from .scheduler import Scheduler

__all__ = ["Scheduler"]
