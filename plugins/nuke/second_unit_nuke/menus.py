"""The menu and the panel's registration: what Nuke's window needs at start, and no more.

May import Nuke's own modules only; every entry loads what it needs when it is used, and says in a dialog what
went wrong.
"""

from __future__ import annotations

from collections.abc import Callable

import nukescripts

import nuke

#: Nuke evaluates this text in its `__main__`, where nothing of ours need be imported.
PANEL_WIDGET = '__import__("second_unit_nuke.docking", fromlist=["widget"]).widget'
TITLE = "Second Unit"

#: Menu entry, the act it starts, and its shortcut: none of them is in Nuke's own menu.py, of which versions
#: 9 to 12 were looked at.
ENTRIES: tuple[tuple[str, str, str], ...] = (
    ("Open Panel", "open_panel", "ctrl+alt+shift+u"),
    ("Use Selection as Plate", "use_selection", ""),
    ("Render the Plate Again", "render_again", ""),
    ("Place Chosen Take", "place_chosen", ""),
    ("-", "", ""),
    ("Version Up", "version_up", "ctrl+alt+shift+up"),
    ("Version Down", "version_down", "ctrl+alt+shift+down"),
    ("-", "", ""),
    ("Check Installation", "check", ""),
)

_registered = False


def register() -> None:
    """Register the panel, the menu and the script callback, once a session."""
    global _registered
    if _registered:
        return
    _registered = True
    from . import core

    nukescripts.panels.registerWidgetAsPanel(PANEL_WIDGET, TITLE, core.PANEL_ID, create=False)
    menu = nuke.menu("Nuke").addMenu(TITLE)
    for label, act, shortcut in ENTRIES:
        if label == "-":
            menu.addSeparator()
        elif shortcut:
            menu.addCommand(label, _entry(act), shortcut)
        else:
            menu.addCommand(label, _entry(act))
    nuke.addOnScriptLoad(script_loaded)
    nuke.addOnScriptClose(script_closed)
    sentence = core.said_of_twins(nuke.pluginPath())
    if sentence:
        nuke.tprint(sentence)


def _entry(act: str) -> Callable[[], None]:
    def start() -> None:
        _safely(act)

    return start


def _safely(act: str) -> None:
    """Do one of the acts; a failure is a sentence in a dialog, never a traceback."""
    from . import core

    fault = core.fault()
    if not fault:
        try:
            from . import acts

            fault = getattr(acts, act)()
        except Exception as error:
            fault = f"Second Unit failed: {type(error).__name__}: {error}"[:300]
    if fault:
        nuke.message(fault)


def group_up() -> None:
    """What a placed Group's own button does: its next version, in that Group alone."""
    _safely("group_up")


def script_loaded() -> None:
    """Take up what a script that was just opened holds of ours; one look at the root where it is none."""
    try:
        root = nuke.root()
        if root.knob("second_unit") is None and not _session_runs():
            return
        from . import session

        session.document_changed()
    except Exception as error:
        nuke.tprint(f"Second Unit could not take up this script: {type(error).__name__}: {error}")


def script_closed() -> None:
    """Forget what belongs to the script that goes away."""
    try:
        if _session_runs():
            from . import session

            session.document_closes()
    except Exception as error:
        nuke.tprint(f"Second Unit could not leave this script: {type(error).__name__}: {error}")


def _session_runs() -> bool:
    import sys

    module = sys.modules.get(__package__ + ".session")
    return module is not None and module.running() is not None
