"""Plate and matte: what in the script can be one, and its files; what has none is rendered first.

A source's id is the node's full name; a matte of one channel carries it behind a `#`: `Roto1#rgba.alpha`.
"""

from __future__ import annotations

from time import perf_counter

import nuke
from secondunit.host import Source
from secondunit.wire import Matte, Plate
from secondunit.wire.errors import HostError, MissingFrames, NothingSelected, SecondUnitError, WrongChannels

from . import cameras, colors, dag, reads, shots, writes
from .render_requests import RenderRequest, RenderRequests
from .renders import NukeRender, NukeRenders

#: The most Reads of the script that are offered beside the selection.
MOST_READS = 60
#: The most nodes of a selection that are offered.
MOST_SELECTED = 12
#: Nodes that have no picture.
NO_PICTURE = ("Viewer", "BackdropNode", "StickyNote", "Write", *cameras.CLASSES)
#: How long the script's Reads are offered as they were listed, in seconds; the selection is always looked at.
RELIST = 3.0


def _masks(node: nuke.Node) -> list[str]:
    """The single channels of a node that can be a matte, besides colour."""
    if node.Class() in NO_PICTURE:
        return []
    own = [channel for channel in node.channels() if channel not in ("rgba.red", "rgba.green", "rgba.blue")]
    return own[:24]


