"""The set-up: finds Pythons that answer, repairs what is half made, and says what it could not do."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def test_the_running_python_is_found() -> None:
    found = module("interpreters").find(VERSION)
    assert found is not None
    assert Path(found).exists()


def test_a_python_that_nobody_has_is_not_found() -> None:
    assert module("interpreters").find("3.99") is None


@pytest.mark.skipif(os.name == "nt", reason="shims are scripts on POSIX systems")
def test_a_shim_that_refuses_to_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.99"
    shim.write_text("#!/bin/sh\necho 'python3.99: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert module("interpreters").find("3.99") is None


def test_a_blender_without_its_python_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    setup, environments = module("setup"), module("environments")
    monkeypatch.setattr(environments.interpreters, "first_of", lambda versions: None)
    with pytest.raises(environments.SetupFailed, match=r"needs Python 3\.13"):
        environments.prepare(environments.BLENDERS["5.2"])
    monkeypatch.setattr(
        environments, "prepare", lambda e: "fine" if e is environments.SERVICE else refuse(environments)
    )
    monkeypatch.setattr(setup.system_packages, "install", lambda: "fine")
    assert setup.prepare(("5.2",)) == {"5.2": "no such Python"}


def test_the_environments_are_made_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    setup, environments = module("setup"), module("environments")
    both = threading.Barrier(2, timeout=30)
    monkeypatch.setattr(environments, "prepare", lambda environment: f"{both.wait() in (0, 1)}")
    monkeypatch.setattr(setup.system_packages, "install", lambda: "fine")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert setup.prepare(("5.2",)) == {}


def test_when_the_service_cannot_be_made_no_other_environment_is_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setup, environments = module("setup"), module("environments")
    begun, dropped = [], threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, *arguments: Any, **options: Any) -> None:
            super().shutdown(*arguments, **options)
            dropped.set()

    def prepare(environment: Any) -> str:
        begun.append(environment)
        if environment is not environments.SERVICE:  # one may have begun by then
            assert dropped.wait(30)
        return refuse(environments)

    monkeypatch.setattr(environments, "prepare", prepare)
    monkeypatch.setattr(setup, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(setup.system_packages, "install", lambda: "fine")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with pytest.raises(environments.SetupFailed, match="no such Python"):
        setup.prepare(("5.2", "5.0"), ("PySide2",))
    assert begun[0] is environments.SERVICE and len(begun) <= 2


def refuse(environments: ModuleType) -> str:
    raise environments.SetupFailed("no such Python")


def test_an_environment_that_was_interrupted_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments = module("environments")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "left-over").write_text("from a run that was cut off")
    monkeypatch.setattr(environments, "LOCKS", tmp_path)
    (tmp_path / "none.txt").write_text("# no packages\n")
    environment = environments.Environment("half", "half", (VERSION,), ("none",))
    assert "made in" in environments.prepare(environment)
    assert not (tmp_path / "half" / "left-over").exists()
    assert "ready" in environments.prepare(environment)


def test_a_step_that_fails_shows_the_end_of_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environments = module("environments")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "LOCKS", tmp_path)
    (tmp_path / "bad.txt").write_text("--no-such-option\n")
    environment = environments.Environment("broken", "broken", (VERSION,), ("bad",))
    with pytest.raises(environments.SetupFailed, match="no-such-option"):
        environments.prepare(environment)
    assert not (tmp_path / "broken" / "secondunit-stamp").exists()


def load_test() -> Any:
    """`installers/test.py` as a module: its name would hide the tests' own."""
    path = Path(__file__).parents[2] / "installers/test.py"
    spec = importlib.util.spec_from_file_location("installers_test", path)
    assert spec is not None and spec.loader is not None
    test = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(test)
    return test


def test_the_closing_lines_count_and_give_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    test = load_test()
    report = tmp_path / "tests.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase><failure/></testcase>"
        '<testcase><skipped message="no Blender here"/></testcase></testsuite></testsuites>'
    )
    monkeypatch.setattr(test, "REPORT", report)
    test.close(["tests"], {"5.2": "needs Python 3.13"}, [name for name, _ in test.checks([])])
    said = capsys.readouterr().out
    assert "Skipped Blender 5.2: needs Python 3.13" in said
    assert "Skipped 1 test: no Blender here" in said
    assert "Failed: tests." in said
    assert said.splitlines()[-1] == "8 passed, 1 failed, 1 skipped"


def test_the_tests_of_a_room_run_without_the_other_checks() -> None:
    test = load_test()
    assert {"media", "service", "nuke", "wire"} <= set(test.ROOMS) and "fixtures" not in test.ROOMS
    [(name, command)] = test.checks(["-x"], ["media", "wire"])
    assert name == "tests" and command[-3:] == ["-x", "tests/media", "tests/wire"]
    assert len(test.checks([])) > 5


def test_what_takes_minutes_is_said_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    setup, environments = module("setup"), module("environments")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(setup.system_packages, "install", lambda: "fine")
    monkeypatch.setattr(environments, "prepare", lambda environment: f"made {environment.name}")
    setup.prepare(())
    said = capsys.readouterr().out.splitlines()
    assert said == ["fine", "service: making .venv; the first time that takes minutes ...", "made service"]
    environments.SERVICE.python.parent.mkdir(parents=True)
    environments.SERVICE.python.touch()
    setup.prepare(())
    assert capsys.readouterr().out.splitlines() == ["fine", "made service"]
