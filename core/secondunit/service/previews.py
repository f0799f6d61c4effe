"""Pictures of single frames, made when first asked for and kept; takes themselves are never written to.

Whoever steps through a take finds the next frames made already: a few are made ahead, in the direction and
at the step of the last two requests.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from secondunit.engines.makers import shown_on
from secondunit.engines.names import Staging
from secondunit.engines.plate_scrub import PlateScrub
from secondunit.media.config import Config, open_config
from secondunit.media.exr import read_exr
from secondunit.media.foreign import facts_of
from secondunit.media.picture import Picture
from secondunit.media.preview import on_ground
from secondunit.media.whole import storage_error
from secondunit.wire import Format, PixelValues, Plate, Take, Viewing, Window, Work
from secondunit.wire.errors import NotFound, SecondUnitError

from .framing import FLAT, alone, alpha_of, check_view, composed, pixel_texts, small_element
from .inside import require_inside
from .kept import KeptFiles
from .outbound.picture import kept
from .reads import Reads
from .take_pixels import checker_part, element_part, part_of, plate_part, shown_part
from .turns import Turns

#: What frame pictures may take on disk, in bytes: some five thousand of them.
MOST_BYTES = 512 << 20
#: How many frames are made ahead of a scrub, and how far apart two of its requests may be.
AHEAD, LARGEST_STEP = 6, 10
#: How many pictures of running jobs are remembered.
LIVE = 32


@dataclass(frozen=True)
class Shown:
    """A picture as it is served; `remark` says why `ground` is not the one asked for."""

    body: bytes
    ground: str
    remark: str = ""
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class Sight:
    """A take to look at: how, how wide, before which plate, by which config where the take names none."""

    take: Take
    plate: Plate | None
    width: int
    view: str
    config: str = ""
    #: What the take's files lie below; without it they lie in its folder.
    root: Path | None = None
    viewing: Viewing = Viewing()


@dataclass(frozen=True)
class _Look:
    """One frame's file, and everything its picture depends on but the ground."""

    path: Path
    frame: int
    format: Format
    space: str
    config: Config
    plate: Plate | None
    width: int
    viewing: Viewing = Viewing()


