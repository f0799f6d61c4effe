"""The plate and the matte: the footage an element is made for."""

from __future__ import annotations

from dataclasses import field

from .errors import SecondUnitError, WrongType
from .frames import FrameRange
from .picture import ColorSpace, Format
from .rate import Rate
from .value import dataclass


@dataclass(frozen=True)
class Plate:
    """Footage on disk: a frame sequence (`plate.%04d.exr`), a movie or a still.

    `frames` are the numbers the shot uses. `first_in_file` is the number of the first file of a sequence
    that is numbered otherwise, or the first frame to take of a movie (counted from 0); None where the
    files carry the shot's own numbers (for a movie: where it starts at its first frame).
    """

    path: str
    frames: FrameRange
    rate: Rate
    format: Format
    colorspace: ColorSpace
    layer: str = ""
    first_in_file: int | None = field(default=None, metadata={"unit": "frames"})
    timecode: str = ""
    #: The view of the config it is judged through; empty for the config's own.
    view: str = ""
    #: Which part of an EXR of several parts it is; empty for the first that has colour.
    part: str = ""
    #: A damaged movie is taken as it is: what cannot be decoded stands still, what is missing is not there.
    accept_damage: bool = False
    #: A cut within the frames asked for is meant: what works over time goes on, each side of it by itself.
    accept_cuts: bool = False

    def __post_init__(self) -> None:
        if not self.path:
            raise WrongType("A plate needs the path of its files.", where="path")

    def file_frame(self, frame: int) -> int:
        """The number that the shot's `frame` has in the files."""
        start = self.frames.first if self.first_in_file is None else self.first_in_file
        return frame - self.frames.first + start


@dataclass(frozen=True)
class PlatePath:
    """What is asked when footage is looked at: a file, a folder, a pattern (`plate.%04d.exr`) or a movie.

    The file rules of the show's own config, and its setting for plates, may say what colour space it is in.
    """

    path: str
    show: str = ""
    part: str = ""
    accept_damage: bool = False
    #: These frames of a sequence are all of the plate; what others it has, or lacks, is not looked at.
    frames: FrameRange | None = None
    #: The OCIO config that spaces are looked up in; empty for the show's.
    config: str = ""
    #: Files that do not say their frame rate are refused; else they run at 24.
    rate_required: bool = False
    #: It is a finished comp: what is said of a show's plates is not said of it.
    comp: bool = False

    def __post_init__(self) -> None:
        if not self.path.strip():
            raise WrongType("There is no path to look at.", where="path")


@dataclass(frozen=True)
class Matte:
    """A shape on disk that limits or feeds an element: white is where it acts.

    `channel` is a channel of the files, or `luminance` (`layer.luminance`) of their red, green and blue.
    """

    path: str
    frames: FrameRange
    channel: str = "A"
    invert: bool = False
    #: Which part of an EXR of several parts it is in; empty for the first that has colour.
    part: str = ""
    first_in_file: int | None = field(default=None, metadata={"unit": "frames"})

    def __post_init__(self) -> None:
        if not self.path:
            raise WrongType("A matte needs the path of its files.", where="path")

    def file_frame(self, frame: int) -> int:
        """The number that the shot's `frame` has in the files; a single still serves every frame."""
        if len(self.frames) == 1:
            frame = self.frames.first
        start = self.frames.first if self.first_in_file is None else self.first_in_file
        return frame - self.frames.first + start


#: The role of a picture that stands at one frame of the shot.
KEY_FRAME = "key_frame"
#: The role of another pass of the plate's camera, and how many passes there are at most with the plate.
PASS, MOST_PASSES = "pass", 8


@dataclass(frozen=True)
class Reference:
    """A picture that shows what is meant, with the role it plays (`style`, `subject`, `first_frame`).

    A `pass` is footage of the plate's own camera, in the plate's colour space, whose first frame stands at
    `frame` of the shot.
    A `key_frame` says how the shot looks at its `frame`; `window` are the frames that its edit applies to,
    for models that leave the others alone (None: all of them).
    """

    path: str
    role: str = "style"
    strength: float = 1.0
    frame: int | None = field(default=None, metadata={"unit": "frames"})
    window: FrameRange | None = None

    @property
    def moment(self) -> str:
        """Where a key frame stands, as it is typed: `1024`, or `1024:1010-1040` with its window."""
        if self.frame is None:
            return ""
        return f"{self.frame}:{self.window}" if self.window is not None else str(self.frame)


def read_moment(text: str) -> tuple[int, FrameRange | None]:
    """The frame and the window of `1024` or `1024:1010-1040`; raises `WrongType`."""
    frame, colon, window = text.partition(":")
    try:
        at = FrameRange.parse(frame)
        if at.first == at.last:
            return at.first, FrameRange.parse(window) if colon else None
    except SecondUnitError:
        pass
    raise WrongType(
        f"{text[:40]!r} is no frame that a picture stands at.",
        remedy="Write 1024, or 1024:1010-1040 with the frames that may change.",
        where="references",
    )


@dataclass(frozen=True)
class CastMember:
    """A character of the show's cast, pinned to one version.

    A plan fills in from the cast on disk which of its pictures are sent (absolute paths), which are not
    (`others`: a take is held against them too) and who is seen in them; what a brief brings along there is
    not believed.
    """

    name: str
    version: int
    pictures: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    #: File names of those of its pictures that may be sent, in that order; empty: all, as the cast has them.
    selection: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
