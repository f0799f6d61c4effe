"""The drawn mattes of shows: below each show's root, and nowhere else."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from secondunit.engines.drawn_mattes import (
    FOLDER,
    drawn_coverage,
    list_drawn_mattes,
    open_drawn_matte,
    write_drawn_matte,
)
from secondunit.wire import MatteFiles, MatteLook, MatteWish, OpenedMatte, Window, WrittenMatte, check_name
from secondunit.wire.errors import NotFound, OutOfRange

from .inside import require_inside
from .shows import Shows

#: The most pixels of one picture of a drawing.
MOST_PIXELS = 16 << 20


@dataclass(frozen=True)
class DrawnMattes:
    """What is drawn, written and opened again for one user."""

    shows: Shows

    def write(self, wish: MatteWish, user: str = "") -> WrittenMatte:
        """Write a drawing as the next version of its name; raises as `write_drawn_matte`, `OutsideShow`."""
        root = Path(self.shows.find(wish.show).root)
        require_inside(root / wish.shot / FOLDER / wish.name, root)
        return write_drawn_matte(root / wish.shot, wish, user)

    def of_shot(self, show: str, shot: str) -> tuple[WrittenMatte, ...]:
        """The drawn mattes of a shot by name, the newest version of each first; raises `OutsideShow`."""
        check_name("shot", shot)
        root = Path(self.shows.find(show).root)
        require_inside(root / shot / FOLDER, root)
        return list_drawn_mattes(root / shot)

    def open(self, files: MatteFiles) -> OpenedMatte:
        """A drawing by its files; raises as `open_drawn_matte`, `OutsideShow` for what is not its show's."""
        root = Path(self.shows.find(files.show).root)
        path = Path(files.path)
        if not path.is_absolute() or not path.is_relative_to(root):
            raise NotFound("This matte was not drawn in this show.", where=files.path)
        require_inside(path.parent, root)
        return open_drawn_matte(files.path, unread=files.unread)


def matte_png(look: MatteLook) -> bytes:
    """A drawing at a frame as a grey PNG: its coverage, 0 to 255; raises `OutOfRange` for a part outside."""
    format = look.drawing.format
    crop = look.crop or format.window
    inside = crop.intersection(format.window)
    if inside != crop:
        raise OutOfRange(f"{crop} lies outside of the picture.", where="crop")
    scale = min(1.0, look.width / crop.width, (MOST_PIXELS / (crop.width * crop.height)) ** 0.5)
    window = crop
    if scale < 1.0:
        size = max(1, round(crop.width * scale)), max(1, round(crop.height * scale))
        window = Window(round(crop.x * scale), round(crop.y * scale), *size)
    cover = drawn_coverage(look.drawing, look.frame, window, scale)
    codes = (cover * 255.0 + 0.5).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(codes).save(out, "PNG", compress_level=1)
    return out.getvalue()
