"""Colour management of the simulated script: which colour spaces a pull-down offers."""

from __future__ import annotations

from .application import Application
from .document import ROOT


def offered(app: Application) -> list[str]:
    """The names in the pull-down of a `colorspace` knob under the script's colour management."""
    management = app.document.nodes[ROOT].state("colorManagement").text
    names = app.colorspaces[management]
    # `default` comes first and names what it means.
    return ["default", *names]
