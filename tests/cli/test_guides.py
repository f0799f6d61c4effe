"""Guides on the command line: files of a scene for a model that keeps to them, refused in the same words."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest

from secondunit.cli.guides import add_guide_arguments, guides_from
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Format, FrameRange, GuideKind, Rate, SecondUnitError

RATE, SIZE = Rate(24000, 1001), Format(64, 36, 2.0)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A depth and a matte of three frames, and a still."""
    pixels = np.ones((36, 64, 1), np.float32)
    for frame in range(1001, 1004):
        write_exr(tmp_path / f"depth.{frame}.exr", Picture.of(4.0 * pixels, ("Z",)), depth="float")
        write_exr(tmp_path / f"car.{frame}.exr", Picture.of(pixels, ("A",)))
    write_exr(tmp_path / "still.exr", Picture.of(pixels, ("Z",)))
    return tmp_path


def guides(*arguments: str, elsewhere: bool = True) -> tuple[object, ...]:
    parser = argparse.ArgumentParser()
    add_guide_arguments(parser)
    return guides_from(parser.parse_args(arguments), RATE, SIZE, elsewhere=elsewhere)


def test_what_is_named_is_a_guide_with_its_own_frames_and_size_at_the_shots_rate(files: Path) -> None:
    depth, mask = guides(
        "--guide", f"depth={files}/depth.%04d.exr", "--guide", f"mask:Car={files}/car.####.exr",
        "--guide-depth", "1.5-80",
    )  # fmt: skip
    assert (depth.kind, depth.frames, depth.rate) == (GuideKind.DEPTH, FrameRange(1001, 1003), RATE)
    assert depth.format == SIZE and (depth.near, depth.far) == (1.5, 80.0)
    assert depth.path == f"{files}/depth.%04d.exr"
    assert (mask.kind, mask.object, mask.near, mask.far) == (GuideKind.MASK, "Car", 0.0, 0.0)
    assert not depth.inverse and guides() == ()
    depth, mask = guides(
        "--guide", f"depth={files}/depth.%04d.exr", "--guide", f"mask:Car={files}/car.####.exr",
        "--guide-inverse",
    )  # fmt: skip
    assert depth.inverse and not mask.inverse


@pytest.mark.parametrize(
    ("arguments", "elsewhere", "says"),
    [
        (("--guide", "depht=DIR/depth.####.exr"), True, "is no guide"),
        (("--guide", "depth"), True, "is no guide"),
        (("--guide", "depth=DIR/still.exr"), True, "single picture"),
        (("--guide", "depth=DIR/none.####.exr"), True, "none"),
        (("--guide", "depth=DIR/depth.####.exr"), False, "provider's model"),
        (("--guide", "depth=DIR/depth.####.exr", "--guide-depth", "near"), True, "no span of depth"),
        (("--guide", "depth=DIR/depth.####.exr", "--guide-depth", "9-2"), True, "behind what is near"),
        (("--guide-depth", "1-2"), True, "no guide is one"),
        (
            ("--guide", "mask:Car=DIR/car.####.exr", "--guide-inverse"),
            True,
            "--guide-inverse is about a depth",
        ),
    ],
)
def test_what_is_no_guide_is_refused_with_what_to_write(
    files: Path, arguments: tuple[str, ...], elsewhere: bool, says: str
) -> None:
    with pytest.raises(SecondUnitError, match=says):
        guides(*(text.replace("DIR", str(files)) for text in arguments), elsewhere=elsewhere)


def test_an_estimate_refuses_a_guide_where_no_model_is_asked(run, files: Path) -> None:
    answer = run(
        "estimate", "smoke", "--show", "heist", "--shot", "sh010", "--element", "smoke", "--frames",
        "1001-1003", "--guide", f"depth={files}/depth.%04d.exr", "--json",
    )  # fmt: skip
    assert answer.code != 0 and "provider's model" in answer.problem["message"]
