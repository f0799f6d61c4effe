"""The picture that a look is saved with: what is seen of it when it is saved. Knows values, no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire.saved_look import SavedLook

    from .session import Session


def look_picture(session: Session, look: SavedLook) -> bytes | None:
    """The quick look that stands there, or the frame of the take that was made with these very settings.

    None where neither is seen: another picture would say something else than the look does.
    """
    quick = session.panel.quick
    if quick.picture is not None and not quick.working:
        return quick.picture.data
    take = session.viewer.take_a
    if take is None or take.kind != look.kind:
        return None
    same = all(take.settings.get(name) == value for name, value in look.settings.items())
    return session.viewer.pictures()[0] if same else None
