"""From the menu to the panel: the script, the process it starts, and the free edition's way through it."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import Placement, PlacementKind

PLUGIN = Path(__file__).parents[3] / "plugins" / "resolve"
SCRIPT = PLUGIN / "Second Unit.py"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script's names, as if the installer had filled it in."""
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    text = SCRIPT.read_text("utf-8").replace("@PACKAGES@", str(PLUGIN)).replace("@HOME@", "")
    installed = tmp_path / "Second Unit.py"
    installed.write_text(text, "utf-8")
    return runpy.run_path(str(installed), run_name="the menu")


@pytest.fixture
def command(tmp_path: Path) -> Callable[[str], None]:
    """Leave a command where the script looks for it."""

    def leave(line: str) -> None:
        (tmp_path / "state").mkdir(exist_ok=True)
        (tmp_path / "state" / "command").write_text(line + "\n", "utf-8")

    return leave


class Asked:
    """What stands for `resolve` where a test only wants to be asked."""

    def __init__(self, product: str | None, version: tuple[int, ...] = (21, 0, 2)) -> None:
        self._product, self._version = product, version
        self.asked: list[str] = []

    def GetProductName(self) -> str | None:
        self.asked.append("GetProductName")
        return self._product

    def GetVersion(self) -> list[int]:
        self.asked.append("GetVersion")
        return list(self._version)


def test_the_script_reads_with_an_old_python_s_grammar() -> None:
    import ast

    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.AsyncFunctionDef, ast.NamedExpr)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.returns]


def test_the_edition_is_asked_before_anything_else(script: Any) -> None:
    resolve = Asked("DaVinci Resolve Studio")
    script["main"](resolve)
    assert resolve.asked[0] == "GetProductName"


def test_a_resolve_that_does_not_answer_is_said(script: Any) -> None:
    assert "does not answer" in script["main"](None)
    assert "does not answer" in script["main"](Asked(None))


def test_an_old_resolve_is_said(script: Any) -> None:
    assert "18.5" in script["main"](Asked("DaVinci Resolve Studio", (18, 1, 4)))


def test_without_an_installation_the_way_to_one_is_said(script: Any, command: Callable[[str], None]) -> None:
    assert "secondunit install" in script["main"](Asked("DaVinci Resolve Studio"))
    command("/nowhere/bin/python -m secondunit")
    assert "Set it up again" in script["main"](Asked("DaVinci Resolve Studio"))


@pytest.mark.parametrize(
    ("platform", "library"),
    [
        ("linux", "/opt/resolve/libs/Fusion/fusionscript.so"),
        ("darwin", ".app/Contents/Libraries/Fusion/fusionscript.so"),
        ("win32", "\\fusionscript.dll"),
    ],
)
def test_scripting_is_set_for_each_system(script: Any, platform: str, library: str) -> None:
    api, found = script["scripting"](platform)
    assert found.endswith(library)
    assert api.replace("\\", "/").endswith("Developer/Scripting")


def test_the_panel_s_environment_has_resolve_s_scripting_and_no_other_python(script: Any) -> None:
    made = script["environment"]({"PYTHONHOME": "/resolve/python", "PATH": "/bin", "PYTHONPATH": "/x"})
    assert "PYTHONHOME" not in made
    assert made["PATH"] == "/bin"
    folders = made["PYTHONPATH"].split(os.pathsep)
    assert folders == [str(PLUGIN), os.path.join(made["RESOLVE_SCRIPT_API"], "Modules")]  # noqa: PTH118


def test_the_panel_s_process_is_started_with_that_environment(
    script: Any, command: Callable[[str], None], tmp_path: Path
) -> None:
    # A Python that writes down how it was started stands for the panel's.
    fake = tmp_path / "python"
    seen = tmp_path / "seen.json"
    fake.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        "said = [sys.argv[1:], os.environ['PYTHONPATH'], os.getsid(0)]\n"
        f"open({str(seen)!r}, 'w').write(json.dumps(said))\n"
    )
    fake.chmod(0o755)
    process = script["start"]([str(fake), "-m", "second_unit_resolve"], False)
    assert process.wait(20) == 0
    words, path, session = json.loads(seen.read_text())
    assert words == ["-m", "second_unit_resolve"]
    assert path.startswith(str(PLUGIN))
    assert session == process.pid, "it would end with Resolve's script"


RELAYED = """
import json, sys
from second_unit_resolve import reaching
connect = reaching.through_script(sys.stdin.buffer, sys.stdout.buffer)
from second_unit_resolve.host import ResolveHost
from secondunit.wire import Placement, PlacementKind, Take, loads
host = ResolveHost(connect)
take = loads(Take, open(sys.argv[1]).read())
if any(one.id == "working space" for one in host.questions()):
    host.answer("working space", "ACEScg")
placed = host.place(Placement(take.id, PlacementKind.STRIP), take)
found = host.placed()
open(sys.argv[2], "w").write(json.dumps([host.name, placed.id, found == (placed,), str(host.shot().frames)]))
"""


