"""What a text is like, by a table that anybody can reckon by hand; and the table of the package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import kinds
from secondunit.elements.words.likeness import NO_KIND, TABLE, Likeness, read_likeness
from secondunit.elements.words.meaning import NUMBERS, meaning
from secondunit.elements.words.traits import BUCKETS, concepts_of, traits


def table(text: str) -> Likeness:
    """A table of two classes, in which what `text` is made of speaks for rain and against nothing."""
    weights = bytearray(2 * BUCKETS)
    for number in traits(text):
        weights[2 * number + 1] = 100
    return Likeness((NO_KIND, "rain"), (0.5, 0.25), (0.01, 0.01), bytes(weights), bytes(8 * NUMBERS))


def test_a_text_without_a_word_has_only_the_shares() -> None:
    assert table("umbrella").of("… 12 34 !?") == {NO_KIND: 0.5, "rain": 0.25}


def test_a_text_scores_the_sum_of_its_traits() -> None:
    scores = table("umbrella").of("umbrella")
    assert scores[NO_KIND] == 0.5
    assert scores["rain"] == pytest.approx(0.25 + sum(traits("umbrella").values()))


def test_what_is_denied_is_not_looked_at() -> None:
    assert traits("no smoke") == traits("no fire")
    assert traits("smoke") != traits("fire")


def test_a_slip_of_the_keyboard_keeps_most_of_a_word() -> None:
    kept = set(traits("explosion")) & set(traits("explozion"))
    assert len(kept) > len(set(traits("explosion")) & set(traits("umbrella"))) + 5


def test_a_table_comes_back_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "table.bin").write_bytes(table("umbrella").written())
    assert read_likeness(tmp_path / "table.bin") == table("umbrella")


def test_a_table_that_lacks_weights_is_none(tmp_path: Path) -> None:
    (tmp_path / "table.bin").write_bytes(table("umbrella").written()[:-1])
    with pytest.raises(ValueError, match="weights of meaning"):
        read_likeness(tmp_path / "table.bin")


def test_the_table_of_the_package_knows_every_kind_and_what_is_none() -> None:
    assert set(read_likeness().classes) == {*kinds(), NO_KIND}
    assert TABLE.stat().st_size < 1_000_000


def test_words_of_several_languages_that_stand_for_one_thing_share_a_trait() -> None:
    assert concepts_of("rifle") == concepts_of("carabine") == concepts_of("gewehr") == ("firearm",)
    assert set(traits("rifle")) & set(traits("gewehr"))
    assert not set(traits("rifle")) & set(traits("umbrella"))


def test_a_figure_of_speech_is_not_looked_at() -> None:
    assert traits("a snow-white wig") == traits("a wig")


def test_what_means_the_same_in_two_languages_lies_in_one_direction() -> None:
    burst, translated, other = map(
        meaning, ("the tyre bursts", "le pneu \u00e9clate", "remove the coffee cup from the table")
    )
    assert burst @ translated > 0.6
    assert burst @ other < 0.3
    assert burst @ burst == pytest.approx(1.0, abs=1e-5)


def test_a_meaning_adds_what_its_weights_say() -> None:
    plain = table("umbrella")
    senses = np.zeros((NUMBERS, 2), "<f4")
    senses[:, 1] = meaning("umbrella")
    heavy = replace(plain, senses=senses.tobytes())
    assert heavy.of("umbrella")["rain"] == pytest.approx(plain.of("umbrella")["rain"] + 1.0, abs=1e-5)
