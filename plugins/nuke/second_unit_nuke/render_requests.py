"""What of a script has to be rendered for a plate, a matte or a guide, and what the artist says to that.

One render is one question, for all that need it: a plate and a matte of a node share one, a depth guide of
the same node is another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import nuke
from secondunit.host import Question
from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError, MissingFrames, SecondUnitError

from . import dag, reads, upstream
from .renders import NukeRender, NukeRenders

#: What the id of a question about a render begins with.
RENDER = "render:"
#: The answer that the files above a node's TimeWarps are the plate, with their own frames.
OWN_FRAMES = "plate"
#: Why a rendered node is asked about again, as the rest of a sentence.
CHANGED = "or what is above it has changed since it was rendered"


@dataclass(frozen=True)
class RenderRequest:
    """A node that has to be rendered before it can be used; as which channels, why, and what it would be.

    `camera` gives the digest of the camera that sees the node over the frames, where that matters.
    """

    node: str
    channels: str
    reason: str
    wanted: NukeRender
    camera: Callable[[str, FrameRange], str] | None = None

    @property
    def key(self) -> str:
        """Which render it is: the same for all that the same files are good for."""
        return f"{self.node}#{self.channels}#{self.wanted.frames}"


class RenderRequests:
    """What is asked about and what was rendered, by role: `plate`, `matte`, `depth guide`."""

    def __init__(self, renders: NukeRenders) -> None:
        self._renders = renders
        #: By role: what was chosen and has to be rendered first; what was chosen; what was put off.
        self._asked: dict[str, RenderRequest] = {}
        self._chosen: dict[str, str] = {}
        self._put_off: set[str] = set()
        #: Nodes that show files through time nodes, whose files are the plate with frames of their own.
        self.own_frames: set[str] = set()
        #: By role: what was rendered and is in use, and the digest it was rendered from.
        self._used: dict[str, tuple[RenderRequest, str]] = {}
        #: By node: the comp above it. By render: the digest that the artist lets pass.
        self._trees: dict[str, upstream.Tree] = {}
        self._accepted: dict[str, str] = {}

    def forget(self) -> None:
        """Another script is open."""
        self._asked.clear()
        self._chosen.clear()
        self._put_off.clear()
        self.own_frames.clear()
        self._used.clear()
        self._trees.clear()
        self._accepted.clear()

    def choose(self, role: str, source: str) -> None:
        """A source is read for a role: what was put off of another one is asked about."""
        if self._chosen.get(role) != source:
            self._chosen[role] = source
            self._put_off.discard(role)
        self._asked.pop(role, None)
        self._used.pop(role, None)

    def rendered(self, role: str, request: RenderRequest) -> NukeRender:
        """A node as it was rendered, or it is asked about in `questions`; `role` is what it is needed for.

        Raises `MissingFrames` until it is there, `HostError` while it is rendered and where that failed.
        """
        name, wanted = request.node, request.wanted
        self._renders.poll()
        running, progress, failure = self._renders.state(name, wanted, request.channels)
        render = None if running else self._renders.finished(name, wanted, request.channels)
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
        if failure:
            raise HostError(
                f"{name} could not be rendered: {failure}.",
                remedy="Try again with the other kind of licence, or render it with a Write of your own.",
            )
        raise MissingFrames(
            f"{name} {request.reason}: its frames do not exist as files.",
            remedy="Answer the question in the panel to have it rendered, or choose a Read.",
            where=name,
        )

    def questions(self) -> tuple[Question, ...]:
        """Whether what was chosen may be rendered, or that it is being rendered."""
        self._renders.poll()
        return tuple(self._question(requests) for requests in self._open().values())

    def _open(self) -> dict[str, dict[str, RenderRequest]]:
        """What is asked about, by render and role: what has to be rendered, and what has changed since."""
        requests: dict[str, dict[str, RenderRequest]] = {}
        for role, request in self._asked.items():
            if nuke.exists(request.node):
                requests.setdefault(request.key, {})[role] = request
        for role, (request, tree) in self._used.items():
            if request.key in requests or self._has_changed(request, tree):
                requests.setdefault(request.key, {})[role] = replace(request, reason=CHANGED)
        return requests

    def _has_changed(self, request: RenderRequest, rendered: str) -> bool:
        """Whether the comp above a rendered node is another than it was rendered from."""
        name = request.node
        if not rendered or not nuke.exists(name):
            return False
        now = self._trees.setdefault(name, upstream.Tree(name)).look()
        return now not in ("", rendered, self._accepted.get(request.key))

    def _question(self, requests: Mapping[str, RenderRequest]) -> Question:
        asked = next(iter(requests.values()))
        roles, count = _listed(requests), len(asked.wanted.frames)
        running, progress, failure = self._renders.state(asked.node, asked.wanted, asked.channels)
        if running:
            return Question(
                RENDER + asked.key,
                f"{asked.node} is being rendered as {roles}: {progress} of {count} frames.",
                (("cancel", "Stop"),),
                "It runs outside this Nuke; you can go on working.",
            )
        why = f"The last attempt failed: {failure}. " if failure else ""
        stale = asked.reason == CHANGED
        own = _own_choice(asked.node) if "plate" in requests and not stale else ()
        if own:
            why += "The plate's own frames need no render: what is placed is retimed as the plate is. "
        if stale:
            why += f"Until then {roles} {'is' if len(requests) == 1 else 'are'} what was rendered before. "
        return Question(
            RENDER + asked.key,
            f"{asked.node} {asked.reason}. Render {count} frames of it {'again ' if stale else ''}as {roles} "
            "in the background?",
            (
                *own,
                ("render", "Render (takes a render licence)"),
                ("interactive", "Render (takes a second interactive licence)"),
                ("no", "Keep what was rendered" if stale else "Not now"),
            ),
            f"{why}A second Nuke renders a copy of the script at full size and gives its licence back when "
            "it has finished. The script itself is not changed.",
        )

    def answer(self, key: str, choice: str) -> None:
        """Do what the artist chose for a render; raises `HostError`."""
        requests = self._open().get(key)
        if not requests:
            return
        asked = next(iter(requests.values()))
        if choice in ("render", "interactive"):
            self._asked.update(requests)
            self._start(requests, choice)
            return
        self._renders.cancel(asked.node, asked.wanted, asked.channels)
        if choice == OWN_FRAMES:
            self.own_frames.add(asked.node)
            self._put_off.update(requests.keys() - {"plate"})
        elif asked.reason == CHANGED and choice == "no":
            self._accepted[key] = self._trees[asked.node].digest
        else:
            self._put_off.update(requests)
        for role in requests:
            self._asked.pop(role, None)

    def _start(self, requests: Mapping[str, RenderRequest], license: str) -> None:
        """Start the one render of these requests."""
        asked = next(iter(requests.values()))
        tree = self._trees.setdefault(asked.node, upstream.Tree(asked.node)).now()
        camera = next((one.camera for one in requests.values() if one.camera is not None), None)
        seen = camera(asked.node, asked.wanted.frames) if camera is not None else ""
        wanted = replace(asked.wanted, tree=tree, camera=seen)
        self._renders.start(dag.find(asked.node), wanted, asked.channels, license)


def _listed(roles: Mapping[str, object]) -> str:
    """`the plate, the matte and the mask guide`."""
    *names, last = (f"the {role}" for role in roles)
    return f"{', '.join(names)} and {last}" if names else last


def _own_choice(name: str) -> tuple[tuple[str, str], ...]:
    """The choice of the files above a node's TimeWarps, where there are some."""
    if dag.edition():
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
