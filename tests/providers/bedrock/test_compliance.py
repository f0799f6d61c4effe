"""Bedrock keeps every clause, with a movie that is asked for later and with a picture that comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.testing import CLAUSES, Clause

#: Why a clause may not apply, and nothing else.
MOVIE = {
    "Bedrock has no cancel",
    "the model that is asked needs no picture",
    "it takes nothing away",
    "its model takes no guide",
}
PICTURE = {
    "Bedrock has no cancel",
    "it is given no reference, or takes one for any part",
    "it takes nothing away",
    "its model takes no guide",
    "the answer of the call is the result: there is no time in between",
    "the answer of the call is the result: nothing is asked of AWS afterwards",
    "after the submit it asks nothing of anybody, so no door can stop it",
}


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_a_movie_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path, pictures=False))
    assert why_not is None or why_not in MOVIE


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_a_picture_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path, pictures=True))
    assert why_not is None or why_not in PICTURE
