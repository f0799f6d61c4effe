"""The viewer: the plate, the running job, or takes A and B; the frame, the view, the wipe, and playing.

It only says which pictures belong on the screen; `Pictures` has them. Playing follows the exact rate of what
is shown: what is not here in time is skipped in this preview, never in the files. When what comes on the
screen by itself is the canvas's business (`canvas`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from .detail import detail_of
from .pictures import JOB, LATER, PLATE_CROP, PLATE_FRAME, TAKE_CROP, PictureCache, PictureKey
from .stage import Stage
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Format, FrameRange, Plate, Rate, Take, Viewing, Window

    from .state import PanelState


#: Stands for the plate behind take A, as B.
PLATE = "plate"
#: The views that the service draws.
VIEWS = ("plate", "black", "white", "grey", "checker", "alpha", "behind")
#: Frames on each side that are fetched when nothing else is wanted; those of a plate are large files.
NEIGHBOURS, PLATE_NEIGHBOURS = 12, 2
#: Frames ahead that are fetched while playing.
AHEAD = 10
#: Widths that frames are asked for in, in pixels: a window that is dragged asks for few of them.
WIDTHS = (320, 480, 640, 960, 1280, 1920, 2560, 3840, 4096)
#: The widest picture of a whole plate; where more is seen on the screen its visible part comes beside.
WHOLE_WIDTH = 1280


class Viewer:
    """What one panel's viewer shows; every act touches the topic `viewer`."""

    def __init__(self, state: PanelState, pictures: PictureCache, *, clock: Callable[[], float]) -> None:
        self._state, self._pictures, self._clock = state, pictures, clock
        self.a = ""
        self.b = ""
        #: The plate and the job that are shown while no take is.
        self.plate: Plate | None = None
        self.job = ""
        #: How light is looked at; None as the show's own view has it.
        self.viewing: Viewing | None = None
        self.frame = 0
        #: Called with the take that is shown as A from now on.
        self.on_show: Callable[[str], None] = lambda take: None
        self.view = "plate"
        self.wipe = 0.5
        self.playing = False
        self.width = 960
        #: Frames really shown a second while playing; 0 at rest.
        self.fps = 0.0
        #: 1 plays forwards, -1 backwards.
        self.direction = 1
        #: How wide the whole picture is on the screen (device px), and what of it is seen.
        self._pixels = 960
        self._visible: Window | None = None
        self._detail: PictureKey | None = None
        #: How often the plate's file at a frame was found to be another one.
        self._renewals: dict[int, int] = {}
        self._began, self._from = 0.0, 0
        self._display: deque[float] = deque(maxlen=120)

    # What is shown ----------------------------------------------------------------------------------------

    @property
    def take_a(self) -> Take | None:
        """The take shown as A."""
        return self._state.takes.get(self.a) if self.a else None

    @property
    def take_b(self) -> Take | None:
        """The take compared to; None for the plate and for no comparison."""
        return self._state.takes.get(self.b) if self.b and self.b != PLATE else None

    @property
    def comparing(self) -> bool:
        """Whether there is a B."""
        return bool(self.b) and self.take_a is not None

    @property
    def stage(self) -> Stage:
        """What is shown: take A, else the job, else the plate."""
        if self.take_a is not None:
            return Stage.TAKE
        if self.job and self._state.jobs.get(self.job) is not None:
            return Stage.JOB
        return Stage.PLATE if self.plate is not None else Stage.EMPTY

    @property
    def format(self) -> Format | None:
        """The format of what is shown; a job's is its plate's."""
        take = self.take_a
        if take is not None:
            return take.format
        return self.plate.format if self.plate is not None else None

    @property
    def rate(self) -> Rate | None:
        """The exact rate it plays at: that of take A, or of the plate."""
        take = self.take_a
        if take is not None:
            return take.rate
        return self.plate.rate if self.plate is not None and self.stage is Stage.PLATE else None

    @property
    def frames(self) -> FrameRange | None:
        """Every frame that A or B has, from the first to the last, or the plate's; None without either."""
        from secondunit.wire import FrameRange

        a, b = self.take_a, self.take_b
        if a is None:
            return self.plate.frames if self.plate is not None and self.stage is Stage.PLATE else None
        if b is None:
            return a.frames
        return FrameRange(min(a.frames.first, b.frames.first), max(a.frames.last, b.frames.last))

    def keys(self) -> tuple[PictureKey | None, PictureKey | None]:
        """The pictures that A and B need at this frame; None where one has no such frame."""
        return self._keys(self.frame)

    def details(self) -> tuple[PictureKey | None, PictureKey | None]:
        """The visible parts of A (or the plate) and B without loss, where the whole is coarser than that."""
        format, visible, b = self.format, self._visible, self.take_b
        if format is None or visible is None or self.stage not in (Stage.PLATE, Stage.TAKE) or self.playing:
            return None, None
        crop = detail_of(format, self._pixels, visible, WHOLE_WIDTH, self._detail)
        first, second = self.keys()
        if crop is None or first is None:
            return None, None
        what = TAKE_CROP if first.take else PLATE_CROP
        self._detail = replace(first, what=what, crop=crop[0], width=crop[1])
        if second is None or (b is not None and b.format != format):
            return self._detail, None
        return self._detail, replace(second, what=what, crop=crop[0], width=crop[1])

    def pictures(self) -> tuple[bytes | None, bytes | None]:
        """The bytes of A and B at this frame, as far as they are here."""
        a, b = self.keys()
        return (self._pictures.get(a) if a else None), (self._pictures.get(b) if b else None)

    # Acts -------------------------------------------------------------------------------------------------

    def show(self, take: str) -> None:
        """Show a take as A; the frame stays where the take has it."""
        if take == self.a and not self.job:
            return
        self.a, self.job = take, ""
        if self.b == take:
            self.b = ""
        take_a = self.take_a
        if take_a is None:
            self._settle()
        elif self.frame not in take_a.frames:
            self.frame = take_a.frames.first
        if take:
            self.on_show(take)
        self._restart()
        self._changed()

    def show_job(self, job: str) -> None:
        """Show the newest frame of a job, over its plate; no take is shown any more."""
        if self.job != job or self.a:
            self.pause()
            self.job, self.a, self.b = job, "", ""
            self._restart()
            self._changed()

    def show_plate(self) -> None:
        """Show the plate; no take and no job are shown any more."""
        if self.a or self.job:
            self.a = self.b = self.job = ""
            self._settle()
            self._changed()

    def use_plate(self, plate: Plate | None) -> None:
        """The plate that is shown while no take is; it stays on its frame where the new one has that too."""
        if plate == self.plate:
            return
        if self.plate is None or plate is None or plate.path != self.plate.path:
            self._renewals, self._detail = {}, None
        self.plate = plate
        if self.stage is Stage.PLATE:
            self._settle()
        self._changed()

    def renew(self, frame: int) -> None:
        """The plate's file at a frame is another than it was: its pictures are asked for anew."""
        self._renewals[frame] = self._renewals.get(frame, 0) + 1
        self._changed()

    def set_viewing(self, viewing: Viewing | None) -> None:
        """Look at light otherwise, or (None) as the show's own view has it."""
        viewing = None if viewing is None or viewing.plain else viewing
        if viewing != self.viewing:
            self.viewing = viewing
            self._changed()

    def set_visible(self, pixels: int, visible: Window | None) -> None:
        """Tell how wide the whole picture is on the screen (device px), and what of it is seen (its px)."""
        if (pixels, visible) != (self._pixels, self._visible):
            self._pixels, self._visible = pixels, visible
            self.set_width(pixels)
            self.wish()

    def compare(self, take: str) -> None:
        """Compare A to another take, to `PLATE`, or (empty) to nothing."""
        self.b = "" if take == self.a else take
        frames = self.frames
        if frames is not None and self.frame not in frames:
            self.frame = frames.first
        self._restart()
        self._changed()

    def swap(self) -> None:
        """Let A and B change places; nothing happens where B is no take."""
        if self.take_b is not None:
            self.a, self.b = self.b, self.a
            self.on_show(self.a)
            self._restart()
            self._changed()

    def go(self, frame: int) -> None:
        """Show a frame; one beyond the ends becomes the nearest end."""
        frames = self.frames
        if frames is None:
            return
        frame = min(max(frame, frames.first), frames.last)
        if frame != self.frame:
            self.frame = frame
            self._restart()
            self._changed()

    def step(self, by: int) -> None:
        """Go some frames on or back, and pause."""
        self.pause()
        self.go(self.frame + by)

    def first(self) -> None:
        """Go to the first frame."""
        frames = self.frames
        if frames is not None:
            self.go(frames.first)

    def last(self) -> None:
        """Go to the last frame."""
        frames = self.frames
        if frames is not None:
            self.go(frames.last)

    def play(self, direction: int = 1) -> None:
        """Play in a loop, at the exact rate, from this frame on; `direction` -1 plays backwards."""
        frames, direction = self.frames, -1 if direction < 0 else 1
        if (self.playing and direction == self.direction) or frames is None or len(frames) < 2:
            return
        self.playing, self.direction = True, direction
        self._restart()
        self._changed()

    def pause(self) -> None:
        """Stay on this frame."""
        if self.playing:
            self.playing, self.fps = False, 0.0
            self._changed()

    def set_view(self, view: str) -> None:
        """Look at the take over its plate, another ground, its alpha alone, or what is behind: a `VIEWS`."""
        if view in VIEWS and view != self.view:
            self.view = view
            self._changed()

    def set_wipe(self, wipe: float) -> None:
        """Put the border between A (left) and B (right): 0 shows B alone, 1 shows A alone."""
        wipe = min(max(float(wipe), 0.0), 1.0)
        if wipe != self.wipe:
            self.wipe = wipe
            self._state.touch(PanelTopic.VIEWER)

    def set_width(self, pixels: int) -> None:
        """Tell how many device pixels the picture is wide on the screen."""
        width = next((width for width in WIDTHS if width >= pixels), WIDTHS[-1])
        if width != self.width:
            self.width = width
            self._changed()

    # What the session calls -------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a pump: move on while playing, and wish for what comes next."""
        if self.playing:
            frame = self._due()
            if frame != self.frame:
                self.frame = frame
                self._count()
                self._changed()

    def next_due(self) -> float:
        """Seconds until the next frame is due; a large number at rest."""
        rate = self.rate
        if not self.playing or rate is None:
            return 3600.0
        seconds = self._clock() - self._began
        number = int(seconds * rate.numerator / rate.denominator + 1e-9)
        return max(0.0, rate.seconds(number + 1) - seconds)

    def wish(self) -> None:
        """Wish for this frame first, then for those that will be wanted."""
        now = [key for key in (*self.keys(), *self.details()) if key is not None]
        self._pictures.want("viewer", now, {LATER: self._later()})

    def _later(self) -> list[PictureKey]:
        frames = self.frames
        if frames is None:
            return []
        if self.playing:
            rate = self.rate
            skip = int(self._pictures.latency * float(rate)) if rate is not None else 0
            numbers = [
                self._looped(self.frame + n * self.direction) for n in range(1 + skip, 1 + skip + AHEAD)
            ]
        else:
            far = NEIGHBOURS
            if self.stage is Stage.PLATE:  # large files: none while light or single pixels are looked at
                far = PLATE_NEIGHBOURS if self.viewing is None and self.details()[0] is None else 0
            near = (self.frame + side * n for n in range(1, far + 1) for side in (1, -1))
            numbers = [n for n in near if n in frames]
        return [key for n in dict.fromkeys(numbers) for key in self._keys(n) if key is not None]

    def _keys(self, frame: int) -> tuple[PictureKey | None, PictureKey | None]:
        a, b, stage = self.take_a, self.take_b, self.stage
        if stage is Stage.JOB:
            return PictureKey(job=self.job, width=min(self.width, WHOLE_WIDTH), what=JOB), None
        if stage is Stage.PLATE and self.plate is not None:
            if frame not in self.plate.frames:
                return None, None
            return self._plate_key(self.plate, frame, min(self.width, WHOLE_WIDTH)), None
        first = self._key(a, frame, self.view)
        if self.b == PLATE:
            return first, self._key(a, frame, "behind")
        return first, self._key(b, frame, self.view)

    def _key(self, take: Take | None, frame: int, view: str) -> PictureKey | None:
        if take is None or frame not in take.frames:
            return None
        return PictureKey(take=take.id, frame=frame, width=self.width, view=view, viewing=self.viewing)

    def _plate_key(self, plate: Plate, frame: int, width: int) -> PictureKey:
        return PictureKey(
            frame=frame, width=width, what=PLATE_FRAME, show=self._state.show_name, plate=plate,
            viewing=self.viewing, renewal=self._renewals.get(frame, 0),
        )  # fmt: skip

    def _due(self) -> int:
        rate = self.rate
        if rate is None:
            return self.frame
        seconds = self._clock() - self._began
        passed = int(seconds * rate.numerator / rate.denominator + 1e-9)
        return self._looped(self._from + passed * self.direction)

    def _looped(self, frame: int) -> int:
        frames = self.frames
        if frames is None:
            return frame
        return frames.first + (frame - frames.first) % len(frames)

    def _settle(self) -> None:
        """Stand on a frame that there is: where the artist stands in the host, else where it was."""
        frames = self.frames
        self.pause()
        if frames is not None and self.frame not in frames:
            here = self._state.frame
            self.frame = here if here is not None and here in frames else frames.first
        self._restart()

    def _restart(self) -> None:
        self._began, self._from = self._clock(), self.frame
        self._display.clear()

    def _count(self) -> None:
        """Count a frame as shown when everything it needs is here."""
        now = self._clock()
        if all(self._pictures.has(key) for key in self.keys() if key is not None):
            self._display.append(now)
        while self._display and self._display[0] < now - 1.0:
            self._display.popleft()
        span = min(1.0, now - self._began)
        self.fps = len(self._display) / span if span > 0.2 else 0.0

    def _changed(self) -> None:
        self._state.touch(PanelTopic.VIEWER)
        self.wish()
