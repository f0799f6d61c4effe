"""Whose picture it is: what was made in a take, held against the show's past takes and its references."""

from __future__ import annotations

from .searching import take_copies

__all__ = ["take_copies"]
