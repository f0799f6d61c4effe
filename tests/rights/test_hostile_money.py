"""Prices and bills that mean harm: they end in a sentence, and what was billed counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondunit.rights.budget import Budget, Cap, Spending
from secondunit.rights.money import counted
from secondunit.wire import Money
from secondunit.wire.errors import BadInput, StorageError


@pytest.mark.parametrize(
    "amount",
    ["1e999999999", "-1e999999999", "1e-999999999999999999999", "9" * 5000, "sNaN", "Infinity", "-1"],
)
def test_an_amount_out_of_this_world_is_refused_in_a_sentence(amount: str) -> None:
    with pytest.raises(BadInput):
        counted(Money(amount))


def test_an_amount_too_small_to_count_costs_the_least_there_is() -> None:
    assert counted(Money("1e-400")) == 1


def test_a_budget_that_is_taken_away_is_not_a_new_one(tmp_path: Path) -> None:
    budget, cap = Budget(tmp_path / "budget.db"), (Cap("show", "heist", 10),)
    budget.reserve(Spending("j1", "heist", "s", "u", 10, "USD"), cap)
    (tmp_path / "budget.db").unlink()
    for attempt in (lambda: budget.reserve(Spending("j2", "heist", "s", "u", 10, "USD"), cap),
                    lambda: budget.spent("show", "heist")):  # fmt: skip
        with pytest.raises(StorageError, match="is gone"):
            attempt()
    assert not (tmp_path / "budget.db").exists()
