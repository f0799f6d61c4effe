"""What the plug-in asks nodes for by Python: knobs that they have, or that may be missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from secondunit.wire import Placement, PlacementKind
from secondunit.wire.errors import SecondUnitError

#: Asked for on nodes that do not have it, and what that means.
MAY_BE_MISSING = {
    "second_unit": "the node is not ours",
    "second_unit_takes": "the node is not ours",
    "second_unit_answers": "nothing was asked yet",
    "second_unit_tab": "nothing is kept yet",
    "disable": "a Dot, a Viewer or a camera cannot be switched off",
    "winroll": "a camera of the new 3D system may be without",
    "projection_mode": "a camera of the new 3D system may be without",
    "beauty_files": "the Group's files follow the naming",
    "passes_files": "the Group's files follow the naming",
    "light_side": "the take cannot be lit anew",
    "light_height": "the take cannot be lit anew",
    "key": "the take cannot be lit anew",
    "key_color": "the take cannot be lit anew",
    "ambient": "the take cannot be lit anew",
    "ambient_color": "the take cannot be lit anew",
}


def test_every_knob_that_python_asks_for_is_the_node_s_or_may_be_missing(
    comp: Any, make_take: Callable[..., Any]
) -> None:
    host = comp.host()
    for node in ("Plate", "Look", "Garbage", "Comp", "Lost", "ShotCam", "Viewer1", "Backdrop1"):
        comp.node(node).setSelected(True)
    host.sources()
    for source in ("Plate", "Look", "Garbage", "Comp", "Lost"):
        for ask in (host.plate, host.matte):
            with suppress(SecondUnitError):
                ask(source)
    host.camera("ShotCam")
    host.cameras()
    for kind in (PlacementKind.COMP, PlacementKind.NODES):
        made = host.place(Placement(make_take(1).id, kind), make_take(1))
        host.set_version(made.id, make_take(2))
        host.mark(made.id, 3)
    host.questions()
    host.keep({"fields": {}})
    host.placed()
    asked = comp.fake.app.knobs_missed
    assert {name for _, name in asked} <= set(MAY_BE_MISSING), asked
    assert len(comp.fake.app.knobs_used) > 30


def test_every_knob_that_the_second_nuke_sets_is_a_write_s(
    terminal_nuke: Any, load_plugin: Any, artist_script: Any, tmp_path: Path
) -> None:
    artist_script(terminal_nuke)
    (tmp_path / "copy.nk").write_text(terminal_nuke.text(), encoding="utf-8")
    terminal_nuke.app.renderer = lambda write, frame: None
    order = {
        "script": str(tmp_path / "copy.nk"), "node": "Garbage", "file": str(tmp_path / "x.%04d.exr"),
        "first": 1001, "last": 1001, "channels": "rgba", "datatype": "32 bit float",
    }  # fmt: skip
    (tmp_path / "order.json").write_text(json.dumps(order))
    load_plugin(terminal_nuke).module("rendering").main(str(tmp_path / "order.json"))
    assert not terminal_nuke.app.knobs_missed
    used = {name for cls, name in terminal_nuke.app.knobs_used if cls == "Write"}
    assert used >= {"channels", "datatype", "raw"}