class FramePreviews:
    """Frame pictures below `folder`. Made one at a time: they must not take the machine from the work."""

    def __init__(self, folder: Path, most: int = MOST_BYTES, reads: Reads | None = None) -> None:
        self._files = KeptFiles(folder, most)
        #: The plates behind takes, as they were read.
        self.plates = PlateScrub()
        self._making = Turns()
        self._state = threading.Lock()
        self._live: OrderedDict[tuple[object, ...], Shown] = OrderedDict()
        self._last: tuple[tuple[str, int, str, Viewing], int] | None = None
        self._turn = 0
        self._read: tuple[Path, int, Picture] | None = None
        self._reads = reads or Reads()
        self.count = 0

    def frame(self, sight: Sight, frame: int) -> Shown:
        """A frame of a take; raises `NotFound`, `OutOfRange` for the view, `DamagedPicture`."""
        check_view(sight.view)
        with self._state:
            self._turn += 1  # whoever asks comes before what is made ahead
        try:
            return self._frame(sight, frame)
        finally:
            self._look_ahead(sight, frame)

    def part(self, sight: Sight, frame: int, crop: Window) -> Shown:
        """A part of a frame pixel by pixel, as PNG; raises as `frame` does, `OutOfRange` outside of it."""
        check_view(sight.view)
        take, plate = sight.take, sight.plate
        path = self._file(sight, frame)
        ground, remark = self._ground(sight.view, plate, frame)
        config = open_config(take.colorspace.config or sight.config)
        space = config.space(take.colorspace.name).name
        view = self.plates.view(plate, config) if plate is not None else ""
        behind = plate if ground in ("plate", "behind") else None
        format = behind.format if behind is not None else take.format
        part = part_of(crop, format)
        with self._making:
            whole = self.plates.whole(behind, frame, config, space) if behind is not None else None
            back = plate_part(whole, part) if whole is not None else None
            picture = (
                back if ground == "behind" and back is not None else element_part(self._beauty(path), part)
            )
            alpha = ground == "alpha" or (sight.viewing.channel == "alpha" and ground != "behind")
            if not alpha and ground != "behind":
                on = checker_part(part, format) if ground == "checker" else FLAT.get(ground, "grey")
                picture = on_ground(picture, back if back is not None else on)
            body = shown_part(picture, sight.width, space, config, view, sight.viewing, alpha=alpha)
        return Shown(body, ground, remark, "image/png")

    def values(self, sight: Sight, frame: int, x: int, y: int) -> PixelValues:
        """A pixel of the take itself, from its top left; raises `NotFound`, `DamagedPicture`."""
        take, path = sight.take, self._file(sight, frame)
        if not (0 <= x < take.format.width and 0 <= y < take.format.height):
            return PixelValues(x, y)
        with self._making:
            picture = self._beauty(path)
        at = Window(x, y, 1, 1)
        return PixelValues(x, y, picture.channels, pixel_texts(picture.within(at).pixels[0, 0]))

    def job(self, work: Work, width: int) -> Shown:
        """The newest finished frame of a job's work over its plate or grey; raises `NotFound` before it.

        Before the first frame of a provider's job it is what the provider shows of its work, as it came.
        """
        newest = Staging(Path(work.staging)).newest()
        if newest is None:
            preview = kept(Path(work.scratch))
            if preview is not None:
                return Shown(preview[0], "alone", "The provider shows this of its work.", preview[1])
            raise NotFound("The job has no finished frame yet.", where=work.job)
        frame, path = newest
        try:
            key = (work.job, frame, path.stat().st_mtime_ns, width)
        except OSError:
            raise NotFound("The job's frames are being put in their place.", where=work.job) from None
        with self._state:
            if key in self._live:
                return self._live[key]
        brief = work.brief
        ground, remark = self._ground(shown_on(brief, "plate"), brief.plate, frame)
        opened = open_config(brief.colorspace.config or work.colorspace_config)
        with self._making:
            look = _Look(path, frame, brief.format, brief.colorspace.name, opened, brief.plate, width)
            picture = self._make(look, ground, remark)
        with self._state:
            self._live[key] = picture
            while len(self._live) > LIVE:
                self._live.popitem(last=False)
        return picture

    def _beauty(self, path: Path) -> Picture:
        """A take's frame as it lies in its file; the last one is kept while it does not change."""
        try:
            stamp = facts_of(path).st_mtime_ns
        except OSError as problem:
            raise storage_error(problem, path) from problem
        if self._read is None or self._read[:2] != (path, stamp):
            self._read = (path, stamp, read_exr(path, half=True))
        return self._read[2]

    def _file(self, sight: Sight, frame: int) -> Path:
        """The file of a frame of the beauty, inside of its take; raises `NotFound`."""
        take = sight.take
        layer = take.layer("beauty")
        if layer is None or frame not in take.frames:
            raise NotFound(f"{take.label} has no frame {frame}.")
        return require_inside(Path(take.folder, layer.path % frame), sight.root or Path(take.folder))

    def close(self) -> None:
        """Stop making frames ahead and let go of plates."""
        with self._state:
            self._turn += 1
        self.plates.close()

    def _frame(self, sight: Sight, frame: int) -> Shown:
        take = sight.take
        layer = take.layer("beauty")
        if layer is None or frame not in take.frames:
            raise NotFound(f"{take.label} has no frame {frame}.")
        ground, remark = self._ground(sight.view, sight.plate, frame)
        stamp = ""
        if ground in ("plate", "behind") and sight.plate is not None:
            stamp = f"_{self.plates.stamp(sight.plate, frame):x}"
        name = f"{take.id}/{frame}_{sight.width}_{ground}{stamp}.jpg"
        plain = sight.viewing.plain
        body = self._files.get(name) if plain else None
        if body is not None:
            return Shown(body, ground, remark)
        with self._making:
            body = self._files.get(name) if plain else None
            if body is not None:
                return Shown(body, ground, remark)
            path = require_inside(Path(take.folder, layer.path % frame), sight.root or Path(take.folder))
            config = open_config(take.colorspace.config or sight.config)
            look = _Look(path, frame, take.format, take.colorspace.name, config, sight.plate, sight.width,
                         sight.viewing)  # fmt: skip
            picture = self._make(look, ground, remark)
            if picture.ground == ground and plain:
                self._files.put(name, picture.body)
        return picture

    def _ground(self, view: str, plate: Plate | None, frame: int) -> tuple[str, str]:
        """What is shown behind, and a remark where that is not what was asked for."""
        if view not in ("plate", "behind"):
            return view, ""
        if plate is None:
            if view == "behind":
                raise NotFound("This take was made without a plate.")
            return "grey", "It was made without a plate."
        try:
            self.plates.stamp(plate, frame)
        except SecondUnitError as error:
            if view == "behind":
                raise
            return "grey", f"The plate is not there: {error.problem.message}"
        return view, ""

    def _make(self, look: _Look, ground: str, remark: str) -> Shown:
        self.count += 1
        plate, config, width = look.plate, look.config, look.width
        space = config.space(look.space).name
        view = self.plates.view(plate, config) if plate is not None else ""
        if plate is not None and ground in ("plate", "behind"):
            try:
                behind = self.plates.picture(plate, look.frame, config, space, width)
                if ground == "behind":
                    return Shown(alone(behind, space, config, view, look.viewing), ground)
                element = small_element(read_exr(look.path, half=True), plate.format, width)
                return Shown(composed(element, behind, space, config, view, look.viewing), ground)
            except SecondUnitError as error:
                if ground == "behind":
                    raise
                ground, remark = "grey", f"The plate cannot be shown: {error.problem.message}"
        element = small_element(read_exr(look.path, half=True), look.format, width)
        if ground == "alpha" or look.viewing.channel == "alpha":
            return Shown(alpha_of(element, look.viewing), ground, remark)
        return Shown(composed(element, FLAT[ground], space, config, view, look.viewing), ground, remark)

    def _look_ahead(self, sight: Sight, frame: int) -> None:
        """Make the next frames while nobody waits, where the last two requests were steps of a scrub."""
        scrub = (sight.take.id, sight.width, sight.view, sight.viewing)
        with self._state:
            before, self._last = self._last, (scrub, frame)
            self._turn += 1
            turn = self._turn
        step = frame - before[1] if before is not None and before[0] == scrub else 0
        # Under another light pictures are not kept: whoever comes to them would not find them.
        if not 0 < abs(step) <= LARGEST_STEP or not sight.viewing.plain:
            return
        wanted = [frame + step * n for n in range(1, AHEAD + 1)]

        def ahead() -> None:
            for number in wanted:
                if self._turn != turn or number not in sight.take.frames:
                    return
                with contextlib.suppress(SecondUnitError):
                    self._frame(sight, number)

        self._reads.start(ahead)
