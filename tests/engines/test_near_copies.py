"""A take held against past takes and references: what was made counts, and what the plate brings does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.deliver_step import deliver
from secondunit.engines.delivery import read_take
from secondunit.engines.folders import make_folders
from secondunit.engines.names import PRINTS, Staging
from secondunit.engines.near_copies import take_copies
from secondunit.engines.near_copies.kept_prints import SUFFIX, keep_prints, kept_prints
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Plate,
    Rate,
    Reference,
    Take,
    Task,
    Work,
)
from secondunit.wire.errors import Cancelled
from secondunit.wire.near_copy import CopySearch

from ..models.faces_of import HEADS, codes

Pixels = npt.NDArray[np.float32]
SPACE = ColorSpace("Linear Rec.709 (sRGB)")
FORMAT, FRAMES = Format(320, 240), FrameRange(1001, 1002)


def picture(name: str) -> Pixels:
    """The middle of a portrait as light, (240, 320, 3)."""
    whole = codes(HEADS / name)
    height, width = whole.shape[:2]
    tall = min(height, round(0.75 * width))
    top, wide = (height - tall) // 2, round(tall / 0.75)
    return np.asarray(cv2.resize(whole[top : top + tall, :wide], (320, 240)) ** 2.2, np.float32)


ASTRONAUT, HOPPER, ROOM = "astronaut.jpg", "hopper.jpg", "hopper_3.jpg"


def sequence(folder: Path, name: str, light: Pixels) -> Path:
    """Frames of one picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for frame in FRAMES:
        pixels = np.concatenate([light, np.ones((240, 320, 1), np.float32)], axis=2)
        write_exr(folder / f"{name}.{frame}.exr", Picture.of(pixels, RGBA))
    return folder / f"{name}.%04d.exr"


def plate_of(path: Path) -> Plate:
    return Plate(str(path), FRAMES, Rate(24), FORMAT, SPACE)


@pytest.fixture
def held(tmp_path: Path) -> Callable[..., CopySearch]:
    """Holds a take that shows a picture against all before it, and keeps its prints."""
    count = 0

    def hold(light: Pixels, shot: str = "sh010", **changes: Any) -> CopySearch:
        nonlocal count
        count += 1
        brief = Brief("S", shot, "look", FRAMES, Rate(24), FORMAT, **{
            "task": Task.IMAGE, "colorspace": SPACE, **changes,
        })  # fmt: skip
        folder = tmp_path / f"take{count}"
        sequence(folder, "beauty", light)
        search, prints = take_copies(
            brief, FrozenMap(), lambda layer, frame: folder / f"{layer}.{frame}.exr", open_config(""),
            tmp_path / PRINTS,
        )  # fmt: skip
        label = f"{shot}/look v{count:03d}"
        keep_prints(tmp_path / PRINTS, replace(prints, take=f"t{count}", label=label))
        return search

    return hold


def test_a_frame_that_a_past_take_of_another_shot_shows_is_named_with_it(
    held: Callable[..., CopySearch],
) -> None:
    first = held(picture(ASTRONAUT))
    assert (first.frames, first.takes, first.copies) == (2, 0, ())
    assert "no past take" in first.sentence
    graded = np.ascontiguousarray(picture(ASTRONAUT)[:228, ::-1]) ** 1.3
    second = held(np.asarray(cv2.resize(graded, (320, 240)), np.float32), "sh020")
    [copy] = second.copies
    assert (copy.take, copy.label, copy.mirrored, copy.frames) == ("t1", "sh010/look v001", True, 2)
    assert copy.other_frame in FRAMES and second.takes == 1
    assert second.sentence.startswith(f"Frame {copy.frame} is nearly take sh010/look v001, frame")
    third = held(picture(HOPPER), "sh030")
    assert third.copies == () and third.takes == 2
    assert third.sentence == "None of 2 frames is nearly one of 2 past takes and 0 references."


def test_versions_of_one_element_are_not_held_against_one_another(held: Callable[..., CopySearch]) -> None:
    held(picture(ASTRONAUT))
    assert held(picture(ASTRONAUT)) == CopySearch(2)


def test_what_an_edit_keeps_of_its_plate_is_no_copy_and_what_it_makes_is(
    held: Callable[..., CopySearch], tmp_path: Path
) -> None:
    """The plate of the edit is a past take's frames; into it another take's picture is painted."""
    past = picture(ASTRONAUT)
    held(past)
    plate = plate_of(sequence(tmp_path / "plate", "plate", past))
    edited = past.copy()
    edited[60:180, 80:240] = cv2.resize(picture(HOPPER), (160, 120))
    clean = held(edited, "sh020", task=Task.INPAINT, plate=plate)
    assert clean.copies == () and clean.frames == 2 and clean.takes == 1
    other = plate_of(sequence(tmp_path / "other", "other", picture(ROOM)))
    again = picture(ROOM)
    again[20:140, 10:170] = cv2.resize(picture(HOPPER), (160, 120))
    [copy] = held(again, "sh030", task=Task.INPAINT, plate=other).copies
    assert copy.take == "t2"


def test_a_restyle_that_keeps_its_plates_drawing_is_no_copy_of_that_plate(
    held: Callable[..., CopySearch], tmp_path: Path
) -> None:
    held(picture(ASTRONAUT))
    plate = plate_of(sequence(tmp_path / "plate", "plate", picture(ASTRONAUT)))
    styled = picture(ASTRONAUT) ** 1.6 * np.array([1.3, 1.0, 0.6], np.float32)
    assert held(styled, "sh020", task=Task.RESTYLE, plate=plate).copies == ()
    assert held(styled, "sh030", task=Task.RESTYLE).copies, "without the plate nobody gave it that drawing"


