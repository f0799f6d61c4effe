"""Second Unit in Blender: an extension that makes elements and places them natively in the shot.

Registers and unregisters; everything else is in the modules beside this one. The pure-Python core
(`secondunit`) comes as a wheel inside the extension.
"""

from __future__ import annotations

import bpy

from . import operators, panels, prefs, properties, session, showing, thumbnails

_CLASSES = (prefs.SECONDUNIT_AP_preferences, *operators.CLASSES, *panels.CLASSES)


def register() -> None:
    """Switch the extension on."""
    for kind in _CLASSES:
        bpy.utils.register_class(kind)
    properties.register()
    showing.register()
    session.start(properties.follow)


def unregister() -> None:
    """Switch the extension off; scenes keep what they hold."""
    showing.unregister()
    session.stop()
    properties.unregister()
    thumbnails.forget()
    for kind in reversed(_CLASSES):
        bpy.utils.unregister_class(kind)
