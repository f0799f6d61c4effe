"""Faces described and held apart: by the numbers of dlib itself, on portraits, on heads that carry them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from secondunit.models.identity.alignment import AlignedFace, yaw_of
from secondunit.models.identity.copying import copied
from secondunit.models.identity.description import FaceDescriber, description_file, distance
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.points import FaceBox, PointPredictor
from secondunit.models.identity.quality import Withheld, blur, withheld
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import weights_table
from secondunit.wire.drift_scale import CLOSE, PASTED
from secondunit.wire.errors import WeightsAbsent, WrongWeights

from .faces_of import ASTRONAUT, HEADS, codes, heads, networks

Pixels = npt.NDArray[np.float32]


@pytest.fixture(scope="module", name="kit")
def _kit() -> IdentityNetworks:
    return networks()


def face(kit: IdentityNetworks, picture: Pixels) -> AlignedFace:
    found, _ = kit.largest(np.ascontiguousarray(picture))
    assert found is not None
    return found


def portrait() -> Pixels:
    """A photograph with room around it."""
    return np.pad(codes(HEADS / "hopper.jpg"), ((120, 120), (120, 120), (0, 0)), mode="edge")


def away(kit: IdentityNetworks, one: Pixels, other: Pixels) -> float:
    return distance(
        kit.describer.describe(face(kit, one).chip), kit.describer.describe(face(kit, other).chip)
    )


def test_a_description_is_what_dlib_itself_says(kit: IdentityNetworks) -> None:
    y, x = np.mgrid[0:150, 0:150]
    picture = np.stack([(x * 7 + y * 3) % 256, (x * x // 20 + y * 11) % 256, (x * y) % 256], 2)
    said = kit.describer.describe(picture.astype(np.float32) / 255)
    # compute_face_descriptor of dlib-bin 20.0.1 on the same picture, 26 November 2026
    assert said[:12] == pytest.approx(
        [-0.078352, 0.115111, 0.055899, -0.061943, -0.08383, -0.057941, -0.067601, -0.014332, 0.098369,
         -0.041857, 0.228938, -0.103843], abs=2e-6,
    )  # fmt: skip
    assert float(np.linalg.norm(said)) == pytest.approx(1.3496868, abs=2e-6)


def test_the_points_are_where_dlib_puts_them(kit: IdentityNetworks) -> None:
    points = kit.predictor.points(codes(ASTRONAUT), FaceBox(38, 38, 70, 70))
    # shape_predictor of dlib-bin 20.0.1 in the same box; it gives whole pixels
    wanted = [(97, 62), (85, 63), (56, 60), (68, 62), (76, 83)]
    assert np.abs(points - np.array(wanted)).max() <= 0.51


def test_a_head_in_other_lights_is_nearer_its_references_than_another_head_is(kit: IdentityNetworks) -> None:
    for name, other in (("astronaut", "hopper"), ("hopper", "astronaut")):
        references = [codes(HEADS / f"{name}.jpg"), heads(name)[0]]
        own = [min(away(kit, one, picture) for one in references) for picture in heads(name)[1:]]
        strange = [min(away(kit, one, picture) for one in references) for picture in heads(other)]
        assert np.median(own) <= CLOSE < min(strange)
        assert max(own) < min(strange) - 0.08


@pytest.mark.parametrize("change", ["mirrored", "graded", "turned", "smaller", "grainy"])
def test_a_pasted_reference_is_caught(kit: IdentityNetworks, change: str) -> None:
    picture = codes(HEADS / "hopper.jpg")
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 12, 1.0)
    changed = {
        "mirrored": lambda: picture[:, ::-1],
        "graded": lambda: np.clip(picture[:, ::-1] ** 1.5 * np.array([1.2, 1.0, 0.7], np.float32), 0, 1),
        "turned": lambda: cv2.warpAffine(picture, turn, (wide, high)),
        "smaller": lambda: cv2.resize(picture, (wide // 2, high // 2), interpolation=cv2.INTER_AREA),
        "grainy": lambda: np.clip(picture + np.random.default_rng(2).normal(0, 0.03, picture.shape), 0, 1),
    }[change]()
    score = copied(face(kit, np.asarray(changed, np.float32)).chip, face(kit, picture).chip)
    assert score >= PASTED


def test_a_likeness_is_no_paste(kit: IdentityNetworks) -> None:
    one, two = (face(kit, codes(HEADS / f"{name}.jpg")).chip for name in ("astronaut", "hopper"))
    assert copied(one, two) < 0.5
    turned = face(kit, heads("hopper")[4]).chip
    assert copied(turned, face(kit, heads("hopper")[3]).chip) < PASTED


def test_what_says_too_little_is_withheld(kit: IdentityNetworks) -> None:
    picture = portrait()
    sharp = face(kit, picture)
    assert withheld(sharp) is None
    for share in (1.0, 3.0):
        soft = face(kit, cv2.GaussianBlur(picture, (0, 0), share / 100 * sharp.width))
        assert (withheld(soft) is Withheld.BLURRED) == (share > 2)
        assert blur(soft) == pytest.approx(share, rel=0.3)
    small = cv2.resize(picture, None, fx=30 / sharp.width, fy=30 / sharp.width, interpolation=cv2.INTER_AREA)
    assert withheld(face(kit, small)) is Withheld.SMALL
    burnt = np.clip(picture**2.2 * 11.0, 0, 1) ** (1 / 2.2)
    assert withheld(face(kit, burnt.astype(np.float32))) is Withheld.CLIPPED
    assert kit.largest(np.full((360, 640, 3), 0.3, np.float32)) == (None, 0)


def test_grain_hides_no_blur(kit: IdentityNetworks) -> None:
    picture = portrait()
    soft = cv2.GaussianBlur(picture, (0, 0), 0.03 * face(kit, picture).width)
    grainy = np.clip(soft + np.random.default_rng(1).normal(0, 0.04, soft.shape), 0, 1).astype(np.float32)
    assert withheld(face(kit, grainy)) is Withheld.BLURRED


@pytest.mark.parametrize("yaw", [-40, -26, -10, 0, 15, 30])
def test_a_head_that_is_turned_is_read_by_its_nose(yaw: float) -> None:
    turn = np.radians(yaw)
    head = np.array([(45, 0, 0), (17, 0, 4), (-45, 0, 0), (-17, 0, 4), (0, 45, 23)], np.float64)
    seen = np.stack([head[:, 0] * np.cos(turn) + head[:, 2] * np.sin(turn), head[:, 1]], axis=1)
    rolled = seen @ np.array([[np.cos(0.3), np.sin(0.3)], [-np.sin(0.3), np.cos(0.3)]])
    assert yaw_of(rolled) == pytest.approx(yaw, abs=4)


def test_weights_that_are_others_are_said(tmp_path: Path) -> None:
    file = tmp_path / "trees.dat"
    for content in (b"", b"\x01\x01\x81\x0a", b"\x0f\x01\x02", bytes(5000)):
        file.write_bytes(content)
        with pytest.raises(WrongWeights):
            PointPredictor.of_file(file)
    with pytest.raises(WrongWeights):
        description_file(b"con_4" + bytes(90))
    with pytest.raises(WrongWeights):
        FaceDescriber.of_file(file)


def test_weights_that_are_missing_are_named_and_never_those_of_68_points(tmp_path: Path) -> None:
    with pytest.raises(WeightsAbsent, match="identity_resnet") as error:
        IdentityNetworks.of_store(WeightsStore(tmp_path, WeightsStore.of_user().client))
    assert "secondunit weights fetch" in error.value.problem.remedy
    assert all("68" not in weights.member for weights in weights_table().values())
