"""What is said of a character's pictures as they come in: faces, copies, references that disagree."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from secondunit.engines.cast_check import entry_check
from secondunit.media.config import open_config
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import SecondUnitError, WeightsAbsent

from ..models.faces_of import ASTRONAUT, HEADS, networks


@pytest.fixture
def no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_store: object) -> IdentityNetworks:
        raise WeightsAbsent("Faces cannot be compared: five_points is not on this machine.")

    monkeypatch.setattr(IdentityNetworks, "of_store", absent)


def portrait(name: str, number: int) -> Image.Image:
    return Image.open(HEADS / f"{name}_{number}.jpg").convert("RGB")


def seen(folder: Path, named: dict[str, Image.Image], net: IdentityNetworks | None = None) -> tuple[str, ...]:
    for name, picture in named.items():
        picture.save(folder / name)
    return entry_check(
        "ada", [folder / name for name in named], open_config(""), MeasuringConsent(), networks=net
    )


def test_references_that_show_two_people_are_said_to_disagree_by_their_names(tmp_path: Path) -> None:
    two = {"front.png": ASTRONAUT, "late.png": HEADS / "hopper.jpg"}
    remarks = seen(
        tmp_path, {name: Image.open(path).convert("RGB") for name, path in two.items()}, networks()
    )
    (apart,) = [remark for remark in remarks if "disagree" in remark]
    assert "front.png and late.png" in apart


def test_one_person_in_two_lights_disagrees_about_nothing(tmp_path: Path) -> None:
    named = {"day.png": portrait("astronaut", 0), "night.png": portrait("astronaut", 3)}
    assert not [remark for remark in seen(tmp_path, named, networks()) if "disagree" in remark]


def test_what_keeps_a_face_from_being_a_measure_is_said_by_file(tmp_path: Path) -> None:
    astronaut = Image.open(ASTRONAUT).convert("RGB")
    beside = Image.new("RGB", (astronaut.width * 2, astronaut.height))
    beside.paste(astronaut, (0, 0))
    beside.paste(astronaut, (astronaut.width, 0))
    sides = 40
    remarks = seen(
        tmp_path,
        {
            "sharp.png": astronaut,
            "soft.png": astronaut.filter(ImageFilter.GaussianBlur(astronaut.width / 60)),
            "tiny.png": astronaut.resize((sides, sides * astronaut.height // astronaut.width)),
            "wall.png": Image.new("RGB", (640, 640), (120, 120, 120)),
            "two.png": beside,
        },
        networks(),
    )
    said = {name: " ".join(r for r in remarks if r.startswith(name)) for name in ("sharp.png", "soft.png")}
    assert "blurred" in said["soft.png"] and "not held against" not in said["sharp.png"]
    assert any(remark.startswith("two.png shows 2 faces") for remark in remarks)
    assert "wall.png is not held against: no face is seen in it." in remarks
    assert any(remark.startswith("tiny.png is small: 40x") for remark in remarks)
    assert any(remark.startswith("tiny.png is not held against") for remark in remarks)


@pytest.mark.usefixtures("no_weights")
def test_a_picture_that_is_there_twice_is_said_and_a_likeness_is_not(tmp_path: Path) -> None:
    front = portrait("astronaut", 0)
    named = {
        "a.png": front,
        "b.png": front,
        "half.png": ImageEnhance.Brightness(front.resize((front.width // 2, front.height // 2))).enhance(1.2),
        "hopper.png": portrait("hopper", 0),
        "other.png": portrait("astronaut", 3),
    }
    copies = [remark for remark in seen(tmp_path, named) if " and " in remark]
    assert copies == [
        "a.png and b.png are the same file.",
        "a.png and half.png are nearly the same picture.",
        "b.png and half.png are nearly the same picture.",
    ]


@pytest.mark.usefixtures("no_weights")
def test_pictures_without_any_detail_are_not_called_alike(tmp_path: Path) -> None:
    grey = {f"{level}.png": Image.new("RGB", (640, 640), (level, level, level)) for level in (90, 120)}
    assert not [remark for remark in seen(tmp_path, grey) if "picture" in remark]


@pytest.mark.usefixtures("no_weights")
def test_without_the_weights_it_is_said_that_nobody_looked_for_faces(tmp_path: Path) -> None:
    (remark,) = seen(tmp_path, {"a.png": Image.new("RGB", (640, 640))})
    assert remark == (
        "Its faces were not looked at: Faces cannot be compared: five_points is not on this machine."
    )


@pytest.mark.usefixtures("no_weights")
def test_a_wide_picture_that_is_looked_at_smaller_is_not_called_small(tmp_path: Path) -> None:
    assert len(seen(tmp_path, {"wide.png": Image.new("RGB", (6000, 900))})) == 1


@pytest.mark.usefixtures("no_weights")
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    with pytest.raises(SecondUnitError):
        entry_check("ada", [tmp_path / "a.png"], open_config(""), MeasuringConsent())
