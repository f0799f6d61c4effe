"""Scenes on the desk: a plate with the quick look of a sentence, a take over it, variants side by side."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from scene import ELEMENT, FIRST, SHOT, SHOW, Given, Stage, plate, takes

SIZE = (1400, 860)


def main(given: Given) -> int:
    """Play the scene that is given by its name."""
    from secondunit.host.start import Dialling
    from secondunit.qt.desk.app import make_window
    from secondunit.qt.desk.palettes import follow

    footage = plate(given.folder)
    if given.name == "desk":
        takes(given.folder, 2)
    stage = Stage(given)
    follow(stage.app, "dark")
    window = make_window(Dialling(command=os.environ["SECONDUNIT_COMMAND"], user="kim"))
    window.resize(*SIZE)
    window.show()
    stage.online(window.session)
    session = window.session
    for name, value in (("show", SHOW), ("shot", SHOT), ("element", ELEMENT)):
        session.set(name, value)
    window.open([footage % FIRST])
    stage.until(lambda: session.panel.plate is not None, "a plate")
    try:
        {"first_plate": first_plate, "desk": desk, "variants": variants}[given.name](stage, window)
    finally:
        session.close()
    return 0


def first_plate(stage: Stage, window: Any) -> None:
    """The plate is on the canvas, a sentence is written, and its quick look lies over the plate."""
    session = window.session
    stage.until(lambda: session.panel.quick.watching, "somebody who shows quick looks")
    stage.brief(session)
    stage.until(
        lambda: session.panel.quick.picture is not None and not session.panel.quick.working, "a quick look"
    )
    fold(window)
    stage.at_rest(session)
    window.statusBar().clearMessage()
    stage.keep(window)


def desk(stage: Stage, window: Any) -> None:
    """A take over its plate, wiped against the version before it."""
    session = window.session
    stage.brief(session)
    stage.until(lambda: len(session.gallery.rows()) >= 2, "two takes")
    newer, older = session.gallery.rows()[:2]
    session.commands.star(newer.id)
    session.gallery.choose(newer.id)
    session.viewer.show(newer.id)
    session.viewer.compare(older.id)
    session.viewer.set_wipe(0.8)
    session.viewer.go(FIRST + 12)
    fold(window)
    stage.until(lambda: all(session.viewer.pictures()), "both pictures")
    stage.at_rest(session)
    window.statusBar().clearMessage()
    stage.keep(window)


def variants(stage: Stage, window: Any) -> None:
    """Four variants of one brief side by side, made by the button's own command; one has a star."""
    from secondunit.qt.takes.sheet import SideBySideWindow

    session = window.session
    stage.brief(session, element="plume")
    assert session.set("frames", f"{FIRST}-{FIRST + 3}") is None
    stage.at_rest(session)
    assert session.commands.variants(4) is None, session.panel.message
    stage.until(lambda: len(session.panel.variants.batches[-1].takes(session.panel)) == 4, "four takes")
    four = session.panel.variants.batches[-1].takes(session.panel)
    stage.until(lambda: all(session.panel.takes.get(take) for take in four), "what they are")
    session.commands.star(four[2])
    session.gallery.choose(four[2])
    session.viewer.show(four[2])
    session.viewer.go(FIRST + 2)
    session.side_by_side.show(four)
    sheet = SideBySideWindow(session, window)
    sheet.resize(1100, 620)
    sheet.show()
    stage.at_rest(session)
    side = session.side_by_side
    stage.until(lambda: all(session.pictures.has(side.key(take)) for take in side.takes), "four pictures")
    stage.until(lambda: session.panel.marks.star(four[2]), "its star")
    stage.at_rest(session)
    stage.keep(sheet)


def fold(window: Any) -> None:
    """Leave the groups open that the guide speaks of."""
    form = window.panel.form
    form.finish()
    for name, group in form.groups.items():
        if name == "Shot":
            group.open(False)


if __name__ == "__main__":
    raise SystemExit(main(Given.read()))
