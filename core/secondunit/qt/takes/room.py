"""How much room takes have below the canvas: a line or two while there is none, else a third.

What shows, notes and places takes has nothing to do before the first one: the canvas has its room until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.gallery import ALL

from .. import style

if TYPE_CHECKING:
    from .view import TakesView

#: The height of an empty gallery's sentence (em), and what stands for no limit in Qt.
SENTENCE, NO_LIMIT = 4.4, 16_777_215


def is_bare(view: TakesView) -> bool:
    """Whether the canvas stands above a gallery of all takes, and there is none."""
    gallery, placed = view.session.gallery, view.placed
    here = view.beside.indexOf(view.viewer) >= 0
    return here and not (gallery.total() or gallery.playlist or gallery.choice != ALL or placed.rows)


def divide(view: TakesView, bare: bool) -> None:
    """Give the canvas what an empty gallery does not need, or take a third back."""
    rows = view.gallery.list
    sentence = style.em(view, SENTENCE)
    rows.setMaximumHeight(sentence if bare else NO_LIMIT)
    rows.setMinimumHeight(sentence if bare else 0)
    view.side.setMaximumHeight(_line_high(view) if bare else NO_LIMIT)
    if view.beside.indexOf(view.notes) >= 0:
        view.notes.setVisible(not bare)
    view.place.setVisible(not bare)
    share = 0 if bare else view.height() // 3
    view.split.setSizes([view.height() - share, share])


def _line_high(view: TakesView) -> int:
    """How high the filter and the sentence are, below the tabs where there are some."""
    column = view.gallery.layout()
    if column is not None:
        column.activate()
    tabs = view.side.tabBar()
    return view.gallery.minimumSizeHint().height() + (
        tabs.sizeHint().height() if tabs.isVisibleTo(view.side) else 0
    )
