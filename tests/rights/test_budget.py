"""Money is held before it is spent, never more than there is, whoever asks and whatever dies."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from secondunit.rights import Budget, Cap, Spending
from secondunit.wire.errors import BudgetSpent, Conflict, DiskFull, NotFound, StorageError

CAPS = (Cap("show", "heist", 100), Cap("shot", "sh010", 60))


def spending(key: str, amount: int, shot: str = "sh010", user: str = "mia") -> Spending:
    return Spending(key, "heist", shot, user, amount, "USD")


@pytest.fixture
def budget(tmp_path: Path) -> Budget:
    return Budget(tmp_path / "budget.db")


def test_what_is_held_counts_as_spent_until_the_bill_takes_its_place(budget: Budget) -> None:
    budget.reserve(spending("a", 40), CAPS)
    assert budget.spent("shot", "sh010") == 40
    with pytest.raises(BudgetSpent, match=r"the shot sh010 has 0\.00002 USD left"):
        budget.reserve(spending("b", 30), CAPS)
    budget.settle("a", 10)
    budget.reserve(spending("b", 30), CAPS)
    assert (budget.spent("show", "heist"), budget.spent("user", "mia")) == (40, 40)


def test_what_is_released_can_be_spent_again(budget: Budget) -> None:
    budget.reserve(spending("a", 60), CAPS)
    budget.release("a")
    assert budget.reserve(spending("b", 60), CAPS).counts == 60


def test_a_bill_above_the_estimate_counts_in_full_and_stops_the_next(budget: Budget) -> None:
    budget.reserve(spending("a", 10), CAPS)
    assert budget.settle("a", 75).counts == 75
    with pytest.raises(BudgetSpent, match=r"has 0\.00 USD left"):
        budget.reserve(spending("b", 1), CAPS)


def test_the_same_key_holds_its_money_once(budget: Budget) -> None:
    first = budget.reserve(spending("a", 40), CAPS)
    assert budget.reserve(spending("a", 40), CAPS) == first
    assert budget.spent("show", "heist") == 40
    with pytest.raises(Conflict):
        budget.reserve(spending("a", 41), CAPS)


def test_an_attempt_after_the_bill_needs_a_key_of_its_own(budget: Budget) -> None:
    budget.reserve(spending("a", 40), CAPS)
    budget.settle("a", 40)
    assert budget.settle("a", 40).billed == 40
    with pytest.raises(Conflict, match="settled"):
        budget.reserve(spending("a", 40), CAPS)
    with pytest.raises(Conflict, match="another bill"):
        budget.settle("a", 41)
    with pytest.raises(NotFound):
        budget.settle("b", 1)


def _race(arguments: tuple[str, int]) -> int:
    path, service = arguments
    budget, won = Budget(Path(path)), 0
    for number in range(25):
        try:
            budget.reserve(spending(f"{service}-{number}", 3), CAPS)
            won += 1
        except BudgetSpent:
            pass
    return won


def test_services_that_race_for_one_budget_never_overspend_it(tmp_path: Path) -> None:
    path = str(tmp_path / "budget.db")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        won = pool.map(_race, [(path, service) for service in range(3)])
    assert sum(won) == 20
    assert Budget(Path(path)).spent("shot", "sh010") == 60


def test_threads_that_race_never_overspend_it(tmp_path: Path) -> None:
    path = str(tmp_path / "budget.db")
    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(_race, [(path, service) for service in range(4)]))
    assert sum(won) == 20


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_a_service_that_dies_after_holding_money_leaves_it_held(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom secondunit.rights import Budget, Cap, Spending\n"
        "b = Budget(Path(sys.argv[1]))\n"
        "b.reserve(Spending('a', 'heist', 'sh010', 'mia', 50, 'USD'), (Cap('show', 'heist', 100),))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    path = tmp_path / "budget.db"
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == -9
    budget = Budget(path)
    assert [held.key for held in budget.held()] == ["a"]
    with pytest.raises(BudgetSpent):
        budget.reserve(spending("b", 51), CAPS)
    budget.release("a")
    assert budget.held() == ()


def test_a_refused_reservation_leaves_nothing(budget: Budget) -> None:
    with pytest.raises(BudgetSpent):
        budget.reserve(spending("a", 61), CAPS)
    assert (budget.find("a"), budget.spent("show", "heist")) == (None, 0)


def test_a_file_that_is_no_budget_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "budget.db").write_bytes(b"no database at all, but long enough to be read as one" * 20)
    with pytest.raises(StorageError, match="cannot be read or written"):
        Budget(tmp_path / "budget.db").reserve(spending("a", 1), CAPS)


def test_a_full_disk_is_a_full_disk(budget: Budget) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    assert isinstance(budget._error(full), DiskFull)
