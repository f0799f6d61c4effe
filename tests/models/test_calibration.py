"""Thresholds measured on a cast: which pairs count, their intervals, and what they speak for."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest

from secondunit.models.identity.calibration import (
    FEWEST_PAIRS,
    LOOSEST,
    CastFace,
    CastPairs,
    ErrorRate,
    FacePair,
    cast_pairs,
    proposal,
)
from secondunit.wire import DriftScale

USUAL = DriftScale()


def face(character: str, picture: str, place: float, *persons: str, seed: int = 0) -> CastFace:
    """A face whose description is a place on a line; its chip is noise of its own."""
    random = np.random.default_rng(seed or crc32(f"{character}/{picture}".encode()))
    chip = random.random((150, 150, 3), np.float32)
    return CastFace(character, picture, persons, chip, np.array([place], np.float32))


def away(one: CastFace, other: CastFace) -> float:
    return float(abs(one.description - other.description)[0])


def pairs(same: Sequence[float], other: Sequence[float], characters: int = 4) -> CastPairs:
    return CastPairs(
        tuple(FacePair(f"ada/{n}", f"ada/{n}'", value) for n, value in enumerate(sorted(same))),
        tuple(FacePair(f"ada/{n}", f"bob/{n}", value) for n, value in enumerate(sorted(other))),
        characters,
    )


def spread(low: float, high: float, count: int = 60) -> list[float]:
    return list(np.linspace(low, high, count))


@pytest.mark.parametrize(
    ("errors", "count", "low", "high"),
    # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_an_interval_is_wilsons(errors: int, count: int, low: float, high: float) -> None:
    assert ErrorRate(errors, count).interval == pytest.approx((low, high), abs=6e-5)
    assert ErrorRate(0, 0).interval == (0.0, 1.0)


def test_pairs_are_of_one_character_or_of_two_and_count_on_their_side_of_a_threshold() -> None:
    faces = [face("ada", "a", 0.0), face("ada", "b", 0.5), face("bob", "c", 0.6), face("eve", "d", 2.0)]
    made = cast_pairs(faces, away)
    assert [(pair.one, pair.other) for pair in made.same] == [("ada/a", "ada/b")]
    assert [round(pair.distance, 3) for pair in made.other] == [0.1, 0.6, 1.4, 1.5, 2.0]
    assert made.characters == 3 and made.copies == made.shared == 0
    assert made.above(0.45) == ErrorRate(1, 1) and made.above(0.5) == ErrorRate(0, 1)
    assert made.within(0.65) == ErrorRate(2, 5)


def test_a_picture_that_is_another_once_more_makes_no_pair() -> None:
    faces = [face("ada", "a", 0.0, seed=3), face("ada", "copy", 0.0, seed=3), face("ada", "b", 0.1)]
    made = cast_pairs(faces, away)
    assert made.copies == 1 and len(made.same) == 2


def test_one_person_in_two_characters_is_neither_one_nor_two() -> None:
    faces = [
        face("ada", "young", 0.0, "Ann"), face("ada", "old", 0.3, "Beth"), face("twin", "a", 0.0, "Ann"),
        face("bob", "c", 1.0, "Carl"),
    ]  # fmt: skip
    made = cast_pairs(faces, away)
    assert made.shared == 2 and made.same == ()
    assert {(pair.one, pair.other) for pair in made.other} == {
        ("ada/young", "bob/c"), ("ada/old", "bob/c"), ("twin/a", "bob/c"), ("ada/old", "twin/a"),
    }  # fmt: skip


@pytest.mark.parametrize(("same", "other", "characters"), [(34, 60, 4), (60, 34, 4), (60, 60, 2)])
def test_too_few_pairs_or_people_propose_nothing_and_say_how_many_are_needed(
    same: int, other: int, characters: int
) -> None:
    made = proposal(pairs(spread(0.1, 0.4, same), spread(0.8, 1.0, other), characters), USUAL, LOOSEST)
    assert made.scale is None
    assert any(f"{FEWEST_PAIRS} are needed" in text or "3 are needed" in text for text in made.reasons)
    enough = proposal(pairs(spread(0.1, 0.4, 35), spread(0.8, 1.0, 35), 3), USUAL, LOOSEST)
    assert enough.scale is not None


def test_a_cast_that_the_usual_thresholds_fit_keeps_them() -> None:
    made = proposal(pairs(spread(0.1, 0.44), spread(0.7, 1.0)), USUAL, LOOSEST)
    assert made.scale == USUAL and made.reasons == ("The usual thresholds hold for this cast.",)


def test_two_people_who_are_near_make_close_stricter_and_are_named() -> None:
    made = proposal(pairs(spread(0.1, 0.5), spread(0.4, 1.0)), USUAL, LOOSEST)
    assert made.scale is not None and made.scale.close == 0.36 and made.scale.far == 0.65
    assert any("stricter than the usual 0.45" in text for text in made.reasons)
    assert any("ada/0 and bob/0 are two people" in text for text in made.reasons)


def test_pairs_of_one_person_that_are_wide_apart_loosen_to_a_bound_and_it_is_said() -> None:
    wide = pairs(spread(0.2, 0.69), spread(0.9, 1.2))
    made = proposal(wide, USUAL, LOOSEST)
    assert made.scale == DriftScale(0.60, 0.69)
    assert [text for text in made.reasons if "looser than the usual" in text] == [
        "close is looser than the usual 0.45.", "far is looser than the usual 0.65.",
    ]  # fmt: skip
    assert made.scale.close <= LOOSEST.close and made.scale.far <= LOOSEST.far
    over = proposal(pairs(spread(0.2, 0.71), spread(0.9, 1.2)), USUAL, LOOSEST)
    assert over.scale is None and "look at them" in over.reasons[0] and "ada/59" in over.reasons[0]


def test_a_network_without_thresholds_gets_them_from_the_pairs_alone() -> None:
    made = proposal(pairs(spread(3.0, 6.0), spread(8.0, 20.0)), None, None)
    assert made.scale is not None and 5.8 < made.scale.close < 6.0 and made.scale.far == 6.0
    same = proposal(pairs(spread(0.0, 0.2), [0.0] * 40), None, None)
    assert same.scale is None and "cannot be told apart" in same.reasons[0]


def test_no_pair_of_two_people_is_close_by_what_is_proposed() -> None:
    random = np.random.default_rng(4)
    for _ in range(200):
        one = pairs(random.gamma(6, 0.06, 50).tolist(), random.gamma(9, 0.09, 80).tolist())
        made = proposal(one, USUAL, LOOSEST).scale
        if made is not None:
            assert one.within(made.close).errors == 0 and one.above(made.far).errors == 0
