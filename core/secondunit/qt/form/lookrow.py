"""The row of looks: one can be taken at once, and a button opens them all with their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..binding import QtWidgets
from .editors import LookEditor
from .row import FieldRow

if TYPE_CHECKING:
    from secondunit.host.session import Session


class LookRow(FieldRow):
    """The field `look`; the window of looks is made when it is first opened, and outlives the row."""

    def __init__(self, session: Session, name: str, label_width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(session, name, label_width, parent)
        if isinstance(self.editor, LookEditor):
            self.editor.open.clicked.connect(self.open_book)

    def open_book(self) -> None:
        """Show the window of looks, in front."""
        from .lookbook import LookBook

        window = self.window()
        book = window.findChild(LookBook) or LookBook(self._session, window)
        book.show_looks()
        book.show()
        book.raise_()


__all__ = ["LookRow"]
