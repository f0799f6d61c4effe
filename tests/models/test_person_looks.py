"""A person's matte in a shot: other frames show what is behind a figure that moves, and so its strands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from secondunit.models.matte.looks import look_frames
from secondunit.models.matte.person import PersonMatte, PersonWorker
from secondunit.models.method import Coverage, Pixels
from secondunit.models.runtimes import Port
from secondunit.wire.frames import FrameRange

from .footage import footage_of

HEIGHT, WIDTH = 360, 640
FRAMES = range(1, 6)


class Silhouette:
    """A network that sees what is red, 64 pixels wide: thin strands are lost on it."""

    inputs = (Port("picture", (1, 36, 64, 3)),)
    outputs = (Port("person", (1, 36, 64, 1)),)

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        picture = arrays["picture"]
        return {"person": (picture[..., :1] - picture[..., 2:] > 0.15).astype(np.float32)}


def alpha_at(right: float) -> Coverage:
    """A body with a head, and ten strands that stand out of it to both sides."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    x = x - right
    head = np.clip(70 - np.hypot(x - 300, y - 110), 0, 1)
    body = np.clip(110 - np.abs(x - 300), 0, 1) * np.clip(y - 150, 0, 1)
    alpha = np.maximum(head, body)
    for at in range(10):
        up, side = 70 + 8 * at, 1 if at % 2 else -1
        out = (x - 300) * side
        line = up + 0.25 * out + 3 * np.sin(out / 9 + at)
        alpha = np.maximum(alpha, np.clip(1.4 - np.abs(y - line), 0, 1) * (out > 30) * (out < 106))
    return alpha.astype(np.float32)


def plates(speed: float, pan: float) -> dict[int, Pixels]:
    """The figure moves by `speed`, the wall by `pan` pixels a frame, each with its own texture and grain."""
    random = np.random.default_rng(4)
    wall = gaussian_filter(random.normal(0, 1, (HEIGHT, WIDTH + 200)), 2.5).astype(np.float32)
    cloth = gaussian_filter(random.normal(0, 1, (HEIGHT, WIDTH + 200)), 2.0).astype(np.float32)
    made = {}
    for frame in FRAMES:
        alpha = alpha_at(speed * frame)
        behind, before = (np.roll(one, round(by * frame), axis=1)[:, 100:-100] for one, by in (
            (wall, pan), (cloth, speed)
        ))  # fmt: skip
        front = np.array([0.4, 0.12, 0.06], np.float32) * (1 + 1.5 * before)[..., None]
        back = np.array([0.3, 0.32, 0.34], np.float32) * (1 + 1.5 * behind)[..., None]
        picture = front * alpha[..., None] + back * (1 - alpha[..., None])
        picture += np.random.default_rng(frame).normal(0, 0.002, picture.shape)
        made[frame] = np.maximum(picture, 0.0).astype(np.float32)
    return made


def worker_of(pictures: dict[int, Pixels]) -> PersonWorker:
    settings = {control.name: control.default for control in PersonMatte().capability.controls}
    return PersonWorker(Silhouette(), footage_of(pictures, settings=settings))


def test_strands_out_of_the_edges_reach_are_found_by_what_other_frames_show_behind_them() -> None:
    pictures, alpha = plates(9.0, 2.0), alpha_at(27.0)
    shot = worker_of(pictures).matte(3)
    alone = worker_of({3: pictures[3]}).matte(3)
    strands = (alpha > 0.9) & (alone < 0.1)
    assert strands.sum() > 100 and shot[strands].mean() > 0.7
    head = slice(0, 148)
    assert np.abs(shot - alpha)[head].sum() < 0.8 * np.abs(alone - alpha)[head].sum()


def test_a_piece_of_the_wall_that_the_network_takes_for_the_person_is_let_go() -> None:
    class Leaking(Silhouette):
        def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
            person = super().run(arrays)["person"]
            person[:, 20:30, 36:58] = 1.0
            return {"person": person}

    pictures, alpha = plates(9.0, 2.0), alpha_at(27.0)
    settings = {control.name: control.default for control in PersonMatte().capability.controls}
    shot = PersonWorker(Leaking(), footage_of(pictures, settings=settings)).matte(3)
    alone = PersonWorker(Leaking(), footage_of({3: pictures[3]}, settings=settings)).matte(3)
    wall = np.zeros_like(alpha, np.bool_)
    wall[215:285, 460:560] = True
    assert alone[wall].mean() > 0.5 and shot[wall].mean() < 0.05


def test_a_shadow_that_moves_with_the_figure_is_no_part_of_it() -> None:
    pictures = plates(9.0, 2.0)
    shadow = np.zeros((HEIGHT, WIDTH), np.bool_)
    for frame, picture in pictures.items():
        shadow[:] = False
        shadow[170:340, 410 + 9 * frame : 450 + 9 * frame] = True
        picture[shadow & (alpha_at(9.0 * frame) == 0)] *= 0.6
    shot = worker_of(pictures).matte(3)
    # Within the edge's reach, 12 pixels here, a shadow is not told from what is soft.
    assert shot[170:340, 453:477].mean() < 0.02


def test_a_figure_that_does_not_move_before_its_wall_is_cut_out_as_in_one_frame() -> None:
    pictures = plates(2.0, 2.0)
    shot, alone = worker_of(pictures).matte(3), worker_of({3: pictures[3]}).matte(3)
    assert shot.tobytes() == alone.tobytes()


def test_a_frame_is_the_same_whichever_were_made_before() -> None:
    pictures = plates(9.0, 2.0)
    one, other = worker_of(pictures), worker_of(pictures)
    for frame in FRAMES:
        one.matte(frame)
    assert one.matte(2).tobytes() == other.matte(2).tobytes()


@pytest.mark.parametrize(
    ("frame", "shot", "cuts", "looked"),
    [
        (1, (1, 4), (), (2, 3, 4)),
        (50, (1, 100), (), (41, 46, 51, 56)),
        (1, (1, 1), (), ()),
        (11, (1, 20), (11,), (13, 15, 17, 19)),
        (10, (1, 20), (11,), (3, 5, 7, 9)),
    ],
)
def test_frames_that_are_looked_at_are_near_and_of_the_same_side_of_a_cut(
    frame: int, shot: tuple[int, int], cuts: tuple[int, ...], looked: tuple[int, ...]
) -> None:
    assert look_frames(frame, FrameRange(*shot), cuts) == looked
