"""Prints of pictures: a copy is found graded, mirrored and cropped; what is unlike is not taken for one."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest

from secondunit.models.near_copy.fingerprint import SIDE, Array, Fingerprint, fingerprint
from secondunit.models.near_copy.likeness import PrintIndex, alike_either_way, likeness
from secondunit.wire.near_copy import NEAR

from .faces_of import HEADS, codes


def print_of(picture: Array, made: Array | None = None) -> Fingerprint:
    found = fingerprint(picture, made)
    assert found is not None
    return found


def pictures() -> list[Array]:
    """Pictures that are unlike: two portraits, and textures of several sizes."""
    random = np.random.default_rng(5)
    textures = [cv2.GaussianBlur(random.random((256, 256)), (0, 0), size) for size in (4, 9, 20)]
    stretched = [(one - one.min()) / (one.max() - one.min()) for one in textures]
    portraits = [codes(HEADS / "astronaut.jpg"), codes(HEADS / "hopper.jpg")]
    return portraits + [np.repeat(one[..., None], 3, axis=2).astype(np.float32) for one in stretched]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("crop", [0.0, 0.04, 0.08])
@pytest.mark.parametrize("grade", [1.0, 0.6, 1.6])
def test_a_copy_is_found_whatever_grade_crop_and_mirror_it_has(
    mirrored: bool, crop: float, grade: float
) -> None:
    every = pictures()
    index = PrintIndex(print_of(one) for one in every)
    for place, one in enumerate(every):
        height, width = one.shape[:2]
        copy = one[round(height * crop) :, : round(width * (1 - crop))] ** grade * np.float32(0.9)
        copy = np.ascontiguousarray(copy[:, ::-1] if mirrored else copy)
        match = index.nearest(print_of(copy))
        assert match is not None and (match.place, match.mirrored) == (place, mirrored)
        assert match.alike >= NEAR, (place, match)


def test_pictures_that_are_unlike_stay_well_below() -> None:
    prints = [print_of(one) for one in pictures()]
    assert max(alike_either_way(one, two) for one, two in combinations(prints, 2)) < NEAR - 0.1


def test_what_surrounds_the_part_that_was_made_does_not_matter() -> None:
    first, second = (cv2.resize(codes(HEADS / f"{name}.jpg"), (400, 400)) for name in ("astronaut", "hopper"))
    made = np.zeros(first.shape[:2], np.float32)
    made[100:300, 120:340] = 1.0
    elsewhere = np.full_like(first, 0.4)
    elsewhere[100:300, 120:340] = first[100:300, 120:340]
    assert likeness(print_of(first, made), print_of(elsewhere, made)) > 0.99
    same_plate = first.copy()
    same_plate[100:300, 120:340] = second[100:300, 120:340]
    assert alike_either_way(print_of(first, made), print_of(same_plate, made)) < NEAR


def test_a_picture_of_nothing_has_no_print() -> None:
    grey = np.full((200, 200, 3), 0.4, np.float32)
    made = np.zeros((200, 200), np.float32)
    assert fingerprint(grey) is None
    picture = cv2.resize(codes(HEADS / "hopper.jpg"), (200, 200))
    assert fingerprint(picture, made) is None
    made[:10, :10] = 1.0
    assert fingerprint(picture, made) is None, "too little of it"
    assert PrintIndex(()).nearest(print_of(picture)) is None


def test_a_print_is_too_small_to_describe_a_face() -> None:
    found = print_of(codes(HEADS / "hopper.jpg"))
    assert max(found.grey.shape) == SIDE and found.grey.dtype == found.made.dtype == np.uint8
    assert found.grey.nbytes + found.made.nbytes <= 2 * SIDE * SIDE
