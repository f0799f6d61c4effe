"""Drift: a take's characters held against the pictures of its brief, and what is kept of their faces."""

from __future__ import annotations

from .measuring import take_drift

__all__ = ["take_drift"]
