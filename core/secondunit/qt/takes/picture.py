"""The canvas: the plate, the job, or takes A and B with a wipe between them; zoom and pan.

Draws what the viewer's model names; the wipe's place is the model's, the framing is this widget's own. What
lies over the picture are `Overlay`s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING

from secondunit.host.stage import Stage
from secondunit.wire import Window

from .. import style
from ..binding import Qt, QtCore, QtGui, QtWidgets, Signal, holds, position
from .bitmaps import Bitmaps
from .empty import EmptyCanvas
from .framing import SCALES, Framing
from .keys import zoom_of
from .overlay import PictureTransform
from .quicklook import QuickPainter
from .sides import draw_line, draw_note, draw_side, draw_tags, surround

if TYPE_CHECKING:
    from secondunit.host.pictures import PictureKey
    from secondunit.host.session import Session

    from .overlay import Overlay

#: How near (in em) the mouse has to come to the wipe's line to take it.
REACH = 0.5


class FrameView(QtWidgets.QWidget):
    """The picture area; `said` is the text for its empty state, `note` what is said over a picture."""

    framed = Signal()

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        #: Two sides and a part at most: what is here is painted now, however busy the machine is.
        self.bitmaps = Bitmaps(budget=10.0)
        self.framing = Framing()
        self.said = self.note = ""
        self.quick = QuickPainter(session.panel.quick)
        self.labels = ("", "")
        self.overlays: list[Overlay] = []
        self._held: Overlay | None = None
        self._last_transform: PictureTransform | None = None  # for a release once nothing is shown
        self._dragging, self._from = "", QtCore.QPointF()
        self._ratio = 0.0
        #: The last picture seen on each side, kept on show while the next one is on its way.
        self._last: dict[str, tuple[object, QtGui.QPixmap]] = {}
        self.setObjectName("picture")
        self.setAccessibleName("Canvas")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Expanding)
        #: What `shown` said when it was painted last.
        self.painted: tuple[object, ...] = ()
        self.empty = EmptyCanvas(self)
        #: Takes what is dropped on the canvas; None where no files can be opened.
        self.take_drop: Callable[[QtCore.QMimeData], bool] | None = None

    # Overlays ----------------------------------------------------------------------------------------------

    @property
    def transform(self) -> PictureTransform | None:
        """Between the picture's own pixels and this widget; None while nothing is shown."""
        format = self.session.viewer.format
        if format is None or self.session.viewer.stage is Stage.EMPTY:
            return None
        return PictureTransform(format.width, format.height, self._rect())

    def add_overlay(self, overlay: Overlay) -> None:
        """Draw this over the picture from now on, above those that are there."""
        self.overlays.append(overlay)
        self.update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Take it away again."""
        if overlay in self.overlays:
            self.overlays.remove(overlay)
        self._held = None if self._held is overlay else self._held
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """A picture of sixteen to nine."""
        return QtCore.QSize(style.em(self, 34), style.em(self, 19))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Small enough for a docked panel."""
        return QtCore.QSize(style.em(self, 10), style.em(self, 6))

    # Framing -----------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """All of the picture."""
        self._frame(self.framing.fit())

    def one_to_one(self) -> None:
        """One pixel of the picture on one of the screen."""
        self._frame(self.framing.at(1.0 / self.devicePixelRatioF()))

    def zoom(self, step: int, at: QtCore.QPointF | None = None) -> None:
        """The next scale up or down."""
        ratio = self.devicePixelRatioF()
        now = self.framing.scaled * ratio
        beyond = [s for s in SCALES if (s - now) * step > 1e-4]
        scale = (beyond[0] if step > 0 else beyond[-1]) if beyond else now
        self._frame(self.framing.at(scale / ratio, (at.x(), at.y()) if at is not None else None))

    @property
    def scale_text(self) -> str:
        """`fit 62 %`, or the exact scale."""
        percent = f"{self.framing.scaled * self.devicePixelRatioF() * 100:.0f} %"
        return f"Fit {percent}" if self.framing.scale is None else percent

    def _frame(self, framing: Framing) -> None:
        if framing != self.framing:
            self.framing = framing
            self.framed.emit()
            self.update()

    def step_exactly(self, step: int) -> None:
        """The next scale up or down, about the pointer where it is over the picture."""
        at = QtCore.QPointF(self.mapFromGlobal(QtGui.QCursor.pos()))
        self.zoom(step, at if self.rect().contains(at.toPoint()) else None)

    def _rect(self) -> tuple[float, float, float, float]:
        """Where the picture lies, begun on a whole pixel of the screen: at 1:1 none is smeared over two."""
        left, top, width, height = self.framing.rect
        ratio, origin = self.devicePixelRatioF(), self.mapTo(self.window(), QtCore.QPoint(0, 0))
        left = round((left + origin.x()) * ratio) / ratio - origin.x()
        top = round((top + origin.y()) * ratio) / ratio - origin.y()
        return left, top, width, height

    def visible(self) -> Window | None:
        """What is seen of the picture, in its own pixels."""
        transform = self.transform
        if transform is None:
            return None
        left, top = transform.to_picture(QtCore.QPointF(0, 0))
        right, bottom = transform.to_picture(QtCore.QPointF(self.width(), self.height()))
        wide, high = int(transform.width), int(transform.height)
        x, y = min(max(0, floor(left)), wide - 1), min(max(0, floor(top)), high - 1)
        right, bottom = min(max(x + 1, ceil(right)), wide), min(max(y + 1, ceil(bottom)), high)
        return Window(x, y, int(right) - x, int(bottom) - y)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """The picture keeps its framing; what is fitted in stays so."""
        self._frame(replace(self.framing, view=(max(1.0, self.width()), max(1.0, self.height()))).held())
        self.empty.setGeometry(self.rect())
        self.framed.emit()

    def refresh(self) -> None:
        """The model changed: take up its format, and draw."""
        format = self.session.viewer.format
        self.empty.show_text(self.said if self.session.viewer.stage is Stage.EMPTY else "")
        if format is not None:
            width, height = format.width * format.pixel_aspect, float(format.height)
            if (width, height) != (self.framing.width, self.framing.height):
                self._frame(replace(self.framing.fit(), width=width, height=height))
        self.update()

    # Mouse -------------------------------------------------------------------------------------------------

    def wipe_x(self) -> float:
        """The x of the wipe's line (logical px)."""
        left, _, width, _ = self._rect()
        return left + self.session.viewer.wipe * width

    def _comparing(self) -> bool:
        return bool(self.session.viewer.a and self.session.viewer.b)

    def _near_wipe(self, at: QtCore.QPointF) -> bool:
        return self._comparing() and abs(at.x() - self.wipe_x()) <= style.em(self, REACH)

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Hand the press to what lies over the picture; else take the wipe where it is near, or the picture.

        The middle button and Alt always pan.
        """
        at = position(event)
        self._from = at
        left = event.button() == Qt.MouseButton.LeftButton
        alt = holds(event.modifiers(), Qt.KeyboardModifier.AltModifier)
        if left and not alt and self._offered("press", event):
            return
        if left and not alt and self._near_wipe(at):
            self._dragging = "wipe"
        elif left or event.button() == Qt.MouseButton.MiddleButton:
            self._dragging = "pan"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Wipe, pan, or show what a press would do; say which pixel it is."""
        at = position(event)
        self._point(at)
        if self._held is not None:
            self._offered("move", event)
        elif self._dragging == "wipe" and holds(event.buttons(), Qt.MouseButton.LeftButton):
            left, _, width, _ = self._rect()
            self.session.viewer.set_wipe(min(1.0, max(0.0, (at.x() - left) / max(width, 1e-6))))
            self.update()
        elif self._dragging == "pan":
            self._frame(self.framing.moved(at.x() - self._from.x(), at.y() - self._from.y()))
            self._from = at
        elif self._offered("move", event):
            return
        elif self._near_wipe(at):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """Let go."""
        if self._held is not None:
            self._offered("release", event)
            self._held = None
            return
        self._dragging = ""
        self.unsetCursor()

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        """No pixel is under the pointer any more."""
        super().leaveEvent(event)
        self.session.canvas.point_at(None)

    def _point(self, at: QtCore.QPointF) -> None:
        transform = self.transform
        if transform is None:
            self.session.canvas.point_at(None)
            return
        x, y = (floor(value) for value in transform.to_picture(at))
        inside = 0 <= x < transform.width and 0 <= y < transform.height
        self.session.canvas.point_at((x, y) if inside else None)

    def _offered(self, what: str, event: QtGui.QMouseEvent) -> bool:
        """Whether an overlay takes the mouse, the topmost first; one that holds it is asked alone."""
        transform = self.transform or (self._last_transform if what == "release" else None)
        if transform is None:
            return False
        self._last_transform = transform
        x, y = transform.to_picture(position(event))
        for overlay in [self._held] if self._held is not None else reversed(self.overlays):
            act = {"press": overlay.press, "move": overlay.move, "release": overlay.release}[what]
            if act(x, y, event, transform):
                self._held = overlay if what == "press" else self._held
                self.update()
                return True
        return False

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        """Between fit and 1:1."""
        if not self._near_wipe(position(event)):
            if self.framing.scale is None:
                at = position(event)
                self._frame(self.framing.at(1.0 / self.devicePixelRatioF(), (at.x(), at.y())))
            else:
                self.fit()

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """Zoom about the mouse."""
        turn = event.angleDelta().y()
        if turn:
            at = position(event)
            scale = self.framing.scaled * 1.15 ** (turn / 120)
            self._frame(self.framing.at(scale, (at.x(), at.y())))
        event.accept()

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Files are a plate, where they can be opened."""
        if self.take_drop is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Open what was dropped."""
        if self.take_drop is not None and self.take_drop(event.mimeData()):
            event.acceptProposedAction()

    # Keys --------------------------------------------------------------------------------------------------

    def event(self, event: QtCore.QEvent) -> bool:
        """Keep the canvas's own keys from the host while the focus is here."""
        overriding = event.type() == QtCore.QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QtGui.QKeyEvent) and zoom_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Zoom in and out, and 1:1."""
        step = zoom_of(event)
        if step is None:
            super().keyPressEvent(event)
        elif step == 0:
            self.one_to_one()
        else:
            self.step_exactly(step)

    # Painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """The picture, the wipe and whose side is whose; or what to do where there is none."""
        self.painted = self.shown()
        self._follow_display()
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), surround(self))
        viewer = self.session.viewer
        quick = self.quick.paint(painter, self, QtCore.QRectF(*self._rect()))
        if viewer.stage is Stage.EMPTY and not quick:
            return
        self.bitmaps.begin()
        if not quick:
            self._sides(painter)
        painter.setClipping(False)
        transform = self.transform
        if transform is not None and self.overlays:
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, True)
            for overlay in self.overlays:
                painter.save()
                overlay.paint(painter, transform)
                painter.restore()
        if not quick and (note := self.note or self.quick.sentence):
            draw_note(self, painter, note)
        if self.bitmaps.left_over:
            self.update()

    def shown(self) -> tuple[object, ...]:
        """Which pictures belong here now, and how each stands."""
        viewer, pictures = self.session.viewer, self.session.pictures
        keys = [key for key in (*viewer.keys(), *viewer.details()) if key is not None]
        return tuple((k, pictures.has(k), pictures.serial(k), pictures.problem(k)) for k in keys)

    def _sides(self, painter: QtGui.QPainter) -> None:
        """The picture, or A and B with the wipe between them."""
        viewer = self.session.viewer
        first, second = (self._pixmap(side, key) for side, key in zip("ab", viewer.keys()))  # noqa: B905 - two
        rect = QtCore.QRectF(*self._rect())
        # A pixel that covers a few of the screen is seen as what it is: a square.
        smooth = self.framing.scaled * self.devicePixelRatioF() < 2.0
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if self._comparing():
            x = self.wipe_x()
            draw_side(self, painter, first, rect, QtCore.QRectF(0, 0, x, self.height()))
            draw_side(self, painter, second, rect, QtCore.QRectF(x, 0, self.width() - x, self.height()))
            self._details(painter, x)
            draw_line(self, painter, x, rect)
            draw_tags(self, painter, rect, self.labels)
        else:
            draw_side(self, painter, first, rect, QtCore.QRectF(self.rect()), self.note)
            self._details(painter, float(self.width()))

    def _pixmap(self, side: str, key: PictureKey | None) -> QtGui.QPixmap | None:
        """The side's picture now, or the last one of the same thing while it is on its way."""
        viewer = self.session.viewer
        path = viewer.plate.path if viewer.stage is Stage.PLATE and viewer.plate is not None else ""
        of = (viewer.stage, path, viewer.job, viewer.a if side == "a" else viewer.b)
        pixmap = self._bitmap(key)
        if pixmap is not None:
            self._last[side] = (of, pixmap)
            return pixmap
        last = self._last.get(side)
        return last[1] if last is not None and last[0] == of else None

    def _bitmap(self, key: PictureKey | None) -> QtGui.QPixmap | None:
        if key is None:
            return None
        image = self.session.pictures.image(key)
        pixmap = self.bitmaps.get(key, self.session.pictures.serial(key), image, QtCore.QSize())
        return pixmap if pixmap is not None and not pixmap.isNull() else None

    def _details(self, painter: QtGui.QPainter, x: float) -> None:
        """The visible parts at full size, A left of `x` and B right of it, as soon as they are here."""
        for key, left, right in zip(self.session.viewer.details(), (0.0, x), (x, float(self.width()))):  # noqa: B905
            pixmap, transform = self._bitmap(key), self.transform
            if key is not None and key.crop is not None and pixmap is not None and transform is not None:
                painter.setClipRect(QtCore.QRectF(left, 0.0, right - left, self.height()))
                ends = (key.crop.x, key.crop.y), (key.crop.right, key.crop.bottom)
                place = QtCore.QRectF(*(transform.to_widget(*end) for end in ends))
                painter.drawPixmap(place, pixmap, QtCore.QRectF(pixmap.rect()))

    def _follow_display(self) -> None:
        """On a display of another scale an exact zoom stays as exact, in its pixels."""
        ratio = self.devicePixelRatioF()
        before, self._ratio = self._ratio, ratio
        if before and ratio != before:
            scale = self.framing.scale
            if scale is not None:
                self.framing = self.framing.at(scale * before / ratio)
            QtCore.QTimer.singleShot(0, self.framed.emit)
