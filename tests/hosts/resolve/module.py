"""The `DaVinciResolveScript` module of one application, as `sys.modules` gets it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .application import Application
from .project_objects import Resolve


def script_module(app: Application) -> ModuleType:
    """What `import DaVinciResolveScript` gives. Blackmagic's file replaces itself by fusionscript:
    `scriptapp`.
    """
    module = ModuleType("DaVinciResolveScript")

    def scriptapp(name: str, *more: Any) -> Any:
        assert not more, "scriptapp: only the name is used here (a host makes it a network call)"
        app.calls["scriptapp"] += 1
        if name != "Resolve" or not app.reachable():
            return None
        return Resolve(app)

    module.scriptapp = scriptapp  # type: ignore[attr-defined]
    return module


def resolve_object(app: Application) -> Any:
    """The `resolve` that a script of Workspace > Scripts finds among its globals; None in another process."""
    return Resolve(app) if app.inside and app.reachable() else None
