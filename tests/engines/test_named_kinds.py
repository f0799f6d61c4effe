"""What is said of words that leave open which kind they ask for: the kinds, and how each is chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secondunit import elements
from secondunit.elements.words.wish import Wish
from secondunit.engines.makers.findings import Findings
from secondunit.engines.makers.maker import Planning
from secondunit.engines.makers.wishes import with_its_kind
from secondunit.wire import Estimate, Work
from secondunit.wire.errors import BadPrompt

Make = Callable[..., Work]


def planning() -> Planning:
    return Planning(Estimate(""), 1 << 34, Findings())


def test_words_between_two_kinds_name_both_and_how_each_is_chosen(
    make_work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elements, "read_wish", lambda prompt: Wish(between=("smoke", "dust_drift")))
    brief = make_work(prompt="grey, after the blast", kind="").brief
    with pytest.raises(BadPrompt, match="may ask for smoke or drifting dust, and do not say which") as caught:
        with_its_kind(brief, planning())
    assert "--kind smoke or --kind dust_drift" in caught.value.problem.remedy
    assert caught.value.problem.where == "prompt"


def test_words_that_may_be_one_kind_name_it(make_work: Make) -> None:
    brief = make_work(prompt="an M16 in the night", kind="").brief
    with pytest.raises(BadPrompt, match="may ask for a muzzle flash, and do not say so") as caught:
        with_its_kind(brief, planning())
    assert "--kind muzzle_flash" in caught.value.problem.remedy


def test_a_kind_that_is_chosen_is_not_asked_about(make_work: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "read_wish", lambda prompt: Wish(between=("smoke", "dust_drift")))
    brief = make_work(prompt="grey, after the blast", kind="dust_drift").brief
    assert with_its_kind(brief, planning()).kind == "dust_drift"
