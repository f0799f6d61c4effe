"""The comp check of a take that is there: its figures, measured now where nobody measured, and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from secondunit.engines.check import checked, edits
from secondunit.engines.check.frames import opened
from secondunit.engines.check.page import page
from secondunit.engines.check.pictures import pictures
from secondunit.media.config import Config, open_config
from secondunit.media.display import plain_view, views
from secondunit.wire import Brief, CheckLight, CompCheck, Take
from secondunit.wire.errors import NotFound, SecondUnitError
from secondunit.wire.footage import is_movie

from .inside import require_inside


def check_of(take: Take, brief: Brief, root: Path, config: str) -> CompCheck:
    """The figures of a take as they were delivered with it, else measured from its files.

    `root` is what they lie below, `config` the show's. Raises `NotFound` for a take without pictures, and
    what reading them, the plate and the matte raises.
    """
    if take.check is not None:
        return take.check
    _require_pictures(take)
    return checked(
        brief,
        take.settings,
        _files(take, root),
        _config(take, config),
        passes=take.layer("passes") is not None,
    )


def check_page(take: Take, brief: Brief, root: Path, config: str) -> str:
    """The page of a take's check, of its plate too where that is still there; raises as `check_of` does."""
    _require_pictures(take)
    check, own = check_of(take, brief, root, config), _config(take, config)
    frame, view, remark = shown_frame(check, take), _view(brief, own), ""
    try:
        return _page(take, brief, check, _files(take, root), own, frame, view, remark)
    except SecondUnitError as error:
        if brief.plate is None:
            raise
        remark = f"It is shown without its plate: {error.problem.message}"
    alone = replace(brief, plate=None)
    return _page(take, alone, check, _files(take, root), own, frame, view, remark)


def shown_frame(check: CompCheck, take: Take) -> int:
    """The frame in which the worst figure is seen, else the one in which most is there."""
    for light in (CheckLight.RED, CheckLight.AMBER):
        for figure in check.figures:
            if figure.light is light and figure.frame is not None:
                return figure.frame
    seen = [(light + cover, -frame) for frame, light, cover in zip(
        check.frames, check.luminance, check.alpha, strict=True,
    )]  # fmt: skip
    return -max(seen)[1] if seen else take.frames.first


def _page(
    take: Take, brief: Brief, check: CompCheck, files: Callable[[str, int], Path], config: Config, frame: int,
    view: str, remark: str,
) -> str:  # fmt: skip
    passes = take.layer("passes") is not None
    with opened(brief, take.settings, files, config, passes=passes) as frames:
        return page(take, check, pictures(frames, frame, config, view, edit=edits(brief)), remark)


def _files(take: Take, root: Path) -> Callable[[str, int], Path]:
    patterns = {layer.name: layer.path for layer in take.layers}
    return lambda layer, frame: require_inside(Path(take.folder, patterns[layer] % frame), root)


def _config(take: Take, config: str) -> Config:
    return open_config(take.colorspace.config or config)


def _view(brief: Brief, config: Config) -> str:
    plate = brief.plate
    if plate is None:
        return ""
    if plate.view in views(config):
        return plate.view
    return plain_view(config) if is_movie(plate.path) and not plate.colorspace.name else ""


def _require_pictures(take: Take) -> None:
    if take.layer("beauty") is None:
        raise NotFound(f"{take.label} has no pictures that could be checked.")
