"""What a method is handed: mattes of the plate's size, from 0 to 1."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.engines.mattes import sized
from secondunit.wire import Format
from secondunit.wire.errors import BadPicture


def test_a_matte_of_another_size_is_refused_with_both_sizes() -> None:
    with pytest.raises(BadPicture, match="The matte is 6x4, the plate 8x4") as caught:
        sized(lambda frame: np.ones((4, 6), np.float32), Format(8, 4))(1001)
    assert caught.value.problem.remedy


def test_a_matte_is_between_nothing_and_whole_whatever_its_file_holds() -> None:
    given = np.array([[-1.0, 0.25, 3.0, np.nan]], np.float32)
    assert sized(lambda frame: given, Format(4, 1))(1001).tolist() == [[0.0, 0.25, 1.0, 0.0]]
