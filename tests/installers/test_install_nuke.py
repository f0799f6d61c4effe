"""Into Nuke and out again: our lines and our folder, and every other byte as it was."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from secondunit import __version__
from secondunit.cli import main
from secondunit.install import nuke


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with no service in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    return tmp_path / ".nuke"


def run(*words: str) -> int:
    return main(["install", "--host", "nuke", *words])


def heard(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_home_without_nuke_is_as_before_after_an_uninstall(home: Path) -> None:
    assert run() == 0
    assert (
        home / "second_unit" / "second_unit_nuke" / "vendor" / "secondunit" / "wire" / "take.py"
    ).is_file()
    assert run("--uninstall") == 0
    assert not home.exists()


@pytest.mark.parametrize(
    "own",
    [
        b"import nuke\nnuke.pluginAddPath('./gizmos')\n",
        b"import nuke\r\n# r\xf6k in latin-1\r\n",
        b"\xef\xbb\xbfimport nuke\n",
        b"import nuke",
        b"",
        b"\n\n",
    ],
)
def test_the_artist_s_files_come_back_byte_for_byte(home: Path, own: bytes) -> None:
    home.mkdir()
    for name in ("init.py", "menu.py"):
        (home / name).write_bytes(own)
    (home / "init.py").chmod(0o640)
    before = tree(home)
    assert run() == 0
    for name in ("init.py", "menu.py"):
        text = (home / name).read_bytes()
        assert text.startswith(own)
        assert text.count(b"# >>> second unit >>>") == text.count(b"# <<< second unit <<<") == 1
        if b"\r\n" in own:
            assert b"\n" not in text.replace(b"\r\n", b"")
    assert stat.S_IMODE((home / "init.py").stat().st_mode) == 0o640
    once = tree(home)
    assert run() == 0
    assert tree(home) == once
    assert run("--uninstall") == 0
    assert tree(home) == before


def test_lines_that_were_added_after_ours_stay(home: Path) -> None:
    home.mkdir()
    (home / "init.py").write_bytes(b"import nuke")
    assert run() == 0
    with (home / "init.py").open("ab") as file:
        file.write(b"late = 1\n")
    assert run("--uninstall") == 0
    assert (home / "init.py").read_bytes().split() == [b"import", b"nuke", b"late", b"=", b"1"]
    compile((home / "init.py").read_bytes(), "init.py", "exec")


def test_the_lines_are_python_that_runs(home: Path) -> None:
    assert run() == 0
    for name in ("init.py", "menu.py"):
        compile((home / name).read_bytes(), name, "exec")


@pytest.mark.skipif(os.name == "nt", reason="permission bits are POSIX's")
def test_a_read_only_file_is_refused_and_nothing_is_changed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "init.py").write_bytes(b"import nuke\n")
    # The superuser may write everything: the system's answer is given here.
    monkeypatch.setattr(nuke.os, "access", lambda *_: False)
    assert run() == 2
    answer = heard(capsys)
    assert "init.py is read-only." in answer
    assert "Nothing was changed." in answer
    assert tree(home) == {"init.py": b"import nuke\n"}


def test_a_marker_without_its_other_half_is_left_to_a_person(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / "menu.py").write_bytes(b"# >>> second unit >>>\nx = 1\n")
    before = tree(home)
    assert run() == 2
    assert "Mend it by hand" in heard(capsys)
    assert tree(home) == before


def test_a_link_stays_a_link(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    real = tmp_path / "dotfiles.py"
    real.write_bytes(b"import nuke\n")
    (home / "init.py").symlink_to(real)
    assert run() == 0
    assert (home / "init.py").is_symlink()
    assert b"second unit" in real.read_bytes()
    assert run("--uninstall") == 0
    assert (home / "init.py").is_symlink()
    assert real.read_bytes() == b"import nuke\n"


def test_check_says_what_is_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--check") == 1
    assert "is not in" in capsys.readouterr().out
    assert run() == 0
    assert run("--check") == 0
    (home / "menu.py").unlink()
    (home / "second_unit" / "second_unit_nuke" / "host.py").unlink()
    capsys.readouterr()
    assert run("--check") == 1
    said = capsys.readouterr().out
    assert "does not load it" in said
    assert "host.py" in said


def test_a_studio_s_folder_stands_by_itself(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "studio" / "second unit"
    assert run("--path", str(folder)) == 0
    assert not home.exists()
    assert {"init.py", "menu.py", "package.py", "LICENSE"} <= {path.name for path in folder.iterdir()}
    assert run("--path", str(folder), "--check") == 0
    assert run("--path", str(folder), "--uninstall") == 0
    assert not folder.exists()


def test_the_rez_package_names_itself_its_version_and_the_search_path(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "studio"
    assert run("--path", str(folder)) == 0
    appended: list[str] = []
    env = SimpleNamespace(NUKE_PATH=SimpleNamespace(append=appended.append))
    names: dict[str, object] = {"env": env}
    exec((folder / "package.py").read_text(), names)
    commands = names["commands"]
    assert callable(commands)
    commands()
    assert (names["name"], names["version"]) == ("second_unit_nuke", __version__)
    assert appended == ["{root}"]


def test_a_folder_with_other_files_is_refused(tmp_path: Path, home: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "shot.nk").write_text("")
    assert run("--path", str(tmp_path / "work")) == 2
    assert run("--path", str(tmp_path / "work"), "--uninstall") == 2
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["shot.nk"]


def test_what_was_installed_works_without_our_environment(home: Path) -> None:
    assert run() == 0
    code = (
        "import sys, types\n"
        "sys.modules['nuke'] = types.ModuleType('nuke')\n"
        f"sys.path.insert(0, {str(home / 'second_unit')!r})\n"
        "import second_unit_nuke\n"
        "assert second_unit_nuke.core.fault() == '', second_unit_nuke.core.fault()\n"
        "import secondunit.host.session, secondunit.host.nk, secondunit.wire\n"
        "assert 'vendor' in secondunit.__file__\n"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, timeout=60, cwd=home)


def test_all_users_are_resolve_s_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--system") == 2
    assert "--path" in heard(capsys)
    assert not home.exists()


def test_who_installs_leaves_word_for_the_hosts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json") == 0
    assert (home.parent / "state" / "command").read_text().startswith(sys.executable)
    said = json.loads(capsys.readouterr().out)
    assert (said["host"], said["act"], said["in_order"]) == ("nuke", "install", True)
    (home.parent / "state" / "command").write_text("/opt/other/bin/python -m secondunit\n")
    assert run("--check") == 0
    assert "another installation than this one" in capsys.readouterr().out


def test_the_blender_extension_comes_from_the_same_command(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BLENDER_USER_RESOURCES", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert main(["install", "--host", "blender", "--check"]) == 1
    assert main(["install", "--host", "blender"]) == 0
    assert zipfile.is_zipfile(tmp_path / "second_unit.zip")
    assert "Install from Disk" in capsys.readouterr().out
    assert main(["install", "--host", "blender", "--path", str(tmp_path)]) == 0
    assert main(["install", "--host", "blender", "--uninstall"]) == 0
    assert not (tmp_path / "second_unit.zip").exists()


@pytest.mark.parametrize("host", ["nuke", "resolve"])
def test_a_file_where_the_folder_should_be_is_said_to_be_one(
    host: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["install", "--host", host, "--path", str(tmp_path / "notes.txt")]) == 2
    answer = heard(capsys)
    assert "notes.txt is a file" in answer
    assert "Nothing was changed." in answer
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_place_that_cannot_hold_the_extension_is_said_with_a_remedy(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["install", "--host", "blender", "--path", str(tmp_path / "notes.txt" / "x.zip")]) != 0
    answer = heard(capsys)
    assert "--path" in answer
    assert "Nothing was changed." in answer
