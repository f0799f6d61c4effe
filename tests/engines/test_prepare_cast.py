"""A brief's cast on its way to a provider: its pictures go as references, first and under its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.wire import CastMember, Intake, Problem, Reference, Step, Task, Work, loads

Make = Callable[..., Work]


def picture(path: Path, color: tuple[int, int, int]) -> str:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    Image.fromarray(np.full((20, 30, 3), color, np.uint8)).save(path, exif=exif)
    return str(path)


def cast_in(work: Work, folder: Path, references: int = 3) -> Work:
    ada = (picture(folder / "front.png", (200, 0, 0)), picture(folder / "side.jpg", (0, 200, 0)))
    cast = (CastMember("Ada", 3, ada, ("Jane Doe",)),)
    style = Reference(picture(folder / "style.png", (0, 0, 200)), "style")
    assert work.capability is not None
    return replace(
        work,
        brief=replace(work.brief, cast=cast, references=(style,)),
        capability=replace(work.capability, references=references),
    )


def problem_of(work: Work) -> Problem:
    assert run(make_folders(work), Step.PREPARE) == PROBLEM
    return loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes())


def test_a_character_goes_first_under_its_name_and_says_nothing_else(provided: Make, tmp_path: Path) -> None:
    work = cast_in(provided(Intake(), task=Task.IMAGE), tmp_path)
    request = make_folders(work)
    assert run(request, Step.PREPARE) == 0
    files = read_prepared(Path(work.scratch)).pieces[0].files
    assert [(one.role, one.about, one.persons) for one in files] == [
        ("reference", "Ada", ("Jane Doe",)), ("reference", "Ada", ("Jane Doe",)), ("reference", "style", ()),
    ]  # fmt: skip
    with Image.open(Path(work.scratch) / files[0].path) as shown:
        assert shown.getpixel((5, 5)) == (200, 0, 0)
    for one in files:
        body = (Path(work.scratch) / one.path).read_bytes()
        assert b"Secret" not in body and b"Jane" not in body and len(one.sources) == 1


def test_to_a_model_that_knows_roles_a_character_is_a_subject(provided: Make, tmp_path: Path) -> None:
    work = cast_in(provided(Intake(reference_roles=("subject", "style")), task=Task.IMAGE), tmp_path)
    assert run(make_folders(work), Step.PREPARE) == 0
    files = read_prepared(Path(work.scratch)).pieces[0].files
    assert [one.about for one in files] == ["subject", "subject", "style"]
    other = cast_in(provided(Intake(reference_roles=("style",)), task=Task.IMAGE), tmp_path)
    assert problem_of(other).message == "This model takes no characters."


def test_more_than_the_model_takes_or_a_picture_that_is_gone_is_a_problem(
    provided: Make, tmp_path: Path
) -> None:
    assert "there are 3" in problem_of(cast_in(provided(Intake(), task=Task.IMAGE), tmp_path, 2)).message
    work = cast_in(provided(Intake(), task=Task.IMAGE), tmp_path)
    (tmp_path / "side.jpg").unlink()
    assert problem_of(work).where == str(tmp_path / "side.jpg")
