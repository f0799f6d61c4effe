"""The line above the canvas of a narrow panel."""

from __future__ import annotations

from .binding import Qt, QtWidgets


class CanvasFold(QtWidgets.QToolButton):
    """The line above the canvas of a narrow panel, which folds it away."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvasFold")
        self.setText("Canvas")
        self.setCheckable(True)
        self.setChecked(True)
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setArrowType(Qt.ArrowType.DownArrow)
        self.setToolTip("Fold the canvas away, or open it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(
            lambda opened: self.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        )
