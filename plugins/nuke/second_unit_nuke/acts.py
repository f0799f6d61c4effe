"""What the menu's entries do: each returns a sentence that says what stood in the way, or an empty text."""

from __future__ import annotations

import nuke
from secondunit.wire import Problem
from secondunit.wire.visible import visible

from . import dag, docking, finding, session
from .plates import NO_PICTURE

_NONE_OF_OURS = "This Group is none of ours any more: its hidden knobs are gone. Place the take anew."


def open_panel() -> str:
    """Show the panel where it is open, else beside the properties."""
    return docking.show()


def use_selection() -> str:
    """Make the selected node the plate."""
    nodes = [node for node in dag.selected() if node.Class() not in NO_PICTURE]
    if not nodes:
        return "Nothing with a picture is selected. Select the plate first."
    running = session.connect()
    running.use_source(nodes[0].fullName())
    session.attend()
    problem = running.source_problems.get("source")
    return str(problem) if problem is not None else ""


def render_again() -> str:
    """Forget what was rendered of the plate and the matte, because the comp above them has changed."""
    running = session.connect()
    for source in filter(None, (running.source, running.matte)):
        session.host().plates.render_again(source)
    running.look()
    session.attend()
    problem = running.source_problems.get("source")
    return str(problem) if problem is not None else ""


def place_chosen() -> str:
    """Place the take that is chosen in the panel, with the kind, blend, offset, mix and gain set there."""
    running = session.connect()
    if running.viewer.take_a is None:
        return "No take is chosen. Choose one in the panel's gallery."
    return _said(running.place())


def version_up() -> str:
    """Show the next version of the selected placement."""
    return _step(1)


def version_down() -> str:
    """Show the version before of the selected placement."""
    return _step(-1)


def group_up() -> str:
    """Show the next version of the placement whose own button was pressed."""
    node = dag.touch(nuke.thisNode())
    return _step_names([node.fullName()], 1) if finding.carries_stamp(node) else _NONE_OF_OURS


def check() -> str:
    """What is installed and whether it fits this Nuke."""
    from . import doctor

    return "\n".join(doctor.report())


def _step(by: int) -> str:
    names = [node.fullName() for node in dag.selected() if finding.carries_stamp(node)]
    if not names:
        return "No element of ours is selected. Select a Group named SecondUnit_..."
    return _step_names(names, by)


def _step_names(names: list[str], by: int) -> str:
    running = session.connect()
    session.attend()
    sentences = [_said(running.commands.version(id, by)) for id in names]
    return "\n".join(sentence for sentence in sentences if sentence)


def _said(problem: Problem | None) -> str:
    if problem is None:
        return ""
    return visible(" ".join(part for part in (problem.message, problem.remedy) if part))
