"""The panel as Nuke docks it, in the simulated Nuke: a Read is the plate, a take is placed as a Group."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from scene import ELEMENT, FIRST, ROOT, SHOT, SHOW, Given, Stage, load, plate, takes

SIZE = (1180, 820)
SCRIPT = """\
Root {{
 first_frame 1001
 last_frame 1024
 fps 25
 format "640 272 0 0 640 272 1 plate"
}}
Read {{
 inputs 0
 file {pattern}
 format "640 272 0 0 640 272 1 plate"
 first 1001
 last 1024
 origfirst 1001
 origlast 1024
 origset true
 colorspace linear
 name Plate
}}
"""


def main(given: Given) -> int:
    """Open the panel beside the script, place a take, and look at it."""
    footage = plate(given.folder)
    takes(given.folder, 1)
    stage = Stage(given)
    staging = load("secondunit_qt_staging", ROOT / "tests" / "qt" / "staging.py")
    stage.app.setPalette(staging.palette(staging.NUKE))
    fake = start(given.folder)
    fake.paste(SCRIPT.format(pattern=Path(footage).as_posix()))
    fake.app.frame = FIRST
    fake.nuke.toNode("Plate").setSelected(True)
    session = importlib.import_module("second_unit_nuke.session").connect()
    panel = importlib.import_module("second_unit_nuke.panel").NukePanel()
    panel.resize(*SIZE)
    panel.show()
    try:
        stage.online(session)
        answer(session)
        session.look()
        stage.until(lambda: session.panel.plate is not None, "the Read as a plate")
        stage.brief(session)
        look_at_take(stage, session)
        shown = panel._shown
        shown.form.finish()
        shown.form.groups["Shot"].open(False)
        stage.at_rest(session)
        stage.keep(panel)
    finally:
        importlib.import_module("second_unit_nuke.session").close()
        fake.app.close()
    return 0


def start(folder: Path) -> Any:
    """A Nuke with its window, the plug-in's folder on its path."""
    nuke = load("secondunit_nuke_conftest", ROOT / "tests" / "nuke" / "conftest.py")
    nuke._package()
    application = nuke.simulator("application")
    app = application.Application(
        gui=True, version=(16, 0, 3), licence=application.Licence(), folder=folder, tab_widgets=False
    )
    made = nuke.simulator("nuke_module").modules(app)
    sys.modules.update(made)
    fake = nuke.FakeNuke(app, made["nuke"], made.get("nukescripts"))
    fake.start(ROOT / "plugins" / "nuke")
    return fake


def answer(session: Any) -> None:
    """Say which primaries the script's pictures have."""
    for question in session.panel.questions:
        wanted = next(choice for choice, _ in question.choices if "ACEScg" in choice)
        assert session.commands.answer(question.id, wanted) is None


def look_at_take(stage: Stage, session: Any) -> None:
    """The newest take stands on the canvas, and as a Group in the script."""
    from secondunit.wire import PlacementKind

    assert session.panel.show_name == SHOW and session.panel.shot_name == SHOT
    stage.until(lambda: session.gallery.rows(), "a take")
    take = next(row for row in session.gallery.rows() if row.element == ELEMENT)
    assert session.commands.place(take.id, PlacementKind.COMP) is None, session.panel.message
    session.gallery.choose(take.id)
    session.viewer.show(take.id)
    session.viewer.go(FIRST + 12)
    stage.until(lambda: session.viewer.pictures()[0], "its picture")


if __name__ == "__main__":
    raise SystemExit(main(Given.read()))
