"""The floating panel beside the tests' simulated Resolve: the clip under the playhead is the plate."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from scene import COUNT, FIRST, ROOT, SHOW, Given, Stage, load, plate

SIZE = (1180, 860)


def main(given: Given) -> int:
    """Open the window over the editor's cut, and brief a smoke for the clip."""
    footage = plate(given.folder)
    stage = Stage(given)
    from secondunit.qt.desk.palettes import follow

    follow(stage.app, "dark")
    fake, edit = start(given.folder, footage)
    sys.path.insert(0, str(ROOT / "plugins" / "resolve"))
    app = importlib.import_module("second_unit_resolve.app")
    host = importlib.import_module("second_unit_resolve.host").ResolveHost(lambda: fake.resolve)
    from secondunit.host import Dialling

    window = app.make_window(host, Dialling(user="kim"))
    window.resize(*SIZE)
    window.show()
    session = window.session
    try:
        stage.online(session)
        edit.timeline.playhead = edit.at(1)
        answer(stage, session)
        session.look()
        stage.until(lambda: session.panel.plate is not None, "the clip as a plate")
        stage.until(lambda: session.panel.quick.watching, "somebody who shows quick looks")
        stage.brief(session, "sh020")
        quick = session.panel.quick
        stage.until(lambda: quick.picture is not None and not quick.working, "a quick look")
        form = window.panel.form
        form.finish()
        form.groups["Shot"].open(False)
        stage.at_rest(session)
        stage.keep(window)
    finally:
        session.close()
        fake.app.gone()
    return 0


def start(folder: Path, footage: str) -> Any:
    """A Resolve Studio with an editor's cut whose first clip is the plate, there and back."""
    resolve = load("secondunit_resolve_conftest", ROOT / "tests" / "resolve" / "conftest.py")
    resolve._package()
    editor = resolve.simulator("editor")
    app = resolve.simulator("application").Application(folder=folder)
    app.new_project("Untitled Project")
    module = resolve.simulator("module").script_module(app)
    sys.modules["DaVinciResolveScript"] = module
    editor.WIDTH, editor.HEIGHT = 640, 272
    fake = resolve.FakeResolve(app, module)
    edit = fake.edit("25", folder / SHOW)
    for number, path in enumerate(sorted((edit.folder / "plate").glob("*.exr"))):
        there = number % (2 * COUNT)
        path.write_bytes(Path(footage % (FIRST + min(there, 2 * COUNT - 1 - there))).read_bytes())
    for track in edit.timeline.tracks["video"][1:]:
        track.items.clear()
    return fake, edit


def answer(stage: Stage, session: Any) -> None:
    """Say which colour space the timeline's pictures have."""
    stage.until(lambda: session.panel.questions, "a question")
    while session.panel.questions:
        question = session.panel.questions[0]
        wanted = next(choice for choice, _ in question.choices if "ACEScg" in choice)
        assert session.commands.answer(question.id, wanted) is None


if __name__ == "__main__":
    raise SystemExit(main(Given.read()))
