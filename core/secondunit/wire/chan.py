"""A camera from `.chan` text, as Nuke, Blender and matchmove programs write it.

A line a frame: the frame, the place along x, y and z in the scene's units, degrees about x, y and z, and in
most files the vertical field of view in degrees. Foundry's *Camera* reference has *import chan file* and
*export chan file*; the order of the rotations is the camera's own, ZXY unless an artist changed it, and the
field of view is that of the vertical aperture. Blender's *Nuke Animation (chan)* add-on writes the same
columns, in an order and with an aperture of its artist's choice, and no field of view for what is no camera.
"""

from __future__ import annotations

from math import isfinite, radians, tan
from pathlib import Path

from .camera import LONGEST_TRACK, CameraSample, CameraTrack
from .errors import (
    BadValue,
    EmptyFrames,
    MissingField,
    MissingFrames,
    NoRights,
    NotAFile,
    NotFound,
    OutOfRange,
    TooManyFrames,
    WrongType,
)
from .frames import HIGHEST, LOWEST, FrameRange
from .picture import Format
from .rotation import angles_of, rotation_of
from .value import dataclass

#: The longest text that is read, in characters: above a hundred thousand frames.
LONGEST_TEXT = 16_000_000
#: Columns without and with the field of view.
_PLACED, _SEEN = 7, 8


@dataclass(frozen=True)
class ChanScene:
    """What a `.chan` does not say of its camera.

    `scale` is how many metres a unit of the scene is, `order` in which turn it rotates. `back` and `tall` are
    the camera's apertures in millimetres; `tall` 0 is the one that has the format's own shape. `focal`, in
    millimetres, is asked for only where the file has no field of view.
    """

    scale: float = 1.0
    order: str = "ZXY"
    back: float = 36.0
    tall: float = 0.0
    focal: float | None = None

    def __post_init__(self) -> None:
        if not isfinite(self.scale) or not 1e-6 <= self.scale <= 1e6:
            raise OutOfRange(
                f"A unit of {self.scale:g} metres is not one of a scene.",
                remedy="Say how many metres a unit is: 0.01 for centimetres, 0.3048 for feet.",
                where="scale",
            )


def back_of(text: str) -> tuple[float, float]:
    """The apertures in millimetres, as `24.576x18.672` or `36`; the second is 0 where the format says it.

    Raises `WrongType`.
    """
    if not text.strip():
        return ChanScene.back, ChanScene.tall
    wide, cross, tall = text.lower().partition("x")
    try:
        sizes = float(wide), float(tall) if cross else 0.0
    except ValueError:
        sizes = 0.0, 0.0
    if not (0.1 <= sizes[0] <= 10_000.0 and (sizes[1] == 0.0 or 0.1 <= sizes[1] <= 10_000.0)):
        raise WrongType(
            f"{text[:40]!r} is no size of a film back.", remedy="Write it in millimetres: 24.576x18.672."
        )
    return sizes


def chan_text(path: Path) -> str:
    """The text of a `.chan` file, as far as it can be one; raises `NotFound`, `NotAFile`, `NoRights`."""
    try:
        if path.exists() and not path.is_file():
            raise NotAFile("This is no file.", remedy="Choose a .chan that was exported.", where=str(path))
        with path.open("rb") as file:
            return file.read(LONGEST_TEXT + 1).decode("utf-8", errors="replace")
    except FileNotFoundError:
        raise NotFound("There is no such .chan file.", remedy="Export it again.", where=str(path)) from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or "its name is none"
        raise NoRights(f"This .chan cannot be read: {why}.", where=str(path)) from problem


def read_chan(
    text: str, scene: ChanScene, format: Format, frames: FrameRange | None = None, label: str = ""
) -> CameraTrack:
    """The camera of a `.chan`, for pictures of a format; its frames are those of `frames`, and one around.

    Raises `BadValue` with the line's number, `MissingFrames` where a frame between two others is left out,
    `MissingField` where neither the file nor the scene says the lens, and what a `CameraTrack` raises.
    """
    if len(text) > LONGEST_TEXT:
        raise TooManyFrames(
            "This .chan is too long to be a camera's.", remedy="Export the shot's frames only."
        )
    lines = _lines(text, frames.with_handles(1) if frames is not None else None)
    first, last = min(lines), max(lines)
    missing = next((frame for frame in range(first, last) if frame not in lines), None)
    if missing is not None:
        raise MissingFrames(
            f"Frame {missing} is not in this .chan, which has {first} to {last}.",
            remedy="Export it again with every frame of the shot.",
        )
    if len(lines) > LONGEST_TRACK:
        raise TooManyFrames(
            f"This .chan has {len(lines):,} frames; {LONGEST_TRACK:,} is the most of a camera.",
            remedy="Export the shot's frames only.",
        )
    samples = [_sample(lines[frame], scene, format) for frame in range(first, last + 1)]
    return CameraTrack.of(first, samples, label)


def _lines(text: str, frames: FrameRange | None) -> dict[int, tuple[float, ...]]:
    """The numbers of each frame behind its own."""
    lines: dict[int, tuple[float, ...]] = {}
    whole = False
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        words = line.replace(",", " ").split()
        if not words or words[0][0] in "#;/":
            continue
        try:
            numbers = tuple(float(word) for word in words[:_SEEN])
        except ValueError:
            numbers = ()
        if len(numbers) < _PLACED or not all(map(isfinite, numbers)):
            raise BadValue(
                f"Line {number} of this .chan has no place and rotation of a frame: {line.strip()[:60]!r}.",
                remedy="A line is: frame tx ty tz rx ry rz, and the vertical field of view.",
            )
        frame = round(numbers[0])
        if frame != numbers[0] or not LOWEST <= frame <= HIGHEST:
            raise BadValue(
                f"Line {number} of this .chan is of frame {numbers[0]:g}, which is no frame of a shot.",
                remedy="Export it with whole frames.",
            )
        if frame in lines:
            raise BadValue(
                f"Frame {frame} is in this .chan twice, again in line {number}.",
                remedy="Export one camera, in one view.",
            )
        whole = True
        if frames is None or frame in frames:
            lines[frame] = numbers[1:]
    if not whole:
        raise EmptyFrames("This .chan holds no frame.", remedy="Export the camera again.")
    if not lines:
        raise MissingFrames(
            f"This .chan holds none of the frames {frames}.",
            remedy="Export it with the shot's own frame numbers.",
        )
    return lines


def _sample(numbers: tuple[float, ...], scene: ChanScene, format: Format) -> CameraSample:
    x, y, z, *angles = numbers[:6]
    turned = rotation_of(angles[0], angles[1], angles[2], scene.order)
    tall = scene.tall or scene.back * format.height / (format.width * format.pixel_aspect)
    if len(numbers) > 6:
        view = numbers[6]
        if not 0.01 <= view <= 179.0:
            raise OutOfRange(
                f"A vertical field of view of {view:g} degrees is not one of a lens.",
                remedy="The eighth column of a .chan is the vertical field of view in degrees.",
            )
        focal = 0.5 * tall / tan(radians(0.5 * view))
    elif scene.focal is not None:
        focal = scene.focal
    else:
        raise MissingField("This .chan does not say the lens.", remedy="Say the focal length.", where="focal")
    rx, ry, rz = angles_of(turned)
    return CameraSample(x * scene.scale, y * scene.scale, z * scene.scale, rx, ry, rz, focal, scene.back)
