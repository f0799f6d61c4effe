"""The durable queue: it drives jobs through their states, each written before what it announces."""

from __future__ import annotations

from .queue import Queue

__all__ = ["Queue"]
