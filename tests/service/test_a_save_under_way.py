"""`providers.toml` while an editor saves it: empty, gone or cut off, and nobody loses a provider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.service.outbound.settings_file import SETTLED, SettingsFiles
from secondunit.wire.errors import BadSettings

BEFORE = '[luma]\naccount = "vfx"\n[echo]\n'
AFTER = '[luma]\naccount = "vfx-2"\n[echo]\n'
#: What a file is in the middle of a save: emptied before it is written, moved away, written in part.
MIDDLES = ("", "[luma]\naccount = ", None)


class Moments:
    """A clock that stands still until it is moved; a rest moves it and may let the editor go on."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.goes_on: list[Any] = []

    def __call__(self) -> float:
        return self.now

    def rest(self, seconds: float) -> None:
        self.now += seconds
        if self.goes_on:
            self.goes_on.pop(0)()


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "providers.toml"


def put(place: Path, text: str | None) -> None:
    if text is None:
        place.unlink()
    else:
        place.write_text(text, "utf-8")


@pytest.mark.parametrize("middle", MIDDLES)
def test_in_the_middle_of_a_save_what_was_read_before_holds_and_says_so(
    place: Path, moments: Moments, middle: str | None
) -> None:
    files = SettingsFiles(moments, moments.rest)
    put(place, BEFORE)
    assert files.read(place).pending is None
    put(place, middle)
    meanwhile = files.read(place)
    assert meanwhile.tables["luma"]["account"] == "vfx" and meanwhile.pending is not None
    assert "providers.toml" in meanwhile.pending.message and "before" in meanwhile.pending.kept
    put(place, AFTER)
    after = files.read(place)
    assert after.tables["luma"]["account"] == "vfx-2" and after.pending is None


def test_a_file_that_stays_empty_sets_nobody_up(place: Path, moments: Moments) -> None:
    files = SettingsFiles(moments, moments.rest)
    put(place, BEFORE)
    files.read(place)
    put(place, "")
    files.read(place)
    moments.now += SETTLED
    empty = files.read(place)
    assert empty.names() == () and empty.pending is None


def test_a_file_that_stays_cut_off_is_refused_with_its_place(place: Path, moments: Moments) -> None:
    files = SettingsFiles(moments, moments.rest)
    put(place, BEFORE)
    files.read(place)
    put(place, "[luma]\naccount = ")
    files.read(place)
    moments.now += SETTLED
    with pytest.raises(BadSettings, match="cannot be read"):
        files.read(place)
    put(place, AFTER)
    assert files.read(place).tables["luma"]["account"] == "vfx-2"


def test_a_wrong_word_in_a_whole_file_is_refused_at_once(place: Path, moments: Moments) -> None:
    files = SettingsFiles(moments, moments.rest)
    put(place, BEFORE)
    files.read(place)
    put(place, "[luma]\nwhen = 2026-01-01\n")
    with pytest.raises(BadSettings):
        files.read(place)


def test_a_first_look_in_the_middle_of_a_save_waits_for_its_end(place: Path, moments: Moments) -> None:
    put(place, "[luma]\naccount = ")
    moments.now = place.stat().st_mtime
    moments.goes_on = [lambda: None, lambda: put(place, AFTER)]
    files = SettingsFiles(moments, moments.rest, wall=moments)
    assert files.read(place).tables["luma"]["account"] == "vfx-2"


def test_a_first_look_at_an_old_file_that_cannot_be_read_does_not_wait(place: Path, moments: Moments) -> None:
    put(place, "[luma]\naccount = ")
    moments.now = began = place.stat().st_mtime + SETTLED
    with pytest.raises(BadSettings):
        SettingsFiles(moments, moments.rest, wall=moments).read(place)
    assert moments.now == began


def test_a_panel_keeps_its_models_and_reads_why_in_the_middle_of_a_save(house: Any) -> None:
    moments = Moments()
    sites = house.new_sites(clock=moments)
    before, absent = sites.capabilities("S")
    assert before and not absent
    (house.show / "providers.toml").write_text("", "utf-8")
    meanwhile, [saved] = sites.capabilities("S")
    assert meanwhile == before
    assert saved.provider == "providers.toml" and "being saved" in saved.problem.message
    moments.now += SETTLED
    assert sites.capabilities("S") == ((), ())
    sites.close()