class NukePlates:
    """Plates and mattes of the open script, with the renders they need."""

    def __init__(self) -> None:
        self.renders = NukeRenders()
        self.writes = writes.Writes()
        #: The node whose picture was read last: what is placed is connected to it.
        self.node = ""
        #: What of them has to be rendered first.
        self.requests = RenderRequests(self.renders)
        self._reads: tuple[Source, ...] = ()
        self._relist = 0.0

    def forget(self) -> None:
        """Another script is open."""
        self.renders.close()
        self.node = ""
        self.requests.forget()
        self._relist = 0.0

    def sources(self) -> tuple[Source, ...]:
        """The selection, what the Viewer shows, then the script's Reads; the selection's channels as mattes.

        The Reads are listed anew every few seconds only.
        """
        sources: dict[str, Source] = {}
        nodes = dag.selected()[:MOST_SELECTED]
        viewed = dag.viewed()
        for node in (*nodes, *((viewed,) if viewed is not None else ())):
            if has_picture(node) and node.fullName() not in sources:
                sources[node.fullName()] = self._source(node, node in nodes)
        for read in self._listed_reads():
            sources.setdefault(read.id, read)
        for node in nodes[:1]:
            direct = reads.is_read(dag.through(node))
            for channel in _masks(node):
                id = f"{node.fullName()}#{channel}"
                sources[id] = Source(id, f"{node.fullName()} {channel}", "Matte", needs_render=not direct)
        return tuple(sources.values())

    def _source(self, node: nuke.Node, selected: bool) -> Source:
        """A node as a source: what has no files of its own may have been rendered."""
        name, help = node.fullName(), "Selected" if selected else "In the Viewer"
        if name in self.requests.own_frames:
            return Source(name, name, help, selected=selected, remark=f"{name} with its plate's own frames.")
        try:
            if not _why_render(node):
                return Source(name, name, help, selected=selected)
            wanted = self._wanted(node)
            if self.renders.finished(name, wanted, "rgba") is not None:
                return Source(name, name, help, selected=selected, remark=f"{name} as it was rendered.")
            render = self.writes.newest(node, wanted.format)
            if render is not None:
                help = f"{help}; rendered by {render.write}"
                return Source(name, name, help, selected=selected, remark=render.remark(name))
        except SecondUnitError:
            # What is wrong with it is said when it is chosen.
            return Source(name, name, help, selected=selected)
        return Source(name, name, help, needs_render=True, selected=selected)

    def _listed_reads(self) -> tuple[Source, ...]:
        if dag.edition():
            return ()
        now = perf_counter()
        if now >= self._relist:
            named = ((node.fullName(), node) for node in nuke.allNodes("Read")[:MOST_READS])
            self._reads = tuple(
                Source(name, name, reads.file_of(node).rpartition("/")[2]) for name, node in named
            )
            self._relist = now + RELIST
        return self._reads

    def plate(self, source: str) -> Plate:
        """The plate behind a source; raises `NothingSelected`, `MissingFrames`, `HostError` while it has to
        be rendered."""
        self.requests.choose("plate", source)
        name = source.partition("#")[0]
        node = dag.find(name)
        if not has_picture(node):
            raise NothingSelected(
                f"{node.name()} has no picture.", remedy="Choose a node with one.", where=name
            )
        read = dag.through(node)
        reason = _why_render(node)
        if not reason:
            plate = reads.plate(read)
            self.node = name
            return plate
        own = self._plate_with_own_frames(name)
        if own is not None:
            self.node = name
            return own
        wanted = self._wanted(node)
        running = self.renders.state(name, wanted, "rgba")[0]
        if not running and self.renders.finished(name, wanted, "rgba") is None:
            last = self.writes.newest(node, wanted.format)
            if last is not None:
                self.node = name
                return last.plate
        render = self.requests.rendered("plate", RenderRequest(node.fullName(), "rgba", reason, wanted))
        self.node = name
        return Plate(render.path, render.frames, render.rate, render.format, render.colorspace)

    def matte(self, source: str) -> Matte:
        """The matte behind a source: the channel it names, its alpha, or its red; raises as `plate`."""
        self.requests.choose("matte", source)
        name, _, channel = source.partition("#")
        node = dag.find(name)
        has = node.channels()
        if not channel:
            channel = next(
                (candidate for candidate in ("rgba.alpha", "rgba.red", *has) if candidate in has), ""
            )
        if not channel or channel not in has:
            raise WrongChannels(
                f"{node.name()} has no channel {channel or 'that could be a matte'}.",
                remedy="Choose a node with an alpha, or another channel.",
                where=source,
            )
        read = dag.through(node)
        if reads.is_read(read) and not _bends_frames(read):
            files = reads.plate_files(read)
            in_file = reads.channel_in_file(files, channel)
            if in_file:
                return Matte(files.path, files.frames, in_file, first_in_file=files.first_in_file)
        layers = "rgba" if channel in reads.CHANNELS else channel.partition(".")[0]
        request = RenderRequest(node.fullName(), layers, "is no file of its own", self._wanted(node))
        render = self.requests.rendered("matte", request)
        return Matte(render.path, render.frames, reads.CHANNELS.get(channel, channel))

    def _plate_with_own_frames(self, name: str) -> Plate | None:
        """The files above a node's TimeWarps, where the artist chose them."""
        if name not in self.requests.own_frames:
            return None
        from . import timing

        times = timing.own_frames(dag.find(name))
        return reads.plate(times.read) if times is not None and times.read is not None else None

    def render_again(self, source: str) -> None:
        """Forget what was rendered of a source, or that its plate's own frames were chosen."""
        name = source.partition("#")[0]
        self.requests.own_frames.discard(name)
        node = dag.find(name)
        layer = source.partition("#")[2].partition(".")[0] or "rgba"
        self.renders.forget(name, self._wanted(node), layer)

    def _wanted(self, node: nuke.Node) -> NukeRender:
        """What a render of this node would be: the script's range at full size in its working space."""
        space = colors.working_space()
        return NukeRender("", shots.root_frames(), shots.root_rate(), shots.node_format(node), space)


def has_picture(node: nuke.Node) -> bool:
    """Whether a node has a picture to look at."""
    return writes.is_write(node) or node.Class() not in NO_PICTURE


def _why_render(node: nuke.Node) -> str:
    """Why a node's picture is no file, as the rest of a sentence; empty for an untouched Read."""
    read = dag.through(node)
    if not reads.is_read(read):
        return "is no file" if read is node else f"shows {read.name()}, which is no file"
    return reads.why_render(read)


def _bends_frames(read: nuke.Node) -> bool:
    try:
        reads.footage(read)
    except MissingFrames:
        return False
    except HostError:
        return True
    return False
