"""Cells of the gallery as they were drawn last, so that scrolling only copies them; knows no take.

A cell is kept by its name (whose it is, and whether it is chosen) with a mark of everything that was drawn in
it: another mark means that it has to be drawn again. Main thread only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from time import perf_counter

from ..binding import QtCore, QtGui

#: The most memory that cells take, in bytes: some 400 at one device pixel a logical one, 100 at two.
MOST_BYTES = 48 * 2**20
#: How long one paint may spend on new thumbnails, in seconds; at least one is made in any case.
BUDGET = 0.003


class Cells:
    """Drawn cells by name, the least used thrown out first, but none that the paint in hand shows.

    `begin` opens a paint; `late` says in it that no time is left, and `left_over` after it that a cell had to
    do without its thumbnail and wants painting again.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, budget: float = BUDGET) -> None:
        self.most_bytes, self.budget = most_bytes, budget
        self.left_over = False
        self.used = 0
        self._pixmaps: OrderedDict[Hashable, tuple[Hashable, QtGui.QPixmap]] = OrderedDict()
        self._painted_names: set[Hashable] = set()
        self._look: Hashable = None
        self._until = 0.0

    def begin(self, look: Hashable) -> None:
        """A paint begins; cells drawn with another look (palette, font, size, screen) are forgotten."""
        self._until = perf_counter() + self.budget
        self.left_over = False
        self._painted_names.clear()
        if look != self._look:
            self._look = look
            self._pixmaps.clear()
            self.used = 0

    @property
    def late(self) -> bool:
        """Whether this paint has spent its time for new thumbnails."""
        return perf_counter() > self._until

    def get(self, name: Hashable, mark: Hashable) -> QtGui.QPixmap | None:
        """The cell of that name as it was drawn; None where it was drawn with another mark, or never."""
        entry = self._pixmaps.get(name)
        if entry is None or entry[0] != mark:
            return None
        self._pixmaps.move_to_end(name)
        self._painted_names.add(name)
        return entry[1]

    def draw(
        self,
        name: Hashable,
        mark: Hashable,
        size: QtCore.QSize,
        ratio: float,
        act: Callable[[QtGui.QPainter], None],
    ) -> QtGui.QPixmap:
        """Have `act` draw a cell of `size` (logical px) for a screen of `ratio`, and keep it."""
        pixmap = QtGui.QPixmap(_device(size.width(), ratio), _device(size.height(), ratio))
        pixmap.setDevicePixelRatio(ratio)
        painter = QtGui.QPainter(pixmap)
        try:
            act(painter)
        finally:
            painter.end()
        self._drop(name)
        self._pixmaps[name] = (mark, pixmap)
        self._painted_names.add(name)
        self.used += _bytes(pixmap)
        while (
            self.used > self.most_bytes and (oldest := next(iter(self._pixmaps))) not in self._painted_names
        ):
            self._drop(oldest)
        return pixmap

    def _drop(self, name: Hashable) -> None:
        entry = self._pixmaps.pop(name, None)
        if entry is not None:
            self.used -= _bytes(entry[1])


def _device(length: int, ratio: float) -> int:
    """A length in device pixels, the last one whole."""
    return max(1, -int(-length * ratio // 1))


def _bytes(pixmap: QtGui.QPixmap) -> int:
    return pixmap.width() * pixmap.height() * max(1, pixmap.depth() // 8)
