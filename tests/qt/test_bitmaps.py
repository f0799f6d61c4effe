"""Pictures decoded beside the main thread: by their own format, and no plug-in of Qt is asked to guess."""

from __future__ import annotations

import pytest

from secondunit.qt.binding import QtCore, QtGui
from secondunit.qt.takes.bitmaps import image_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><rect width="4" height="3"/></svg>'


def encoded(form: str) -> bytes:
    """A picture of 4 x 3 pixels in a format."""
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    image = QtGui.QImage(4, 3, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(200, 40, 10))
    assert image.save(buffer, form)
    return bytes(buffer.data())


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_what_the_service_sends_is_decoded(qapp: object, form: str) -> None:
    image = image_of(encoded(form))
    assert image is not None and (image.width(), image.height()) == (4, 3)


def test_no_plug_in_is_asked_for_any_other_format(qapp: object) -> None:
    # The one for SVG connects signals to look into a file: on a thread that has the lock of Python, against
    # a main thread that has the one of Qt, neither ever goes on.
    for body in (SVG, encoded("BMP"), b"", b"\x89PN", encoded("PNG")[:20]):
        assert image_of(body) is None
