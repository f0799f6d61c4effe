"""Read: which file a frame takes, its colour space, its windows.

Frames and windows by the pages on Read and on frame mapping, read in part; what they leave open is working
knowledge of Nuke (README.md lists it). An offset is added to the frame: measured in Nuke 17.0v2 by the public
vfxli/Lab2Shot (6b1ac0f, clients/nuke: offset 1000 on files 1001 to 1005 gives the Read frames 1 to 5), though
other public tools write it as if it were taken away. Channel names are from Foundry's own EXR reader,
whose source its developer kit publishes: a layer's words are joined, and R, G, B and A become red, green,
blue and alpha.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np

from secondunit.media.color import convert
from secondunit.media.config import Config, open_config
from secondunit.media.exr import read_exr
from secondunit.media.picture import Picture
from secondunit.wire import SecondUnitError

from .channels import COLORS
from .engine import Call, Engine, PixelError, node, read_format
from .expressions import NotExecuted
from .image import Box, Image, from_picture


@node("Read", honours={
    "file": "", "format": "", "first": "1", "last": "1", "before": "hold", "after": "hold",
    "frame_mode": "expression", "frame": "", "on_error": "error", "missing": "error", "raw": "false",
    "colorspace": "default", "premultiplied": "false", "auto_alpha": "false", "file_type": "exr",
    "edge_pixels": "plate detect", "offset_negative_display_window": "true", "noprefix": "false",
    "part_name_prefix": "false",
}, harmless="origfirst origlast origset proxy proxy_format localizationPolicy cacheLocal version"
            " create_directories exr/compressor use_limit decode_resolution", passes=None)  # fmt: skip
def read(call: Call) -> Image:
    """One frame of a sequence."""
    call.only("file_type", "exr")
    call.only("noprefix", "false")
    number, dark = _file_frame(call)
    path = _path(call.text("file"), number)
    picture = _opened(call, path)
    format = read_format(call.raw("format")) if call.raw("format") else None
    image = from_picture(picture, format, black_outside=_black_edge(call, picture))
    if call.flag("auto_alpha") and "rgba.alpha" not in image.planes:
        image = image.with_planes({"rgba.alpha": image.planes["rgba.red"] * 0 + 1})
    image = _converted(call, image)
    if not dark:
        return image
    box = Box(0, 0, image.format.width, image.format.height)
    blank = Image({}, box, image.format)
    return Image({name: blank.plane(name) for name in image.planes}, box, image.format)


def _file_frame(call: Call) -> tuple[int, bool]:
    """The number of the file for this frame, and whether the Read is black here."""
    first, last = (int(call.number(name)) for name in ("first", "last"))
    at = call.frame
    mode, given = call.choice("frame_mode", "expression", "start at", "offset"), call.raw("frame").strip()
    if mode == "offset" and given:
        at = at + call.number("frame")
    if mode == "start at" and given:
        at = at - call.number("frame") + first
    if mode == "expression" and given:
        text = given if given.startswith("{") else "{" + given + "}"
        at = _expression(call, text)
    frame = int(at // 1)
    if first <= frame <= last:
        return frame, False
    how = call.choice("before" if frame < first else "after", "hold", "loop", "bounce", "black")
    length = last - first + 1
    if how == "loop":
        return first + (frame - first) % length, False
    if how == "bounce":
        turn = (frame - first) % max(1, 2 * length - 2)
        return first + (turn if turn < length else 2 * length - 2 - turn), False
    return (first if frame < first else last), how == "black"


def _expression(call: Call, text: str) -> float:
    from .engine import Scope, evaluated

    return evaluated(Scope(call.engine, call.node, call.frame), text)[0]


def _path(pattern: str, frame: int) -> Path:
    """The pattern with its frame put in: `%04d` or `####`."""
    text = re.sub(r"%0?(\d*)d", lambda found: str(frame).zfill(int(found[1] or 1)), pattern)
    text = re.sub(r"#+", lambda found: str(frame).zfill(len(found[0])), text)
    return Path(text)


def _opened(call: Call, path: Path) -> Picture:
    if not path.is_absolute():
        raise PixelError(f"{call.node.name}: {path} is no absolute path")
    try:
        return _file(str(path), path.stat().st_mtime_ns)
    except (OSError, SecondUnitError) as problem:
        if call.choice("on_error", "error", "black") == "error":
            raise PixelError(f"{call.node.name}: {path} cannot be read: {problem}") from problem
        raise NotExecuted(f"on_error black where no file tells the format ({path})") from problem


@lru_cache(maxsize=64)
def _file(path: str, stamp: int) -> Picture:
    return read_exr(path)


def _black_edge(call: Call, picture: Picture) -> bool:
    """By `plate detect` the edge goes on where a data window fills the display from side to side."""
    how = call.choice("edge_pixels", "plate detect", "repeat", "black")
    if how != "plate detect":
        return how == "black"
    data, display = picture.data_window, picture.display_window
    across = (data.x, data.right) == (display.x, display.right)
    along = (data.y, data.bottom) == (display.y, display.bottom)
    return not (across or along)


def _converted(call: Call, image: Image) -> Image:
    """From the Read's colour space to the script's working space; by default they are the same for an EXR."""
    name = call.text("colorspace")
    if call.flag("raw") or name == "default":
        return image
    config = _config(call.engine)
    role = re.match(r"(\w+) \(.*\)\Z", name)
    source = config.space(role[1] if role and config.ocio.hasRole(role[1]) else name).name
    working = call.engine.root.knobs.get("workingSpaceLUT", "scene_linear")
    target = config.space(
        working.split(" (")[0] if config.ocio.hasRole(working.split(" (")[0]) else working
    ).name
    if source == target:
        return image
    if call.flag("premultiplied"):
        raise NotExecuted("a conversion of unpremultiplied colour")
    changed = {}
    for layer in dict.fromkeys(channel.rpartition(".")[0] for channel in image.planes):
        names = [f"{layer}.{color}" for color in COLORS[:3]]
        if all(name in image.planes for name in names):
            pixels = np.stack([image.planes[name] for name in names], axis=-1)
            done = convert(pixels, source, target, config, premultiplied=False)
            changed |= {name: done[..., n] for n, name in enumerate(names)}
    return image.with_planes(changed)


def _config(engine: Engine) -> Config:
    knobs = engine.root.knobs
    if knobs.get("colorManagement", "OCIO") != "OCIO":
        raise NotExecuted("a colour space by name without OCIO")
    return open_config(knobs.get("customOCIOConfigPath", ""))
