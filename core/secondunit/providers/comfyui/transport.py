"""How pictures travel to a server and back: float EXR, 16-bit PNG or 8-bit PNG, as its own nodes show.

Sources: ComfyUI 0.33.0 (commit 783545f6): `SaveImageAdvanced` in comfy_extras/nodes_images.py (pull request
13850, May 2026) saves 32-bit float EXR and 16-bit PNG; `LoadImage` and `LoadVideo` read through PyAV (pull
request 13594, merged before it). What comes from them is recorded in tests/fixtures/comfyui/16_float.json:
floats are exact where the width is a multiple of 32 and cut off at 0 and 1 elsewhere; grey pictures of 8 bits
are read as code / 256. Older servers load and save 8 bits.
"""

from __future__ import annotations

from enum import IntEnum

from secondunit.wire.errors import BadSettings

from .catalogue import Catalogue, choices, described, is_core
from .workflow import InputPlace, Workflow

#: Core's node that saves floats, and what it is told to write the model's own values.
SAVER = "SaveImageAdvanced"
#: Core's nodes that read what they are given as it is.
_READERS = ("LoadImage", "LoadImageMask", "LoadVideo")
#: Widths of floats and of 16 bits are multiples of this: others pass a scaler of the server's.
ALIGNED = 32


class Transport(IntEnum):
    """How pictures travel, the better the larger."""

    PNG8 = 8
    PNG16 = 16
    EXR = 32

    @property
    def label(self) -> str:
        """What an artist reads."""
        return {8: "8-bit PNG", 16: "16-bit PNG", 32: "32-bit float EXR"}[self.value]

    @property
    def settings(self) -> dict[str, str]:
        """What the saving node is told."""
        if self is Transport.EXR:
            depth, space = "32-bit float", "linear"
        else:
            depth, space = f"{self.value}-bit", "sRGB"
        kind = "exr" if self is Transport.EXR else "png"
        return {"format": kind, "format.bit_depth": depth, "format.input_color_space": space}


def named_transport(name: str) -> Transport:
    """The transport that a studio's settings name; raises `BadSettings`."""
    transport = {member.name.lower(): member for member in Transport}.get(name.lower())
    if transport is None:
        raise BadSettings(f"transport is exr, png16 or png8, not {name[:20]!r}.", where="transport")
    return transport


def transport_of(catalogue: Catalogue) -> Transport:
    """The best that a server with this catalogue can do."""
    if not is_core(catalogue, SAVER):
        return Transport.PNG8
    for transport in (Transport.EXR, Transport.PNG16):
        settings = transport.settings
        if all(
            value in (choices(described(catalogue, SAVER, name, settings)) or ())
            for name, value in settings.items()
        ):
            return transport
    return Transport.PNG8


def reads(workflow: Workflow, catalogue: Catalogue, place: InputPlace) -> bool:
    """Whether a node reads floats and 16 bits as they are, on a server that saves them."""
    kind = workflow.graph[place.node]["class_type"]
    return kind in _READERS and (not catalogue or is_core(catalogue, kind))


def sent_as(workflow: Workflow, catalogue: Catalogue, most: Transport) -> Transport:
    """How a workflow's plates are sent to a server, `most` being the best that is wished."""
    places = workflow.places.get("plate", ())
    best = min(transport_of(catalogue), most)
    return best if all(reads(workflow, catalogue, place) for place in places) else Transport.PNG8
