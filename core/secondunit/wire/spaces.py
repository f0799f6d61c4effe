"""The colour spaces of an OCIO config by name, for a panel that asks which of them footage is in."""

from __future__ import annotations

from .value import dataclass


@dataclass(frozen=True)
class Spaces:
    """The colour spaces of one config that pixels can be in (no data spaces), in the config's own order.

    `working` names the space of its role `scene_linear`; `encodings` has one entry for each name
    (`scene-linear`, `log`, `sdr-video`, ...; empty where the config says none).
    """

    config: str
    names: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    working: str = ""
