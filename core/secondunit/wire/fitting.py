"""The fitting: how a plate is cut for a model, and the model's answer is joined to the plate again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from .control import Control
from .errors import OutOfRange
from .intake import Coding
from .value import dataclass

#: The widest fade of an edit into the plate, in pixels.
LARGEST_FEATHER = 4096.0
#: The parts of a fitting as they are said in words, in the order in which they are shown.
CONTROLS = (
    Control("plate_frame", "Frame of the plate", "int", help="The one frame that a model of stills sees."),
    Control("every_frame", "Every frame by itself", "bool", default=False),
    Control("feather", "Feather", "float", "px", minimum=0.0, maximum=LARGEST_FEATHER),
)
NAMES = tuple(control.name for control in CONTROLS)


@dataclass(frozen=True)
class Fitting:
    """How a plate is cut and fitted for a model; what is None is left to the task and the model.

    `plate_frame`, by the shot's numbers, is the frame that a model of single pictures works on. `every_frame`
    says whether it makes each frame by itself or one picture that is held over the shot.
    """

    #: How far an edit fades into the plate, from the matte's edge or from that of a plate that is extended.
    feather: int | float | None = field(default=None, metadata={"unit": "px"})
    plate_frame: int | None = None
    every_frame: bool | None = None
    #: How the plate's light is written in what a model sees, where it takes codes.
    coding: Coding | None = None

    def __post_init__(self) -> None:
        if self.coding is Coding.LINEAR:
            raise OutOfRange(
                "What a model takes as light is chosen with the model, not here.",
                remedy=f"Choose {Coding.SRGB.value}, {Coding.LOG.value} or {Coding.EXPOSURES.value}.",
                where="coding",
            )
        if self.feather is not None and not 0 <= self.feather <= LARGEST_FEATHER:
            raise OutOfRange(
                f"Feather is {self.feather:g} px, outside its range.",
                remedy=f"Stay within 0 to {LARGEST_FEATHER:g} px.",
                where="feather",
            )


def read_fitting(values: Mapping[str, object]) -> dict[str, object]:
    """The parts of a fitting among values, text and decimals read as a control's; raises `BadValue`."""
    read: dict[str, object] = {}
    for control in CONTROLS:
        if control.name in values:
            value = values[control.name]
            # A whole number stays as it is written, since digests are made over that.
            read[control.name] = control.read(value) if isinstance(value, (str, float)) else value
    return read


def among_controls(provider: object) -> bool:
    """Whether schemas 1 and 2 have the fitting among the controls: in a brief that a provider makes."""
    return provider not in ("onboard", "comp")
