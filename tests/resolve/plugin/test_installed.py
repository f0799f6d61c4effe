"""`secondunit doctor` finds what the installer put into Resolve's Scripts folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from secondunit import __version__
from secondunit.cli import doctor
from secondunit.install import resolve


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """This user's Resolve, on Linux, with Second Unit in it."""
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    place = resolve.ResolveFolders.user()
    resolve.install(place)
    return place


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
