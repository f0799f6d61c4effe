"""The host's own Qt: PySide6, else PySide2, with what differs between them evened out here alone.

A host that has one of them loaded keeps it: two Qt versions in one process end it. Enums are spelled with
their scope (`Qt.AlignmentFlag.AlignLeft`), which both understand. Nothing is written into the host's modules.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6 import QtCore, QtGui, QtWidgets

    BINDING = "PySide6"
else:
    _loaded = [name for name in ("PySide6", "PySide2") if f"{name}.QtCore" in sys.modules]
    BINDING = _loaded[0] if _loaded else ""
    if BINDING != "PySide2":
        try:
            from PySide6 import QtCore, QtGui, QtWidgets

            BINDING = "PySide6"
        except ImportError:
            BINDING = "PySide2"
    if BINDING == "PySide2":
        from PySide2 import QtCore, QtGui, QtWidgets

Qt = QtCore.Qt
Signal = QtCore.Signal
if TYPE_CHECKING or BINDING == "PySide6":
    QAction, QShortcut = QtGui.QAction, QtGui.QShortcut
else:
    QAction, QShortcut = QtWidgets.QAction, QtWidgets.QShortcut


def position(event: Any) -> QtCore.QPointF:
    """Where a mouse, hover, wheel or drop event happened, in the widget's own coordinates (logical px)."""
    if hasattr(event, "position"):
        here: QtCore.QPointF = event.position()
        return here
    if hasattr(event, "localPos"):
        return QtCore.QPointF(event.localPos())
    return QtCore.QPointF(event.posF() if hasattr(event, "posF") else event.pos())


def global_position(event: Any) -> QtCore.QPoint:
    """Where a mouse event happened on the screen (logical px)."""
    if hasattr(event, "globalPosition"):
        return QtCore.QPointF(event.globalPosition()).toPoint()
    return QtCore.QPoint(event.globalPos())


def run(modal: Any) -> Any:
    """Run a dialog, a menu, a drag or the application until it is closed; what it answered."""
    return modal.exec() if hasattr(modal, "exec") else modal.exec_()


def holds(flags: Any, flag: Any) -> bool:
    """Whether a set of flags (keyboard modifiers, buttons) holds one."""
    return bool(flags & flag)


__all__ = [
    "BINDING",
    "QAction",
    "QShortcut",
    "Qt",
    "QtCore",
    "QtGui",
    "QtWidgets",
    "Signal",
    "global_position",
    "holds",
    "position",
    "run",
]
