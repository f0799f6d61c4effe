"""A provider's job from its plate to a take: what it says, what it keeps, and that no crash breaks it."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import secondunit.engines
from secondunit.engines import Progress, Stop
from secondunit.engines.delivery import found_take
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.local import LocalEngine
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.template import job_template, steps_of
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.over import over
from secondunit.media.picture import RGBA, Picture
from secondunit.media.sequence import Sequence
from secondunit.wire import (
    Delivery,
    Form,
    FrameRange,
    FrozenMap,
    Intake,
    Need,
    Plate,
    Problem,
    Step,
    Take,
    Task,
    Work,
    loads,
)

from ..noop import NoopEngine

Make = Callable[..., Work]
EDIT = Intake(
    plate=Need.REQUIRED, matte=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100
)


def blue(codes: np.ndarray, frame: int) -> np.ndarray:
    out = codes[..., :3].copy()
    out[...] = (20, 40, 220)
    return out


def take_of(work: Work) -> Take:
    take = found_take(work)
    assert take is not None
    return take


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def edited(
    provided: Make, make_footage: Callable[..., Plate], make_matte: Callable[..., object]
) -> Callable[..., Work]:
    """An edit of three frames inside a matte."""

    def make(**changes: object) -> Work:
        fields: dict[str, object] = {
            "task": Task.INPAINT, "plate": make_footage(), "matte": make_matte(), "element": "door",
        }  # fmt: skip
        return provided(EDIT, **(fields | changes))

    return make


def test_a_take_says_who_made_it_and_keeps_what_came_back_byte_for_byte(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def more(folder: Path) -> None:
        (folder / "info.json").write_text('{"id": 7}')
        (folder / "deep").mkdir(exist_ok=True)
        (folder / "deep" / "notes.txt").write_bytes(bytes(range(256)))

    work = edited()
    steps_done(work, Step.PREPARE)
    model(work, blue, more)
    given = hashes(answer_folder(Path(work.scratch), 0))
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = take_of(work)
    folder = Path(take.folder)
    assert hashes(folder / "provider" / "0") == given and len(given) == 5
    assert (take.provider, take.model, take.made_by, take.maker) == ("echo", "echo-1", "AI model", "Echo one")
    assert take.round_trip is not None and 0 < take.round_trip.delta_e < 1
    assert take.round_trip == json_round_trip(folder)
    assert [layer.name for layer in take.layers] == ["beauty"] and take.blend == "over" and take.exposure == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "brief.json", "door_v001.1001.exr", "door_v001.1002.exr", "door_v001.1003.exr", "highlights",
        "previews", "provider", "take.json",
    ]  # fmt: skip
    assert take.highlights is not None and take.highlights.beyond > 0
    assert all((folder / (take.highlights.matte % frame)).is_file() for frame in take.frames)
    for name in (take.thumbnail, take.contact_sheet, take.movie):
        assert (folder / name).stat().st_size > 500
    assert take.bytes >= sum(
        path.stat().st_size for path in (folder / "provider").rglob("*") if path.is_file()
    )


def json_round_trip(folder: Path) -> object:
    return loads(Take, (folder / "take.json").read_bytes()).round_trip


def test_the_take_laid_over_its_plate_changes_only_the_matte(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = edited()
    steps_done(work, Step.PREPARE)
    model(work, blue)
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = take_of(work)
    frames = Sequence.find(Path(take.folder) / take.layers[0].path)
    outside = np.ones((72, 128), bool)
    outside[20:52, 40:80] = False
    for frame, path in frames:
        plate = read_exr(work.brief.plate.path % frame)  # type: ignore[union-attr]
        laid = over(read_exr(path), plate)
        assert np.array_equal(
            laid.pixels[outside][:, :3].view(np.uint32), plate.pixels[outside].view(np.uint32)
        )
        assert laid.pixels[36, 60, 2] > laid.pixels[36, 60, 0] * 4
    assert len(frames) == 3
    thumbnail = np.asarray(Image.open(Path(take.folder) / take.thumbnail).convert("RGB")).astype(int)
    middle = thumbnail[thumbnail.shape[0] // 2, int(thumbnail.shape[1] * 60 / 128)]
    corner = thumbnail[-5, -5]
    assert middle[2] > middle[0] + 60 and abs(corner[0] - corner[2]) < 110, "the plate lies behind"


def test_a_preview_of_an_extended_plate_shows_what_was_added(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(
        Intake(plate=Need.REQUIRED, matte=Need.REQUIRED), task=Task.EXTEND, plate=make_footage(),
        frames=FrameRange(1001, 1001), delivery=Delivery(passes=False, overscan=16),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    model(work, blue)
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = take_of(work)
    assert not take.remarks or not any("preview" in remark for remark in take.remarks), take.remarks
    picture = np.asarray(Image.open(Path(take.folder) / take.thumbnail).convert("RGB")).astype(int)
    assert abs(picture.shape[1] / picture.shape[0] - 160 / 104) < 0.02
    assert (picture[2:6, :, 2] > picture[2:6, :, 0] + 60).all(), "the border is the model's blue"


def test_a_job_goes_through_its_template_of_three_steps(
    edited: Make, model: Callable[..., None], tmp_path: Path
) -> None:
    work = edited()
    template = job_template(work)
    assert [step["name"] for step in template["steps"]] == ["Prepare", "Render", "Deliver"]
    assert template["steps"][1]["dependencies"] == [{"dependsOn": "Prepare"}]
    assert steps_of(work) == (Step.PREPARE, Step.RENDER, Step.DELIVER)
    (tmp_path / "sessions").mkdir()
    engine = LocalEngine(tmp_path / "sessions")
    request = engine.prepare(work)
    heard: list[Progress] = []
    for step in steps_of(work):
        engine.run(request, step, tuple(work.brief.frames), heard.append, Stop())
        if step is Step.PREPARE:
            model(work, blue)
    assert take_of(work).label == "sh010/door v001"
    assert [each.frame for each in heard if each.frame is not None] == [1001, 1002, 1003]
    assert any("Preparing plate.1002.png" in each.status for each in heard)


def test_a_step_that_a_work_does_not_have_is_refused(edited: Make, make_work: Make) -> None:
    assert run(make_folders(edited()), Step.SIMULATE) == PROBLEM
    assert run(make_folders(make_work()), Step.PREPARE) == PROBLEM


def test_the_engine_without_pixels_walks_through_a_providers_steps(edited: Make) -> None:
    work = edited()
    engine = NoopEngine()
    request = engine.prepare(work)
    for step in steps_of(work):
        engine.run(request, step, tuple(work.brief.frames), lambda told: None, Stop())
    (piece,) = read_prepared(Path(work.scratch)).pieces
    assert piece.frames == work.brief.frames and take_of(work).version == 1


def test_a_delivery_that_is_killed_is_finished_by_the_next(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def large(folder: Path) -> None:
        for number in range(12):
            (folder / f"extra{number}.bin").write_bytes(os.urandom(1 << 20))

    work = edited()
    steps_done(work, Step.PREPARE)
    model(work, blue, large)
    steps_done(work, Step.RENDER)
    given = hashes(answer_folder(Path(work.scratch), 0))
    archive = Path(work.staging) / "provider" / "0"
    request = make_folders(work)
    worker = subprocess.Popen(
        [sys.executable, "-m", "secondunit.engines.worker", "--request", str(request), "--step", "deliver"],
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + 30
    while time.monotonic() < end and worker.poll() is None:
        if archive.is_dir() and len(list(archive.glob("extra*.bin"))) >= 3:
            break
        time.sleep(0.002)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert found_take(work) is None, "it was killed before it was done"
    steps_done(work, Step.DELIVER)
    take = take_of(work)
    assert hashes(Path(take.folder) / "provider" / "0") == given
    assert not list(Path(take.folder).rglob(".*.tmp-*")) and take.version == 1
    again = take_of(work)
    steps_done(work, Step.DELIVER)
    assert take_of(work) == again, "delivered twice is delivered once"


def test_renders_that_are_killed_leave_whole_frames(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = edited()
    steps_done(work, Step.PREPARE)
    model(work, blue)
    steps_done(work, Step.RENDER)
    staged = {path.name: path.read_bytes() for path in Path(work.staging).glob("beauty.*.exr")}
    for path in Path(work.staging).glob("beauty.*.exr"):
        path.unlink()
    request = make_folders(work)
    worker = subprocess.Popen(
        [sys.executable, "-m", "secondunit.engines.worker", "--request", str(request), "--step", "render"],
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + 30
    while time.monotonic() < end and worker.poll() is None and not list(Path(work.staging).glob("beauty*")):
        time.sleep(0.001)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    steps_done(work, Step.RENDER)
    assert {path.name: path.read_bytes() for path in Path(work.staging).glob("beauty.*.exr")} == staged


def test_a_picture_that_stands_still_is_a_take_over_all_frames(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = provided(Intake(), task=Task.IMAGE, prompt="a lighthouse", controls=FrozenMap({}))
    work = replace(work, brief=replace(work.brief, seed=11))
    steps_done(work, Step.PREPARE)
    model(work, blue)
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = take_of(work)
    files = [read_exr(path) for _, path in Sequence.find(Path(take.folder) / take.layers[0].path)]
    assert len(files) == 3 and all(np.array_equal(files[0].pixels, other.pixels) for other in files)
    assert take.round_trip is None and take.seed == 11 and take.prompt == "a lighthouse"
    assert any("stands still" in remark for remark in take.remarks)
    assert len(json.loads((Path(take.folder) / "take.json").read_text())["remarks"]) == len(take.remarks)


def test_engines_know_neither_rights_nor_providers() -> None:
    for path in Path(secondunit.engines.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not name.startswith(
                    ("secondunit.rights", "secondunit.providers", "secondunit.service", "httpx", "socket")
                ), f"{path.name} imports {name}"


def with_a_small_disk(work: Work, step: Step, most: int) -> Problem:
    """What a worker says that may write no file larger than `most` bytes: EFBIG, as a full quota."""
    resource = pytest.importorskip("resource")
    request = make_folders(work)
    worker = subprocess.run(
        [sys.executable, "-m", "secondunit.engines.worker", "--request", str(request), "--step", step.value],
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert worker.returncode == PROBLEM, worker.stderr
    return loads(Problem, (request.parent / PROBLEM_FILE).read_bytes())


def test_a_full_disk_is_said_at_every_step_and_nothing_half_stays(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = edited()
    assert with_a_small_disk(work, Step.PREPARE, 6_000).code == "storage.full"
    outgoing = Path(work.scratch) / "outgoing"
    assert not [path for path in outgoing.rglob("*") if path.is_file() and path.stat().st_size >= 6_000]
    steps_done(work, Step.PREPARE)
    model(work, also=lambda folder: (folder / "extra.bin").write_bytes(os.urandom(200_000)))  # type: ignore[arg-type, return-value]
    assert with_a_small_disk(work, Step.RENDER, 3_000).code == "storage.full"
    assert not list(Path(work.staging).glob("*.exr"))
    steps_done(work, Step.RENDER)
    assert with_a_small_disk(work, Step.DELIVER, 100_000).code == "storage.full"
    assert found_take(work) is None
    steps_done(work, Step.DELIVER)
    assert (Path(take_of(work).folder) / "provider" / "0" / "extra.bin").stat().st_size == 200_000


def clear(codes: np.ndarray, frame: int) -> np.ndarray:
    """Blue everywhere, and transparent all over."""
    return np.concatenate([blue(codes, frame), np.zeros((*codes.shape[:2], 1), codes.dtype)], axis=-1)


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_the_matte_and_not_the_answers_alpha_says_what_of_an_edit_is_shown(
    edited: Make, model: Callable[..., None], steps_done: Callable[..., None], kind: str
) -> None:
    def as_exr(folder: Path) -> None:
        if kind == "exr":  # colour beside an alpha of 0, as models save it
            for path in folder.glob("*.png"):
                shape = np.array(Image.open(path)).shape[:2]
                pixels = np.broadcast_to(np.float32([0.02, 0.04, 0.9, 0.0]), (*shape, 4))
                write_exr(path.with_suffix(".exr"), Picture.of(np.ascontiguousarray(pixels), RGBA))
                path.unlink()

    work = edited()
    steps_done(work, Step.PREPARE)
    model(work, clear, as_exr)
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = take_of(work)
    for _frame, path in Sequence.find(Path(take.folder) / take.layers[0].path):
        inside = read_exr(path).pixels[20:52, 40:80]
        assert (inside[..., 3] == 1).all() and (inside[..., 2] > 5 * inside[..., 0]).all()


def test_a_take_of_which_nothing_can_be_seen_says_so(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    work = provided(Intake(result=Form.FRAMES, most_frames=100), task=Task.VIDEO, element="spark")
    steps_done(work, Step.PREPARE)
    model(work, clear)
    steps_done(work, Step.RENDER, Step.DELIVER)
    assert "Nothing of it can be seen: every pixel of every frame is 0." in take_of(work).remarks
