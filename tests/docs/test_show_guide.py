"""The guide to a show's settings: what it shows as defaults are the defaults, and its cut can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from secondunit.service.home import Home
from secondunit.service.shows import Shows
from secondunit.wire import ShowSettings

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "show.md"


def settings_of(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> ShowSettings:
    """A show's settings, read from its file as the service does."""
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(folder))
    monkeypatch.delenv("OCIO", raising=False)
    show = folder / "heist"
    show.mkdir()
    (show / "secondunit.toml").write_text(text, "utf-8")
    return Shows(Home(folder / "home")).find("heist")


def test_the_table_of_defaults_is_what_a_show_without_a_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults, _ = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "written").mkdir()
    (tmp_path / "empty").mkdir()
    written = settings_of(defaults, tmp_path / "written", monkeypatch)
    empty = settings_of("", tmp_path / "empty", monkeypatch)
    differing = [name for name in vars(empty) if getattr(written, name) != getattr(empty, name)]
    assert differing == ["root"], "the root is the file's folder"


def test_the_cut_and_the_sequences_of_the_guide_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cut = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    settings = settings_of(cut, tmp_path, monkeypatch)
    assert settings.cut == str(tmp_path / "heist" / "editorial" / "reel1_v12.otio")
    assert dict(settings.sequences) == {"sq010": ("sh010", "sh020"), "sq020": ("sh030",)}
