"""What the plug-in uses of Foundry's nukescripts (panels.py), which types-nuke leaves out."""

from typing import Any

class PythonPanel:
    def addToPane(self, pane: Any = ...) -> Any: ...

class _Panels:
    def registerWidgetAsPanel(self, widget: str, name: str, id: str, create: bool = ...) -> PythonPanel: ...
    def restorePanel(self, id: str) -> Any: ...

panels: _Panels
