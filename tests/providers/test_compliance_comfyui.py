"""ComfyUI keeps every clause, against a strict server that speaks as the recorded one did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.testing import CLAUSES, Clause, guide_clauses


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_comfyui_keeps_the_clause(clause: Clause, comfy: Any, tmp_path: Path) -> None:
    why_not = clause.hold(comfy.stand(tmp_path))
    may = (
        "ComfyUI has no content rules", "it is given no reference, or takes one for any part",
        "its model takes no guide",
    )  # fmt: skip
    assert why_not in (None, *may)


@pytest.mark.parametrize("clause", guide_clauses.CLAUSES, ids=str)
def test_a_workflow_that_is_guided_keeps_the_clauses_on_guides(
    clause: Clause, comfy: Any, tmp_path: Path
) -> None:
    assert clause.hold(comfy.guided_stand(tmp_path)) is None
