"""The shapes that a source may have; `sources` fills them with cells."""

from __future__ import annotations

SHAPES = ("disc", "ball", "line", "ring", "patch", "bed", "logs", "coals")
