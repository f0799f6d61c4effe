"""What a host's start loads: as little as a panel needs before the service answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORE = Path(__file__).parents[2] / "core"
#: What only answers of the service hold, and what loads decimal or a network's library with it.
LATE = ("rights", "capability", "estimate", "take", "job", "prepared", "signoff", "work", "codec")


def test_a_start_loads_no_value_that_only_the_service_s_answers_hold() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(CORE)!r}); import secondunit.host;"
        "print('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert {f"secondunit.wire.{name}" for name in LATE} & loaded == set()
    assert {"decimal", "fractions", "ssl", "sqlite3", "asyncio"} & loaded == set()
    assert "secondunit.host.panel" in loaded
