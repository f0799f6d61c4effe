"""The comp check: a take measured as it sits over its plate, each figure judged by thresholds that are named.

Each module holds one figure with where its thresholds come from. A false alarm is worse than none: what
cannot be told from the pixels is not judged, and says so.
"""

from __future__ import annotations

from .checking import checked, edits

__all__ = ["checked", "edits"]
