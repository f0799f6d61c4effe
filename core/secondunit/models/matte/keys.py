"""Keys: mattes computed from a plate's brightness, its colour, or its difference to a clean plate.

Each is a method without weights: its controls are its whole recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from secondunit.media.coding import FLOAT, encode
from secondunit.models.method import Coverage, Footage, MethodCost, Pixels
from secondunit.models.offer import FRAMES, offered
from secondunit.models.weights.table import Weights
from secondunit.wire import (
    Capability,
    Control,
    Task,
)
from secondunit.wire.errors import NothingSelected, OutOfRange

from .cut_out import cut_out
from .luminance import luminance
from .screen import Screen, screen_of

#: The role of the reference that a difference is taken to.
CLEAN_PLATE = "clean_plate"
#: Processor seconds for a million pixels, of the slowest of the three as measured at 1080p; bytes of memory
#: for a pixel, and of the process.
SECONDS, MEMORY, PROCESS = 0.4, 100, 200_000_000


def _level(name: str, label: str, default: float, help: str, most: float = 4.0) -> Control:
    return Control(name, label, default=default, minimum=-most, maximum=most, step=0.01, help=help)


def _ramp(values: Pixels, low: float, high: float) -> Coverage:
    """0 up to `low`, 1 from `high` on, straight between."""
    if high <= low:
        raise OutOfRange(
            f"Where the matte ends ({low:g}) is not below where it is whole ({high:g}).",
            remedy="Set the upper value above the lower one.",
            where="controls.high",
        )
    part = (values - np.float32(low)) / np.float32(high - low)
    return np.asarray(np.clip(part, 0.0, 1.0), np.float32)


@dataclass(frozen=True)
class _Key:
    """What the three keys have in common."""

    #: Raised whenever the same plate gives other pixels.
    version = 1
    marks: Sequence[str] = ()
    needs: Sequence[Weights] = ()

    def cost(self, width: int, height: int) -> MethodCost:
        """What a frame takes, as it was measured."""
        return MethodCost(width * height / 1e6 * SECONDS, width * height * MEMORY + PROCESS)

    def _capability(self, model: str, label: str, *controls: Control, references: int = 0) -> Capability:
        intake = replace(FRAMES, reference_roles=(CLEAN_PLATE,)) if references else FRAMES
        return offered(model, label, Task.MATTE, controls=controls, intake=intake, made_by="keyed")


@dataclass(frozen=True)
class LuminanceKey(_Key):
    """A matte of what is bright."""

    @property
    def capability(self) -> Capability:
        """Two levels of luminance and which side is kept."""
        return self._capability(
            "luma_key",
            "Key by brightness",
            _level("low", "Nothing up to", 0.2, "Luminance, scene-linear: the matte is 0 up to it", 64.0),
            _level("high", "Whole from", 0.6, "Luminance, scene-linear: the matte is 1 from it on", 64.0),
            Control("invert", "Keep what is dark", "bool", default=False),
        )

    def load(self, footage: Footage) -> _KeyWorker:
        """Ready at once."""
        low, high = (float(footage.settings[name]) for name in ("low", "high"))
        invert = bool(footage.settings["invert"])

        def alpha(frame: int, picture: Pixels) -> Coverage:
            cover = _ramp(luminance(picture, footage.space, footage.config), low, high)
            return np.float32(1.0) - cover if invert else cover

        _ramp(np.zeros((1, 1), np.float32), low, high)
        return _KeyWorker(footage, alpha)


@dataclass(frozen=True)
class DifferenceKey(_Key):
    """A matte of what a clean plate does not show."""

    @property
    def capability(self) -> Capability:
        """Two distances, in the coding that the plate is seen in."""
        return self._capability(
            "difference_key",
            "Key by difference to a clean plate",
            _level("low", "Nothing up to", 0.04, "Difference as it is seen: the matte is 0 up to it", 1.0),
            _level("high", "Whole from", 0.12, "Difference as it is seen: the matte is 1 from it on", 1.0),
            references=1,
        )

    def load(self, footage: Footage) -> _KeyWorker:
        """Ready at once; raises `NothingSelected` without a clean plate."""
        background = footage.background
        if background is None:
            raise NothingSelected(
                "There is no clean plate to compare with.",
                remedy=f"Add a picture of the set without it, as the reference {CLEAN_PLATE}.",
                where="references",
            )
        low, high = (float(footage.settings[name]) for name in ("low", "high"))
        _ramp(np.zeros((1, 1), np.float32), low, high)

        def coded(picture: Pixels) -> Pixels:
            space, config, encoded = footage.space, footage.config, footage.encoded
            return np.asarray(encode(picture, space, config, encoded, FLOAT), np.float32)

        def alpha(frame: int, picture: Pixels) -> Coverage:
            behind = background(frame)
            if behind.shape != picture.shape:
                raise OutOfRange(
                    f"The clean plate is {behind.shape[1]} x {behind.shape[0]}, the plate "
                    f"{picture.shape[1]} x {picture.shape[0]}.",
                    remedy="Give one of the plate's own size.",
                    where="references",
                )
            return _ramp(np.abs(coded(picture) - coded(behind)).max(axis=2), low, high)

        return _KeyWorker(footage, alpha, background)


@dataclass(frozen=True)
class ColourKey(_Key):
    """A matte of what is not the colour of a screen, with the screen's light taken out of the edge."""

    @property
    def capability(self) -> Capability:
        """Which screen, two levels, and how much of its spill goes."""
        return self._capability(
            "colour_key",
            "Key by a screen's colour",
            Control("screen", "Screen", "choice", default="found", choices=("found", "green", "blue", "red"),
                    help="Its colour; found: green or blue, whichever the plate has more of"),
            _level("low", "Nothing up to", 0.1, "Part of what is not screen: the matte is 0 up to it", 1.0),
            _level("high", "Whole from", 0.9, "Part of what is not screen: the matte is 1 from it on", 1.0),
            Control("despill", "Spill taken out", default=1.0, minimum=0.0, maximum=1.0, step=0.01,
                    help="How much of the screen's light on what is in front is taken out"),
        )  # fmt: skip

    def load(self, footage: Footage) -> _ScreenWorker:
        """Look for the screen in three frames; raises `OutOfRange` where there is none."""
        low, high = (float(footage.settings[name]) for name in ("low", "high"))
        _ramp(np.zeros((1, 1), np.float32), low, high)
        frames = footage.frames
        looks = dict.fromkeys((frames.first, (frames.first + frames.last) // 2, frames.last))
        screen = screen_of([footage.picture(frame) for frame in looks], str(footage.settings["screen"]))
        return _ScreenWorker(footage, screen, low, high, float(footage.settings["despill"]))


class _KeyWorker:
    """Cuts a plate out by an alpha that is computed from it."""

    remarks: Sequence[str] = ()

    def __init__(self, footage: Footage, alpha: object, background: object = None) -> None:
        self._footage, self._alpha, self._background = footage, alpha, background

    def frame(self, frame: int) -> Pixels:
        """A frame cut out."""
        picture = self._footage.picture(frame)
        return cut_out(picture, self._alpha(frame, picture))  # type: ignore[operator]


class _ScreenWorker:
    """Cuts a plate out of a screen."""

    remarks: Sequence[str] = ()

    def __init__(self, footage: Footage, screen: Screen, low: float, high: float, despill: float) -> None:
        self._footage, self._screen = footage, screen
        self._low, self._high, self._despill = low, high, despill

    def frame(self, frame: int) -> Pixels:
        """A frame without the screen and, as far as is asked, its light."""
        picture = self._footage.picture(frame)
        alpha = _ramp(np.float32(1.0) - self._screen.share(picture), self._low, self._high)
        return self._screen.taken_out(picture, alpha, self._despill)
