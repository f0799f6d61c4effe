"""Which channel of a matte's files is the matte, and whether it is turned round: chosen by the artist, kept.

The host names the files and the channel it thinks of; what else they hold is read from the first file's
header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .headers import file_channels

if TYPE_CHECKING:
    from secondunit.wire import Matte, Plate

#: A matte made of red, green and blue together: of the file's own, or of a layer as `layer.luminance`.
LUMINANCE = "luminance"
_NAMES = {"A": "Alpha", "R": "Red", "G": "Green", "B": "Blue", "Y": "Grey"}


class Matting:
    """The artist's choice of channel (`""`: the one that the host names) and whether it is inverted."""

    def __init__(self) -> None:
        self.channel = ""
        self.invert = False
        #: The matte as the host gave it last, and the channels that its files hold.
        self.given: Matte | None = None
        self.channels: tuple[str, ...] = ()
        self._read = ""

    def apply(self, matte: Matte | None) -> Matte | None:
        """The host's matte with what was chosen; reads the header of files that were not seen before."""
        self.given = matte
        path = first_file(matte) if matte is not None else ""
        if path != self._read or not self.channels:
            self._read = path
            self.channels = file_channels(path) if path else ()
        if matte is None:
            return None
        return replace(matte, channel=self.channel or matte.channel, invert=matte.invert ^ self.invert)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Every channel that can be chosen as value and label: the host's own first, then the files'."""
        if self.given is None:
            return ()
        own = ("", f"{channel_label(self.given.channel)} (automatic)")
        return (own, *((name, channel_label(name)) for name in (*self.channels, *luminances(self.channels))))

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {"matte_channel": self.channel, "matte_invert": self.invert}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up what a document keeps."""
        self.channel = str(state.get("matte_channel", "") or "")
        self.invert = state.get("matte_invert") is True


def first_file(footage: Matte | Plate) -> str:
    """The path of the first frame's file."""
    if "%" not in footage.path:
        return footage.path
    try:
        return footage.path % footage.file_frame(footage.frames.first)
    except (TypeError, ValueError):
        return footage.path


def luminances(channels: tuple[str, ...]) -> tuple[str, ...]:
    """The luminances that the layers with red, green and blue have."""
    layers = dict.fromkeys(name.rpartition(".")[0] for name in channels)
    whole = (layer for layer in layers if {f"{layer}.{c}".lstrip(".") for c in "RGB"} <= set(channels))
    return tuple(f"{layer}.{LUMINANCE}".lstrip(".") for layer in whole)


def channel_label(channel: str) -> str:
    """`A` as `Alpha`, `matte.R` as `matte Red`, `luminance` as `Luminance`; other names as they are."""
    layer, _, name = channel.rpartition(".")
    if name == LUMINANCE:
        return f"Luminance of {layer}" if layer else "Luminance"
    return f"{layer} {_NAMES[name].lower()}" if layer and name in _NAMES else _NAMES.get(channel, channel)
