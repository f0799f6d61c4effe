"""Faces in pictures: a scripted network shows how squares become boxes; the real one is asked where it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.models.faces import FaceDetector, face_weights
from secondunit.models.method import Pixels
from secondunit.models.runtimes import Port, open_network
from secondunit.models.weights.store import WeightsStore
from secondunit.wire.errors import WeightsAbsent, WrongNetwork

#: Eileen Collins, portrait by NASA, 1999: in the public domain.
PORTRAIT = Path(__file__).parent / "astronaut.png"


class Lamps:
    """A network that takes whatever is bright for one face, and says its box as the real one does."""

    inputs = (Port("picture", (1, 192, 192, 3)),)
    outputs = (Port("boxes", (1, 2304, 16)), Port("scores", (1, 2304, 1)))

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        bright = arrays["picture"][0, ..., 0] > 0.4
        boxes, scores = np.zeros((1, 2304, 16), np.float32), np.full((1, 2304, 1), -9.0, np.float32)
        if bright.any():
            rows, columns = np.nonzero(bright)
            top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
            y, x = (top + bottom) / 2, (left + right) / 2
            cell = int(y // 4) * 48 + int(x // 4)
            boxes[0, cell, :4] = x - (x // 4 * 4 + 2), y - (y // 4 * 4 + 2), right - left, bottom - top
            scores[0, cell] = 4.0
        return {"boxes": boxes, "scores": scores}


def dark(height: int, width: int) -> Pixels:
    return np.full((height, width, 3), 0.1, np.float32)


@pytest.mark.parametrize("place", [(40, 60), (500, 1500), (900, 1700)])
def test_a_face_is_one_box_where_it_is_however_many_squares_see_it(place: tuple[int, int]) -> None:
    picture = dark(1080, 1920)
    y, x = place
    picture[y : y + 90, x : x + 90] = 0.9
    [face] = FaceDetector(Lamps()).faces(picture)
    assert (face.left * 1920, face.top * 1080) == pytest.approx((x, y), abs=12)
    assert (face.width * 1920, face.height * 1080) == pytest.approx((90, 90), abs=14)
    assert face.sure > 0.9


def test_what_is_too_small_to_be_anybody_is_no_face() -> None:
    picture = dark(1080, 1920)
    picture[300:309, 300:309] = 0.9
    assert FaceDetector(Lamps()).faces(picture) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (500, 3), (64, 36)])
def test_small_and_odd_pictures_are_looked_at(shape: tuple[int, int]) -> None:
    assert FaceDetector(Lamps()).faces(dark(*shape)) == ()


def test_light_without_a_number_is_no_face() -> None:
    picture = dark(90, 160)
    picture[:40] = np.nan
    assert FaceDetector(Lamps()).faces(picture) == ()


def test_the_same_picture_has_the_same_faces() -> None:
    picture = np.random.default_rng(3).random((200, 320, 3), np.float32)
    detector = FaceDetector(Lamps())
    assert detector.faces(picture) == detector.faces(picture.copy())


def test_another_network_is_a_sentence() -> None:
    class Other(Lamps):
        outputs = (Port("boxes", (1, 896, 16)), Port("scores", (1, 896, 1)))

    with pytest.raises(WrongNetwork, match="no faces"):
        FaceDetector(Other())

    class Wide(Lamps):
        inputs = (Port("picture", (1, 144, 256, 3)),)

    with pytest.raises(WrongNetwork, match="no square picture"):
        FaceDetector(Wide())


def test_the_network_finds_a_portrait_and_nothing_in_what_is_no_face() -> None:
    try:
        weights = WeightsStore.of_user().obtain(face_weights())
    except WeightsAbsent as error:
        pytest.skip(error.problem.message)
    detector = FaceDetector(open_network(weights))
    portrait = np.asarray(Image.open(PORTRAIT).convert("RGB"), np.float32) / 255
    [face] = detector.faces(portrait)
    assert (face.left + face.width / 2, face.top + face.height / 2) == pytest.approx((0.47, 0.45), abs=0.08)
    assert 0.3 < face.width < 0.6
    wide = dark(720, 1280)
    wide[300:460, 900:1060] = portrait
    [small] = detector.faces(wide)
    assert small.left * 1280 + small.width * 640 == pytest.approx(900 + 0.47 * 160, abs=20)
    assert detector.faces(np.random.default_rng(1).random((540, 960, 3), np.float32)) == ()
    assert detector.faces(dark(540, 960)) == ()
