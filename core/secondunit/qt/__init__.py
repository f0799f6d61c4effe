"""The panel as Qt widgets, for Nuke, Resolve and the stand-alone desk; PySide6 and PySide2 from one source.

Widgets only draw: every state lives in the model of `secondunit.host`.
"""
