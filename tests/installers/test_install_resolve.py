"""Into Resolve and out again: one script in its menu, our folder beside it, and nothing else changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from secondunit.cli import main
from secondunit.install.resolve import ResolveFolders


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with no service in it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def run(*words: str) -> int:
    return main(["install", "--host", "resolve", *words])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_home_without_resolve_is_as_before_after_an_uninstall(home: Path) -> None:
    assert run("--path", str(home / "resolve")) == 0
    assert (home / "resolve" / "Fusion" / "Scripts" / "Utility" / "Second Unit.py").is_file()
    assert (home / "resolve" / "Second Unit" / "second_unit_resolve" / "app.py").is_file()
    assert (home / "resolve" / "Second Unit" / "second_unit_resolve" / "contract.json").is_file()
    assert run("--path", str(home / "resolve"), "--uninstall") == 0
    assert list(home.iterdir()) == []


def test_the_editor_s_own_scripts_stay_as_they_were(home: Path) -> None:
    own = home / "resolve" / "Fusion" / "Scripts" / "Utility" / "mine.py"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"print('mine')\r\n")
    before = tree(home)
    assert run("--path", str(home / "resolve")) == 0
    assert run("--path", str(home / "resolve")) == 0
    assert run("--path", str(home / "resolve"), "--uninstall") == 0
    assert tree(home) == before


def test_only_one_script_is_in_the_menu(home: Path) -> None:
    run("--path", str(home / "resolve"))
    scripts = home / "resolve" / "Fusion" / "Scripts"
    assert [path.name for path in scripts.rglob("*.py")] == ["Second Unit.py"]


def test_the_script_of_another_program_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = home / "resolve" / "Fusion" / "Scripts" / "Utility" / "Second Unit.py"
    other.parent.mkdir(parents=True)
    other.write_text("print('a band of that name')\n")
    before = tree(home)
    assert run("--path", str(home / "resolve")) == 2
    captured = capsys.readouterr()
    assert "another program's" in captured.err
    assert "Nothing was changed" in captured.err
    assert tree(home) == before


def test_a_check_says_what_is_there_and_what_is_gone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--path", str(home / "resolve"), "--check") == 1
    run("--path", str(home / "resolve"))
    capsys.readouterr()
    run("--path", str(home / "resolve"), "--check")
    said = capsys.readouterr().out
    assert "is in the menu" in said
    assert "21.1" in said
    (home / "resolve" / "Second Unit" / "second_unit_resolve" / "host.py").unlink()
    assert run("--path", str(home / "resolve"), "--check") == 1
    assert "host.py" in capsys.readouterr().out


def test_the_places_are_blackmagic_s_on_each_system(home: Path) -> None:
    place = ResolveFolders
    mac = "Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion/Scripts"
    assert place.user("darwin").scripts == home / mac
    assert place.system("darwin").scripts == Path("/") / mac
    assert place.user("linux").scripts == home / ".local/share/DaVinciResolve/Fusion/Scripts"
    assert place.system("linux").scripts == Path("/opt/resolve/Fusion/Scripts")
    windows = {"APPDATA": "C:/Users/e/AppData/Roaming", "PROGRAMDATA": "C:/ProgramData"}
    under = "Blackmagic Design/DaVinci Resolve"
    assert place.user("win32", windows).scripts == Path(
        "C:/Users/e/AppData/Roaming", under, "Support/Fusion/Scripts"
    )
    assert place.system("win32", windows).scripts == Path("C:/ProgramData", under, "Fusion/Scripts")


def test_the_installed_script_finds_the_package_that_was_installed(home: Path) -> None:
    run("--path", str(home / 'a "place"'))
    script = home / 'a "place"' / "Fusion" / "Scripts" / "Utility" / "Second Unit.py"
    code = "import runpy; print(runpy.run_path(%r, run_name='x')['PACKAGES'])" % str(script)  # noqa: UP031
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert (Path(said.strip()) / "second_unit_resolve" / "__main__.py").is_file()
