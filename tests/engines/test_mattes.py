"""Which channels of a matte's files shape an element: one, its inverse, or the luminance of three."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.mattes import matte_channels, matte_source
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Format, FrameRange, Matte
from secondunit.wire.errors import WrongChannels


@pytest.fixture
def matte(tmp_path: Path) -> Matte:
    pixels = np.empty((4, 6, 4), np.float32)
    pixels[:] = (1.0, 0.5, 0.25, 0.125)
    write_exr(tmp_path / "roof.1001.exr", Picture.of(pixels, format=Format(6, 4)))
    return Matte(str(tmp_path / "roof.%04d.exr"), FrameRange(1001, 1001))


@pytest.mark.parametrize(
    ("channel", "value"),
    [("A", 0.125), ("G", 0.5), ("luminance", 0.2126 + 0.7152 * 0.5 + 0.0722 * 0.25)],
)
@pytest.mark.parametrize("invert", [False, True])
def test_a_channel_or_a_luminance_is_read_as_it_is_or_turned_round(
    matte: Matte, channel: str, value: float, invert: bool
) -> None:
    field = matte_source(Matte(matte.path, matte.frames, channel, invert))(1001)
    assert field.shape == (4, 6)
    assert field == pytest.approx(1.0 - value if invert else value, abs=1e-3)


def test_a_layers_luminance_is_of_that_layer_and_a_channel_of_that_name_wins() -> None:
    assert matte_channels("m.luminance", ("R", "m.R", "m.G", "m.B")) == ("m.R", "m.G", "m.B")
    assert matte_channels("luminance", ("luminance", "R", "G", "B")) == ("luminance",)


def test_a_luminance_of_missing_colours_is_refused_with_what_there_is() -> None:
    with pytest.raises(WrongChannels, match="A, R"):
        matte_channels("luminance", ("A", "R"))
