"""The undo list: one entry for each outermost begin/end, and one for every change made outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .document import Change, Document, NodeData, difference, turn_back


class History:
    """What can be undone and redone; changes made while it is disabled are never undone."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.undos: list[Change] = []
        self.redos: list[Change] = []
        self.depth = 0
        self.disabled = 0
        self._before: dict[int, NodeData] | None = None
        self._name = ""

    def begin(self, name: str = "") -> None:
        if self.depth == 0:
            self._before, self._name = self.document.snapshot(), name
        self.depth += 1

    def name(self, name: str) -> None:
        assert self.depth, "Undo.name() outside begin() and end() names nothing"
        if self.depth == 1:
            self._name = name

    def end(self) -> None:
        assert self.depth, "Undo.end() without Undo.begin()"
        self.depth -= 1
        if self.depth == 0:
            assert self._before is not None
            self._push(difference(self._name, self._before, self.document))
            self._before = None

    def cancel(self) -> None:
        """End the step and take back what it did."""
        assert self.depth, "Undo.cancel() without Undo.begin()"
        self.depth -= 1
        if self.depth == 0 and self._before is not None:
            change = difference(self._name, self._before, self.document)
            self._before = None
            if change:
                self._renamed(turn_back(self.document, change.after, change.before))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A change: part of the open step, or one of its own, or none while disabled."""
        if self.disabled:
            before = self.document.snapshot() if self.depth else None
            yield
            if before is not None and self._before is not None:
                self._forget(before)
            return
        self.begin(name)
        try:
            yield
        finally:
            self.end()

    def undo(self) -> None:
        if not self.undos:
            raise RuntimeError("Nothing to undo")
        assert not self.depth, "undo inside an open undo step"
        change = self.undos.pop()
        self.redos.append(change)
        self._renamed(turn_back(self.document, change.after, change.before))

    def redo(self) -> None:
        if not self.redos:
            raise RuntimeError("Nothing to redo")
        change = self.redos.pop()
        self.undos.append(change)
        self._renamed(turn_back(self.document, change.before, change.after))

    def _push(self, change: Change | None) -> None:
        if change is not None:
            self.undos.append(change)
            self.redos.clear()

    def _forget(self, before: dict[int, NodeData]) -> None:
        """Make what happened since `before` part of the state that the open step began with."""
        change = difference("", before, self.document)
        assert self._before is not None
        for uid, node in (change.after if change else {}).items():
            if node is None:
                self._before.pop(uid, None)
            else:
                self._before[uid] = node.copy()

    def _renamed(self, renamed: dict[int, int]) -> None:
        """Nodes that came back are other objects: the list speaks of them by their new numbers."""
        if not renamed:
            return
        for change in (*self.undos, *self.redos):
            for side in (change.before, change.after):
                for old, new in renamed.items():
                    if old in side:
                        side[new] = side.pop(old)
                for uid, node in side.items():
                    if node is not None:
                        node.uid = uid
                        node.parent = renamed.get(node.parent, node.parent) if node.parent else node.parent
                        node.inputs = [renamed.get(i, i) if i is not None else None for i in node.inputs]
