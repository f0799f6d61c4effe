"""Decoded pictures for painting: made at the size they are shown, bounded, and only so many in one paint.

`image_of` runs on a worker thread (a QImage may be made there); pixmaps are made on the main thread alone.
Where the bytes come from is the model's business.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from time import perf_counter

from ..binding import Qt, QtCore, QtGui

#: The most memory that pixmaps take, in bytes.
MOST_BYTES = 96 * 2**20
#: How long one paint may spend on scaling, in seconds; at least one picture is made in any case.
BUDGET = 0.004


#: What the service's pictures begin with. Without a format Qt asks every plug-in, and the one for SVG
#: connects signals to look into the bytes: on a thread that has Python's lock it may wait for Qt's for ever.
_FORMATS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))


def image_of(data: bytes) -> QtGui.QImage | None:
    """PNG or JPEG bytes as an image in the form that paints fastest; None for bytes that are no picture."""
    coding = next((name for start, name in _FORMATS if data.startswith(start)), None)
    image = QtGui.QImage()
    if coding is None or not image.loadFromData(QtCore.QByteArray(data), coding):
        return None
    alpha = image.hasAlphaChannel()
    form = QtGui.QImage.Format.Format_ARGB32_Premultiplied if alpha else QtGui.QImage.Format.Format_RGB32
    return image if image.format() == form else image.convertToFormat(form)


def weight_of(image: QtGui.QImage | None) -> int:
    """The memory that an image takes, in bytes."""
    return image.bytesPerLine() * image.height() if image is not None else 0


class Bitmaps:
    """Pixmaps by key and size, the least used thrown out first.

    `begin` opens a paint; `left_over` says afterwards that it ran out of time and has to paint again.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, budget: float = BUDGET) -> None:
        self.most_bytes, self.budget = most_bytes, budget
        self.left_over = False
        self.used = 0
        self._kept: OrderedDict[tuple[Hashable, int, int], tuple[int, QtGui.QPixmap]] = OrderedDict()
        self._until = 0.0

    def begin(self) -> None:
        """A paint begins: its time for scaling is counted from now."""
        self._until = perf_counter() + self.budget
        self.left_over = False

    def get(
        self, key: Hashable, serial: int, image: QtGui.QImage | None, box: QtCore.QSize, ratio: float = 1.0
    ) -> QtGui.QPixmap | None:
        """The picture fitted into `box` (logical px; an empty one: as it is) on a screen of `ratio`.

        `serial` tells a newer picture of the same key. Out of time, an older one is given, or None.
        """
        wanted = QtCore.QSize(round(box.width() * ratio), round(box.height() * ratio))
        name = (key, wanted.width(), wanted.height())
        entry = self._kept.get(name)
        if entry is not None:
            self._kept.move_to_end(name)
            if entry[0] == serial or image is None:
                return entry[1]
        if image is None:
            return None
        if perf_counter() > self._until:
            self.left_over = True
            return entry[1] if entry is not None else None
        pixmap = QtGui.QPixmap.fromImage(fitted(image, wanted))
        pixmap.setDevicePixelRatio(ratio)
        if entry is not None:
            self.used -= _bytes(entry[1])
        self._kept[name] = (serial, pixmap)
        self._kept.move_to_end(name)
        self.used += _bytes(pixmap)
        while self.used > self.most_bytes and len(self._kept) > 1:
            _, (_, oldest) = self._kept.popitem(last=False)
            self.used -= _bytes(oldest)
        return pixmap


def fitted(image: QtGui.QImage, box: QtCore.QSize) -> QtGui.QImage:
    """The image made smaller to fit into `box` (device px), never larger; an empty box leaves it."""
    if box.isEmpty() or (image.width() <= box.width() and image.height() <= box.height()):
        return image
    return image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _bytes(pixmap: QtGui.QPixmap) -> int:
    return pixmap.width() * pixmap.height() * max(1, pixmap.depth() // 8)
