"""A person's matte: the edge is found where the picture has it, the rest is left as the network said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from secondunit.models.matte.closed_form import closed_form
from secondunit.models.matte.person import PersonMatte, PersonWorker, refined
from secondunit.models.method import Coverage, Pixels
from secondunit.models.runtimes import Port
from secondunit.wire import Task

from .footage import footage_of

HEIGHT, WIDTH = 270, 480


class Silhouette:
    """A network that sees what is red, 32 pixels wide: coarser than the real one beside a plate of 1920."""

    inputs = (Port("picture", (1, 18, 32, 3)),)
    outputs = (Port("person", (1, 18, 32, 1)),)

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        picture = arrays["picture"]
        red = picture[..., :1] - picture[..., 2:]
        return {"person": (red > 0.03).astype(np.float32)}


def truth() -> Coverage:
    """A head on shoulders with thin strands at its side."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    head = np.clip((62 - np.hypot(x - 240, (y - 100) * 0.85)) / 2 + 0.5, 0, 1)
    shoulders = np.clip((130 - np.hypot(x - 240, (y - 290) * 1.2)) / 2 + 0.5, 0, 1)
    neck = np.clip(26 - np.abs(x - 240), 0, 1) * (y > 120) * (y < 230)
    shoulders = np.maximum(shoulders, neck)
    strands = np.zeros_like(x)
    for at in range(8):
        line = 300 + at * 2.2 + 4 * np.sin(y / 14 + at)
        strands = np.maximum(strands, np.clip(1.2 - np.abs(x - line), 0, 1) * (y > 70) * (y < 150))
    return np.maximum(np.maximum(head, shoulders), strands).astype(np.float32)


def plate(alpha: Coverage) -> Pixels:
    """Warm before cool, both with texture."""
    random = np.random.default_rng(4)
    rough = [gaussian_filter(random.normal(0, 1, alpha.shape), 4).astype(np.float32) for _ in range(2)]
    front = np.array([0.5, 0.25, 0.12], np.float32) * (1 + 0.6 * rough[0])[..., None]
    back = np.array([0.08, 0.16, 0.3], np.float32) * (1 + 1.5 * rough[1])[..., None]
    return (front * alpha[..., None] + back * (1 - alpha[..., None])).astype(np.float32)


def worker_of(pictures: dict[int, Pixels]) -> PersonWorker:
    settings = {control.name: control.default for control in PersonMatte().capability.controls}
    return PersonWorker(Silhouette(), footage_of(pictures, settings=settings))


def test_the_edge_is_much_nearer_to_the_truth_than_the_network_alone() -> None:
    alpha = truth()
    picture = plate(alpha)
    worker = worker_of({1: picture})
    alone, matte = worker.network_alone(picture), worker.matte(1)
    assert np.abs(matte - alpha).sum() < 0.3 * np.abs(alone - alpha).sum()


def test_inside_the_plates_own_numbers_stay_and_outside_is_nothing() -> None:
    alpha = truth()
    picture = plate(alpha)
    picture[100, 240] = (3.0, 1.5, 0.75)
    result = worker_of({1: picture}).frame(1)
    assert np.array_equal(result[100, 240, :3], picture[100, 240]) and result[100, 240, 3] == 1.0
    assert np.array_equal(result[140:200, 230:250, :3], picture[140:200, 230:250])
    assert not result[:20].any() and not result[:, :60].any()


def test_no_light_of_the_background_is_left_in_the_edge() -> None:
    alpha = truth()
    picture = plate(alpha)
    result = worker_of({1: picture}).frame(1)
    edge = (alpha > 0.2) & (alpha < 0.8) & (result[..., 3] > 0.2) & (result[..., 3] < 0.8)
    assert edge.sum() > 100
    unmultiplied = result[edge, :3] / result[edge, 3:]
    # The front is warm: its blue is a quarter of its red. The plate's edge has the cool background in it.
    cut, plain = (np.median(side[:, 2] / side[:, 0]) for side in (unmultiplied, picture[edge]))
    assert abs(cut - 0.24) < 0.3 * abs(plain - 0.24)


def test_the_same_frame_gives_the_same_bits() -> None:
    picture = plate(truth())
    first, second = (worker_of({1: picture}).frame(1) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_a_frame_with_nobody_in_it_gives_nothing() -> None:
    result = worker_of({1: np.full((90, 160, 3), 0.2, np.float32)}).frame(1)
    assert result.shape == (90, 160, 4) and not result.any()


def test_a_second_smaller_person_is_not_taken_along() -> None:
    coarse = np.zeros((120, 200), np.float32)
    coarse[20:100, 20:80] = 1.0
    coarse[40:60, 150:170] = 1.0
    codes = np.repeat((coarse * 0.5 + 0.2)[..., None], 3, axis=2).astype(np.float32)
    alpha = refined(codes, coarse, 36.0)
    assert alpha[60, 50] == 1.0 and not alpha[:, 120:].any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (3, 3), (37, 5)])
def test_small_and_odd_pictures_are_done(shape: tuple[int, int]) -> None:
    for level in (0.0, 1.0):
        alpha = refined(np.full((*shape, 3), 0.5, np.float32), np.full(shape, level, np.float32), 36.0)
        assert alpha.shape == shape and (alpha == level).all()


def test_what_is_known_stays_whatever_the_solver_says() -> None:
    picture = plate(truth())
    trimap = np.full((HEIGHT, WIDTH), 0.5, np.float32)
    trimap[:, :100], trimap[90:110, 230:250] = 0.0, 1.0
    alpha = closed_form(np.clip(picture, 0, 1), trimap)
    assert not alpha[:, :100].any() and (alpha[90:110, 230:250] == 1.0).all()
    assert alpha.min() >= 0.0 and alpha.max() <= 1.0


def test_it_is_offered_as_a_matte_of_a_trained_network_with_both_licences() -> None:
    method = PersonMatte()
    offer = method.capability
    assert offer.tasks == (Task.MATTE,) and offer.made_by == "AI model" and not offer.leaves
    assert "weights Apache-2.0 (MediaPipe Selfie Segmentation" in offer.terms
    assert [weights.name for weights in method.needs] == ["selfie_landscape"]
    assert method.cost(1920, 1080).seconds <= 2.5
