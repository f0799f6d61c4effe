"""`secondunit doctor` finds what the installer put into Resolve's Scripts folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from secondunit import __version__
from secondunit.cli import doctor

ROOT = Path(__file__).parents[3]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """This user's Resolve, on Linux, with Second Unit in it."""
    monkeypatch.syspath_prepend(str(ROOT / "installers"))
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    import resolve_install

    place = resolve_install.Place.user()
    resolve_install.install(place)
    yield place
    for name in ("resolve_install", "marked_lines", "blender_extension", "environments", "nuke_install"):
        sys.modules.pop(name, None)


def test_what_is_installed_is_named_with_its_version(place: Any) -> None:
    (found,) = doctor._resolve()
    assert (found.check, found.state) == ("Resolve", "ok")
    assert str(place.script) in found.found
    assert __version__ in found.found


def test_another_version_and_a_lost_panel_are_said(place: Any) -> None:
    record = place.folder / "second_unit_files.json"
    record.write_text(record.read_text("utf-8").replace(__version__, "0.0.1"), "utf-8")
    (found,) = doctor._resolve()
    assert found.state == "warning"
    assert "0.0.1" in found.found
    assert "--host resolve" in found.remedy
    record.unlink()
    (found,) = doctor._resolve()
    assert found.state == "broken"


def test_a_resolve_without_it_is_told_how_to_get_it(place: Any) -> None:
    place.script.unlink()
    (found,) = doctor._resolve()
    assert found.state == "ok"
    assert "--host resolve" in found.found


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_doctor_looks_where_the_installer_puts_it(
    place: Any, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resolve_install

    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.delenv("PROGRAMDATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    kinds = (resolve_install.Place.user, resolve_install.Place.system)
    wanted = tuple((one.scripts, one.folder) for one in (kind(platform, {}) for kind in kinds))
    assert doctor._resolve_places() == wanted
