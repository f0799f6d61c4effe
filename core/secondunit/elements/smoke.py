"""Smoke: the first kind. Turns controls into weather for the solver and light for the renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from secondunit.wire.control import Control, Scalar, read_controls
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .box import Box, box_for, lift, rise_speed, wind
from .cost import coarse_frames, preroll_frames, refuse_too_large, rough_cost
from .kind import Cancelled, Cost, Progress, RenderedFrame, Scene, Understanding
from .light import light_weights
from .matte import Emitter, probe_matte
from .prompt import understand
from .render import render_volume
from .simulate import Stage, frame_file, run
from .smoke_controls import CONTROLS
from .solver.refine import coarser
from .solver.sources import shape_emission
from .solver.step import Solver, Weather


class Smoke:
    """Billowing smoke from a vent, a fire gone out, a chimney, or the artist's own matte."""

    name = "smoke"
    label = "Smoke"
    version = 2

    def controls(self) -> tuple[Control, ...]:
        return CONTROLS

    def understand(self, prompt: str) -> Understanding:
        return understand(prompt, CONTROLS)

    def settings(self, prompt: str, by_hand: Mapping[str, object]) -> FrozenMap[Scalar]:
        hand = read_controls(CONTROLS, by_hand)
        defaults: dict[str, Scalar] = {control.name: control.default for control in CONTROLS}
        return FrozenMap({**defaults, **self.understand(prompt).settings, **hand})

    def estimate(self, settings: Mapping[str, Scalar], frames: int, size: tuple[int, int]) -> Cost:
        return rough_cost(_whole(settings), frames, Format(*size))

    def simulate(
        self, scene: Scene, cache: Path, frames: FrameRange, progress: Progress, cancelled: Cancelled
    ) -> None:
        settings = _whole(scene.settings)
        frames.require_at_most()
        refuse_too_large(settings, scene.format, scene.overscan, scene.matte is not None)
        box, camera = box_for(settings, scene.format, scene.matte is not None)
        width = float(settings["width"])
        if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
            progress(0.0, note)

        def stage(cells: Box, end: int) -> Stage:
            solver = Solver(cells, weather_for(settings, scene.rate, scene.seed))
            if scene.matte is not None:
                return Stage(solver, Emitter(scene.matte, cells, camera, width), end)
            shape = shape_emission(cells, str(settings["source"]), width)
            return Stage(solver, lambda frame: shape, end)

        preroll = preroll_frames(settings, scene.rate)
        identity: dict[str, Any] = {
            "kind": self.name,
            "version": self.version,
            "source": [settings["source"], settings["width"]],
            "matte": scene.matte_digest if scene.matte else None,
        }
        early = coarse_frames(settings, box, preroll)
        whole = preroll + len(frames)
        stages = (stage(coarser(box), early), stage(box, whole)) if early else (stage(box, whole),)
        run(stages, cache, frames, preroll, int(settings["substeps"]), identity, progress, cancelled)

    def render(self, scene: Scene, cache: Path, frame: int) -> RenderedFrame:
        settings = _whole(scene.settings)
        refuse_too_large(settings, scene.format, scene.overscan, scene.matte is not None)
        return render_volume(scene, settings, frame_file(cache, frame))

    def weights(self, scene: Scene) -> dict[str, tuple[float, float, float]]:
        return light_weights(_whole(scene.settings), scene.plate_luminance)

    def warm(self, progress: Progress) -> None:
        from tempfile import TemporaryDirectory

        tiny = self.settings("", {"resolution": 24, "preroll": 0.0})
        scene = Scene("smoke", tiny, 1, Format(32, 32), Rate(24))
        with TemporaryDirectory(prefix="secondunit-warm-") as folder:
            progress(0.0, "Compiling the simulation")
            self.simulate(scene, Path(folder), FrameRange(1, 2), lambda done, text: None, lambda: False)
            progress(0.6, "Compiling the renderer")
            self.render(scene, Path(folder), 2)
            progress(1.0, "Ready")


def _whole(settings: Mapping[str, Scalar]) -> FrozenMap[Scalar]:
    """Settings with every control in it, each one read again: a scene may come from anywhere."""
    defaults: dict[str, Scalar] = {control.name: control.default for control in CONTROLS}
    return FrozenMap({**defaults, **read_controls(CONTROLS, settings)})


def weather_for(settings: Mapping[str, Scalar], rate: Rate, seed: int) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    fast, width, height = rise_speed(settings), number("width"), number("height")
    wind_x, wind_z = wind(settings)
    turn = width / fast
    return Weather(
        dt=number("speed") * rate.denominator / rate.numerator / int(settings["substeps"]),
        lift=lift(settings),
        weight=0.02 * lift(settings),
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 0.09 * fast * fast / (width * height) ** 0.5,
        eddy=max(0.5 * width, 0.09 * height),
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=number("rise"),
        expansion=number("expansion"),
        unevenness=number("unevenness"),
        source=width,
        cooling=number("cooling"),
        life=number("life"),
        loss=0.012,
        fresh=1.0,
        reset=min(max(1.6 * turn + 0.12 * height / fast, 0.3), 6.0),
        seed=seed % (1 << 61),
    )


__all__ = ["Smoke", "weather_for"]
