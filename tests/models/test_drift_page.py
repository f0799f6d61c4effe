"""The page of drift's thresholds lists each of them as the code has it, and its figures are whole."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.drift import Row, page

from secondunit.engines.drift.continuity import OTHER_COSTUME
from secondunit.models.identity.calibration import ErrorRate
from secondunit.models.identity.quality import BLUR, CLIPPED, DARK, MOUTH, NARROWEST, YAW
from secondunit.wire.drift_scale import CLOSE, FARTHEST, PASTED

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "drift-thresholds.md"


def test_every_threshold_stands_on_the_page_with_the_value_it_has() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\d+) of (\d+) \|", PAGE.read_text("utf-8"), re.M
    )
    values = {name: float(value.split()[0]) for name, value, *_ in rows}
    assert values == {
        "close": CLOSE, "far": FARTHEST, "pasted": PASTED, "narrowest face": NARROWEST, "blur": BLUR,
        "clipped": 100 * CLIPPED, "too dark": 100 * DARK, "yaw": YAW, "mouth": MOUTH,
        "costume": OTHER_COSTUME,
    }  # fmt: skip
    assert all(int(errors) <= int(pairs) for *_, errors, pairs in rows)


def test_the_page_is_what_the_benchmark_writes_of_its_rows() -> None:
    text = PAGE.read_text("utf-8")
    summary = re.search(r"Measured on ([^:]+):", text)
    assert summary is not None
    rows = [
        Row(name, value, error, ErrorRate(int(errors), int(pairs)))
        for name, value, error, errors, pairs in re.findall(
            r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| (\d+) of (\d+) \|", text, re.M
        )
    ]
    assert page(summary[1], rows) == text
