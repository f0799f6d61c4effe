"""What a drift is not made for, and what it says then: others, animals, drawings, masks, backs of heads."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from secondunit.models.identity.alignment import AlignedFace
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.quality import Withheld, withheld
from secondunit.wire import DriftWord

from ..models.faces_of import CAT, HEADS, codes, heads, networks
from .test_drift import measured, member

Pixels = npt.NDArray[np.float32]
WHO = ("hopper", "astronaut")


@pytest.fixture(scope="module", name="kit")
def _kit() -> IdentityNetworks:
    return networks()


def aligned(picture: Pixels) -> AlignedFace:
    face, _ = networks().largest(picture)
    assert face is not None
    return face


def ellipse(picture: Pixels, middle: tuple[float, float], axes: tuple[float, float], colour: object) -> None:
    """Paint an ellipse, its edge smooth."""
    mask = np.zeros(picture.shape[:2], np.float32)
    places = tuple(round(place) for place in middle), tuple(round(axis) for axis in axes)
    cv2.ellipse(mask, places[0], places[1], 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    picture += mask[..., None] * (np.asarray(colour, np.float32) - picture)


def masked(picture: Pixels, colour: tuple[float, float, float]) -> Pixels:
    """A face with a cloth over nose, mouth and chin, somewhat ribbed."""
    face, made = aligned(picture), picture.copy()
    eyes, nose = face.points[:4].mean(axis=0), face.points[4]
    down, wide = nose - eyes, float(np.linalg.norm(face.points[0] - face.points[2]))
    ribs = 1 + 0.08 * np.sin(np.linspace(0, 90, picture.shape[0]))[:, None, None]
    cloth = np.zeros_like(picture) + np.array(colour, np.float32) * ribs
    middle = eyes + 1.9 * down
    ellipse(made, (middle[0], middle[1]), (0.9 * wide, 0.85 * wide), cloth)
    top = round(float((eyes + 0.55 * down)[1]))
    made[:top] = picture[:top]
    return np.clip(made, 0, 1)


def back_of_a_head() -> Pixels:
    """Hair over a neck and shoulders, lit from a side."""
    picture = np.full((360, 640, 3), 0.55, np.float32)
    y, x = np.mgrid[:360, :640].astype(np.float32)
    ellipse(picture, (320, 400), (170, 120), (0.2, 0.25, 0.35))
    ellipse(picture, (320, 270), (38, 60), (0.75, 0.55, 0.45))
    strands = 0.16 + 0.06 * np.sin(x / 1.7 + 3 * np.sin(y / 23)) + 0.05 * np.sin(x / 5 + y / 40)
    light = 1.25 - 0.9 * ((x - 300) / 110) ** 2
    hair = np.clip(strands * light, 0.02, 1)[..., None] * np.array([1.0, 0.75, 0.55], np.float32)
    ellipse(picture, (320, 170), (82, 108), hair)
    return np.clip(picture, 0, 1)


def drawing() -> Pixels:
    """A face as a child paints one."""
    picture = np.full((360, 640, 3), 0.75, np.float32)
    ellipse(picture, (320, 180), (68, 90), (0.9, 0.7, 0.6))
    ellipse(picture, (320, 110), (72, 42), (0.3, 0.2, 0.1))
    for side in (-26, 26):
        ellipse(picture, (320 + side, 162), (14, 8), (1, 1, 1))
        ellipse(picture, (320 + side, 162), (6, 6), (0.2, 0.1, 0.1))
        ellipse(picture, (320 + side, 147), (16, 4), (0.3, 0.2, 0.1))
    ellipse(picture, (320, 197), (10, 6), (0.8, 0.55, 0.45))
    ellipse(picture, (320, 225), (26, 8), (0.75, 0.25, 0.25))
    return picture


def traced(picture: Pixels) -> Pixels:
    """A photograph as lines and four tones."""
    grey = np.asarray(cv2.GaussianBlur(picture.mean(axis=2), (0, 0), 1.5) * 255, np.uint8)
    lines = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 11, 3)
    tones = np.floor(picture * 4) / 4 + 0.125
    return np.asarray(tones * lines[..., None], np.float32)


def test_an_animal_and_the_back_of_a_head_are_no_face(tmp_path: Path) -> None:
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg")
    for picture in (codes(CAT), back_of_a_head()):
        [(drift, kept)] = measured(tmp_path, [picture], hopper)
        assert drift.word is DriftWord.WITHHELD and drift.frames[0].withheld == "no face" and kept is None
        assert not drift.amber and "not measured (no face in 1 of 1 frames from 1001)" in drift.sentence


def test_a_face_that_was_painted_is_not_close_and_a_traced_photograph_is_nearer_its_own(
    tmp_path: Path,
) -> None:
    painted, medians = drawing(), []
    for who in WHO:
        character = member(tmp_path, who, HEADS / f"{who}.jpg")
        [(drift, _)] = measured(tmp_path, [painted], character)
        assert drift.word is not DriftWord.CLOSE and not drift.pasted
        [(line, _)] = measured(tmp_path, [traced(codes(HEADS / "hopper.jpg"))], character)
        assert line.median is not None and not line.pasted
        medians.append(line.median)
    assert medians[0] < medians[1] - 0.2


@pytest.mark.parametrize("colour", [(0.75, 0.85, 0.9), (0.1, 0.1, 0.12), (0.8, 0.6, 0.5)])
def test_nothing_is_said_of_a_face_behind_a_mask(tmp_path: Path, colour: tuple[float, float, float]) -> None:
    for who in WHO:
        pictures = [masked(heads(who)[number], colour) for number in (0, 1, 2)]
        [(drift, kept)] = measured(tmp_path, pictures, member(tmp_path, who, HEADS / f"{who}.jpg"))
        assert all(frame.withheld for frame in drift.frames)
        assert "no mouth is seen" in {frame.withheld for frame in drift.frames}
        assert drift.word is DriftWord.WITHHELD and kept is None


def test_soft_dark_small_and_grainy_faces_have_a_mouth(kit: IdentityNetworks) -> None:
    random = np.random.default_rng(3)
    for who in WHO:
        for picture in (codes(HEADS / f"{who}.jpg"), heads(who)[2], heads(who)[4]):
            width = aligned(picture).width
            for other in (
                cv2.GaussianBlur(picture, (0, 0), 0.012 * width),
                picture * 0.3,
                cv2.resize(picture, None, fx=36 / width, fy=36 / width, interpolation=cv2.INTER_AREA),
                np.clip(picture + random.normal(0, 0.04, picture.shape), 0, 1),
            ):
                face, _ = kit.largest(np.ascontiguousarray(other, np.float32))
                assert face is not None and withheld(face) in (None, Withheld.BLURRED)


def test_of_two_faces_the_one_nearest_to_the_references_is_meant_and_the_other_is_said(
    tmp_path: Path,
) -> None:
    pair = np.concatenate([heads("hopper")[3][:, 140:500], heads("astronaut")[3][:, 140:500]], axis=1)
    for who, left in (("hopper", True), ("astronaut", False)):
        [(drift, _)] = measured(tmp_path, [pair] * 3, member(tmp_path, who, HEADS / f"{who}.jpg"))
        assert all((frame.box[0] < 0.5) == left for frame in drift.frames)
        said = [remark for remark in drift.remarks if remark.startswith("Another face")]
        assert said and "in 3 of 3 frames, from 1001" in said[0]
    both = measured(tmp_path, [pair] * 3, *(member(tmp_path, who, HEADS / f"{who}.jpg") for who in WHO))
    assert not any("Another face" in remark for drift, _ in both for remark in drift.remarks)


def test_a_likeness_in_the_light_of_a_reference_is_no_paste_and_the_reference_regraded_is(
    tmp_path: Path,
) -> None:
    """Two pictures of one head, in one light from two places: what a model makes that copies nothing."""
    for who in WHO:
        reference = HEADS / f"{who}_3.jpg"
        [(alike, _)] = measured(tmp_path, [heads(who)[4]], member(tmp_path, who, reference))
        assert not alike.pasted and alike.median is not None and 0.0 < alike.copied < 0.93
        shown = codes(reference)[:, ::-1] ** 0.7 * np.array([0.8, 1.0, 1.2], np.float32)
        moved = np.roll(np.clip(shown, 0, 1), 40, axis=1)
        [(same, _)] = measured(tmp_path, [moved], member(tmp_path, who, reference))
        assert same.pasted and same.amber and f"{who}_3.jpg itself, pasted" in same.sentence


def test_references_of_two_people_are_said_in_the_sentence_and_looked_at(tmp_path: Path) -> None:
    mixed = member(tmp_path, "ada", HEADS / "hopper.jpg", HEADS / "astronaut.jpg")
    [(drift, _)] = measured(tmp_path, heads("hopper")[:1], mixed)
    assert drift.torn and drift.amber and "its references disagree" in drift.sentence
    assert drift.in_list.amber and drift.in_list.sentence == drift.sentence
