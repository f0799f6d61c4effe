"""One step of the simulation: carry, push, emit, fade, make free of divergence."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, hypot, sin, tau

import numpy as np

from secondunit.elements.kernels import Field, Spans, over, singles, zeros
from secondunit.elements.noise import soft_tile, swirl_tile, uniform

from .advect import carry, centers
from .around import project_around
from .balance import growth_of
from .box import Box
from .falling import fall
from .forces import Push, Stay, fade, forces, hold, push_faces, still, vorticity
from .front import guide
from .grid import CARRIED, SHIFTS, FluidState, Scratch
from .guidance import Led, lead
from .jet import Jet, blow, jet_of
from .pressure import project
from .reaction import Burn, Burning, react
from .rows import Rows, clear, nowhere, rows_of, rows_with
from .solids import Solid
from .sources import Emission, Outflow, emit, throw
from .walls import empty_solid, extend_flow, fill_ghosts, loosen_flow

#: Smoke thinner than this is not followed.
FAINT = 2e-4
#: What warmth without fuel and smoke counts as density where burning gas is followed.
WARMTH = 0.01
#: The time in which burning gas comes near the flame's temperature, in seconds.
NEARING = 0.02
#: How fast gas that is thrown takes on its velocity, and gas that is let go its density, 1/s.
THRUST, OUTPUT = 80.0, 12.0
#: How much of the fuel comes in puffs where it does.
PUFF = 0.55
#: Cells of open air along each open side, where smoke fades and the flow becomes the wind's.
RIM = 0.07
#: How firmly the rim holds each component of the flow at the wind: what goes up may leave through a side.
HELD = np.float32(1.0), np.float32(0.5), np.float32(1.0)


#: How much of the wind's speed carries the eddies that push a gas.
CARRIED_ALONG = 0.8


@dataclass(frozen=True)
class Weather:
    """What drives a simulation, in metres and seconds; `dt` is one step, `warm` the heat of
    what leaves, `output` how fast a source fills its place, 1/s. What is `blown` is gas of its own that
    leaves with `rise`; else `rise` draws along what air there is. `falling` is how fast its grains fall
    through the air, in m/s; `flare` how much of the speed of what is blown goes aside.
    """

    dt: float
    lift: float
    weight: float
    confinement: float
    turbulence: float
    eddy: float
    wind_x: float
    wind_z: float
    gusts: float
    rise: float
    expansion: float
    unevenness: float
    source: float
    cooling: float
    life: float
    loss: float
    fresh: float
    reset: float
    seed: int
    warm: float = 1.0
    output: float = OUTPUT
    blown: bool = False
    falling: float = 0.0
    flare: float = 0.0


class Solver:
    """Steps a state in a box under some weather. All it remembers is scratch memory."""

    def __init__(self, box: Box, weather: Weather, burning: Burning | None = None) -> None:
        self.box, self.weather, self.burning = box, weather, burning
        self._rims = _rims(box)
        self._rims_of_faces = tuple(_rim_of_faces(self._rims, name) for name in SHIFTS)
        # The open top alone: a source may stand in an open low side, and its gas goes up.
        self._top = _between(self._rims[1]) * (np.arange(box.ny + 1) > 0.5 * box.ny).astype(np.float32)
        self._swirl, self._soft = swirl_tile(weather.seed), soft_tile(weather.seed)
        self._chance = uniform(weather.seed ^ 0x5EED, 24)
        self._scratch: Scratch | None = None

    def start(self) -> FluidState:
        """Air that moves with the wind, and no smoke."""
        state = FluidState.still(self.box.shape, self.burning is not None)
        wind = self._wind(0)
        state.u += wind[None, :-1, :1]
        state.w += wind[None, :-1, 2:]
        return state

    def advance(
        self, state: FluidState, emission: Emission, solid: Solid | None = None, led: Led | None = None
    ) -> None:
        """Do one step in place; `solid` is what the gas flows around, and holds no part of the emission;
        `led` draws its large motion along.
        """
        box, weather = self.box, self.weather
        if solid is not None:
            fill_ghosts(state, solid)
        scratch = self._scratch = self._scratch or Scratch.of(state)
        nz, scale = box.nz, weather.dt / box.cell
        # Behind a solid air whirls that has never seen gas.
        rows = rows_of(_followed(state), state.u, state.v, state.w, scale, solid is not None)
        low, high, work = rows.low, rows.high, 4 * rows.cells
        self._leave(state, rows)
        center, force, vortex = scratch.center, scratch.ahead, scratch.back[0]
        over(
            centers, nz, state.u, state.v, state.w, np.float32(scale), rows.wide_low, rows.wide_high, *center,
            work=work,
        )  # fmt: skip
        over(vorticity, nz, *center, low, high, vortex, work=work)
        # Whirls and forces lie where the ways back and ahead come to lie afterwards.
        over(
            forces, nz, *center, vortex, state.density, state.heat, self._swirl, low, high,
            self._push(state.step), *force, work=work,
        )  # fmt: skip
        flow: tuple[Field, Field, Field] = state.u, state.v, state.w
        growths = {}
        if solid is None:
            # Before the forces: those are not in the flow that gas is carried with.
            kept = (*CARRIED, "fuel") if state.burns else CARRIED
            growths = {name: growth_of(getattr(state, name), flow, scale, rows) for name in kept}
        for f, push, shift in zip(flow, force, SHIFTS.values(), strict=True):
            over(push_faces, f.shape[0], push, *shift, low, high, f, work=work)
        carry(state, scratch, rows, scale, solid, growths, box.floor)
        before, wind = self._wind(state.step), self._wind(state.step + 1)
        for axis, f in enumerate(flow):
            blows, gusts = (np.ascontiguousarray(speed[:, axis]) for speed in (wind, wind - before))
            over(
                hold, f.shape[0], f, gusts, blows, HELD[axis], *self._rims_of_faces[axis], work=box.cells
            )  # fmt: skip
        rims = self._rims
        over(still, state.v.shape[0], state.v, self._top, work=box.cells)
        stays = singles(
            Stay,
            exp(-weather.dt / weather.life),
            exp(-weather.dt / weather.cooling),
            weather.loss * weather.dt,
        )
        over(fade, nz, state.density, state.heat, low, high, *rims, stays, work=work)
        if weather.falling > 0.0:
            fall(state.density, low, high, weather.falling * scale)
        # What was carried is done with: growth and pressure lie there from now on.
        pressure, growth, _ = scratch.shaped(box.shape)
        state.reach = self._reached(rows, emission, state.step)
        over(clear, nz, growth, *state.reach, *nowhere(box.shape), work=work)
        if self.burning is not None:
            over(
                react, nz, state.fuel, state.heat, state.density, growth, low, high, *rims,
                self._burn(self.burning), work=work,
            )  # fmt: skip
        source, fuel = emission.strength, state.fuel if state.burns else state.density
        outflow = self._outflow(state.step)
        emit(
            0, source.shape[0], source if emission.filled is None else emission.filled,
            source if emission.grown is None else emission.grown, *emission.corner, self._soft, outflow, fuel,
            state.heat, growth, state.v,
        )  # fmt: skip
        if weather.blown and weather.rise > 0.0:
            blow(
                0, source.shape[0], source, *emission.corner, self._soft, self._jet(state.step), outflow,
                fuel, state.heat, growth, *flow, zeros(0, 0, 0) if solid is None else solid.room,
            )  # fmt: skip
        if emission.thrust is not None:
            throw(
                0, source.shape[0], source if emission.grown is None else emission.grown, emission.thrust,
                *emission.corner, np.float32(1.0 - exp(-THRUST * self.weather.dt)), state.u, state.v, state.w,
            )  # fmt: skip
        if led is not None:
            lead(flow, box, led, weather.dt)
        if solid is None:
            project(*flow, growth, box.floor, pressure, state.reach)
        else:
            empty_solid(state, solid)
            loosen_flow(state, solid)
            project_around(*flow, growth, box.floor, pressure, solid)
            extend_flow(state, solid)
        state.step += 1
        self._forget(state)

    def _leave(self, state: FluidState, rows: Rows) -> None:
        """Take what gas is too thin to be followed out of the state."""
        fields: list[Field] = [getattr(state, name) for name in CARRIED]
        if state.burns:
            fields.append(state.fuel)
        old = state.reach or rows_with(tuple((f, 0.0) for f in fields))
        for f in fields:
            over(clear, f.shape[0], f, *old, rows.low, rows.high, work=f.size)

    def _reached(self, rows: Rows, emission: Emission, step: int) -> tuple[Spans, Spans]:
        """The rows of a step, and the cells that something was emitted into."""
        low, high = rows.low.copy(), rows.high.copy()
        k, j, i = emission.corner
        deep, tall, wide = emission.strength.shape
        if self.weather.blown and self.weather.rise > 0.0:
            jet = self._jet(step)
            tall += ceil(max(jet.way, jet.lead)) + 2
        part = slice(k, k + deep), slice(max(0, j - 1), j + tall)
        low[part] = np.minimum(low[part], i)
        high[part] = np.maximum(high[part], i + wide)
        return low, high

    def texture_weights(self, step: int) -> tuple[float, float]:
        """How much the textures carried by drift_a and drift_b count at a step; the squares add to 1."""
        period = self._period()
        a = sin(0.5 * tau * (step % period) / period) ** 2
        return a**0.5, (1.0 - a) ** 0.5

    def texture_ages(self, step: int) -> tuple[int, int]:
        """How often each drift was set to zero: each life shows another part of the noise."""
        period = self._period()
        return step // period, (step + period // 2) // period

    def _period(self) -> int:
        return max(4, 2 * round(0.5 * self.weather.reset / self.weather.dt))

    def _forget(self, state: FluidState) -> None:
        period = self._period()
        if state.step % period == 0:
            state.drift_a.fill(0.0)
        if (state.step + period // 2) % period == 0:
            state.drift_b.fill(0.0)

    def _wind(self, step: int) -> Field:
        """Wind by height (ny + 1, 3) along x, y, z: a boundary layer over the ground, and gusts."""
        weather, box = self.weather, self.box
        time = step * weather.dt
        phases = self._chance[:6] * tau
        gust = sum(
            share * sin(tau * time / seconds + phases[n])
            for n, (seconds, share) in enumerate(((7.3, 0.5), (3.1, 0.3), (1.7, 0.2)))
        )
        veer = 0.5 * sin(tau * time / 5.3 + phases[4])
        strength = 1.0 + weather.gusts * gust
        height = (np.arange(box.ny + 1) + 0.5) / (0.5 * box.ny)
        profile = height**0.22 if box.floor else np.ones(box.ny + 1)
        x = weather.wind_x * strength - weather.wind_z * weather.gusts * veer
        z = weather.wind_z * strength + weather.wind_x * weather.gusts * veer
        return np.stack([x * profile, 0.0 * profile, z * profile], axis=-1).astype(np.float32)

    def _push(self, step: int) -> Push:
        weather, cell = self.weather, self.box.cell
        time = step * weather.dt
        # 4 waves a tile are the largest eddies of the swirl tile that matter.
        scale = 64.0 / (3.0 * weather.eddy) * cell
        slide = self._chance[6:9] * 64.0 + time * 64.0 * np.array([0.05, 0.12, 0.07]) / weather.reset
        # Eddies go with the wind, a little slower. If they stood, gas that goes farther in a step than they
        # are wide would meet the same places of them step after step, and be ribbed as far apart as it goes.
        slide -= CARRIED_ALONG * time * np.array([weather.wind_x, 0.0, weather.wind_z]) * scale / cell
        # The middle of a cell is where it is: on fewer cells the same eddies are in the same places.
        slide = np.mod(slide + 0.5 * scale, 64.0)
        return singles(
            Push,
            weather.lift * weather.dt,
            weather.weight * weather.dt,
            weather.confinement * cell,
            weather.turbulence * weather.dt,
            scale,
            slide,
        )

    def _burn(self, burning: Burning) -> Burn:
        used = self.weather.dt / burning.seconds
        return singles(
            Burn,
            used,
            1.0 - exp(-self.weather.dt / NEARING),
            burning.soot,
            burning.swelling * self.box.cell / self.weather.dt,
            burning.radiation * self.weather.dt,
        )

    def _outflow(self, step: int) -> Outflow:
        weather, cell = self.weather, self.box.cell
        time = step * weather.dt
        scale = 64.0 / (1.6 * weather.source) * cell
        slide = self._chance[9:12] * 64.0 + time * 64.0 * np.array([0.10, -0.55, 0.17]) / weather.reset
        # It goes with the wind: each step would leave the same pattern behind the one of the step before.
        slide -= time * np.array([weather.wind_x, 0.0, weather.wind_z]) * scale / cell
        slide = np.mod(slide + 0.5 * scale, 64.0)
        return singles(
            Outflow,
            1.0 - exp(-weather.output * weather.dt),
            weather.rise,
            weather.expansion * cell,
            weather.unevenness,
            scale,
            weather.fresh * self._puff(time),
            weather.warm,
            slide,
        )

    def _jet(self, step: int) -> Jet:
        weather, time = self.weather, step * self.weather.dt
        wind = hypot(weather.wind_x, weather.wind_z)
        ahead = guide(time, weather.rise, weather.source, wind)
        gone = float(np.mod(64.0 / (1.6 * weather.source) * weather.rise * time, 64.0))
        return jet_of(
            weather.rise, weather.dt, self.box.cell, weather.output, weather.unevenness, ahead,
            weather.flare, gone,
        )  # fmt: skip

    def _puff(self, time: float) -> float:
        """How much of the usual fuel leaves at a time: a beat that wanders and does not repeat."""
        if self.burning is None or self.burning.puffs <= 0.0:
            return 1.0
        beat = tau * self.burning.puffs * time
        return 1.0 + PUFF * sin(beat + 0.9 * sin(0.23 * beat + self._chance[12] * tau))


def _followed(state: FluidState) -> tuple[tuple[Field, float], ...]:
    """What says where there is gas: its density, and of one that burns its fuel and its warmth too."""
    if not state.burns:
        return ((state.density, FAINT),)
    return (state.density, FAINT), (state.fuel, FAINT), (state.heat, FAINT / WARMTH)


def _rims(box: Box) -> tuple[Field, Field, Field]:
    """How much each column, row and plane belongs to the far field: 0 inside to 1 at an open side."""
    rims = []
    for n, low_open in ((box.nx, True), (box.ny, not box.floor), (box.nz, True)):
        wide = max(3.0, RIM * n)
        place = np.arange(n) + 0.5
        high = np.clip(1.0 - (n - place) / wide, 0.0, 1.0)
        low = np.clip(1.0 - place / wide, 0.0, 1.0) if low_open else np.zeros(n)
        rims.append((np.maximum(low, high) ** 2).astype(np.float32))
    return rims[0], rims[1], rims[2]


def _rim_of_faces(rims: tuple[Field, Field, Field], name: str) -> tuple[Field, Field, Field]:
    """The same for the faces of one component of the flow."""
    x, y, z = rims
    if name == "u":
        return _between(x), y, z
    if name == "w":
        return x, y, _between(z)
    # What goes up may leave through the top.
    return x, zeros(y.size + 1), z


def _between(rim: Field) -> Field:
    faces: Field = np.pad(rim, 1, mode="edge")
    return np.float32(0.5) * (faces[1:] + faces[:-1])
