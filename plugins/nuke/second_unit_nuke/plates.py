"""Plate and matte: what in the script can be one, and its files; what has none is rendered first.

A source's id is the node's full name; a matte of one channel carries it behind a `#`: `Roto1#rgba.alpha`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import nuke
from secondunit.host import Question, Source
from secondunit.wire import FrameRange, Matte, Plate
from secondunit.wire.errors import HostError, MissingFrames, NothingSelected, SecondUnitError, WrongChannels

from . import cameras, colors, dag, reads, shots, upstream, writes
from .renders import NukeRender, NukeRenders

#: The most Reads of the script that are offered beside the selection.
MOST_READS = 60
#: The most nodes of a selection that are offered.
MOST_SELECTED = 12
#: Nodes that have no picture.
NO_PICTURE = ("Viewer", "BackdropNode", "StickyNote", "Write", *cameras.CLASSES)
RENDER = "render:"
#: The answer that the files above a node's TimeWarps are the plate, with their own frames.
OWN_FRAMES = "plate"
#: Why a rendered node is asked about again, as the rest of a sentence.
CHANGED = "or what is above it has changed since it was rendered"
#: How long the script's Reads are offered as they were listed, in seconds; the selection is always looked at.
RELIST = 3.0


def _masks(node: nuke.Node) -> list[str]:
    """The single channels of a node that can be a matte, besides colour."""
    if node.Class() in NO_PICTURE:
        return []
    own = [channel for channel in node.channels() if channel not in ("rgba.red", "rgba.green", "rgba.blue")]
    return own[:24]


@dataclass(frozen=True)
class PlateRequest:
    """A node that has to be rendered before it can be used; as which channels, why, and what it would be.

    `camera` gives the digest of the camera that sees the node over the frames, where that matters.
    """

    node: str
    channels: str
    reason: str
    wanted: NukeRender
    camera: Callable[[str, FrameRange], str] | None = None


class NukePlates:
    """Plates and mattes of the open script, with the renders they need."""

    def __init__(self) -> None:
        self.renders = NukeRenders()
        self.writes = writes.Writes()
        #: The node whose picture was read last: what is placed is connected to it.
        self.node = ""
        #: By role: what was chosen and has to be rendered first; what was chosen; what was put off.
        self._asked: dict[str, PlateRequest] = {}
        self._chosen: dict[str, str] = {}
        self._put_off: set[str] = set()
        #: Nodes that show files through time nodes, whose files are the plate with frames of their own.
        self._own_frames: set[str] = set()
        #: By role: what was rendered and is in use, and the digest it was rendered from.
        self._used: dict[str, tuple[PlateRequest, str]] = {}
        self._reads: tuple[Source, ...] = ()
        self._relist = 0.0
        #: By node: the comp above it; and the digests that the artist lets pass.
        self._trees: dict[str, upstream.Tree] = {}
        self._accepted: dict[str, str] = {}

    def forget(self) -> None:
        """Another script is open."""
        self.renders.close()
        self.node = ""
        self._asked.clear()
        self._chosen.clear()
        self._put_off.clear()
        self._own_frames.clear()
        self._relist = 0.0
        self._used.clear()
        self._trees.clear()
        self._accepted.clear()

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
        if name in self._own_frames:
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
        self.choose("plate", source)
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
        render = self.rendered("plate", node, "rgba", reason, wanted)
        self.node = name
        return Plate(render.path, render.frames, render.rate, render.format, render.colorspace)

    def matte(self, source: str) -> Matte:
        """The matte behind a source: the channel it names, its alpha, or its red; raises as `plate`."""
        self.choose("matte", source)
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
        render = self.rendered("matte", node, layers, "is no file of its own", self._wanted(node))
        return Matte(render.path, render.frames, reads.CHANNELS.get(channel, channel))

    def questions(self) -> tuple[Question, ...]:
        """Whether what was chosen may be rendered, or that it is being rendered."""
        self.renders.poll()
        asked = {request.node: request for request in self._asked.values() if nuke.exists(request.node)}
        for request, rendered in tuple(self._used.values()):
            if request.node not in asked and self._changed(request.node, rendered):
                asked[request.node] = replace(request, reason=CHANGED)
        return tuple(self._question(request) for request in asked.values())

    def _changed(self, name: str, rendered: str) -> bool:
        """Whether the comp above a rendered node is another than it was rendered from."""
        if not rendered or not nuke.exists(name):
            return False
        now = self._trees.setdefault(name, upstream.Tree(name)).look()
        return now not in ("", rendered, self._accepted.get(name))

    def _question(self, asked: PlateRequest) -> Question:
        wanted = asked.wanted
        running, progress, failed = self.renders.state(asked.node, wanted, asked.channels)
        count = len(wanted.frames)
        if running:
            return Question(
                RENDER + asked.node,
                f"{asked.node} is being rendered: {progress} of {count} frames.",
                (("cancel", "Stop"),),
                "It runs outside this Nuke; you can go on working.",
            )
        why = f"The last attempt failed: {failed}. " if failed else ""
        own = self._own_choice(asked.node)
        if own:
            why += "The plate's own frames need no render: what is placed is retimed as the plate is. "
        stale = asked.reason == CHANGED
        if stale:
            why += "Until then the plate is what was rendered before. "
        return Question(
            RENDER + asked.node,
            f"{asked.node} {asked.reason}. Render {count} frames of it{' again' if stale else ''} in the "
            "background?",
            (
                *own,
                ("render", "Render (takes a render licence)"),
                ("interactive", "Render (takes a second interactive licence)"),
                ("no", "Keep what was rendered" if stale else "Not now"),
            ),
            f"{why}A second Nuke renders a copy of the script at full size and gives its licence back when "
            "it has finished. The script itself is not changed.",
        )

    def _own_choice(self, name: str) -> tuple[tuple[str, str], ...]:
        """The choice of the files above a node's TimeWarps, where a plate is asked for and there are some."""
        if dag.edition() or "plate" not in self._asked or self._asked["plate"].node != name:
            return ()
        from . import timing

        times = timing.own_frames(dag.find(name))
        if times is None or times.read is None:
            return ()
        try:
            frames = reads.plate_files(times.read).frames
        except SecondUnitError:  # what is wrong with the files is said when the Read is chosen
            return ()
        return ((OWN_FRAMES, f"Take {times.read.name()}'s own frames ({frames})"),)

    def _plate_with_own_frames(self, name: str) -> Plate | None:
        """The files above a node's TimeWarps, where the artist chose them."""
        if name not in self._own_frames:
            return None
        from . import timing

        times = timing.own_frames(dag.find(name))
        return reads.plate(times.read) if times is not None and times.read is not None else None

    def answer(self, name: str, choice: str) -> None:
        """Do what the artist chose for a node; raises `HostError`."""
        for role, (request, _) in tuple(self._used.items()):
            if request.node == name and role not in self._asked:
                self._asked[role] = replace(request, reason=CHANGED)
        for role, asked in tuple(self._asked.items()):
            if asked.node != name:
                continue
            node, wanted = dag.find(name), asked.wanted
            if choice in ("render", "interactive"):
                tree = self._trees.setdefault(name, upstream.Tree(name)).now()
                camera = asked.camera(name, wanted.frames) if asked.camera is not None else ""
                self.renders.start(node, replace(wanted, tree=tree, camera=camera), asked.channels, choice)
                continue
            self.renders.cancel(name, wanted, asked.channels)
            if choice == OWN_FRAMES:
                self._own_frames.add(name)
                self._put_off.update({role} - {"plate"})
                del self._asked[role]
                continue
            if asked.reason == CHANGED and choice == "no":
                self._accepted[name] = self._trees[name].digest
            else:
                self._put_off.add(role)
            del self._asked[role]

    def render_again(self, source: str) -> None:
        """Forget what was rendered of a source, or that its plate's own frames were chosen."""
        name = source.partition("#")[0]
        self._own_frames.discard(name)
        node = dag.find(name)
        layer = source.partition("#")[2].partition(".")[0] or "rgba"
        self.renders.forget(name, self._wanted(node), layer)

    def choose(self, role: str, source: str) -> None:
        """A source is read for a role: what was put off of another one is asked about."""
        if self._chosen.get(role) != source:
            self._chosen[role] = source
            self._put_off.discard(role)
        self._asked.pop(role, None)
        self._used.pop(role, None)

    def rendered(
        self,
        role: str,
        node: nuke.Node,
        channels: str,
        reason: str,
        wanted: NukeRender,
        camera: Callable[[str, FrameRange], str] | None = None,
    ) -> NukeRender:
        """A node as it was rendered, or it is asked about in `questions`; `role` is what it is needed for.

        Raises `MissingFrames` until it is there, `HostError` while it is rendered and where that failed.
        """
        name = node.fullName()
        request = PlateRequest(name, channels, reason, wanted, camera)
        self.renders.poll()
        running, progress, failed = self.renders.state(name, wanted, channels)
        render = None if running else self.renders.finished(name, wanted, channels)
        if render is not None:
            self._used[role] = (request, render.tree)
            return render
        if role not in self._put_off:
            self._asked[role] = request
        if running:
            raise HostError(
                f"{name} is being rendered: {progress} of {len(wanted.frames)} frames.",
                remedy="Go on working; it is taken up when it has finished.",
            )
        if failed:
            raise HostError(
                f"{name} could not be rendered: {failed}.",
                remedy="Try again with the other kind of licence, or render it with a Write of your own.",
            )
        raise MissingFrames(
            f"{name} {reason}: its frames do not exist as files.",
            remedy="Answer the question in the panel to have it rendered, or choose a Read.",
            where=name,
        )

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
