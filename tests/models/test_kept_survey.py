"""A survey of a plate that is kept for every process: the same to the last bit, and made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from secondunit.models.clean_plate.method import CleanPlate
from secondunit.models.clean_plate.record import read, written
from secondunit.models.clean_plate.survey import survey
from secondunit.models.method import Surveying

from .footage import footage_of
from .walls import Shot, shoot

SIZE = 72, 128


@pytest.fixture(scope="module")
def shot() -> Shot:
    """Five frames of a wall with a thing before it."""
    return shoot(SIZE, 5, radius=(8.0, 12.0), grain=1.0)


def test_a_survey_that_was_written_is_read_to_the_last_bit(shot: Shot) -> None:
    seen = survey(shot.plate, 2)
    again = read(written(seen))
    assert again.size == seen.size and again.cuts == seen.cuts and again.second == seen.second
    assert any(place.matrix is not None for place in seen.shots[0])
    for place, other in zip(seen.shots[0], again.shots[0], strict=True):
        assert np.array_equal(place.matrix, other.matrix)  # type: ignore[arg-type]
        assert replace(place, matrix=None, other=None) == replace(other, matrix=None, other=None)
    assert written(again) == written(seen)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"size": [1], "shots": []}', '{"size": [2, 2], "shots": [[{}]]}']
)
def test_what_is_no_survey_is_made_again(shot: Shot, text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(text)
    settings = {"grow": 2, "feather": 4, "grain": True}
    footage = footage_of(shot.pixels, settings=settings, matte=shot.matte.__getitem__)
    whole = CleanPlate().load(footage).frame(1003)
    assert np.array_equal(
        CleanPlate().load(replace(footage, kept=lambda name, make: text)).frame(1003), whole
    )


def test_a_process_that_finds_a_survey_reads_no_frame_for_one(shot: Shot) -> None:
    kept: dict[str, str] = {}
    looks: list[int] = []

    def picture(frame: int) -> np.ndarray:
        looks.append(frame)
        return shot.pixels[frame]

    settings = {"grow": 2, "feather": 4, "grain": True}
    footage = footage_of(shot.pixels, settings=settings, matte=shot.matte.__getitem__)

    def keep(name: str, make: Callable[[], str]) -> str:
        if name not in kept:
            kept[name] = make()
        return kept[name]

    footage = replace(footage, picture=picture, kept=keep)
    method = CleanPlate()
    assert isinstance(method, Surveying)
    method.survey(footage)
    assert looks == list(shot.plate.frames) and len(kept) == 1
    looks.clear()
    worker = method.load(footage)
    assert not looks
    alone = CleanPlate().load(replace(footage, kept=lambda name, make: make()))
    assert np.array_equal(worker.frame(1004), alone.frame(1004))
