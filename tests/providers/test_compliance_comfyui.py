"""ComfyUI keeps every clause, against a strict server that speaks as the recorded one did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.testing import CLAUSES, Clause


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_comfyui_keeps_the_clause(clause: Clause, comfy: Any, tmp_path: Path) -> None:
    why_not = clause.hold(comfy.stand(tmp_path))
    may = ("ComfyUI has no content rules", "it is given no reference, or takes one for any part")
    assert why_not in (None, *may)
