"""The outline of the drawn matte that a brief has: its shapes, asked for once, to be shown over the plate.

A source or an edit that a drawing bounds is seen where it will be, without opening the drawing. Whoever draws
on it sees the drawing itself. Knows no widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .drawn_mattes import DRAWN, drawn_shapes
from .stage import Stage
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import DrawnMatte, MatteShape, OpenedMatte, Problem

    from .session import Session


class MatteOutline:
    """The shapes of one session's drawn matte; asked for where another is chosen, or a service comes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._path = ""
        self._drawing: DrawnMatte | None = None
        self.stop = session.panel.subscribe(self._follow)
        self._ask()

    def shapes(self) -> tuple[MatteShape, ...]:
        """What is drawn, in pixels of the plate on the canvas; empty where there is none to be shown."""
        session, drawing = self._session, self._drawing
        if drawing is None or session.panel.drawing.active or session.viewer.stage is not Stage.PLATE:
            return ()
        return drawing.shapes if drawing.format == session.viewer.format else ()

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        if changed & {PanelTopic.PLATE, PanelTopic.CONNECTION}:
            self._ask()

    def _ask(self) -> None:
        session, panel = self._session, self._session.panel
        matte = panel.matte if session.matte.startswith(DRAWN) else None
        path = matte.path if matte is not None else ""
        if path == self._path or (path and not panel.online):
            return
        self._path, self._drawing = path, None
        panel.touch(PanelTopic.VIEWER)
        if not path:
            return
        show = panel.show_name

        def take(opened: OpenedMatte) -> None:
            if self._path == path:
                self._drawing = opened.record.drawing
                panel.touch(PanelTopic.VIEWER)

        def give_up(_problem: Problem) -> None:
            # The matte works without its outline: whoever opens the drawing is told what is wrong.
            return

        panel.ask(lambda client: drawn_shapes(client, path, show), take, "matte outline", give_up)
