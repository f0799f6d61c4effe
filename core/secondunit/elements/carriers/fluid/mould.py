"""One frame of a gas in space instead of seen: what its kind would draw, kept as it is.

A kind draws into a mould as into a picture, so that every kind has a body as fine as its picture and of the
same matter. Light that falls on it is left to whoever renders it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements.kernels import Field
from secondunit.elements.kind import Body, BodyField
from secondunit.elements.optics.blackbody import LUMINANCE, body_colors, seen_mired
from secondunit.elements.optics.glow import Glowing
from secondunit.elements.optics.light import Lit
from secondunit.elements.optics.volume import Volume

from .box import AIR
from .fine import UNSEEN, low_corner
from .picture import GasPicture, Matter

#: Cells around what is there that still have a temperature or a velocity: what is between two is mixed.
AROUND = 3
#: Gas below this is too cold for its own light to be seen, in kelvin.
GLOWING = 1000.0
Color = tuple[float, float, float]
WHITE: Color = (1.0, 1.0, 1.0)
DARK = Lit(
    np.zeros((1, 1, 1, 1), np.uint16), np.zeros((1, 1, 1, 1), np.float32), np.zeros((1, 3), np.float32),
    1, (0, 0, 0), 0.0, 0.0,
)  # fmt: skip


@dataclass
class Mould(GasPicture):
    """A picture that keeps what is drawn into it."""

    bare = True
    fields: list[BodyField] = field(default_factory=list)
    matter: Matter = Matter(0.0, (0.0, 0.0, 0.0))
    shine: float = 0.0
    colors: tuple[Color, Color] = (WHITE, WHITE)
    mired: float = 0.0

    def lit(self, volume: Volume, matter: Matter) -> Lit:
        """No light falls on a mould."""
        return DARK

    def scatter(self, volume: Volume, matter: Matter) -> None:
        self.matter = matter
        corner = volume.x, volume.y, volume.z
        self.fields.append(BodyField("density", volume.density, volume.cell, corner))
        self.fields.append(self._velocity())

    def glow(self, glow: Glowing, bright: Lit, lit: float, matter: Matter, gain: float) -> None:
        corner = glow.x, glow.y, glow.z
        # Term by term: a library's product of matrices may round otherwise on more threads.
        red, green, blue = (glow.light[..., n] * LUMINANCE[n] for n in range(3))
        flame = red + green + blue
        self.matter, self.shine = matter, gain
        self.fields += [
            BodyField("density", np.ascontiguousarray(glow.light[..., 3]), glow.cell, corner),
            BodyField("flame", flame, glow.cell, corner),
        ]
        heat = self.stored.arrays["heat"]
        kelvin = np.float32(AIR) + heat * np.float32(self.kelvin - AIR)
        share = _coarse(flame, heat.shape)
        if float(share.max()) > 0.0:
            kelvin = self._shining(glow, kelvin, share)
        there = _around(_coarse(glow.light[..., 3], heat.shape) > 0.0)
        box = self.plan.box
        self.fields.append(BodyField("temperature", kelvin * there, box.cell, low_corner(self.stored, box)))

    def _shining(self, glow: Glowing, kelvin: Field, share: Field) -> Field:
        """The temperatures of what shines, from its colours: smoke that scatters fire has the fire's.

        They are as hot as the gas where that is hot; what the camera is balanced for is left to `mired`.
        """
        light = glow.light
        red, green = (_coarse(light[..., n], share.shape).astype(np.float64) for n in range(2))
        mired = seen_mired(red, green)
        hot = share * (kelvin > GLOWING)
        if float(hot.sum()) > 0.0:
            self.mired = float(
                ((1e6 / kelvin - mired) * hot).sum(dtype=np.float64) / hot.sum(dtype=np.float64)
            )
        shares, edges = np.histogram(mired, 40, weights=share)
        colors = body_colors(2e6 / (edges[:-1] + edges[1:]))
        black = (colors * (shares / shares.sum())[:, None]).sum(axis=0)
        total = share.sum(dtype=np.float64)
        self.colors = _color(light[..., :3].sum(axis=(0, 1, 2), dtype=np.float64) / total), _color(black)
        return _spread(np.where(share > 0.0, 1e6 / (mired + self.mired), kelvin).astype(np.float32), share)

    def body(self) -> Body:
        """What was kept."""
        camera, matter = self.plan.camera, self.matter
        first = camera if camera.shot is None else camera.shot.first
        return Body(
            first.see(0.0, 0.0, 0.0), tuple(self.fields), matter.extinction, matter.albedo, matter.forward,
            self.shine, *self.colors, self.mired,
        )  # fmt: skip

    def _velocity(self) -> BodyField:
        """The gas's velocity on screen, where there is any."""
        stored, box = self.stored, self.plan.box
        velocity, density = stored.arrays["velocity"], stored.arrays["density"]
        there = _around(_coarse(density, velocity.shape[:3]) > UNSEEN)
        rate = self.scene.rate
        pace = np.float32(self.seconds * rate.numerator / rate.denominator)
        values = velocity * pace * there[..., None]
        return BodyField("velocity", values, 2.0 * box.cell, low_corner(stored, box))


def _color(color: npt.NDArray[np.float64]) -> Color:
    red, green, blue = color.tolist()
    return red, green, blue


def _spread(kelvin: Field, share: Field) -> Field:
    """Temperatures carried over the rim of what shines: between two cells it is as hot as where it shines.

    A renderer mixes temperatures and light apart; the rim would else be redder than the flame.
    """
    width = 2 * AROUND - 1
    weight = ndimage.uniform_filter(share, width, mode="constant")
    carried = ndimage.uniform_filter(share * kelvin, width, mode="constant") / np.maximum(weight, 1e-20)
    strongest = ndimage.maximum_filter(share, 3)
    rim = (share < np.float32(0.1) * strongest) & (weight > np.float32(1e-6))
    return np.asarray(np.where(rim, carried, kelvin), np.float32)


def _coarse(fine: Field, shape: tuple[int, ...]) -> Field:
    """The sums of a field over the cells of a coarser one of this shape, which begins at the same corner."""
    factors = [-(-n // m) for n, m in zip(fine.shape, shape, strict=True)]
    padded = np.zeros([m * f for m, f in zip(shape, factors, strict=True)], np.float32)
    padded[: fine.shape[0], : fine.shape[1], : fine.shape[2]] = fine
    blocks = padded.reshape(shape[0], factors[0], shape[1], factors[1], shape[2], factors[2])
    return np.asarray(blocks.sum(axis=(1, 3, 5), dtype=np.float32))


def _around(there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Field:
    """1 where something is, or near it; else 0."""
    grown = ndimage.maximum_filter(there.astype(np.uint8), 2 * AROUND + 1, mode="constant")
    return np.asarray(grown, np.float32)
