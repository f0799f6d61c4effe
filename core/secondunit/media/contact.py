"""Contact sheets: some frames of an element in a grid, numbered, on one or more grounds.

The first look at a take. It reads one frame at a time and keeps only the small pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from PIL import Image

from ..wire.errors import BadColor
from . import label
from .config import Config
from .picture import RGB, RGBA, Picture
from .preview import Ground, preview, write_png
from .sequence import Sequence
from .still import read_still

_PAPER = (24, 24, 24)
_GAP = 8


def contact_sheet(
    path: Path | str,
    element: Sequence,
    colorspace: str,
    config: Config,
    *,
    grounds: Iterable[str] = ("grey",),
    plate: Sequence | None = None,
    frames: int = 12,
    columns: int = 4,
    cell: int = 480,
    title: str = "",
    view: str = "",
) -> Path:
    """Write a PNG with `frames` frames spread evenly over `element`, once for each of `grounds`.

    A ground is `black`, `white`, `grey`, `checker`, or `plate`, which needs `plate` with the same frame
    numbers (a still plate stands for all). `cell` is the width of a picture in pixels. Raises
    `MissingFrames` for the element or the plate, and what `read_exr` and `preview` raise.
    """
    element = element.require()
    grounds = tuple(grounds)
    picks = spread(element.frames, frames)
    if plate is not None and "plate" in grounds:
        plate = plate.require(picks)
    cells: list[tuple[str, int, Image.Image]] = []
    for frame in picks:
        picture = colors_of(element.path(frame))
        behind = colors_of(plate.path(frame)) if plate and "plate" in grounds else None
        for name in grounds:
            ground = behind if name == "plate" and behind else name
            thumbnail = preview(
                picture, colorspace, config, ground=_ground(ground), width=cell, height=cell, view=view
            )
            cells.append((name, frame, Image.fromarray(thumbnail)))
    # All frames on the first ground, then all on the next.
    cells.sort(key=lambda item: grounds.index(item[0]))
    return write_png(path, _sheet(cells, columns, title or element.printf().rpartition("/")[2]))


def spread(frames: tuple[int, ...], count: int) -> tuple[int, ...]:
    """`count` of `frames` at even distances, the first and the last among them."""
    if len(frames) <= count:
        return frames
    if count < 2:
        return frames[len(frames) // 2 :][:1]
    return tuple(frames[round(index * (len(frames) - 1) / (count - 1))] for index in range(count))


def colors_of(path: Path, part: str = "") -> Picture:
    """The colour and alpha of a frame's unnamed layer, or its first layer that has colour, or all it has."""
    picture = read_still(path, part=part)
    names = color_names(picture.channels)
    if names:
        colors = picture.select(names)
        return replace(colors, channels=(RGBA if len(names) == len(RGBA) else RGB))
    first = picture.select(picture.channels[:1])
    return replace(first, channels=("A",) if first.has_alpha else ("Y",))


def color_names(channels: tuple[str, ...]) -> tuple[str, ...]:
    """R, G, B (and A) of the first layer of `channels` with colour, by their names there; may be empty."""
    for layer in dict.fromkeys(name.rpartition(".")[0] for name in channels):
        prefix = f"{layer}." if layer else ""
        names = tuple(prefix + name for name in RGBA if prefix + name in channels)
        if len(names) >= len(RGB):
            return names
    return ()


def _ground(ground: str | Picture) -> Ground:
    if isinstance(ground, Picture):
        return ground
    if ground not in ("black", "white", "grey", "checker"):
        raise BadColor(
            f"There is nothing to lay the element on that is called {ground[:40]!r}.",
            remedy="Choose black, white, grey or checker, or plate and name one.",
        )
    return ground  # type: ignore[return-value]


def _sheet(cells: list[tuple[str, int, Image.Image]], columns: int, title: str) -> Image.Image:
    """Rows of cells with the frame number under each and the ground's name in front of its rows."""
    wide = max(image.width for _, _, image in cells)
    high = max(image.height for _, _, image in cells)
    columns = min(columns, max(len(list(group)) for _, group in groupby(cells, key=lambda item: item[0])))
    text = max(12, min(28, wide // 22))
    line, head = text + 2 * _GAP, round(text * 1.3) + 2 * _GAP
    bands = [(name, list(group)) for name, group in groupby(cells, key=lambda item: item[0])]
    rows = sum(-(-len(group) // columns) for _, group in bands)
    size = (
        columns * (wide + _GAP) + _GAP,
        head + rows * (high + line) + (len(bands) * line if len(bands) > 1 else 0) + _GAP,
    )
    sheet = Image.new("RGB", size, _PAPER)
    label.draw(sheet, title, (_GAP, head // 2), round(text * 1.3), ink=225, width=size[0] - 2 * _GAP)
    top = head
    for name, group in bands:
        if len(bands) > 1:
            label.draw(sheet, f"on {name}", (_GAP, top + line // 2), text, ink=150)
            top += line
        for index, (_, frame, image) in enumerate(group):
            row, column = divmod(index, columns)
            x, y = _GAP + column * (wide + _GAP), top + row * (high + line)
            sheet.paste(image, (x + (wide - image.width) // 2, y + (high - image.height) // 2))
            label.draw(sheet, str(frame), (x, y + high + line // 2), text, ink=190)
        top += -(-len(group) // columns) * (high + line)
    return sheet
