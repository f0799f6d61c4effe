"""What a host must be able to do: the seam between the panel model and Nuke, Resolve or Blender.

Every method is called on the host's main thread, returns at once and raises only `SecondUnitError`. The
values here know nothing of any host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from secondunit.wire.value import dataclass

if TYPE_CHECKING:
    from secondunit.wire import (
        CameraTrack,
        ColorSpace,
        Format,
        FrameRange,
        Guide,
        GuideKind,
        Matte,
        Placement,
        PlacementKind,
        Plate,
        Rate,
        Take,
    )


@dataclass(frozen=True)
class Shot:
    """What the host has open: the numbers an element has to fit when there is no plate.

    `colorspace` is the host's own working space, by its name in the host's own OCIO config. `drop` says that
    its frames are numbers of drop-frame timecode, frame 0 at 00:00:00;00.
    """

    frames: FrameRange
    rate: Rate
    format: Format
    colorspace: ColorSpace
    drop: bool = False


@dataclass(frozen=True)
class Source:
    """Something in the host that can be a plate, matte or guide; `id` means something to that host alone."""

    id: str
    label: str
    help: str = ""
    #: Its frames do not exist as files yet: the host has to render them first.
    needs_render: bool = False
    #: The artist has it selected in the host: a panel that follows the document takes it.
    selected: bool = False
    #: What is to be said over its picture, a sentence: how it may differ from what the host shows.
    remark: str = ""
    #: Files that show it while it has none of its own: for the eye alone, never in a brief.
    likeness: Plate | None = None


@dataclass(frozen=True)
class Placed:
    """A take as it sits in the host now; `id` finds it again after undo, rename of the take and reload."""

    id: str
    placement: Placement
    show: str
    shot: str
    element: str
    version: int


@dataclass(frozen=True)
class CameraView:
    """A camera of the host: through the shot, and at its first frame as the controls of an element take it.

    `track` is the camera over the shot's frames, None where the host cannot say all of it. `height` in metres
    above the ground, `pitch` in degrees above the horizon, `focal` and `sensor` (the width of the film back
    that the format exposes) in millimetres; None for what the camera does not say.
    """

    label: str
    height: float | None = None
    pitch: float | None = None
    focal: float | None = None
    sensor: float | None = None
    #: What could not be taken over, as sentences: a roll, a move over the shot.
    remarks: tuple[str, ...] = ()
    track: CameraTrack | None = None


@dataclass(frozen=True)
class Question:
    """Something only the artist can decide, asked once: `id` goes back to the host with one of `choices`.

    A choice is its value and its label. The host keeps the answer in the document.
    """

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]
    help: str = ""


class Host(Protocol):
    """One open document of one host application."""

    @property
    def name(self) -> str:
        """`Blender 4.5`: for labels and the job's record."""
        ...

    def kinds(self) -> tuple[PlacementKind, ...]:
        """The placements this host can build, the usual one first."""
        ...

    def shot(self) -> Shot:
        """Frames, rate, format and working space of what is open."""
        ...

    def frame(self) -> int | None:
        """The shot's frame on which the artist stands; None where there is none or it cannot be said."""
        ...

    def sources(self) -> tuple[Source, ...]:
        """What could be the plate, the likeliest first; empty when there is nothing."""
        ...

    def plate(self, source: str) -> Plate:
        """The plate behind a source. Raises `NothingSelected` when it is gone, `MissingFrames` when it has no
        files."""
        ...

    def matte(self, source: str) -> Matte:
        """The matte behind a source; raises as `plate` does."""
        ...

    def cameras(self) -> tuple[Source, ...]:
        """The cameras of the open document, the likeliest first; empty where the host has none."""
        ...

    def camera(self, source: str) -> CameraView:
        """The camera behind a source. Raises `NothingSelected` when it is gone."""
        ...

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        """What could be a guide of this kind, the likeliest first; empty where the host has none, or gives
        the panel those of its scene by itself."""
        ...

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """The guide behind a source, of the frames, rate and format of `shot`, which a brief asks for.

        An empty source is none any more: what was asked for the last one of that kind is let go of. Raises
        `NothingSelected` when it is gone, `MissingFrames` when it has no files or others, `BadInput` when it
        is of another format or rate.
        """
        ...

    def questions(self) -> tuple[Question, ...]:
        """What has to be decided before a plate can be read or a take placed; empty when nothing is open."""
        ...

    def answer(self, question: str, choice: str) -> None:
        """Keep the artist's choice in the document. Raises `HostError` for one that was not offered."""
        ...

    def place(self, placement: Placement, take: Take) -> Placed:
        """Build the placement natively: one undo step, nothing of the artist's own is changed or removed.

        Raises `CannotPlace` (and leaves the document as it was).
        """
        ...

    def placed(self) -> tuple[Placed, ...]:
        """Every take that sits in the open document, read back from the document itself."""
        ...

    def set_version(self, placed: str, take: Take) -> Placed:
        """Put another take of the same element in the same place; everything the artist changed around it
        stays. One undo step. Raises `CannotPlace`, `NothingSelected`."""
        ...

    def mark(self, placed: str, newest: int) -> None:
        """Show on what is placed that version `newest` is there (0: it is the newest itself); no undo step,
        nothing happens when it is marked so already or is gone."""
        ...

    def reveal(self, path: str) -> None:
        """Show a file or folder in the system's file browser."""
        ...

    def keep(self, state: Mapping[str, object]) -> None:
        """Store the panel's state in the document (JSON values only); no undo step."""
        ...

    def kept(self) -> dict[str, object]:
        """The state that `keep` stored in this document, or an empty dict."""
        ...
