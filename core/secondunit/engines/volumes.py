"""An element's body as a layer of its take: OpenVDB, z up, colours in the take's own space.

Reading what a file says of itself loads nothing of what made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from secondunit.media.color import conversion
from secondunit.media.config import Config
from secondunit.media.vdb import Grid, read_facts, write_vdb
from secondunit.wire import TakeVolume, decode, encode
from secondunit.wire.errors import BadValue, DamagedPicture

if TYPE_CHECKING:
    from secondunit.elements.kind import Body, BodyField

Color = tuple[float, float, float]
#: What a file says of itself, and the names of its fields.
VolumeFacts = tuple[TakeVolume, tuple[str, ...]]
#: What a file says of itself: what the take's volume is, and its fields.
_VOLUME, _GRIDS = "volume", "grids"


def write_volume(path: Path, body: Body, working: str, space: str, config: Config) -> None:
    """Write a body whose colours are in the space `working`; raises `DiskFull`, `NoRights`."""

    def converted(color: Color) -> Color:
        pixel = np.array([[color]], np.float32)
        red, green, blue = conversion(working, space, config).apply(pixel, premultiplied=False)[0, 0].tolist()
        return red, green, blue

    glow, black = converted(body.glow), converted(body.black)
    red, green, blue = (max(one, 0.0) / max(other, 1e-3) for one, other in zip(glow, black, strict=True))
    volume = TakeVolume(
        *body.foot, body.extinction, converted(body.albedo), body.forward, body.shine,
        (red, green, blue), body.mired,
    )  # fmt: skip
    facts = {_VOLUME: encode(volume), _GRIDS: [field.name for field in body.fields]}
    write_vdb(path, [_grid(field) for field in body.fields], facts)


def read_volume(path: Path) -> VolumeFacts:
    """What a file says of itself, and its fields' names; raises `DamagedPicture` where it is not whole."""
    facts = read_facts(path)
    try:
        return decode(TakeVolume, facts[_VOLUME]), decode(tuple[str, ...], facts[_GRIDS])
    except (KeyError, BadValue):
        raise DamagedPicture(
            f"{path.name} is no volume of a take.", remedy="Retry the job.", where=str(path)
        ) from None


def volume_of(facts: Iterable[VolumeFacts]) -> VolumeFacts:
    """What the frames of a take say together: what the first one says in which anything is."""
    every = list(facts)
    return next((fact for fact in every if fact[1]), every[0])


def _grid(field: BodyField) -> Grid:
    """From y up and z toward the camera, by (z, y, x), to z up and y away, by (x, y, z)."""
    values = np.moveaxis(field.values[::-1], (2, 0, 1), (0, 1, 2))
    if values.ndim == 4:
        values = np.stack([values[..., 0], -values[..., 2], values[..., 1]], axis=-1)
    x, y, z = field.corner
    return Grid(field.name, values, field.cell, (x, -z - field.values.shape[0] * field.cell, y))
