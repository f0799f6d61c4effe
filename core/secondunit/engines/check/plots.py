"""The curves of a comp check as SVG: brightness and cover, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence

#: The size of a plot and the room left of and below its curve, in pixels.
WIDE, HIGH, LEFT, BELOW = 1252, 150, 58, 24


def curve(frames: Sequence[int], values: Sequence[float], mark: int | None, color: str) -> str:
    """One curve from 0 up, with its numbers; a frame that jumps is marked."""
    top = max([*values, 1e-6]) * 1.08
    first, last = frames[0], frames[-1]

    def x(frame: int) -> float:
        return LEFT + (WIDE - LEFT - 8) * ((frame - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return 8 + (HIGH - BELOW - 8) * (1.0 - max(value, 0.0) / top)

    points = " ".join(f"{x(frame):.1f},{y(value):.1f}" for frame, value in zip(frames, values, strict=True))
    lines = "".join(
        f'<line x1="{LEFT}" x2="{WIDE - 8}" y1="{y(level):.1f}" y2="{y(level):.1f}" stroke="#333"/>'
        f'<text x="{LEFT - 8}" y="{y(level) + 4:.1f}" text-anchor="end">{level:.3g}</text>'
        for level in (0.0, top / 2.16, top / 1.08)
    )
    shape = f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.5"/>'
    if len(frames) == 1:
        shape = f'<circle cx="{x(first):.1f}" cy="{y(values[0]):.1f}" r="3" fill="{color}"/>'
    marked = ""
    if mark is not None and mark in frames:
        place = x(mark)
        marked = (
            f'<line x1="{place:.1f}" x2="{place:.1f}" y1="8" y2="{HIGH - BELOW}" stroke="#e8aa3c"/>'
            f'<text x="{place + 4:.1f}" y="18" fill="#e8aa3c">{mark}</text>'
        )
    ends = (
        f'<text x="{LEFT}" y="{HIGH - 6}">{first}</text>'
        f'<text x="{WIDE - 8}" y="{HIGH - 6}" text-anchor="end">{last if last > first else ""}</text>'
    )
    return f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img">{lines}{shape}{marked}{ends}</svg>'
