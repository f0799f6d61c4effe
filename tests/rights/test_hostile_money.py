"""Prices and bills that mean harm: they end in a sentence, and what was billed counts."""

from __future__ import annotations

import pytest

from secondunit.rights.money import counted
from secondunit.wire import Money
from secondunit.wire.errors import BadInput


@pytest.mark.parametrize(
    "amount",
    ["1e999999999", "-1e999999999", "1e-999999999999999999999", "9" * 5000, "sNaN", "Infinity", "-1"],
)
def test_an_amount_out_of_this_world_is_refused_in_a_sentence(amount: str) -> None:
    with pytest.raises(BadInput):
        counted(Money(amount))


def test_an_amount_too_small_to_count_costs_the_least_there_is() -> None:
    assert counted(Money("1e-400")) == 1
