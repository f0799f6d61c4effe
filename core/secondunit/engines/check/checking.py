"""A take checked: every frame read once for what must hold in all of them, some again for the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from secondunit.media.config import Config
from secondunit.media.contact import spread
from secondunit.wire import (
    Brief,
    CheckFigure,
    CheckLight,
    CheckSubject,
    CompCheck,
    FrozenMap,
    Scalar,
    Task,
)

from .flicker import flicker
from .frames import CheckedFrames, luminance, opened
from .fringe import fringe
from .grain import grain
from .layout import in_format, layout_figure, layout_of
from .levels import levels
from .numbers import NumberCount
from .outside import OutsideCount

#: How many frames are looked at for edges and levels, and the most points of a curve.
LOOKS, POINTS = 4, 480
#: Tasks that make a part of a plate anew, and those that make something with an edge of its own.
_EDITS = (Task.INPAINT, Task.RESTYLE, Task.EXTEND)
_EDGED = (Task.ELEMENT, Task.MATTE, Task.IMAGE, Task.VIDEO)
#: Frames whose alpha or light is less, as a mean, show nothing.
_NOTHING = 1e-6


def edits(brief: Brief) -> bool:
    """Whether a take is a part of its plate made anew, and not something laid over it."""
    return brief.task in _EDITS and brief.plate is not None


def checked(
    brief: Brief,
    settings: FrozenMap[Scalar],
    files: Callable[[str, int], Path],
    config: Config,
    *,
    passes: bool = False,
    tell: Callable[[float], None] = lambda done: None,
) -> CompCheck:
    """The comp check of a take of `brief`, whose frame of a layer lies in `files(layer, frame)`.

    `tell` hears how much is done, 0 to 1. Raises what reading its frames, its plate or its matte raises.
    """
    edit = edits(brief)
    outside, numbers = OutsideCount(), NumberCount()
    curve: dict[int, tuple[float, float]] = {}
    layout = layout_of(brief)
    keeps: dict[int, float] = {}
    with opened(brief, settings, files, config, passes=passes) as frames:
        for count, frame in enumerate(brief.frames, 1):
            beauty = frames.beauty(frame)
            numbers.add(frame, beauty)
            if edit:
                outside.add(frames, frame, beauty)
            if layout is not None:
                found = layout.agreement(frame, in_format(brief, beauty))
                keeps |= {} if found is None else {frame: found}
            light, cover = (
                beauty[..., :3].mean(axis=(0, 1), dtype="float64"),
                beauty[..., 3].mean(dtype="float64"),
            )
            curve[frame] = (_finite(float(luminance(light[None, None])[0, 0])), _finite(float(cover)))
            tell(0.7 * count / len(brief.frames))
        lit = [frame for frame, (light, cover) in curve.items() if max(light, cover) > _NOTHING]
        looked = spread(tuple(lit), LOOKS) if lit else ()
        figures = [outside.figure()] if edit else []
        if brief.task in _EDGED and looked:
            figures.append(fringe(frames, looked))
        tell(0.8)
        if edit and looked:
            figures.append(grain(frames))
        numbered = tuple(curve)
        lights, covers = zip(*curve.values(), strict=True)
        figures.append(_followed(frames, flicker(numbered, lights, covers, edit=edit)))
        if (edit or brief.kind) and looked:
            figures.append(levels(frames, looked, edit=edit))
        figures.append(numbers.figure())
        if layout is not None and keeps:
            figures.append(layout_figure(layout.guide, tuple(keeps), tuple(keeps.values())))
    points = spread(numbered, POINTS)
    return CompCheck(
        tuple(figures), points, tuple(_short(curve[frame][0]) for frame in points),
        tuple(_short(curve[frame][1]) for frame in points),
        tuple(_short(keeps.get(frame, 1.0)) for frame in points) if keeps else (),
    )  # fmt: skip


def _followed(frames: CheckedFrames, figure: CheckFigure) -> CheckFigure:
    """A jump that the plate makes too is the plate's: a lamp, a flash."""
    at, shot = figure.frame, frames.brief.frames
    if figure.light is not CheckLight.AMBER or at is None or not edits(frames.brief):
        return figure
    means = []
    for frame in (at - 1, at, at + 1):
        behind = frames.behind(frame) if frame in shot else None
        if behind is None:
            return figure
        means.append(float(luminance(behind).mean()))
    change = 100 * (means[1] / max((means[0] + means[2]) / 2, 1e-6) - 1.0)
    if change * figure.value > 0 and abs(change) >= abs(figure.value) / 2:
        return CheckFigure(
            CheckSubject.FLICKER, CheckLight.GREEN, f"It jumps in frame {at} as the plate does.", frame=at
        )
    return figure


def _finite(value: float) -> float:
    return value if abs(value) < 1e9 else 0.0


def _short(value: float) -> float:
    """Four digits: a curve is looked at."""
    return float(f"{value:.4g}")
