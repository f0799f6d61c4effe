"""A worker stands behind what the artist runs, unless somebody said where it stands."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from secondunit.engines.priority import NICE, VARIABLE

if sys.platform == "win32":
    pytest.skip("Windows has no nice", allow_module_level=True)
ASK = "import os; from secondunit.engines.priority import give_way; give_way(); print(os.nice(0))"


def niceness(lowered: int = 0, **environment: str) -> int:
    """How nice a process is once it gave way, begun so much lower."""
    command = [sys.executable, "-c", f"import os; os.nice({lowered}); {ASK}"]
    answer = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return int(answer.stdout)


@pytest.mark.skipif(os.nice(0) != 0, reason="these tests themselves run at another priority")
def test_a_worker_gives_way_once_and_as_far_as_is_said() -> None:
    assert niceness() == NICE
    assert niceness(**{VARIABLE: "0"}) == 0
    assert niceness(**{VARIABLE: "4"}) == 4
    assert niceness(**{VARIABLE: "much"}) == NICE
    assert niceness(lowered=3) == 3, "whoever started it has said"
