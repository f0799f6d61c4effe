"""The curves of a continuity page as SVG: a shot's distances over the bands of the words for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secondunit.wire import Continuity, ContinuityShot, DriftScale

from .scale_notes import drifts_of, scale_of

#: The distance at the top of a curve by the usual thresholds, so that shots can be compared; what is above
#: stands there.
TOP = 0.9
#: The size of a shot's curve and of the sequence's, and the room left of it for numbers, in units of the SVG.
WIDE, HIGH, LONG, TALL, LEFT = 320, 84, 1240, 150, 32
#: How many points of each shot the sequence's curve has at most.
FEW = 24
_BANDS = ("#1f3024", "#392f1c", "#3f2220")


def runs(curve: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches of a curve without a gap: places, counted from 0, and distances."""
    run: list[tuple[int, float]] = []
    for number, value in enumerate(curve):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((number, value))
    if run:
        yield run


def shot_curve(shot: ContinuityShot, label: str) -> str:
    """A shot's curve; `label` is what a screen reader says of it, escaped."""
    drawn = _stretch(shot.curve, LEFT, WIDE - 4, HIGH, _top(shot.drift.scale))
    return _svg(WIDE, HIGH, label, drawn, shot.drift.scale)


def sequence_curve(of: Continuity, label: str) -> str:
    """Every shot of a character side by side, the farthest of several frames each; `label` as above."""
    parts = []
    count, top = max(1, len(of.shots)), _top(scale_of(drifts_of(of)))
    for number, shot in enumerate(of.shots):
        left, right = (LEFT + (LONG - LEFT - 4) * place / count for place in (number, number + 1))
        if number:
            parts.append(f'<path d="M{left:.1f} 0V{TALL}" stroke="#4a4a4a"/>')
        parts.append(_stretch(_fewer(shot.curve), left + 2, right - 2, TALL, top))
    return _svg(LONG, TALL, label, "".join(parts), scale_of(drifts_of(of)))


def _fewer(curve: Sequence[float | None]) -> list[float | None]:
    step = -(-len(curve) // FEW) or 1
    groups = (curve[first : first + step] for first in range(0, len(curve), step))
    return [max((value for value in group if value is not None), default=None) for group in groups]


def _top(scale: DriftScale) -> float:
    return max(TOP, 1.2 * scale.far)


def _y(value: float, high: int, top: float) -> float:
    return high * (1.0 - min(max(value, 0.0), top) / top)


def _stretch(curve: Sequence[float | None], left: float, right: float, high: int, top: float) -> str:
    """The lines of one shot between two places across; where nothing is said there are ticks at the foot."""
    step = (right - left) / max(1, len(curve))

    def x(number: int) -> float:
        return left + step * (number + 0.5)

    parts = []
    for run in runs(curve):
        if len(run) == 1:
            number, value = run[0]
            parts.append(
                f'<circle cx="{x(number):.1f}" cy="{_y(value, high, top):.1f}" r="2" fill="#d6d6d6"/>'
            )
        else:
            points = " ".join(f"{x(number):.1f},{_y(value, high, top):.1f}" for number, value in run)
            parts.append(f'<polyline points="{points}"/>')
    ticks = "".join(
        f"M{x(number):.1f} {high - 6}V{high}" for number, value in enumerate(curve) if value is None
    )
    if ticks:
        parts.append(f'<path d="{ticks}" stroke="#969696"/>')
    return "".join(parts)


def _svg(wide: int, high: int, label: str, drawn: str, scale: DriftScale) -> str:
    top = _top(scale)
    edges = (0.0, scale.close, scale.far, top)
    bands = "".join(
        f'<rect x="{LEFT}" width="{wide - LEFT}" y="{_y(upper, high, top):.1f}" '
        f'height="{_y(lower, high, top) - _y(upper, high, top):.1f}" fill="{color}"/>'
        for lower, upper, color in zip(edges, edges[1:], _BANDS, strict=False)
    )
    numbers = "".join(
        f'<text x="{LEFT - 5}" y="{_y(value, high, top) + 4:.1f}" text-anchor="end">{value:.2f}</text>'
        for value in (scale.close, scale.far)
    )
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{label}">{bands}{numbers}'
        f'<g fill="none" stroke="#d6d6d6" stroke-width="1.5">{drawn}</g></svg>'
    )
