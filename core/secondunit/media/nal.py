"""Pictures of H.264 and H.265 as MP4 and Matroska hold them: whether each unit is as long as it says.

A decoder passes over units without a length, and reads zeros as a picture; both are what is left of a file
that was given its length and never its content. No unit holds three zero bytes, as the stream escapes them.
Sources: ITU-T H.264, 7.3.1 and 7.4.1; H.265, 7.3.1.1; ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1 (the length of
lengths). It knows bytes only.
"""

from __future__ import annotations

from typing import Any

#: Where the size of the lengths, less one, stands in the two low bits of what is stored beside the stream.
_PLACES = {"h264": 4, "hevc": 21}
_NEVER = b"\0\0\0"


def nal_fault(packet: Any, context: Any) -> str:
    """What is wrong with the units of a packet; empty where nothing is, and for any other codec or form."""
    place = _PLACES.get(context.name)
    setup = context.extradata
    if place is None or not setup or len(setup) <= place or setup[0] != 1:
        return ""
    size = (setup[place] & 3) + 1
    data = bytes(packet)
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + size], "big")
        unit = data[at + size : at + size + length]
        if not length or len(unit) < length:
            # Some writers pad their samples with zeros at the end.
            return "" if not length and not any(data[at:]) and at else "a part of it is cut off or empty"
        # Zeros at its end fill up frames of constant size.
        if _is_picture(unit[0], context.name) and _NEVER in unit.rstrip(b"\0"):
            return "a part of it is empty"
        at += size + length
    return ""


def _is_picture(first: int, codec: str) -> bool:
    """Whether a unit, by its first byte, holds a slice: cameras do not always escape what they add beside."""
    return 1 <= first & 31 <= 5 if codec == "h264" else (first >> 1) & 63 <= 31
