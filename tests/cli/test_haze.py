"""Haze from words to files: the kind that the words ask for, its passes, and no emission."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondunit.media.exr import read_exr

PLACE = ("--show", "heist", "--shot", "sh010", "--frames", "1001-1002", "--size", "64x36", "--fps", "24")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("thick fog, wind to the left", "fog"),
        ("de la brume au ras du sol", "mist"),
        ("dust from a herd of cattle", "dust_drift"),
    ],
)
def test_words_make_a_take_that_covers_and_does_not_shine(run, words: str, kind: str) -> None:
    answer = run("generate", words, *PLACE, "--element", kind, "--set", "sheets=25", "--json")
    assert answer.code == 0, answer.err
    take = answer.lines[-1]
    assert take["kind"] == kind
    folder = Path(take["folder"])
    beauty = read_exr(folder / f"{kind}_v001.1002.exr")
    red, alpha = (beauty.pixels[..., beauty.channels.index(name)] for name in ("R", "A"))
    assert alpha.max() > 0.2 and red[alpha > 0.2].min() > 0.0
    channels = read_exr(folder / f"{kind}_v001_passes.1002.exr").channels
    assert {"light_left.R", "light_back.B", "depth.Z", "forward.u", "density.Y"} <= set(channels)
    assert not any(name.startswith("emission") for name in channels)
