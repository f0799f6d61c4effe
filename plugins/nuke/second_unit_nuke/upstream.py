"""Whether the comp above a node is still what it was: one digest of every knob and connection up there.

Nuke's own hashes change with the frame that is shown, so the knobs are read instead: a few milliseconds at a
time while the panel polls, or at once when a render starts. What changes no pixel (place, label, colour in
the graph) does not count. A limited Nuke would use up its nodes: there the digest is empty, nothing is said.
"""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

import nuke

from . import dag

#: How long one look may go on, in seconds, and how long it rests after a digest.
BUDGET, REST = 0.0015, 4.0
#: Knobs that change no pixel.
IGNORED = frozenset((
    "name", "xpos", "ypos", "selected", "label", "note_font", "note_font_size", "note_font_color",
    "tile_color", "gl_color", "hide_input", "bookmark", "dope_sheet", "postage_stamp",
    "postage_stamp_frame", "indicators", "cached", "help", "onCreate", "onDestroy", "knobChanged",
    "updateUI", "autolabel", "panel", "localizationPolicy",
))  # fmt: skip


class Tree:
    """The comp above one node."""

    def __init__(self, name: str) -> None:
        self.name = name
        #: The digest when it was last walked through; empty before.
        self.digest = ""
        self._walk: Generator[None, None, str] | None = None
        self._rests_until = 0.0

    def now(self) -> str:
        """Walk through it whole, at once."""
        self._walk = _digest(self.name)
        self._go_on(None)
        return self.digest

    def look(self) -> str:
        """Walk on for a little; the digest as it was last."""
        began = perf_counter()
        if self._walk is None:
            if began < self._rests_until:
                return self.digest
            self._walk = _digest(self.name)
        self._go_on(began + BUDGET)
        return self.digest

    def _go_on(self, end: float | None) -> None:
        assert self._walk is not None
        try:
            while True:
                next(self._walk)
                if end is not None and perf_counter() > end:
                    return
        except StopIteration as done:
            self.digest = str(done.value)
        self._walk, self._rests_until = None, perf_counter() + REST


def _digest(name: str) -> Generator[None, None, str]:
    """One node a step; nodes are found by name each time, because the artist works on between two steps."""
    if dag.edition():
        return ""
    import hashlib

    total, todo, names = hashlib.sha256(), [name], {name}
    while todo:
        node = nuke.toNode(todo.pop())
        if node is None:
            continue
        total.update(_said(node).encode("utf-8", "replace"))
        above = list(node.dependencies(nuke.INPUTS | nuke.HIDDEN_INPUTS | nuke.EXPRESSIONS))
        if isinstance(node, nuke.Group):
            above += node.nodes()
        for other in above:
            full_name = other.fullName()
            if full_name not in names:
                names.add(full_name)
                todo.append(full_name)
        yield
    return total.hexdigest()[:24]


def _said(node: nuke.Node) -> str:
    """A node's class, inputs and every knob that is not at its default."""
    inputs = [(above.name() if above is not None else "") for above in map(node.input, range(node.inputs()))]
    knobs = []
    for name in sorted(node.writeKnobs(nuke.WRITE_NON_DEFAULT_ONLY).split()):
        knob = dag.knob(node, name) if name not in IGNORED else None
        if knob is not None:
            knobs.append(f"{name} {knob.toScript()}")
    return "\n".join((node.Class(), *inputs, *knobs, ""))
