"""The command of all checks: what it runs of them when asked, and that a commit is held to the same."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-config.yaml"


@pytest.fixture
def every() -> ModuleType:
    """`installers/test.py`, under a name that is not the standard library's."""
    spec = importlib.util.spec_from_file_location("every_check", ROOT / "installers" / "test.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names(checks: list[tuple[str, list[str]]]) -> list[str]:
    return [name for name, _ in checks]


def test_a_check_is_run_without_the_tests_and_beside_a_rooms_with_them(every: ModuleType) -> None:
    assert names(every.checks([], [], ["types", "lint"])) == ["lint", "types"]
    assert names(every.checks([], ["wire"], ["lint"])) == ["lint", "tests"]
    assert names(every.checks([], [], ["tests"])) == ["tests"] == names(every.checks([]))[-1:]


def test_a_check_alone_counts_as_one_and_says_nothing_of_tests(
    every: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every, "REPORT", tmp_path / "none.xml")
    every.close([], {}, ["lint"])
    assert capsys.readouterr().out.split("\n") == [
        "",
        "Every check passed.",
        "1 passed, 0 failed, 0 skipped",
        "",
    ]
    every.close(["lint"], {}, ["lint"])
    assert capsys.readouterr().out.splitlines()[-2:] == ["Failed: lint.", "0 passed, 1 failed, 0 skipped"]


#: A check that says its name in two parts, and between them waits until the file of another is there.
MEETING = """
import pathlib, sys, time
mine, other, status = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
print("begin", mine.name, flush=True)
mine.touch()
end = time.monotonic() + 60
while not other.exists() and time.monotonic() < end:
    time.sleep(0.01)
print("end", mine.name, flush=True)
sys.exit(status if other.exists() else 9)
"""


def test_the_other_checks_run_beside_the_tests_and_each_says_its_own_together(
    every: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meeting(mine: str, other: str, status: int = 0) -> list[str]:
        return [sys.executable, "-c", MEETING, str(tmp_path / mine), str(tmp_path / other), str(status)]

    monkeypatch.setattr(every, "KERNELS", [sys.executable, "-c", "print('compiled')"])
    selected = [("lint", meeting("lint", "tests")), ("types", meeting("types", "lint", 1)),
                ("tests", meeting("tests", "types"))]  # fmt: skip
    assert every.run(selected, dict(os.environ)) == ["types"]
    said = capfd.readouterr().out
    assert said.index("compiled") < said.index("== tests") < said.index("begin tests")
    for name, word in (("lint", "passed"), ("types", "FAILED")):
        assert f"\n== {name}\nbegin {name}\nend {name}\n== {name}: {word} in 0 s\n" in re.sub(
            r"in \d+ s", "in 0 s", said
        )
    assert every.run(selected[1:2], dict(os.environ)) == ["types"], "alone, it says at once what it says"


def test_no_blender_is_made_for_a_room_that_needs_none(every: ModuleType) -> None:
    blenders, qts = every.setup.ALL_BLENDERS, every.setup.ALL_QTS
    assert every.hosts_for([], ["media"]) == ((), ())
    assert every.hosts_for(["lint"], []) == ((), ())
    assert every.hosts_for([], ["media", "hosts"]) == (blenders, ())
    assert every.hosts_for(["lint"], ["nuke"]) == ((), qts)
    assert every.hosts_for([], []) == (blenders, qts) == every.hosts_for(["tests"], [])


def test_every_room_that_starts_a_blender_or_an_older_qt_is_known_to(every: ModuleType) -> None:
    """Found by what the tests name: an environment's folder, or the tools of the Blender tests."""
    for rooms, words in (
        (every.IN_BLENDER, r"\.venv-blender|environments\.BLENDERS|\"blender\" / \"conftest\.py\""),
        (every.IN_OLDER_QT, r"\.venv-pyside"),
    ):
        there = {
            path.relative_to(ROOT / "tests").parts[0]
            for path in (ROOT / "tests").rglob("*.py")
            if path != Path(__file__) and re.search(words, path.read_text("utf-8"))
        }
        assert there - {"installers"} == set(rooms)


def test_a_commit_is_held_to_every_check_but_the_tests_and_fetches_nothing(every: ModuleType) -> None:
    [local] = yaml.safe_load(HOOKS.read_text("utf-8"))["repos"]
    assert local["repo"] == "local" and "://" not in HOOKS.read_text("utf-8")
    held = []
    for hook in local["hooks"]:
        assert hook["language"] == "system" and not hook["pass_filenames"]
        program, script, option, name = shlex.split(hook["entry"])
        assert (program, script, option) == ("python3", "installers/test.py", "--check")
        assert hook["name"] == name
        held.append(name)
    assert held == [name for name in names(every.checks([])) if name != "tests"]


def test_a_hook_looks_at_the_files_that_its_check_reads() -> None:
    [local] = yaml.safe_load(HOOKS.read_text("utf-8"))["repos"]
    looks = {hook["name"]: re.compile(hook["files"]) for hook in local["hooks"]}
    plugin = {"types": "benchmarks/rights.py", "types of the Blender extension": "plugins/blender/drawing.py",
              "types of the Nuke plug-in": "plugins/nuke/second_unit_nuke/host.py",
              "types of the Resolve plug-in": "plugins/resolve/second_unit_resolve/host.py"}  # fmt: skip
    for name, pattern in looks.items():
        assert pattern.search("core/secondunit/wire/brief.py"), name
        assert pattern.search("docs/architecture.md") is None, name
    for name, path in plugin.items():
        assert looks[name].search(path), name
    assert looks["boundaries"].search("setup.cfg") and looks["lint"].search("ruff.toml")
    assert looks["types of the Nuke plug-in"].search("plugins/nuke-stubs/nuke.pyi")
