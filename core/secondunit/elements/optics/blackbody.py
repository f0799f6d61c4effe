"""The colour of what glows by its heat: Planck's law, seen by the standard observer, in ACEScg.

Soot in a flame is far smaller than the light's wave, so it emits like a black body whose emissivity falls
with the wavelength's power of 1.39 (Hottel and Broughton 1932, visible range): a flame is bluer than its
temperature. The observer is the fit of Wyman, Sloan and Shirley 2013, "Simple Analytic Approximations to
the CIE XYZ Color Matching Functions"; the primaries are AP1 (ACES TB-2014-004). A camera balanced for a
white sees a body of that temperature as neutral (von Kries adaptation in Bradford's cone space).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field

#: Temperatures of a table, in kelvin: colder bodies emit nothing that is seen beside the hottest.
COLDEST, HOTTEST, ENTRIES = 700.0, 4000.0, 331
#: Exponents of the emissivity over the wavelength: soot in flames, and bodies of full size.
SOOT, GREY = 1.39, 0.0

Numbers = npt.NDArray[np.float64]
#: The second constant of radiation, h c / k, in nanometre kelvin (CODATA 2018).
_SECOND = 1.438776877e7
_LAMBDA = np.arange(380.0, 781.0, 5.0)
_TO_AP1 = np.array(
    [
        [1.6410233797, -0.3248032942, -0.2364246952],
        [-0.6636628587, 1.6153315917, 0.0167563477],
        [0.0117218943, -0.0082844420, 0.9883948585],
    ]
)
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
#: The white of ACEScg, and D65, as XYZ.
_WHITE, _DAYLIGHT = np.array([0.95264608, 1.0, 1.00882518]), np.array([0.95045593, 1.0, 1.08905775])
#: The luminance of ACEScg's primaries (AP1).
LUMINANCE = np.array([0.2722287168, 0.6740817658, 0.0536895174], np.float32)


@lru_cache(maxsize=16)
def glow_table(bright: float, white: float, emissivity: float) -> Field:
    """Radiance by temperature, (ENTRIES, 3) float32, scene-linear ACEScg, from `COLDEST` to `HOTTEST` kelvin.

    A body of `bright` kelvin has luminance 1; the camera is balanced for `white` kelvin; `emissivity` is the
    exponent by which it falls with the wavelength.
    """
    temperatures = np.linspace(COLDEST, HOTTEST, ENTRIES)
    adapted = _adapted(seen(np.array([white]), GREY)[0])
    colors = seen(temperatures, emissivity) @ (_TO_AP1 @ adapted).T
    luminance = float((adapted @ seen(np.array([bright]), emissivity)[0])[1])
    return np.ascontiguousarray(np.maximum(colors / luminance, 0.0), np.float32)


def glow_at(table: Field, kelvin: Numbers) -> Numbers:
    """The radiance of bodies of these temperatures, (count, 3), by a table of `glow_table`."""
    at = np.clip((kelvin - COLDEST) / (HOTTEST - COLDEST) * (ENTRIES - 1), 0.0, ENTRIES - 1.001)
    low = at.astype(np.int64)
    return np.asarray(table[low] + (at - low)[:, None] * (table[low + 1] - table[low]))


def body_colors(kelvin: Numbers) -> Numbers:
    """The colours of black bodies, (count, 3), of luminance 1, scene-linear ACEScg, to a camera that
    is balanced for daylight (D65), as renderers give them.
    """
    colors = seen(kelvin, GREY) @ (_TO_AP1 @ _adapted(_DAYLIGHT)).T
    return np.asarray(np.maximum(colors / (colors @ LUMINANCE)[:, None], 0.0))


def seen_mired(red: Numbers, green: Numbers) -> Numbers:
    """The mired (1e6 / kelvin) of black bodies of this red and green, scene-linear ACEScg; 100 to 1250."""
    mired = np.arange(1250.0, 99.0, -2.0)
    colors = body_colors(1e6 / mired)
    return np.asarray(np.interp(green / np.maximum(red, 1e-20), colors[:, 1] / colors[:, 0], mired))


def _adapted(white: Numbers) -> Numbers:
    """What turns XYZ of a white into XYZ of ACEScg's (von Kries in Bradford's cone space)."""
    cones = _BRADFORD @ _WHITE / (_BRADFORD @ white)
    return np.asarray(np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD)


def seen(temperatures: Numbers, emissivity: float) -> Numbers:
    """CIE 1931 XYZ of bodies of these temperatures in kelvin, (count, 3), in one common unit."""
    power = (560.0 / _LAMBDA) ** (5.0 + emissivity)
    # The constant keeps the numbers near 1: a body of 1900 K at 560 nm.
    exponent = _SECOND / _LAMBDA[None, :] / temperatures[:, None] - _SECOND / 560.0 / 1900.0
    spectrum = power / (np.exp(exponent) - np.exp(-_SECOND / 560.0 / 1900.0))
    return np.asarray(spectrum @ _observer().T)


def _observer() -> Numbers:
    def lobe(peak: float, below: float, above: float) -> Numbers:
        return np.asarray(np.exp(-0.5 * ((_LAMBDA - peak) / np.where(peak > _LAMBDA, below, above)) ** 2))

    x = 1.056 * lobe(599.8, 37.9, 31.0) + 0.362 * lobe(442.0, 16.0, 26.7) - 0.065 * lobe(501.1, 20.4, 26.2)
    y = 0.821 * lobe(568.8, 46.9, 40.5) + 0.286 * lobe(530.9, 16.3, 31.1)
    z = 1.217 * lobe(437.0, 11.8, 36.0) + 0.681 * lobe(459.0, 26.0, 13.8)
    return np.stack([x, y, z])
