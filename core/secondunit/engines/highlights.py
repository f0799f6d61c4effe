"""The plate's light above the white of what a model was shown, frame by frame: where it was, what was done.

A model of pictures has learnt light up to the white of a display. Above it the plate is rolled off, so that
the inverse gives it back; what the model paints there is not what it saw, and the take says so.
`media.coding` has the roll-off. It knows one work and its plate.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT, exposed
from secondunit.media.config import Config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.media.whole import whole_file
from secondunit.wire import Coding, Encoded, Highlights, Work

from .plate_reader import PlateReader

#: Below a take's folder, and below its work's scratch folder: the mattes, and what was counted.
FOLDER = "highlights"
CHANNELS = ("kept", "extrapolated", "lost")
#: Light within rounding of white is white.
_ABOVE = 1.0 + 1e-3


class HighlightAccount:
    """Counts and draws a work's highlights, one frame after the other.

    `encoded` is what the plate was coded with for the model, in `depth` bits.
    """

    def __init__(self, work: Work, plate: PlateReader, config: Config, encoded: Encoded, depth: int) -> None:
        self._work, self._plate, self._config = work, plate, config
        self._encoded, self._depth = encoded, depth
        self._space = config.space(work.brief.colorspace.name).name

    def add(self, frame: int, source: int, alpha: npt.NDArray[np.float32]) -> None:
        """Keep a frame's matte and counts; `source` is the plate's frame, `alpha` what the take shows.

        `alpha` is (height, width) over the brief's window.
        """
        brief = self._work.brief
        light = self._plate.picture(source).within(brief.window).pixels[..., :3]
        classes = highlight_classes(light, alpha, self._space, self._config, self._encoded, self._depth)
        counts = {name: int(classes[..., at].sum()) for at, name in enumerate(CHANNELS)}
        counts |= {"pixels": int(alpha.size)}
        facts = {**counts, "brightest": float(np.nan_to_num(light).max(initial=0.0))}
        picture = Picture.of(classes, CHANNELS, format=brief.format, at=(brief.window.x, brief.window.y))
        write_exr(_matte(Path(self._work.staging), frame), picture, depth="half", rate=brief.rate)
        place = Path(self._work.scratch) / FOLDER / f"{frame}.json"
        with whole_file(place) as temporary:
            temporary.write_text(json.dumps(facts), "ascii")


def highlight_classes(
    light: npt.NDArray[np.floating], alpha: npt.NDArray[np.floating], space: str, config: Config,
    encoded: Encoded, depth: int,
) -> npt.NDArray[np.float32]:  # fmt: skip
    """(height, width, 3) of `CHANNELS`, each 0 or 1, of light in `space` and what of it the take shows.

    Brighter than white is a pixel with any channel above 1 in the model's own space, after exposure.
    """
    peak = exposed(light, space, config, encoded).max(axis=-1)
    beyond = peak > _ABOVE
    # Floats hold everything; whole codes end at the white of the roll-off.
    over = np.zeros_like(beyond) if depth == FLOAT else peak > encoded.white * _ABOVE
    shown = alpha > 0
    classes = np.stack([beyond & ~shown, beyond & shown & ~over, beyond & shown & over], axis=-1)
    return classes.astype(np.float32)


def is_counted(encoded: Encoded | None) -> bool:
    """Whether there is a white that a model was shown: what travels as light has none."""
    return encoded is not None and encoded.coding is not Coding.LINEAR


def highlights_of(work: Work, encoded: Encoded, frames: Iterable[int]) -> Highlights | None:
    """What all frames come to; None where nothing was counted. Mattes that show nothing are taken away."""
    counted = []
    for frame in frames:
        try:
            place = Path(work.scratch) / FOLDER / f"{frame}.json"
            counted.append(json.loads(place.read_text("ascii")))
        except (OSError, ValueError):
            return None
    total = sum(count["pixels"] for count in counted)
    if not total:
        return None
    shares = {name: sum(count[name] for count in counted) / total for name in CHANNELS}
    beyond = sum(shares.values())
    staging = Path(work.staging)
    if not beyond:
        shutil.rmtree(staging / FOLDER, ignore_errors=True)
    return Highlights(
        beyond=beyond,
        **shares,
        brightest=max(count["brightest"] for count in counted),
        white=1.0 / encoded.exposure,
        matte=f"{FOLDER}/{FOLDER}.%04d.exr" if beyond else "",
    )


def highlights_remark(found: Highlights) -> str:
    """What became of it, in a sentence; empty where nothing was brighter."""
    if not found.beyond:
        return ""
    parts = [
        f"{share_text(share)} {words}"
        for share, words in (
            (found.kept, "kept from the plate"),
            (found.extrapolated, "extrapolated from what the model painted"),
            (found.lost, "lost"),
        )
        if share
    ]
    return (
        f"{share_text(found.beyond)} of the plate is brighter than the white that the model saw "
        f"({found.white:.3g}, up to {found.brightest:.3g}): {', '.join(parts)}."
    )


def share_text(share: float) -> str:
    """`0.32 %`; never 0 for what is there."""
    return f"{max(100 * share, 0.01):.2g} %"


def _matte(staging: Path, frame: int) -> Path:
    return staging / FOLDER / f"{FOLDER}.{frame:04d}.exr"
