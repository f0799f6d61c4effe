"""The running Nuke of a test: its licence, threads, undo list, callbacks, clipboard and what stands open.

Made once per test by the fixtures; the `nuke` module asks it for everything. A test may use what it offers; a
plugin never sees it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from .document import ROOT, Document, NodeData
from .history import History
from .interpreter import Interpreter
from .proxy import ANY_THREAD, Watch
from .values import shown

#: Node objects that Python may touch in a script (Foundry on Non-commercial: limited to 10).
NODE_LIMIT = 10
#: What a call that renders costs the artist, in milliseconds of a frozen window for each frame.
FRAME_MS = 120.0


@dataclass(frozen=True)
class Licence:
    """What is licensed: `limited` licences let Python touch ten nodes only."""

    nc: bool = False
    indie: bool = False
    ple: bool = False
    nukex: bool = False
    studio: bool = False

    @property
    def limited(self) -> bool:
        return self.nc or self.indie


class Detached(ValueError):
    """A reference to a node that is gone."""

    def __init__(self) -> None:
        super().__init__("A PythonObject is not attached to a node")


@dataclass
class Callback:
    """One registered callback."""

    call: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    cls: str = "*"
    node: int | None = None


@dataclass
class Background:
    """A render that `executeBackgroundNuke` started; `Application.finish_background` ends it."""

    writes: tuple[str, ...]
    ranges: tuple[tuple[int, int, int], ...]
    id: int
    done: bool = False
    script: str = ""
    limits: dict[str, Any] = field(default_factory=dict)


class Application:
    """One Nuke. Everything is set before the plugin starts; `version` is (major, minor, release)."""

    def __init__(
        self,
        *,
        gui: bool = True,
        licence: Licence | None = None,
        version: tuple[int, int, int] = (15, 1, 3),
        folder: Path | None = None,
        tab_widgets: bool = False,
    ) -> None:
        self.gui = gui
        self.licence = licence or Licence()
        self.version = version
        self.folder = folder or Path.cwd()
        self.main = threading.get_ident()
        self.calls: Counter[str] = Counter()
        #: (class, knob) pairs that Python asked for.
        self.knobs_used: Counter[tuple[str, str]] = Counter()
        self.blocked_ms = 0.0
        self.answers: list[Any] = []
        self.said: list[str] = []
        self.printed: list[str] = []
        self.clipboard = ""
        self.interpreter = Interpreter()
        self.plugin_path: list[str] = [str(self.folder / ".nuke")]
        self.callbacks: dict[str, list[Callback]] = {}
        self.background: list[Background] = []
        self.renderer: Callable[[NodeData, int], None] | None = None
        self.cursor = (317, -181)
        #: The group whose node graph was clicked last: what a panel asks runs in the script's own, not there.
        self.hit_group = ROOT
        #: What colour spaces the config offers, by the root's `colorManagement`.
        self.colorspaces: dict[str, list[str]] = {
            "Nuke": ["linear", "sRGB", "rec709", "Cineon", "AlexaV3LogC", "SLog3", "Gamma2.2", "REDLog"],
            "OCIO": [
                "scene_linear",
                "color_picking",
                "ACES2065-1",
                "ACEScg",
                "ARRI LogC3 (EI800)",
                "sRGB Display",
            ],
        }
        #: What `default` means for a file knob.
        self.default_colorspace = {"Nuke": "linear", "OCIO": "scene_linear"}
        self.paste_returns_last = False
        self.views = ["main"]
        #: Layers that the script has declared, and what Nuke complained about where a list takes it.
        self.layers: dict[str, tuple[str, ...]] = {}
        self.complaints: list[str] | None = None
        #: (class, knob) pairs that Python asked for and that are not there.
        self.knobs_missed: Counter[tuple[str, str]] = Counter()
        #: Names of groups whose nodes the artist or the studio has locked.
        self.locked: set[str] = set()
        self.saved_text: dict[str, str] = {}
        #: What `registerPanel` was given, by id; the panes of the window, the one whose menu is open, and the
        #: pages of tabs that were closed. `tab_widgets`: panes are QTabWidgets, whose tabs know their stack.
        self.panels: dict[str, Any] = {}
        self.docks: list[Any] = []
        self.this_pane: Any = None
        self.closed_pages: list[Any] = []
        self.tab_widgets = tab_widgets
        self.restore_panel: Callable[[str], Any] = lambda id: None
        self.window: Any = None
        self.panes: Any = None
        self._queue: SimpleQueue[tuple[Callable[[], Any], threading.Event | None, list[Any]]] = SimpleQueue()
        self.fresh()
        Watch.enter = self.enter

    def close(self) -> None:
        """End it: its widgets go, and every later call of a plugin that still holds a reference fails."""
        if self.panes is not None:
            self.panes.end()
        Watch.enter = None

    def fresh(self) -> None:
        """An empty script: nothing of the last one can be undone, and the ten nodes count anew."""
        self.document = Document()
        self.history = History(self.document)
        self.path = ""
        self.modified = False
        self.layers = {}
        self.touched: set[int] = set()
        self.groups: list[int] = [ROOT]
        self.this_node: list[int] = []
        self.this_knob: list[str] = []
        self.frame = 1

    def add_plugin_path(self, path: str, end: bool = False) -> None:
        """Put a folder into the plug-in path, moved where it is there already, and into Python's search path.

        A relative one is seen from the init.py that is running, which then runs the folder's own at once
        (Python API reference, nuke.pluginAddPath and "Installing Plug-ins", Nuke 16.0).
        """
        inside = self.interpreter.running[-1] if self.interpreter.running else None
        folder = os.path.normpath((inside or self.folder) / path)
        for paths in (self.plugin_path, sys.path):
            if folder in paths:
                paths.remove(folder)
            paths.insert(len(paths) if end else 0, folder)
        if inside is not None:
            self.interpreter.run(Path(folder) / "init.py")

    # Threads

    def enter(self, name: str) -> None:
        """Count a call, and refuse it where Nuke would crash or lie."""
        self.calls[name] += 1
        if threading.get_ident() != self.main and name not in ANY_THREAD:
            raise AssertionError(f"{name} was called off the main thread: Nuke may crash or hang")

    def post(self, act: Callable[[], Any], wait: bool = False) -> Any:
        """Give the main loop something to do, from any thread; the result where one waits."""
        event, holder = (threading.Event() if wait else None), []
        self._queue.put((act, event, holder))
        if event is not None:
            assert event.wait(20), "nobody runs the main loop: the plugin waits for ever"
            return holder[0] if holder else None
        return None

    def spin(self, count: int = 1000) -> int:
        """Run what waits for the main loop; what raises there is printed and lost. Returns how many."""
        done = 0
        while done < count:
            try:
                act, event, holder = self._queue.get_nowait()
            except Empty:
                return done
            try:
                holder.append(act())
            except Exception as error:
                self.printed.append(f"{type(error).__name__}: {error}")
            finally:
                if event is not None:
                    event.set()
            done += 1
        return done

    # The document

    def data(self, uid: int) -> NodeData:
        """A node's data. Raises `Detached`, as every method of a dead reference does."""
        try:
            return self.document.nodes[uid]
        except KeyError:
            raise Detached from None

    def value_text(self, node: NodeData, knob: str) -> str:
        """A knob's value as `.nk` text, for a test to compare."""
        spec = node.spec(knob)
        assert spec is not None, f"{node.cls} has no knob {knob}"
        return shown(spec, node.state(knob))

    def touch(self, uid: int) -> None:
        """Python holds an object of this node: limited licences count them."""
        if uid == ROOT or uid in self.touched:
            return
        if self.licence.limited and len(self.touched) >= NODE_LIMIT:
            kind = "Non-commercial" if self.licence.nc else "Indie"
            raise RuntimeError(
                f"Nuke {kind}: Python can only access {NODE_LIMIT} nodes of a script, and this is one more"
            )
        self.touched.add(uid)

    @contextmanager
    def edit(self, name: str = "") -> Iterator[None]:
        """A change of the document: its own undo step unless one is open."""
        revision = self.document.revision
        with self.history.step(name):
            yield
        if self.document.revision != revision:
            self.modified = True

    @property
    def group(self) -> int:
        """The group that new nodes go to."""
        if self.groups[-1] not in self.document.nodes:
            raise Detached
        return self.groups[-1]

    # Callbacks

    def fire(self, kind: str, uid: int, knob: str = "") -> None:
        """Call what was registered, with `thisNode` and `thisKnob` set; what they raise is printed."""
        node = self.document.nodes.get(uid)
        if node is None:
            return
        self.this_node.append(uid)
        self.this_knob.append(knob)
        try:
            for each in list(self.callbacks.get(kind, ())):
                if each.cls not in ("*", node.cls) or each.node not in (None, uid):
                    continue
                try:
                    each.call(*each.args, **each.kwargs)
                except AssertionError:
                    raise
                except Exception as error:
                    self.printed.append(f"{kind}: {type(error).__name__}: {error}")
        finally:
            self.this_node.pop()
            self.this_knob.pop()

    # Dialogs

    def modal(self, kind: str, text: str) -> Any:
        """A window that stops everything: fails the test unless it was answered beforehand."""
        self.said.append(text)
        if not self.gui:
            raise RuntimeError(f"nuke.{kind} needs the GUI")
        if not self.answers:
            raise AssertionError(f"nuke.{kind} opened a modal window that nobody answers: {text}")
        return self.answers.pop(0)
