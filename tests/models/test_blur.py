"""The blur that makes a mosaic as soft as a frame: as wide as was asked for, none where it helps nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from secondunit.models.clean_plate.blur import soften, softness

from .walls import shoot

SIZE = (144, 256)
Pixels = np.ndarray


def covariance(blur: tuple[float, float, float]) -> Pixels:
    """(xx, xy, yy) of a point that was softened."""
    side = 161
    point = np.zeros((side, side, 1), np.float32)
    point[side // 2, side // 2] = 1.0
    seen = soften(point, np.array(blur))[..., 0].astype(np.float64)
    y, x = np.mgrid[:side, :side] - side // 2
    assert seen.sum() == pytest.approx(1.0, abs=1e-5) and abs((seen * x).sum()) < 1e-4
    return np.array([(seen * x * x).sum(), (seen * x * y).sum(), (seen * y * y).sum()])


@pytest.mark.parametrize(
    "blur",
    [
        (0.1, 0.0, 0.1), (0.12, 0.05, 0.1), (0.3, 0.0, 0.02), (0.3, 0.15, 0.2), (0.6, 0.0, 0.6),
        (1.2, -0.5, 0.5), (3.0, 0.0, 0.1), (4.0, 2.0, 3.0), (33.0, 0.0, 0.0), (60.0, 40.0, 40.0),
        # A short line off the axes, where its bilinear parts are much of what it is.
        (2.5, 0.3, 1.9), (5.0, 1.0, 4.8), (17.5, -1.0, 13.0), (5.0, 2.0, 1.9), (3.0, -1.2, 1.6),
        (14.0, 1.5, 4.0), (2.1, 0.02, 2.0),
    ],
)  # fmt: skip
def test_a_point_is_spread_by_the_covariance_that_was_asked_for(blur: tuple[float, float, float]) -> None:
    assert np.abs(covariance(blur) - blur).max() < 0.003 * (blur[0] + blur[2]) + 0.005


@pytest.mark.parametrize("degrees", range(0, 180, 15))
@pytest.mark.parametrize("variances", [(2.2, 0.4), (2.6, 1.7), (6.0, 2.5), (12.0, 11.5)])
def test_a_slanted_line_has_its_covariance_in_every_direction(
    variances: tuple[float, float], degrees: int
) -> None:
    way = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
    asked = variances[1] * np.eye(2) + (variances[0] - variances[1]) * np.outer(way, way)
    wanted = (asked[0, 0], asked[0, 1], asked[1, 1])
    assert np.abs(covariance(wanted) - wanted).max() < 0.01 * sum(variances)


def test_frames_that_lie_a_fifth_of_a_pixel_apart_are_not_made_softer_than_their_mean() -> None:
    picture = shoot(SIZE, count=1, grain=0.0).pixels[1001].mean(axis=2)
    aside = np.float32([[1.0, 0.0, 0.2], [0.0, 1.0, 0.1]])
    other = cv2.warpAffine(
        picture, aside, SIZE[::-1], flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE
    )
    mean = np.asarray((picture + other) / 2, np.float32)
    blur = softness(picture, mean, np.ones(SIZE, np.bool_))
    rest = [np.square(one - mean).mean() for one in (picture, soften(picture[..., None], blur)[..., 0])]
    assert rest[1] <= rest[0]
