"""What comes on the canvas by itself: the plate that was chosen, the job as its frames come, its take.

It holds to what the artist watches: a take chosen by hand stays until something else is chosen or generated.
It also reads the pixel under the pointer, and sees that a plate whose files change or vanish is not shown as
it was. Knows no widget; `viewer` says which pictures belong on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .sight import SourceView
from .stage import Stage
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Job, PixelValues, Plate
    from secondunit.wire.errors import Problem

    from .client import Client
    from .panel import Panel
    from .viewer import Viewer

#: Seconds between looks at whether the files of the plate on the canvas are still what they were.
AGAIN = 2.0


class Canvas:
    """The canvas of one panel; every act touches the topic `viewer`."""

    def __init__(self, panel: Panel, viewer: Viewer, *, clock: Callable[[], float]) -> None:
        self._state, self._viewer, self._clock = panel, viewer, clock
        #: Whether the take that is shown was chosen by hand.
        self.watched = False
        #: The pixel under the pointer, from the top left of the format; None where there is none.
        self.point: tuple[int, int] | None = None
        self.values: PixelValues | None = None
        #: What is shown while the brief has no plate, and said over whatever is shown.
        self.sight = SourceView()
        #: Why the plate on the canvas cannot be read any more.
        self.problem: Problem | None = None
        self._awaited: set[str] = set()
        self._known: set[str] = set()
        self._frame: int | None = None
        self._rest: int | None = None
        self._asking = False
        self._read: tuple[object, ...] = ()
        self._look_due = 0.0
        panel.subscribe(self._follow)
        panel.quick.place = lambda: self.frame
        #: The state of the plate's file at every frame that was looked at.
        self._stamps: dict[int, str] = {}

    @property
    def frame(self) -> int | None:
        """The frame that is looked at: the plate's that stands on the canvas, else where the host stands.

        While it plays it is the one that it set out from.
        """
        if self._viewer.stage is not Stage.PLATE:
            return self._state.frame
        if not self._viewer.playing or self._rest is None:
            self._rest = self._viewer.frame
        return self._rest

    # What the artist does ---------------------------------------------------------------------------------

    def show_take(self, take: str) -> None:
        """Show a take that was chosen by hand; empty for none."""
        self.watched = bool(take)
        self._viewer.show(take)

    def show_plate(self) -> None:
        """Show the plate, as when it was chosen."""
        self.watched = False
        self.use_plate(self._state.plate or self.sight.likeness)
        self._viewer.show_plate()

    def point_at(self, point: tuple[int, int] | None) -> None:
        """The pointer is on this pixel of the picture; its values are read as soon as may be."""
        if point != self.point:
            self.point = point
            if point is None:
                self.values = None
            self._state.touch(PanelTopic.PIXEL)
            self._ask()

    # What the session calls -------------------------------------------------------------------------------

    def use_plate(self, plate: Plate | None) -> None:
        """The plate that the panel reads now: it comes on the canvas unless a take is watched."""
        before = self._viewer.plate
        if plate == before:
            return
        self.problem, self.values, self._look_due = None, None, self._clock() + AGAIN
        self._stamps = {}
        self._viewer.use_plate(plate)
        moved = plate is not None and (before is None or before.path != plate.path)
        if moved and not self.watched and self._viewer.stage is not Stage.JOB:
            self._viewer.show_plate()

    def use_sight(self, sight: SourceView) -> None:
        """How the host's selection is seen now."""
        if sight != self.sight:
            self.sight = sight
            self._state.touch(PanelTopic.PLATE)

    def use_frame(self, frame: int | None) -> None:
        """The artist stands on another frame in the host: so does the plate on the canvas."""
        if frame != self._frame:
            self._frame = frame
            if frame is not None and self._viewer.stage is Stage.PLATE and not self._viewer.playing:
                self._viewer.go(frame)

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        """Jobs or takes changed: show the frames of the job that runs, then its take."""
        if not changed & {PanelTopic.JOBS, PanelTopic.TAKES}:
            return
        state = self._state
        own = [job for id in state.own_jobs if (job := state.jobs.get(id)) is not None]
        for job in own:
            if job.id not in self._known:
                self._known.add(job.id)
                if not job.state.ended:
                    self._awaited.add(job.id)
                    self.watched = False  # it was asked for just now: it is what is waited for
        self._take_finished(own)
        if self.watched or self._viewer.playing:
            return
        running = [job for job in own if job.id in self._awaited and not job.state.ended and job.frames_done]
        if running:
            self._viewer.show_job(running[-1].id)
        elif self._viewer.job and self._ended(self._viewer.job):
            self._viewer.show_plate()

    def tick(self) -> None:
        """Once a pump: take up the plate and the frame, and look whether its files are what they were."""
        self.use_plate(self._state.plate or self.sight.likeness)
        self.use_frame(self._state.frame)
        self._viewer.tick()
        self._ask()
        if self._clock() >= self._look_due:
            self._look_due = self._clock() + AGAIN
            if self._viewer.stage is Stage.PLATE and not self._viewer.playing:
                self._read = ()
                self._ask(look=True)

    # Inside -----------------------------------------------------------------------------------------------

    def _take_finished(self, own: list[Job]) -> None:
        for job in own:
            if job.id not in self._awaited or not job.state.ended:
                continue
            if not job.take:
                self._awaited.discard(job.id)
            elif self._state.takes.get(job.take) is not None:
                self._awaited.discard(job.id)
                if not self.watched and not self._viewer.playing:
                    self._viewer.show(job.take)

    def _ended(self, id: str) -> bool:
        job = self._state.jobs.get(id)
        return job is None or (job.state.ended and id not in self._awaited)

    def _ask(self, look: bool = False) -> None:
        """Read the pixel, unless one is being read or it is the one that was read last."""
        viewer, state = self._viewer, self._state
        stage, plate, take, frame = viewer.stage, viewer.plate, viewer.a, viewer.frame
        point = self.point
        if self._asking or not state.online or stage not in (Stage.PLATE, Stage.TAKE):
            return
        if point is None and not (look and stage is Stage.PLATE):
            return
        of = (stage, plate, take, frame, point)
        if of == self._read:
            return
        x, y = point or (0, 0)
        show = state.show_name

        def work(client: Client) -> PixelValues:
            from secondunit.wire import PlatePixel

            if stage is Stage.PLATE and plate is not None:
                return client.plate_pixel(PlatePixel(plate, frame, x, y, show))
            return client.take_pixel(take, frame, x, y)

        self._asking, self._read = True, of
        state.ask(
            work,
            lambda values: self._take_values(plate, frame, point, values),
            otherwise=lambda problem: self._take_problem(stage, plate, problem),
        )

    def _take_values(
        self, plate: Plate | None, frame: int, point: tuple[int, int] | None, values: PixelValues
    ) -> None:
        self._asking = False
        if point is not None and self.point is not None:
            self.values = values
            self._state.touch(PanelTopic.PIXEL)
        if not values.stamp or plate != self._viewer.plate:
            return
        # What could not be had is asked for again, be the file as it was.
        other = self._stamps.get(frame, values.stamp) != values.stamp or self.problem is not None
        self._stamps[frame] = values.stamp
        if other:
            self.problem = None
            self._viewer.renew(frame)

    def _take_problem(self, stage: Stage, plate: Plate | None, problem: Problem) -> None:
        self._asking = False
        if stage is Stage.PLATE and plate == self._viewer.plate and self._state.online:
            if problem != self.problem:
                self.problem, self.values = problem, None
                self._state.touch(PanelTopic.VIEWER)
        elif self.values is not None:
            self.values = None
            self._state.touch(PanelTopic.PIXEL)
