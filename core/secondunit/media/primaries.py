"""The chromaticities of well known spaces, for EXR headers: a number or nothing, never a guess.

Sources: SMPTE ST 2065-1:2012 (AP0), Academy S-2014-004 (AP1), ITU-R BT.709-6, ITU-R BT.2020-2,
SMPTE RP 431-2 and EG 432-1 (P3), Adobe RGB (1998).
"""

from __future__ import annotations

from .config import Config
from .exr_header import Chromaticities

_D65 = (0.3127, 0.3290)
#: Headers hold single precision; some writers round to three places, and D65 to 0.3127 or 0.31271.
_ROUNDING = 0.0015
_ACES_WHITE = (0.32168, 0.33767)

AP0: Chromaticities = (0.7347, 0.2653, 0.0, 1.0, 0.0001, -0.0770, *_ACES_WHITE)
AP1: Chromaticities = (0.713, 0.293, 0.165, 0.830, 0.128, 0.044, *_ACES_WHITE)
REC709: Chromaticities = (0.640, 0.330, 0.300, 0.600, 0.150, 0.060, *_D65)
REC2020: Chromaticities = (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, *_D65)
P3_D65: Chromaticities = (0.680, 0.320, 0.265, 0.690, 0.150, 0.060, *_D65)
ADOBE_RGB: Chromaticities = (0.640, 0.330, 0.210, 0.710, 0.150, 0.060, *_D65)

# Names and aliases of the linear spaces in the ACES, Blender and nuke-default configs, in lower case.
_KNOWN = {
    AP0: ("aces2065-1", "lin_ap0", "aces - aces2065-1"),
    AP1: ("acescg", "lin_ap1", "aces - acescg"),
    REC709: ("linear rec.709 (srgb)", "linear rec.709", "lin_rec709", "lin_srgb", "utility - linear - srgb"),
    REC2020: ("linear rec.2020", "lin_rec2020", "utility - linear - rec.2020"),
    P3_D65: ("linear p3-d65", "lin_p3d65", "linear dci-p3 d65", "utility - linear - p3-d65"),
    ADOBE_RGB: ("linear adobergb", "lin_adobergb", "utility - linear - adobe rgb"),
}


def chromaticities(colorspace: str, config: Config) -> Chromaticities | None:
    """x and y of red, green, blue and white of a space of `config`; None when they are not known for sure.

    Raises `UnknownColorSpace`.
    """
    space = config.space(colorspace)
    names = {space.name.lower(), *(alias.lower() for alias in space.aliases)}
    return next((values for values, aliases in _KNOWN.items() if names.intersection(aliases)), None)


def space_called(name: str, config: Config) -> str:
    """The space of `config` that others call `name` (`ACES2065-1`); raises `UnknownColorSpace`."""
    aliases = next((names for names in _KNOWN.values() if name.lower() in names), ())
    return config.find(name, *aliases) or config.space(name).name


def apart(corners: Chromaticities, other: Chromaticities) -> bool:
    """Whether primaries differ by more than writers round them."""
    return any(abs(a - b) > _ROUNDING for a, b in zip(corners, other, strict=True))


def space_with(corners: Chromaticities, config: Config) -> str | None:
    """The scene-linear space of `config` whose primaries these are, where it is one that is known."""
    return next(
        (linear_space(primaries, config) for primaries in _KNOWN if not apart(primaries, corners)), None
    )


def linear_space(corners: Chromaticities, config: Config) -> str | None:
    """The scene-linear space of `config` with these primaries, where it has one by a known name."""
    return config.find(*_KNOWN[corners])
