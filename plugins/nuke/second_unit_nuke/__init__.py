"""Second Unit in Nuke: the Host of the open script, the panel's session and the menu.

Importing it costs next to nothing: the core and Qt are loaded when the panel is opened or an act is wanted.
"""

from __future__ import annotations

from . import core

core.provide()
