"""Second Unit in Nuke's window: registers the panel and the menu. Never raises into Nuke's start."""

from __future__ import annotations

try:
    from second_unit_nuke import menus

    menus.register()
except Exception as error:
    import nuke

    nuke.tprint(f"Second Unit is not available in this Nuke: {type(error).__name__}: {error}")
