"""Keys: mattes of synthetic plates whose matte is known, premultiplied with the plate's own numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from secondunit.models.matte.keys import ColourKey, DifferenceKey, LuminanceKey
from secondunit.models.method import Method, Pixels
from secondunit.wire import Task
from secondunit.wire.errors import NothingSelected, OutOfRange

from .footage import footage_of

GREEN = np.array([0.08, 0.42, 0.11], np.float32)


def disc(height: int = 90, width: int = 120) -> Pixels:
    """Coverage of a disc with an edge of 6 pixels."""
    y, x = np.mgrid[:height, :width]
    away = np.hypot(y - height / 2, x - width / 2)
    return np.clip((25 - away) / 6 + 0.5, 0, 1).astype(np.float32)


def figure(height: int = 90, width: int = 120) -> Pixels:
    """Warm colours, some above 1."""
    y, x = np.mgrid[:height, :width] / 60.0
    return np.stack([0.5 + x, 0.3 + 0.2 * y, 0.2 + 0.1 * x], axis=2).astype(np.float32)


def settings_of(method: Method, **given: Any) -> dict[str, Any]:
    return {control.name: control.default for control in method.capability.controls} | given


def keyed(method: Method, picture: Pixels, *, background: Pixels | None = None, **given: Any) -> Pixels:
    behind = (lambda frame: background) if background is not None else None
    return (
        method.load(footage_of({1: picture}, settings=settings_of(method, **given), background=behind))
    ).frame(1)


def test_what_is_over_a_screen_comes_off_it_with_its_edge() -> None:
    alpha, front = disc(), figure()
    plate = front * alpha[..., None] + GREEN * (1 - alpha[..., None])
    result = keyed(ColourKey(), plate, low=0.0, high=1.0)
    assert np.abs(result[..., 3] - alpha).max() < 0.17
    assert np.abs(result[..., :3] - front * alpha[..., None]).max() < 0.17
    assert not result[alpha == 0].any()


def test_over_black_grey_and_white_no_fringe_of_the_screen_is_seen() -> None:
    alpha, front = disc(), figure()
    plate = front * alpha[..., None] + GREEN * (1 - alpha[..., None])
    result = keyed(ColourKey(), plate, low=0.0, high=1.0)
    for ground in (0.0, 0.18, 1.0):
        shown = result[..., :3] + ground * (1 - result[..., 3:])
        expected = front * alpha[..., None] + ground * (1 - alpha[..., None])
        green = [side[..., 1] - side[..., ::2].max(axis=2) for side in (shown, expected)]
        assert (green[0] - green[1]).max() < 0.05


def test_the_screens_colour_is_found_and_an_absent_one_is_said() -> None:
    alpha, front = disc(), figure()
    blue = GREEN[[0, 2, 1]]
    plate = front * alpha[..., None] + blue * (1 - alpha[..., None])
    assert np.abs(keyed(ColourKey(), plate, low=0.0, high=1.0)[..., 3] - alpha).max() < 0.17
    with pytest.raises(OutOfRange, match="The plate has no green screen"):
        keyed(ColourKey(), plate, screen="green")
    with pytest.raises(OutOfRange, match="no green or blue screen"):
        keyed(ColourKey(), np.full((20, 20, 3), 0.18, np.float32))


def test_spill_is_taken_out_as_far_as_is_asked() -> None:
    plate = np.broadcast_to(GREEN, (40, 40, 3)).copy()
    plate[10:30, 10:30] = (0.5, 0.53, 0.3)
    whole = keyed(ColourKey(), plate, despill=0.0)[20, 20]
    assert np.array_equal(whole, np.float32([0.5, 0.53, 0.3, 1.0]))
    assert keyed(ColourKey(), plate, despill=1.0)[20, 20, 1] == np.float32(0.5)


def test_brightness_is_luminance_and_its_levels_are_a_straight_ramp() -> None:
    grey = np.repeat(np.linspace(0, 1, 101, dtype=np.float32)[None, :, None], 3, axis=2)
    result = keyed(LuminanceKey(), grey, low=0.2, high=0.6)
    expected = np.clip((grey[0, :, 0] - 0.2) / 0.4, 0, 1)
    assert np.allclose(result[0, :, 3], expected, atol=2e-3)
    whole = result[0, :, 3] == 1.0
    assert np.array_equal(result[0, whole, :3], grey[0, whole])
    inverted = keyed(LuminanceKey(), grey, low=0.2, high=0.6, invert=True)
    assert np.allclose(inverted[0, :, 3], 1 - expected, atol=2e-3)


def test_levels_that_are_the_wrong_way_round_are_refused() -> None:
    for method in (LuminanceKey(), ColourKey()):
        with pytest.raises(OutOfRange, match="is not below where it is whole") as caught:
            keyed(method, figure(), low=0.6, high=0.2)
        assert caught.value.problem.where == "controls.high"


def test_a_difference_is_what_the_clean_plate_does_not_show() -> None:
    clean = figure()
    plate = clean.copy()
    plate[20:50, 30:70] = (0.02, 0.1, 0.5)
    result = keyed(DifferenceKey(), plate, background=clean)
    inside = np.zeros(plate.shape[:2], bool)
    inside[20:50, 30:70] = True
    assert (result[inside, 3] == 1.0).all() and np.array_equal(result[inside, :3], plate[inside])
    assert not result[~inside].any()


def test_a_difference_without_a_clean_plate_or_with_a_smaller_one_is_refused() -> None:
    with pytest.raises(NothingSelected, match="no clean plate") as caught:
        keyed(DifferenceKey(), figure())
    assert caught.value.problem.where == "references"
    with pytest.raises(OutOfRange, match="The clean plate is 60 x 45, the plate 120 x 90"):
        keyed(DifferenceKey(), figure(), background=figure(45, 60))


@pytest.mark.parametrize("method", [ColourKey(), LuminanceKey(), DifferenceKey()])
def test_a_key_is_offered_as_a_matte_with_its_licence_and_nothing_leaves(method: Method) -> None:
    offer = method.capability
    assert offer.tasks == (Task.MATTE,) and not offer.leaves and offer.made_by == "keyed"
    assert [licence.name for licence in offer.licences] == ["Apache-2.0"]
    cost = method.cost(1920, 1080)
    assert 0 < cost.seconds < 2.5 and cost.memory < 1 << 30
