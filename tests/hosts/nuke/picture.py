"""What a node says of its picture: format, channels, frames, metadata, errors. Headers come from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .application import Application
from .document import ROOT, NodeData
from .formats import format_of_text, made
from .proxy import strict
from .tcl import evaluate

_RGBA = ["rgba.red", "rgba.green", "rgba.blue", "rgba.alpha"]
_LETTERS = {"R": "rgba.red", "G": "rgba.green", "B": "rgba.blue", "A": "rgba.alpha", "Z": "depth.Z"}


@strict("Info")
class Info:
    """The box that has pixels; its corners in pixels."""

    def __init__(self, x: float, y: float, w: float, h: float) -> None:
        self._box = (float(x), float(y), float(w), float(h))

    def x(self) -> float:
        return self._box[0]

    def y(self) -> float:
        return self._box[1]

    def w(self) -> float:
        return self._box[2]

    def h(self) -> float:
        return self._box[3]


def file_at(app: Application, node: NodeData, frame: int | None = None) -> Path | None:
    """The file that a Read shows at a frame, None where it names none.

    Of the frame modes as Nuke 17.0v2 was measured (vfxli/Lab2Shot 6b1ac0f, clients/nuke): an offset is added,
    "start at" takes the number away and adds the first file's. An expression is not evaluated here.
    """
    first = int(node.state("first").numbers[0])
    last = int(node.state("last").numbers[0])
    at = app.frame if frame is None else frame
    mode, given = node.state("frame_mode").text, node.state("frame").text.strip()
    if given and mode != "expression":
        at += int(given) if mode == "offset" else first - int(given)
    at = min(max(at, first), last)
    text = evaluate(app, node.uid, node.state("file").text, at)
    return Path(text) if text else None


def header(path: Path) -> Any:
    """OpenImageIO's reading of a file's head, None where it cannot."""
    import OpenImageIO as oiio

    opened = oiio.ImageInput.open(str(path)) if path.is_file() else None
    if opened is None:
        return None
    spec = opened.spec()
    opened.close()
    return spec


def has_error(app: Application, node: NodeData) -> bool:
    """A Read without its file is an error, unless it is told to look away."""
    if node.cls != "Read" or node.state("disable").numbers[0]:
        return False
    path = file_at(app, node)
    return (path is None or not path.is_file()) and node.state("on_error").text == "error"


def source_of(app: Application, node: NodeData) -> NodeData | None:
    """The node that input 0 shows, through a group's own inside where there is one."""
    uid = next((each for each in node.inputs if each is not None), None)
    return app.document.nodes.get(uid) if uid is not None else None


def format_of(app: Application, node: NodeData) -> Any:
    spec = node.spec("format")
    if node.cls == "Read":
        if node.state("format").text:
            return format_of_text(app, node.state("format").text)
        path = file_at(app, node)
        head = header(path) if path else None
        if head is not None:
            aspect = head.get_float_attribute("PixelAspectRatio", 1.0)
            return made(head.full_width, head.full_height, aspect)
    elif node.cls == "Reformat":
        return _reformatted(app, node)
    elif node.cls != "Root":
        source = source_of(app, node)
        if source is not None:
            return format_of(app, source)
    if spec is not None and node.state("format").text:
        return format_of_text(app, node.state("format").text)
    return format_of_text(app, app.data(ROOT).state("format").text)


def _reformatted(app: Application, node: NodeData) -> Any:
    kind = node.state("type").text
    root = app.data(ROOT).state("format").text
    if kind == "to format":
        return format_of_text(app, node.state("format").text or root)
    if kind == "to box":
        width, height = (int(node.state(name).numbers[0]) for name in ("box_width", "box_height"))
        return made(width, height, node.state("box_pixel_aspect").numbers[0])
    source = source_of(app, node)
    form = format_of(app, source) if source else format_of_text(app, root)
    sx, sy = node.state("scale").numbers[:2]
    return made(round(form.width() * sx), round(form.height() * sy), form.pixelAspect())


def channels_of(app: Application, node: NodeData) -> list[str]:
    if node.cls == "Read":
        path = file_at(app, node)
        head = header(path) if path else None
        return [channel_name(name) for name in head.channelnames] if head is not None else list(_RGBA[:3])
    if node.cls == "ScanlineRender":
        # Its depth is 1/Z (Foundry, Nuke 17.0 online help, Outputting AOVs with ScanlineRender); motion
        # vectors are off in a new one.
        return [*_RGBA, "depth.Z"]
    if node.cls in ("Roto", "RotoPaint", "Constant", "CheckerBoard2", "ColorBars", "ColorWheel", "Merge2"):
        found = dict.fromkeys(_RGBA)
        for uid in node.inputs:
            if uid is not None:
                found.update(dict.fromkeys(channels_of(app, app.document.nodes[uid])))
        return list(found)
    source = source_of(app, node)
    return channels_of(app, source) if source is not None else []


def channel_name(name: str) -> str:
    """A channel of a file by Nuke's name for it: `R` is `rgba.red`, `N.X` stays what it is."""
    if name in _LETTERS:
        return _LETTERS[name]
    return name if "." in name else f"other.{name}"


def range_of(app: Application, node: NodeData) -> tuple[int, int]:
    if node.cls in ("Read", "Root"):
        names = ("first", "last") if node.cls == "Read" else ("first_frame", "last_frame")
        return int(node.state(names[0]).numbers[0]), int(node.state(names[1]).numbers[0])
    source = source_of(app, node)
    if source is None:
        return range_of(app, app.data(ROOT))
    first, last = range_of(app, source)
    if node.cls == "TimeOffset":
        offset = int(node.state("time_offset").numbers[0])
        return first + offset, last + offset
    if node.cls == "FrameRange":
        return int(node.state("first_frame").numbers[0]), int(node.state("last_frame").numbers[0])
    return first, last


def metadata_of(app: Application, node: NodeData) -> dict[str, Any]:
    if node.cls != "Read":
        source = source_of(app, node)
        return metadata_of(app, source) if source else {}
    path = file_at(app, node)
    head = header(path) if path else None
    if path is None or head is None:
        return {}
    found = {"input/filename": str(path), "input/width": head.full_width, "input/height": head.full_height}
    for each in head.extra_attribs:
        found[f"exr/{each.name}"] = each.value
    return found