def test_the_free_edition_is_spoken_to_through_the_script(
    script: Any, free_resolve: Any, load_plugin: Callable[..., Any], tmp_path: Path
) -> None:
    from secondunit.wire import dumps

    plugin = load_plugin(free_resolve)
    assert plugin.fake.module.scriptapp("Resolve") is not None
    take = plugin.take()
    (tmp_path / "take.json").write_text(dumps(take))
    core = Path(__file__).parents[3] / "core"
    environment = {**os.environ, "PYTHONPATH": f"{PLUGIN}{os.pathsep}{core}"}
    words = [sys.executable, "-c", RELAYED, str(tmp_path / "take.json"), str(tmp_path / "answer.json")]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    script["serve"](process, plugin.fake.resolve)
    assert process.wait(30) == 0
    name, placed, same, _frames = json.loads((tmp_path / "answer.json").read_text())
    assert name == "Resolve 21.0"
    assert same
    ((_, item),) = plugin.ours()
    assert (item.id, item.start) == (placed, take.frames.first)


def test_where_the_script_has_ended_resolve_counts_as_closed(
    load_plugin: Callable[..., Any], start_resolve: Callable[..., Any]
) -> None:
    import io

    plugin = load_plugin(start_resolve())
    connect = plugin.module("reaching").through_script(io.BytesIO(b""), io.BytesIO())
    assert connect().GetProductName() is None
    assert connect() is None


def test_a_take_is_placed_as_in_the_studio_edition(
    free_resolve: Any, load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(free_resolve)
    host, take = plugin.host(), plugin.take()
    assert host.place(Placement(take.id, PlacementKind.STRIP), take).version == 1


MODULE = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("fakes", {fakes!r})
fakes = importlib.util.module_from_spec(spec)
sys.modules["fakes"] = fakes
spec.loader.exec_module(fakes)
app = fakes.simulator("application").Application(folder=Path({folder!r}))
app.new_project("Cut")
app.make_timeline("reel")
calls = [0]

def closes(app, name):
    calls[0] += 1
    if calls[0] == 150:
        Path({folder!r}, "shown").write_text(name)
        app.close()
        return True
    return False

app.hook = closes
scriptapp = fakes.simulator("module").script_module(app).scriptapp
"""


def test_the_panel_s_own_process_runs_beside_resolve_and_ends_with_it(
    script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PySide6")
    modules = tmp_path / "Scripting" / "Modules"
    modules.mkdir(parents=True)
    fakes = Path(__file__).parents[1] / "conftest.py"
    source = MODULE.format(fakes=str(fakes), folder=str(tmp_path))
    (modules / "DaVinciResolveScript.py").write_text(source, "utf-8")
    monkeypatch.setenv("RESOLVE_SCRIPT_API", str(modules.parent))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("SECONDUNIT_COMMAND", "there-is-no-such-command")
    process = script["start"]([sys.executable, "-m", "second_unit_resolve"], False)
    try:
        assert process.wait(60) == 0
    finally:
        process.kill()
    assert (tmp_path / "shown").is_file(), "it never looked at the timeline"
    assert (tmp_path / "state" / "resolve" / "window.json").is_file()
    assert not (tmp_path / "state" / "resolve" / "panel.lock").exists()


def test_a_second_panel_is_not_opened(
    load_plugin: Callable[..., Any], start_resolve: Callable[..., Any]
) -> None:
    pytest.importorskip("PySide6")
    app = load_plugin(start_resolve()).module("app")
    first = app.only_one()
    assert first is not None
    assert app.only_one() is None
    first.unlock()
    again = app.only_one()
    assert again is not None
    again.unlock()


@pytest.mark.parametrize("error", ["SystemError", "ImportError", "OSError", "RuntimeError"])
def test_a_module_of_resolve_s_that_does_not_load_is_a_resolve_that_is_not_reached(
    load_plugin: Callable[..., Any], fake_resolve: Any, tmp_path: Path, monkeypatch: Any, error: str
) -> None:
    # "SystemError: initialization of fusionscript failed without raising an exception": Windows, 21.0.4.5.
    plugin = load_plugin(fake_resolve)
    monkeypatch.delitem(sys.modules, "DaVinciResolveScript")
    monkeypatch.delenv("RESOLVE_SCRIPT_API", raising=False)
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "DaVinciResolveScript.py").write_text(f"raise {error}('no')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    assert plugin.module("reaching").by_module() is None
