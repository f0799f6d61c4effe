"""The HTTP API: wire values in and out over loopback, for hosts, the command line and the review page."""

from __future__ import annotations

from .app import create_app
from .desk import Desk

__all__ = ["Desk", "create_app"]