def test_two_takes_of_one_plate_belong_together(held: Callable[..., CopySearch], tmp_path: Path) -> None:
    plate = plate_of(sequence(tmp_path / "plate", "plate", picture(ROOM)))
    made = picture(ROOM)
    made[60:180, 80:240] = cv2.resize(picture(HOPPER), (160, 120))
    held(made, "sh010", task=Task.INPAINT, plate=plate)
    assert held(made, "sh020", task=Task.INPAINT, plate=plate) == CopySearch(2)


def test_a_reference_that_is_pasted_is_named_and_a_key_frame_is_meant_to_be_seen(
    held: Callable[..., CopySearch],
) -> None:
    style, first = (Reference(str(HEADS / HOPPER), role) for role in ("style", "first_frame"))
    search = held(picture(HOPPER), references=(style,))
    [copy] = search.copies
    assert (copy.reference, copy.label) == (HOPPER, "") and search.references == 1
    assert copy.sentence.startswith(f"frame {copy.frame} is nearly the reference {HOPPER} (")
    assert held(picture(HOPPER), "sh020", references=(first,)).copies == ()
    [copy] = held(cv2.resize(picture(HOPPER)[:220], (320, 240)), "sh030").copies
    assert copy.reference == HOPPER and copy.label == "sh010/look v001", "another shot's reference"


def test_what_only_carries_its_plate_is_not_held_against_anything(held: Callable[..., CopySearch]) -> None:
    held(picture(ASTRONAUT))
    search = held(picture(ASTRONAUT), "sh020", task=Task.UPSCALE)
    assert search.copies == () and "upscale" in search.sentence
    black = held(np.zeros((240, 320, 3), np.float32), "sh030")
    assert black.reason == "too little was made in it to compare"


def test_prints_that_are_damaged_or_hostile_are_left_out(
    held: Callable[..., CopySearch], tmp_path: Path
) -> None:
    held(picture(ASTRONAUT))
    folder = tmp_path / PRINTS
    (folder / f"t0{SUFFIX}").write_bytes((folder / f"t1{SUFFIX}").read_bytes()[:700])
    (folder / f"t2{SUFFIX}").write_bytes(b"no archive")
    with (folder / f"t3{SUFFIX}").open("wb") as file:
        np.savez_compressed(file, facts=np.zeros(17_000_000, np.uint8))
    body = bytearray((folder / f"t1{SUFFIX}").read_bytes())
    place = body.find(b"PK\x03\x04")
    start = place + 30 + int.from_bytes(body[place + 26 : place + 28], "little")
    start += int.from_bytes(body[place + 28 : place + 30], "little")
    body[start] = 0x07  # a block of a kind that there is not
    (folder / f"t5{SUFFIX}").write_bytes(bytes(body))
    sealed = bytearray((folder / f"t1{SUFFIX}").read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says that it is encrypted
        place = -1
        while (place := sealed.find(mark, place + 1)) >= 0:
            sealed[place + at] |= 1
    (folder / f"t6{SUFFIX}").write_bytes(bytes(sealed))
    with (folder / f"t4{SUFFIX}").open("wb") as file:
        np.savez(file, facts=np.array([print], dtype=object), grey=np.zeros(1, np.uint8))
    assert [prints.take for prints in kept_prints(folder)] == ["t1"]
    assert list(kept_prints(tmp_path / "none")) == []


def test_a_delivered_take_says_what_it_is_nearly_and_is_held_against_by_the_next(
    tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    def made(job: str, shot: str) -> Take:
        work = make_work(
            job, shot=shot, format=FORMAT, frames=FRAMES, colorspace=SPACE, delivery=Delivery(passes=False)
        )
        work = replace(work, prints=str(tmp_path / "show" / PRINTS))
        make_folders(work)
        staging = Staging(Path(work.staging))
        for frame in FRAMES:
            pixels = np.concatenate([picture(HOPPER), np.ones((240, 320, 1), np.float32)], axis=2)
            write_exr(staging.frame("beauty", frame), Picture.of(pixels, RGBA))
        return deliver(work)

    first, second = made("j1", "sh010"), made("j2", "sh020")
    assert first.copies == CopySearch(2)
    assert second.copies is not None
    [copy] = second.copies.copies
    assert (copy.take, copy.label) == (first.id, first.label)
    assert read_take(Path(second.folder)) == second
    assert {path.name for path in (tmp_path / "show" / PRINTS).iterdir()} == {
        f"{take.id}{SUFFIX}" for take in (first, second)
    }


@pytest.mark.parametrize("fault", [MemoryError, Cancelled])
def test_a_search_that_fails_costs_no_take_and_one_that_is_stopped_ends_the_delivery(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault("stopped")

    monkeypatch.setattr("secondunit.engines.near_copies.take_copies", fails)
    work = replace(make_work(frames=FRAMES, delivery=Delivery(passes=False)), prints=str(tmp_path / PRINTS))
    make_folders(work)
    for frame in FRAMES:
        pixels = np.full((36, 64, 4), 0.5, np.float32)
        write_exr(Staging(Path(work.staging)).frame("beauty", frame), Picture.of(pixels, RGBA))
    if fault is Cancelled:
        with pytest.raises(Cancelled):
            deliver(work)
        return
    take = deliver(work)
    assert take.copies is None
    assert "It was not held against past takes: MemoryError." in take.remarks
