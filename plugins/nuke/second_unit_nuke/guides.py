"""What of a script guides a model: the depth, the motion vectors or a matte of a node, over a brief's frames.

A Read's own files are taken where they are the node's picture; all else is rendered by a second Nuke, after
the artist said so. ScanlineRender's depth is one over the distance ("outputs classic Nuke Z distance, which
[is] 1/Z distance": Foundry, Nuke 17.0 online help, Outputting AOVs with ScanlineRender), other renderers'
mostly the distance: which it is, is the artist's choice, the likelier first.

A source's id is the node, the layer or channel and, behind a second `#`, whether it is one over the distance:
`Scene3D#depth.Z#inverse`.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import nuke
from secondunit.host import Shot, Source
from secondunit.wire import Format, FrameRange, Guide, GuideKind
from secondunit.wire.errors import BadInput, HostError, MissingFrames, SecondUnitError, WrongChannels
from secondunit.wire.guide import camera_digest

from . import cameras, dag, reads, shots
from .plates import MOST_READS, MOST_SELECTED, RELIST, has_picture
from .render_requests import RenderRequest, RenderRequests
from .renders import NukeRender

KINDS = (GuideKind.DEPTH, GuideKind.MOTION, GuideKind.MASK)
INVERSE = "inverse"
#: The renderers of Nuke's own scenes, by class; `cam` is their third input, as Foundry's own nukescripts sets
#: it (`scanline.setInput(2, cameraToScanlineRenderDot)` in its camera tracker's scene).
RENDERERS, CAM = ("ScanlineRender", "ScanlineRender2"), 2
#: How many nodes above one are looked at for its renderer.
MOST_ABOVE = 40
#: The layers whose u and v do not lead to the next frame.
_ELSEWHERE = ("backward", "disparity", "disparityL", "disparityR")
_COLOR = ("rgba.red", "rgba.green", "rgba.blue")


class NukeGuides:
    """The guides of the open script, by the renders that its plates share."""

    def __init__(self, requests: RenderRequests) -> None:
        self._requests = requests
        #: By kind: what the script's Reads have, and when they are listed anew.
        self._reads: dict[GuideKind, tuple[float, tuple[Source, ...]]] = {}

    def forget(self) -> None:
        """Another script is open."""
        self._reads.clear()

    def sources(self, kind: GuideKind) -> tuple[Source, ...]:
        """What of the selection, the Viewer's node and the Reads is of this kind, in that order."""
        if kind not in KINDS:
            return ()
        sources: dict[str, Source] = {}
        for node in _nodes():
            for source in _of_node(node, kind):
                sources.setdefault(source.id, source)
        for source in self._of_reads(kind):
            sources.setdefault(source.id, source)
        return tuple(sources.values())

    def _of_reads(self, kind: GuideKind) -> tuple[Source, ...]:
        """What the script's Reads have, listed anew every few seconds only."""
        if dag.edition():
            return ()
        now, (due, sources) = perf_counter(), self._reads.get(kind, (0.0, ()))
        if now >= due:
            listed = nuke.allNodes("Read")[:MOST_READS]
            sources = tuple(source for read in listed for source in _of_node(read, kind))
            self._reads[kind] = now + RELIST, sources
        return sources

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """The guide behind a source, of the frames of `shot`.

        Raises `NothingSelected`, `WrongChannels`, `BadInput` for another format, `MissingFrames` for fewer
        frames and while it has to be rendered, and what rendering raises.
        """
        name, channel, inverse = _parts(source)
        role = f"{kind.value} guide"
        self._requests.choose(role, source)
        node = dag.find(name)
        channels = _channels(kind, channel)
        if not channel or not set(channels) <= set(node.channels()):
            raise WrongChannels(
                f"{node.name()} has no {channel or kind.value}.",
                remedy="Choose a node that has it.", where=source,
            )  # fmt: skip
        guide = self._of_files(kind, node, channels, shot)
        if guide is None:
            _require_shot(node, shots.node_format(node), _frames_of(node), shot, whole=False)
            layer = "rgba" if channels[0].startswith("rgba.") else channels[0].partition(".")[0]
            wanted = NukeRender("", shot.frames, shot.rate, shot.format, shot.colorspace)
            name, reason = node.fullName(), "is no file of its own"
            render = self._requests.rendered(role, RenderRequest(name, layer, reason, wanted, camera_of))
            guide = Guide(
                kind, render.path, render.frames, render.rate, render.format,
                tuple(reads.CHANNELS.get(each, each) for each in channels), camera=render.camera,
            )  # fmt: skip
        thing = node.name() if kind is GuideKind.MASK else ""
        return Guide(
            guide.kind, guide.path, guide.frames, guide.rate, guide.format, guide.channels,
            first_in_file=guide.first_in_file, object=thing, camera=guide.camera, inverse=inverse,
        )  # fmt: skip

    def _of_files(
        self, kind: GuideKind, node: nuke.Node, channels: tuple[str, ...], shot: Shot
    ) -> Guide | None:
        """The files of an untouched Read that hold these channels; None where there are none."""
        read = dag.through(node)
        if not reads.is_read(read) or dag.value(read, "disable", False):
            return None
        try:
            files = reads.plate_files(read)
        except HostError:  # its frames are no plain numbers: it is rendered
            return None
        in_files = tuple(reads.channel_in_file(files, channel) for channel in channels)
        if not all(in_files) or files.path.lower().endswith(reads.MOVIES):
            return None
        _require_shot(read, files.format, files.frames, shot, whole=True)
        return Guide(
            kind, files.path, files.frames, shot.rate, files.format, in_files,
            first_in_file=files.first_in_file,
        )  # fmt: skip


