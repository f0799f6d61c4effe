"""The takes of a shot as widgets: gallery, viewer, notes and placing. Reads the session, asks commands."""

from __future__ import annotations

from .view import TakesView

__all__ = ["TakesView"]
