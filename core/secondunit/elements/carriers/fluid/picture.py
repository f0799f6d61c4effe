"""One frame of a gas while it is drawn: its layers, its camera, the light on it.

The one place where a camera meets the carrier: rays and motion are asked of a `GasPicture`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self

import numpy as np

from secondunit.elements.cache import Stored
from secondunit.elements.carriers.obstacles import obstacles_of
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.carriers.surfaces import table_of
from secondunit.elements.kernels import Field, over, singles, zeros
from secondunit.elements.kind import KEY_PASS, PASSES, RenderedFrame, Scene
from secondunit.elements.optics.blackbody import LUMINANCE
from secondunit.elements.optics.blocks import paced
from secondunit.elements.optics.camera import Camera, ground_level
from secondunit.elements.optics.eddies import Eddies
from secondunit.elements.optics.glow import Glowing, GlowView, glowing_blocks, march_glow
from secondunit.elements.optics.ground import GROUND_LAYERS, ground_layers
from secondunit.elements.optics.ground_maps import Stuff
from secondunit.elements.optics.holdout import UNHIDDEN, holdout_of
from secondunit.elements.optics.light import Lit, color, key_direction, light_volume, light_weights
from secondunit.elements.optics.march import View, march, occupied_blocks
from secondunit.elements.optics.rays import pixel_rays
from secondunit.elements.optics.registration import halved, register_coarsely, register_motion
from secondunit.elements.optics.shadow import Direct
from secondunit.elements.optics.vectors import fill_motion
from secondunit.elements.optics.volume import Volume
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap

from .box import AIR
from .cost import refuse_too_large
from .plan import GasPlan
from .shade import throw_shadows


@dataclass(frozen=True)
class Matter:
    """How a gas stops and scatters light: `extinction` per metre at density 1, the share that it scatters
    by colour (`albedo`), Henyey and Greenstein's g (`forward`).
    """

    extinction: float
    albedo: tuple[float, float, float]
    forward: float = 0.0


@dataclass
class GasPicture:
    """A frame's layers, (height, width, channels) float32 over the scene's window, and what fills them."""

    #: Whether it is of the gas alone: nothing stands before it, and it falls on nothing.
    bare: ClassVar[bool] = False

    scene: Scene
    plan: GasPlan
    stored: Stored
    camera: Camera
    seconds: float
    weights: dict[str, tuple[float, float, float]]
    albedo: Field
    glows: bool
    #: Toward the key light.
    key: tuple[float, float, float]
    #: The camera a frame later, where it is the shot's own.
    then: Camera | None = None
    #: The height of the ground in metres, where what falls on it is asked for.
    level: float | None = None
    #: What hides the element: see `holdout_of`.
    hidden: Field = field(default_factory=lambda: UNHIDDEN)
    #: What throws shadows into it: see `table_of`.
    obstacles: Field = field(default_factory=lambda: table_of(()))
    layers: dict[str, Field] = field(default_factory=dict)
    #: The temperature of heat 1, of what glows, in kelvin.
    kelvin: float = 0.0

    @classmethod
    def of(
        cls, scene: Scene, settings: FrozenMap[Scalar], plan: GasPlan, stored: Stored, glows: bool, frame: int
    ) -> Self:
        """Empty layers of a cached frame."""
        refuse_too_large(plan, scene.format, scene.overscan)
        seconds = float(settings["speed"]) * scene.rate.denominator / scene.rate.numerator
        weights = light_weights(settings, scene.plate_luminance, own_key=True)
        albedo = np.array(color(settings, "color"), np.float32)
        camera, then = plan.camera.at(frame), None
        if camera.shot is not None:
            then = camera.at(frame + 1)
        key = key_direction(settings)
        level = None
        if scene.ground and settings.get("ground", True) and not cls.bare:
            level = plan.box.y if plan.box.floor else ground_level(settings, camera)
        hidden = UNHIDDEN
        if not cls.bare:
            hidden = hidden_by_obstacles(holdout_of(scene, frame), scene, settings, camera)
        obstacles = table_of(obstacles_of(settings))
        picture = cls(
            scene, plan, stored, camera, seconds, weights, albedo, glows, key, then, level, hidden, obstacles
        )
        high, wide = (-(-size // cls.coarseness(scene)) for size in (scene.window.height, scene.window.width))
        channels = {"beauty": 4, "emission": 3, "sides": 7, "depth": 1, "motion": 2, "density": 1}
        if glows:
            channels["temperature"] = 1
        if level is not None:
            channels |= GROUND_LAYERS
        picture.layers = {name: zeros(high, wide, count) for name, count in channels.items()}
        return picture

    @classmethod
    def coarseness(cls, scene: Scene) -> int:
        """Pixels of a scene along one of its picture."""
        return 1

    @cached_property
    def time(self) -> float:
        """How long the gas has gone, in its own seconds: since the first frame where there is no pre-roll."""
        return float(self.stored.facts["step"]) * self.seconds / self.plan.steps

    @cached_property
    def seed(self) -> int:
        """The seed of everything that is uneven."""
        return self.scene.seed % (1 << 61)

    def scatter(self, volume: Volume, matter: Matter) -> None:
        """Draw a volume that only stops and scatters light."""
        if self.level is not None:
            stops = volume.density * np.float32(matter.extinction)
            corner = volume.x, volume.y, volume.z
            self._fall(Stuff(stops, corner, volume.cell, None, self._room(volume.cell)), self.level)
        layers, (left, top, width, height) = self.layers, self._seat
        bright = self.lit(volume, matter)
        eye = self._rays((volume.x, volume.y, volume.z), volume.cell)
        view = singles(
            View, matter.extinction * volume.cell, bright.cut, bright.start, *self._air(volume.cell),
            bright.once, bright.forward, width, height,
        )  # fmt: skip
        shown = np.array([view.extinction])
        over(
            march, len(layers["beauty"]), volume.density, bright.direct, bright.spread, bright.toward,
            paced(occupied_blocks(volume), volume.density[..., None], shown), self.stored.arrays["velocity"],
            eye, view, left, top, self.hidden, self.albedo, self._shares, self._fine(volume.eddies),
            layers["beauty"], layers["sides"], layers["depth"], layers["density"], self._flow,
            work=layers["depth"].size * 10,
        )  # fmt: skip
        self._move()

    def glow(self, glow: Glowing, bright: Lit, lit: float, matter: Matter, gain: float) -> None:
        """Draw what glows, its light multiplied by `gain`; `lit` fine cells along a cell of `bright`."""
        if self.level is not None:
            stops = glow.light[..., 3] * np.float32(matter.extinction)
            shine = glow.light[..., :3] * np.float32(matter.extinction * gain)
            corner = glow.x, glow.y, glow.z
            self._fall(Stuff(stops, corner, glow.cell, shine, self._room(glow.cell)), self.level)
        layers, (left, top, width, height) = self.layers, self._seat
        view = singles(
            GlowView, matter.extinction * glow.cell, gain, lit, lit * bright.cut, bright.start,
            *self._air(glow.cell), bright.once, bright.forward, width, height,
        )  # fmt: skip
        shown = view.extinction * np.array([view.gain, view.gain, view.gain, 1.0], np.float32)
        over(
            march_glow, len(layers["beauty"]), glow.light, bright.direct, bright.spread, bright.toward,
            paced(glowing_blocks(glow.light), glow.light, shown), self.stored.arrays["velocity"],
            self.stored.arrays["heat"],
            self._rays((glow.x, glow.y, glow.z), glow.cell), view, left, top,
            self.hidden, self.albedo, self._shares, self._fine(glow.eddies), layers["beauty"],
            layers["emission"], layers["sides"], layers["depth"], layers["density"], self._flow,
            layers["temperature"],
            work=layers["depth"].size * 10,
        )  # fmt: skip
        kelvin = np.float32(AIR) + layers["temperature"] * np.float32(self.kelvin - AIR)
        layers["temperature"] = np.where(layers["depth"] > 0.0, kelvin, np.float32(0.0))
        self._move()

    def lit(self, volume: Volume, matter: Matter) -> Lit:
        """Light in a volume from each of the six sides and from the key."""
        return light_volume(
            volume, max(matter.albedo), matter.forward, self.camera, matter.extinction, self.key,
            self._room(volume.cell), self._throw if len(self.obstacles) else None,
        )  # fmt: skip

    def follow(self, here: GasPicture, after: GasPicture) -> None:
        """Draw the vectors to where a picture of the frame after shows what one of this frame does."""
        seen = self.layers["depth"][..., 0] > 0.0
        motion, shown, then = self.layers["motion"], here._shown(), after._shown()
        if after.coarseness(self.scene) == 1:
            register_motion(motion, shown, then, seen)
        else:
            same = here.coarseness(self.scene) > 1
            register_coarsely(motion, shown if same else halved(shown), then, seen)

    def _shown(self) -> Field:
        """What is registered, (height, width, 1 or 2), 0 to 1: alpha, its thin parts raised, and light."""
        alpha, unity = self.layers["beauty"][..., 3], np.float32(1.0)
        shown = [(alpha + alpha) / (unity + alpha)]
        if self.glows:
            red, green, blue = (self.layers["emission"][..., n] * np.float32(LUMINANCE[n]) for n in range(3))
            light = red + green + blue
            shown.append(light / (unity + light))
        return np.stack(shown, axis=-1)

    def frame(self) -> RenderedFrame:
        """The frame as it stands."""
        layers = {"beauty": self.layers["beauty"]}
        if self.glows:
            layers["emission"] = self.layers["emission"]
        lights = (*PASSES, KEY_PASS) if self.scene.passes else ()
        for n, name in enumerate(lights):
            layers[name] = self.layers["sides"][:, :, n : n + 1] * self.albedo
        kept = ("depth", "motion", "density", "temperature", *GROUND_LAYERS)
        layers |= {name: self.layers[name] for name in kept if name in self.layers}
        return RenderedFrame(self.scene.window, layers, self.weights)

    def _room(self, cell: float) -> int:
        """How many cells of a size fill the box."""
        return round(self.plan.box.cells * (self.plan.box.cell / cell) ** 3)

    def _throw(self, volume: Volume, reached: Direct) -> None:
        """Keep the key's light from what is behind an obstacle."""
        throw_shadows(volume, self.obstacles, self.key, reached)

    def _fall(self, stuff: Stuff, level: float) -> None:
        """What matter does to the ground."""
        self.layers |= ground_layers(
            self.camera, self.scene.window, level, stuff, self.key, self.hidden, self.scene.exposure
        )

    @property
    def _shares(self) -> Field:
        return np.array(list(self.weights.values()), np.float32)

    @cached_property
    def _flow(self) -> Field:
        """The velocity of what is seen at each pixel, (height, width, 1, 3) in m/s."""
        return zeros(*self.layers["depth"].shape, 3)

    @property
    def _seat(self) -> tuple[int, int, float, float]:
        """The first column and row of its window, its format's width and height, in its own pixels."""
        window, format, by = self.scene.window, self.scene.format, self.coarseness(self.scene)
        left, top = window.x // by, window.y // by
        # Its first pixel begins where the window does, wherever that is on coarser pixels.
        wide, high = (format.width - 2 * window.x) / by, (format.height - 2 * window.y) / by
        return left, top, wide + 2 * left, high + 2 * top

    def _rays(self, corner: tuple[float, float, float], cell: float) -> Field:
        """The rays through its pixels: see `pixel_rays`."""
        rays = pixel_rays(self.camera, corner, cell)
        rays[2:] *= np.float32(self.coarseness(self.scene))
        return rays

    def _fine(self, eddies: Eddies) -> Eddies:
        """As much of the small eddies as is wanted."""
        return eddies._replace(reach=np.float32(self.plan.detail * eddies.reach))

    def _air(self, fine: float) -> tuple[float, float]:
        """Cells of `fine` metres along one of the velocity; how many of those half a frame goes at a m/s."""
        cell = 2.0 * self.plan.box.cell
        return cell / fine, 0.5 * self.seconds / cell

    def _move(self) -> None:
        fill_motion(
            self.camera, self.scene.window, self._flow, (0.0, 0.0, 0.0), 0.0, self.seconds,
            self.layers["depth"], self.layers["motion"], self.then,
        )  # fmt: skip