def camera_of(name: str, frames: FrameRange) -> str:
    """The digest of the camera that a node's scene is rendered through; empty where that is not plain."""
    if dag.edition():
        return ""
    renderer = _renderer(dag.find(name))
    above = renderer.input(CAM) if renderer is not None else None
    camera = dag.through(above) if above is not None else None
    if camera is None or camera.Class() not in cameras.CLASSES:
        return ""
    try:
        return camera_digest(cameras.track_of(camera), frames)
    except SecondUnitError:  # it takes too long to read: nothing is said of it
        return ""


def _nodes() -> Iterator[nuke.Node]:
    nodes = list(dag.selected()[:MOST_SELECTED])
    viewed = dag.viewed()
    if viewed is not None:
        nodes.append(viewed)
    return (node for node in nodes if has_picture(node))


def _of_node(node: nuke.Node, kind: GuideKind) -> Iterator[Source]:
    name, channels = node.fullName(), node.channels()
    render = not reads.is_read(dag.through(node))
    if kind is GuideKind.DEPTH:
        scanline = _renderer(node) is not None
        for channel in (each for each in channels if each.rpartition(".")[2].upper() == "Z"):
            if channel.rpartition(".")[0] in ("P", "N", "position", "normal", "normals"):
                continue
            id, label = f"{name}#{channel}", f"{name} {channel}"
            both = [
                Source(id, f"{label}: distance", "As most renderers give it", render),
                Source(
                    f"{id}#{INVERSE}", f"{label}: 1/distance", "As Nuke's ScanlineRender gives it", render
                ),
            ]
            yield from reversed(both) if scanline else both
    elif kind is GuideKind.MOTION:
        layers = dict.fromkeys(each.rpartition(".")[0] for each in channels)
        for layer in layers:
            if layer not in _ELSEWHERE and {f"{layer}.u", f"{layer}.v"} <= set(channels):
                yield Source(f"{name}#{layer}", f"{name} {layer}", "In pixels, to the next frame", render)
    else:
        for channel in [each for each in channels if each not in _COLOR][:24]:
            yield Source(f"{name}#{channel}", f"{name} {channel}", "White is where the object is", render)


def _renderer(node: nuke.Node) -> nuke.Node | None:
    """The node that renders the scene which a node shows: itself, or one above it along its main pipe."""
    if dag.edition():
        return node if node.Class() in RENDERERS else None
    above: nuke.Node | None = node
    for _ in range(MOST_ABOVE):
        if above is None or above.Class() in RENDERERS:
            return above
        above = above.input(0)
    return None


def _parts(source: str) -> tuple[str, str, bool]:
    name, _, rest = source.partition("#")
    channel, _, inverse = rest.partition("#")
    return name, channel, inverse == INVERSE


def _channels(kind: GuideKind, channel: str) -> tuple[str, ...]:
    return (f"{channel}.u", f"{channel}.v") if kind is GuideKind.MOTION else (channel,)


def _frames_of(node: nuke.Node) -> FrameRange:
    frames = node.frameRange()
    return FrameRange(int(frames.first()), max(int(frames.first()), int(frames.last())))


def _require_shot(node: nuke.Node, format: Format, frames: FrameRange, shot: Shot, whole: bool) -> None:
    """Raise unless a node is of the shot's format and has its frames; those of the script's range are enough
    of what is rendered, unless it has to be `whole`.
    """
    if format != shot.format:
        raise BadInput(
            f"{node.name()} is {format}, the brief {shot.format}.",
            remedy="Reformat it, or set the brief's format.", where=node.fullName(),
        )  # fmt: skip
    needed = shot.frames if whole else shot.frames.intersection(shots.root_frames()) or shot.frames
    if frames.intersection(needed) != needed:
        raise MissingFrames(
            f"{node.name()} has frames {frames}; the brief asks for {shot.frames}.",
            remedy="Render it over all frames of the shot, or ask for fewer.", where=node.fullName(),
        )  # fmt: skip
