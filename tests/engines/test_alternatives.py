"""A model that gives several pictures for one: each becomes a take of its own under the run that made it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.alternatives import alternative_of, counted_alternatives
from secondunit.engines.delivery import found_take
from secondunit.engines.provider_files import answer_folder
from secondunit.media.exr import read_exr
from secondunit.media.interchange import write_png
from secondunit.wire import Fitting, Form, FrameRange, Intake, Need, Plate, Step, Take, Task, Work

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
COLOURS = {1: (220, 30, 30), 2: (30, 200, 30), 3: (30, 30, 220), 4: (200, 200, 30)}


def batch(*numbers: int, name: str = "9_{:05d}_.png") -> Callable[[Path], None]:
    """What a model leaves beside its only picture: these instead."""

    def leave(folder: Path) -> None:
        for path in folder.iterdir():
            path.unlink()
        for number in numbers:
            codes = np.full((72, 128, 3), COLOURS[number], np.uint8)
            write_png(folder / name.format(number), codes)

    return leave


def made(work: Work, steps_done: Callable[..., None]) -> list[Take]:
    """Every take of a work whose answer is there, one alternative after the other as the service does it."""
    steps_done(work, Step.RENDER, Step.DELIVER)
    for number in range(2, counted_alternatives(Path(work.scratch)) + 1):
        steps_done(alternative_of(work, number), Step.RENDER, Step.DELIVER)
    found = [
        found_take(alternative_of(work, number))
        for number in range(1, counted_alternatives(Path(work.scratch)) + 1)
    ]
    assert all(found)
    return [take for take in found if take is not None]


def strongest(take: Take, frame: int) -> int:
    """The number of the picture whose colour a frame of a take has."""
    pixel = read_exr(Path(take.folder) / (take.layers[0].path % frame)).pixels[36, 60, :3]
    lit = tuple(bool(value > 0.5 * pixel.max()) for value in pixel)
    return {(True, False, False): 1, (False, True, False): 2, (False, False, True): 3}.get(lit, 4)


@pytest.mark.parametrize("result", [Form.STILL, Form.FRAMES])
def test_a_batch_of_four_becomes_four_takes_of_one_run(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None], result: Form
) -> None:
    work = provided(Intake(result=result), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, also=batch(1, 2, 3, 4))
    takes = made(work, steps_done)
    assert [take.version for take in takes] == [1, 2, 3, 4]
    assert [(take.alternative, take.alternatives) for take in takes] == [(n, 4) for n in (1, 2, 3, 4)]
    assert {take.job for take in takes} == {work.job} and {take.brief_digest for take in takes} == {
        work.brief_digest
    }
    ids = [take.id for take in takes]
    assert ids == sorted(ids) and len(set(ids)) == 4 and {len(one) for one in ids} == {26}
    assert [strongest(take, 1001) for take in takes] == [1, 2, 3, 4]
    for number, take in enumerate(takes, 1):
        kept = [path.name for path in (Path(take.folder) / "provider" / "0").iterdir()]
        assert kept == [f"9_{number:05d}_.png"], "each keeps what it was made from"
        assert (Path(take.folder) / take.thumbnail).is_file()
    assert not [path for path in Path(work.staging).parent.iterdir() if path.name.startswith(".")]


def test_each_frame_of_a_shot_has_its_own_alternatives_and_a_take_those_of_one_number(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    shot = FrameRange(1001, 1002)
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES)
    work = provided(
        intake, task=Task.RESTYLE, frames=shot, plate=make_footage(shot),
        fitting=Fitting(every_frame=True),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, also=batch(1, 2, 3))
    batch(1, 2)(answer_folder(Path(work.scratch), 1))
    takes = made(work, steps_done)
    assert [[strongest(take, frame) for frame in shot] for take in takes] == [[1, 1], [2, 2]]
    assert any("3 pictures" in each and "2 takes" in each for each in takes[0].remarks)


def test_pictures_of_different_names_are_no_alternatives(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def beside(folder: Path) -> None:
        write_png(folder / "preview.png", np.full((72, 128, 3), COLOURS[2], np.uint8))

    work = provided(Intake(), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, also=beside)
    (take,) = made(work, steps_done)
    assert (take.alternative, take.alternatives, take.label) == (1, 1, "sh010/smoke v001")


def test_a_flood_of_pictures_is_no_choice(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def flood(folder: Path) -> None:
        for number in range(40):
            write_png(folder / f"frame_{number:03d}.png", np.full((72, 128, 3), 90, np.uint8))

    work = provided(Intake(), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, also=flood)
    (take,) = made(work, steps_done)
    assert any("came back with 4" in each and "first is taken" in each for each in take.remarks)
    assert len(list((Path(take.folder) / "provider" / "0").iterdir())) == 41


def test_an_answer_that_changed_is_rendered_anew_for_the_alternative_that_it_changed(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = provided(Intake(), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, also=batch(1, 2))
    second = alternative_of(work, 2)
    steps_done(work, Step.RENDER)
    steps_done(second, Step.RENDER)
    batch(3, 4)(answer_folder(Path(work.scratch), 0))
    takes = made(work, steps_done)
    assert [strongest(take, 1001) for take in takes] == [3, 4]


def test_a_take_of_several_says_which_it_is() -> None:
    from secondunit.wire import ColorSpace, Format, Rate

    take = Take(
        "t", "j", "S", "sh010", "door", 4, "/x", ONE, Rate(24), Format(64, 36), ColorSpace(""), "", (),
        alternative=2, alternatives=4,
    )  # fmt: skip
    assert take.label == "sh010/door v004" and take.choice == "2 of 4"
    assert replace(take, alternative=1, alternatives=1).choice == ""


def test_pictures_of_another_name_are_no_alternatives_and_it_is_said_which_were_left_aside(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def leave(folder: Path) -> None:
        batch(1, 2, name="8_{:05d}_.png")(folder)
        write_png(folder / "9_00001_.png", np.full((72, 128, 3), COLOURS[3], np.uint8))
        (folder / "9.txt").write_text("no picture")

    work = provided(Intake(result=Form.STILL), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, also=leave)
    takes = made(work, steps_done)
    assert [strongest(take, 1001) for take in takes] == [1, 2]
    for take in takes:
        (said,) = [each for each in take.remarks if "9_00001_.png" in each]
        assert "left aside" in said and ".txt" not in said
        assert (Path(take.folder) / "provider" / "0" / "9_00001_.png").is_file()
