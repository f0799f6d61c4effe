"""What Luma's models are offered for: each kind of generation with what it takes and gives.

One table; its numbers are those of `facts`. Luma is asked for a shape and a resolution, not for pixels: the
sizes here are of those shapes, and what comes back may have other pixels of the same shape. It knows no call
and no key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from secondunit.wire import Control, Form, Intake, Need, Rate, Size, Task
from secondunit.wire.plate import KEY_FRAME

from .controls import edit_controls
from .facts import (
    CLIPS,
    EXR_SPACE,
    HDR_RESOLUTIONS,
    KEY_FRAMES,
    LONGEST_EDIT,
    LONGEST_REFRAME,
    LOOPS,
    MOVIE_SHAPES,
    PICTURE_SHAPES,
    REFERENCES,
)
from .facts import RESOLUTIONS as _RESOLUTIONS

PICTURES = ("uni-1", "uni-1-max")
MOVIES = ("ray-3.2",)
ASPECTS = PICTURE_SHAPES.value
MOVIE_ASPECTS = MOVIE_SHAPES.value
RESOLUTIONS = _RESOLUTIONS.value
STRENGTHS = ("adhere_1", "adhere_2", "adhere_3", "flex_1", "flex_2", "flex_3",
             "reimagine_1", "reimagine_2", "reimagine_3")  # fmt: skip
#: The frame rate of every movie it makes, and so of those that are sent.
RATE = Rate(24)
#: How many pixels of its own it may set around a movie, on each side.
MOST_MARGIN = 1024
BY_SIZE, AUTO = "by the size", "by itself"


@dataclass(frozen=True)
class LumaModel:
    """One model for one task; `kind` is what the service calls it, `price` the end of its setting's name."""

    model: str
    task: Task
    kind: str
    intake: Intake
    references: int = 0
    controls: tuple[Control, ...] = ()
    price: str = ""

    @property
    def movie(self) -> bool:
        """Whether a movie comes of it, which is paid by the second."""
        return self.kind.startswith("video")


def resolution_of(width: int, height: int) -> str:
    """The resolution nearest above a size, by its shorter side; upright and large there is no 1080p."""
    short = min(width, height)
    return next((f"{side}p" for side in (540, 720) if short <= side), "720p" if height > width else "1080p")


def shape_of(width: int, height: int, shapes: tuple[str, ...], within: float = 0.005) -> str | None:
    """The shape that a size has, to half a percent; None where it has none of them."""
    if width < 1 or height < 1:
        return None

    def off(shape: str) -> float:
        wide, high = map(int, shape.split(":"))
        return abs(width / height / (wide / high) - 1.0)

    best = min(shapes, key=off)
    return best if off(best) <= within else None


def _picture_size(shape: str) -> Size:
    """About two megapixels of a shape, exactly of it."""
    wide, high = map(int, shape.split(":"))
    unit = max(8, round(sqrt(2e6 / (wide * high)) / 8) * 8)
    return Size(wide * unit, high * unit)


def _movie_sizes() -> tuple[Size, ...]:
    sizes = []
    for shape in MOVIE_ASPECTS:
        wide, high = map(int, shape.split(":"))
        for short in (540, 720, 1080) if wide >= high else (540, 720):
            sizes.append(Size(short * max(wide, high) // min(wide, high), short))
            if wide < high:
                sizes[-1] = Size(sizes[-1].height, sizes[-1].width)
    return tuple(sizes)


_RESOLUTION = Control(
    "resolution", "Resolution", "choice", default=BY_SIZE, choices=(BY_SIZE, *RESOLUTIONS),
    help="360p is a quick and cheap draft.",
)  # fmt: skip
_EXR = Control(
    "exr", "HDR, with EXR", "bool", default=False,
    help=f"Where the account has HDR; {' or '.join(HDR_RESOLUTIONS.value)}, and dearer.",
)  # fmt: skip
_LOOP = Control(
    "loop", "Loop", "bool", default=False,
    help=f"It ends as it begins: {LOOPS.value} s, without HDR and key frames.",
)  # fmt: skip
_STRENGTH = Control(
    "strength", "Keeps to the plate", "choice", default=AUTO, choices=(AUTO, *STRENGTHS),
    help="adhere_1 changes least, reimagine_3 most.",
)  # fmt: skip
_ANCHORS = ("first_frame", "last_frame", KEY_FRAME)

_NEW = Intake(sizes=tuple(map(_picture_size, ASPECTS)), most_bytes=50_000_000)
_EDITED = Intake(Need.REQUIRED, Form.STILL, least_side=256, most_side=8000, most_bytes=50_000_000)
_CLIP_FRAMES = tuple(seconds * RATE.numerator for seconds in CLIPS.value)
# What may come with EXR beside its movie gives frames: they are read first, and the movie where none are.
_CLIP = Intake(
    Need.OPTIONAL, Form.STILL, sizes=_movie_sizes(), rates=(RATE,), clips=_CLIP_FRAMES,
    most_frames=_CLIP_FRAMES[-1], most_bytes=50_000_000, result=Form.FRAMES, result_space=EXR_SPACE.value,
    reference_roles=_ANCHORS[1:],
)  # fmt: skip
_FOOTAGE = Intake(
    Need.REQUIRED, Form.MOVIE, least_side=256, most_side=1920, multiple=8, rates=(RATE,), least_frames=24,
    most_frames=LONGEST_EDIT.value * RATE.numerator, most_bytes=200_000_000, result=Form.FRAMES,
    result_space=EXR_SPACE.value, reference_roles=_ANCHORS,
)  # fmt: skip
# A reframed movie has one of the shapes; what is sent is set into it.
_REFRAMED = replace(
    _FOOTAGE, sizes=_movie_sizes(), result=Form.MOVIE, margin=MOST_MARGIN, reference_roles=(),
    most_frames=LONGEST_REFRAME.value * RATE.numerator,
)  # fmt: skip

OFFERS = (
    *(LumaModel(model, Task.IMAGE, "image", _NEW, REFERENCES.value[0]) for model in PICTURES),
    *(
        LumaModel(model, Task.RESTYLE, "image_edit", _EDITED, REFERENCES.value[1], price=".edit")
        for model in PICTURES
    ),
    LumaModel("ray-3.2", Task.VIDEO, "video", _CLIP, KEY_FRAMES.value, (_RESOLUTION, _LOOP, _EXR)),
    LumaModel(
        "ray-3.2",
        Task.RESTYLE,
        "video_edit",
        _FOOTAGE,
        KEY_FRAMES.value,
        (_RESOLUTION, _STRENGTH, *edit_controls(), _EXR),
        ".edit",
    ),
    LumaModel("ray-3.2", Task.EXTEND, "video_reframe", _REFRAMED, 0, (_RESOLUTION,), ".reframe"),
)
