"""Nuke's start with the plug-in: nothing in a terminal, little in a window, and never an error."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PLUGIN = ROOT / "plugins" / "nuke"


def test_a_terminal_session_imports_nothing_of_ours() -> None:
    code = (
        "import sys, runpy; before = set(sys.modules)\n"
        f"runpy.run_path({str(PLUGIN / 'init.py')!r})\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "assert not new & {'secondunit', 'second_unit_nuke', 'PySide2', 'PySide6', 'nuke'}, new"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, timeout=60)


def test_the_menu_and_the_panel_are_registered_once_however_often_it_is_run(
    fake_nuke: Any, start_up: Callable[..., Any]
) -> None:
    start_up(fake_nuke)
    fake_nuke.app.interpreter.run(PLUGIN / "menu.py")
    assert list(fake_nuke.app.panels) == ["com.secondunit.panel"]
    menu = fake_nuke.nuke.menu("Nuke").findItem("Second Unit")
    assert [item.name() for item in menu.items() if item.name()].count("Version Up") == 1


def test_the_start_leaves_no_name_but_its_own_in_nuke_s_main(
    fake_nuke: Any, start_up: Callable[..., Any]
) -> None:
    start_up(fake_nuke)
    # Every menu.py of a studio runs in the same namespace: a name of theirs must not change under them.
    assert fake_nuke.app.interpreter.names() <= {"nuke", "second_unit_nuke"}


def test_the_start_loads_no_qt_and_no_panel(fake_nuke: Any, start_up: Callable[..., Any]) -> None:
    before = set(sys.modules)
    start_up(fake_nuke)
    loaded = set(sys.modules) - before
    assert not [name for name in loaded if name.startswith(("PySide", "secondunit."))]
    assert loaded <= {
        "second_unit_nuke", "second_unit_nuke.core", "second_unit_nuke.menus",
    }  # fmt: skip


def test_a_broken_plug_in_is_said_once_and_nuke_starts(
    fake_nuke: Any, load_plugin: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_plugin(fake_nuke)
    monkeypatch.setitem(sys.modules, "second_unit_nuke", None)
    fake_nuke.start(PLUGIN)
    assert len(fake_nuke.app.printed) == 1
    assert "not available" in str(fake_nuke.app.printed[0])


def test_another_version_of_the_core_is_named_with_its_place(
    plugin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = plugin.module("core")
    assert core.fault() == ""
    import secondunit

    monkeypatch.setattr(secondunit, "__version__", "0.1.4")
    assert "0.1.4" in core.fault()
    assert "PYTHONPATH" in core.fault()


def test_a_copy_beside_the_plug_in_wins_over_the_search_path_and_leaves_it_alone(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor" / "secondunit"
    vendor.mkdir(parents=True)
    (vendor / "__init__.py").write_text('__version__ = "0.2.7"\n')
    (vendor / "wire.py").write_text("HERE = True\n")
    other = tmp_path / "studio" / "secondunit"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('__version__ = "0.1.0"\n')
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'studio')!r}, {str(PLUGIN / 'second_unit_nuke')!r}]\n"
        "path = list(sys.path)\n"
        f"import core; core.provide({str(vendor)!r})\n"
        "import secondunit.wire\n"
        "assert secondunit.__version__ == '0.2.7' and secondunit.wire.HERE and sys.path == path"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True, timeout=60)


def test_a_script_with_our_nodes_opens_in_a_terminal_without_the_plug_in(
    start_nuke: Callable[..., Any], load_plugin: Callable[[Any], Any], artist_script: Any, make_take: Any
) -> None:
    from secondunit.wire import Placement, PlacementKind

    first = start_nuke()
    artist_script(first)
    host = load_plugin(first).host()
    take = make_take(1)
    for kind in host.kinds():
        host.place(Placement(take.id, kind), take)
    host.keep({"fields": {"prompt": "rök"}})
    text = first.text()
    for name in [name for name in sys.modules if name.startswith("second_unit_nuke")]:
        del sys.modules[name]
    terminal = start_nuke(gui=False)
    terminal.paste(text)
    assert terminal.nuke.toNode("SecondUnit_smoke_left").Class() == "Group"
    assert not [name for name in sys.modules if name.startswith("second_unit_nuke")]
    again = load_plugin(terminal).host(answer="")
    assert {one.placement.kind for one in again.placed()} == {PlacementKind.COMP, PlacementKind.NODES}
    assert again.kept() == {"fields": {"prompt": "rök"}}


def test_opening_a_script_of_others_does_not_wake_the_session(
    fake_nuke: Any, load_plugin: Callable[[Any], Any], artist_script: Any
) -> None:
    plugin = load_plugin(fake_nuke)
    plugin.module("menus").register()
    artist_script(fake_nuke)
    plugin.module("menus").script_loaded()
    assert "second_unit_nuke.session" not in sys.modules


def test_the_doctor_finds_every_call_in_this_nuke(comp: Any) -> None:
    report = comp.module("doctor").report()
    assert any("Every call" in line for line in report), report
