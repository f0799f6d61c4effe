"""What a host's start loads: as little as a panel needs before the service answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORE = Path(__file__).parents[2] / "core"
#: What only answers of the service hold, and what loads decimal or a network's library with it.
LATE = ("rights", "capability", "estimate", "take", "job", "prepared", "signoff", "work", "codec")
#: What a brief consists of, and what reads a camera from a file.
UNOPENED = ("brief", "camera", "chan", "fitting")


def loaded(code: str) -> set[str]:
    """The modules of a bare interpreter after some code."""
    program = f"import sys; sys.path.insert(0, {str(CORE)!r}); {code}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_a_start_loads_no_value_that_only_the_service_s_answers_hold() -> None:
    modules = loaded("import secondunit.host")
    assert {f"secondunit.wire.{name}" for name in (*LATE, *UNOPENED)} & modules == set()
    assert {"decimal", "fractions", "ssl", "sqlite3", "asyncio", "pathlib"} & modules == set()
    assert "secondunit.host.panel" in modules


def test_a_panel_s_state_needs_no_more() -> None:
    modules = loaded(
        "from secondunit.host import Link; from secondunit.host.state import PanelState;"
        "PanelState(Link.__new__(Link))"
    )
    assert {f"secondunit.wire.{name}" for name in (*LATE, *UNOPENED)} & modules == set()
