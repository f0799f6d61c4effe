"""A real ComfyUI, where SECONDUNIT_COMFYUI names one: what goes there comes back as it was, and goes away.

It needs no model: its own nodes load, save and scale. The whole way is walked, from the plate to the take.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.alternatives import alternative_of, counted_alternatives
from secondunit.engines.delivery import found_take
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.worker import DONE, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.providers import Site, State, Ticket
from secondunit.providers.comfyui import ComfyUI
from secondunit.providers.http import HttpDoor
from secondunit.service.outbound.requests import request_of
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Fitting,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Step,
    Take,
    Task,
    Work,
    brief_digest,
)

URL = os.environ.get("SECONDUNIT_COMFYUI", "")
pytestmark = pytest.mark.skipif(not URL, reason="SECONDUNIT_COMFYUI names no ComfyUI server")
SHOT, SIZE, RATE = FrameRange(1001, 1003), (320, 176), Rate(24000, 1001)
LOAD = {"class_type": "LoadImage", "inputs": {"image": "x.png"}, "_meta": {"title": "[plate]"}}
MATTE = {"class_type": "LoadImageMask", "inputs": {"image": "x.png", "channel": "red"},
         "_meta": {"title": "[matte]"}}  # fmt: skip


def save(source: str) -> dict[str, Any]:
    return {"class_type": "SaveImage", "inputs": {"images": [source, 0], "filename_prefix": "x"}}


#: Workflows of core's own nodes: what is sent comes back; the matte is painted; a movie; four pictures; none.
WORKFLOWS: dict[str, Any] = {
    "restyle_same": {"1": LOAD, "9": save("1")},
    "inpaint_matte": {
        "1": LOAD, "2": MATTE, "3": {"class_type": "MaskToImage", "inputs": {"mask": ["2", 0]}},
        "5": {"class_type": "ImageCompositeMasked", "inputs": {"destination": ["1", 0], "source": ["3", 0],
              "x": 0, "y": 0, "resize_source": False, "mask": ["2", 0]}},
        "9": save("5"),
    },
    "restyle_movie": {
        "1": {"class_type": "LoadVideo", "inputs": {"file": "x.mp4"}, "_meta": {"title": "[plate]"}},
        "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
        "4": {"class_type": "CreateVideo", "inputs": {"images": ["2", 0], "fps": ["2", 2]}},
        "9": {"class_type": "SaveVideo", "inputs": {"video": ["4", 0], "filename_prefix": "v",
              "format": "mp4", "codec": "h264"}},
    },
    "restyle_four": {
        "1": LOAD, "2": {"class_type": "RepeatImageBatch", "inputs": {"image": ["1", 0], "amount": 4}},
        "9": save("2"),
    },
    "restyle_broken": {
        "1": LOAD,
        "2": {"class_type": "ImageScaleBy", "inputs": {"image": ["1", 0], "upscale_method": "area",
              "scale_by": 0.01}, "_meta": {"title": "[By: scale_by]"}},
        # It mirrors 31 pixels around a picture of 3 x 2: torch refuses that as it runs.
        "3": {"class_type": "ImageSharpen", "inputs": {"image": ["2", 0], "sharpen_radius": 31, "sigma": 1.0,
              "alpha": 1.0}},
        "9": save("3"),
    },
}  # fmt: skip


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[ComfyUI]:
    folder = tmp_path / "workflows"
    folder.mkdir()
    for name, graph in WORKFLOWS.items():
        (folder / f"{name}.json").write_text(json.dumps(graph))
    settings = FrozenMap[Any](servers=URL, workflows=str(folder))
    made = ComfyUI(Site(HttpDoor(lambda call: None), tmp_path, settings))
    yield made
    made.close()


@pytest.fixture
def make(tmp_path: Path, provider: ComfyUI) -> Callable[..., Work]:
    """The work of a brief on a plate with a lamp and a matte on it."""

    def work(model: str, task: Task = Task.RESTYLE, fitting: Fitting | None = None, **controls: Any) -> Work:
        plate = Plate(
            str(tmp_path / "plate.%04d.exr"), SHOT, RATE, Format(*SIZE), ColorSpace("ACEScg")
        )  # fmt: skip
        for frame in SHOT:
            random = np.random.default_rng(frame)
            pixels = random.uniform(0.02, 0.8, (SIZE[1], SIZE[0], 3)).astype(np.float16).astype(np.float32)
            pixels[4:9, 6:11] = 300.0
            pixels[12, 12] = [-0.25, 0.5, 6e-5]
            write_exr(Path(plate.path % frame), Picture.of(pixels), depth="float")
        field = np.zeros((SIZE[1], SIZE[0], 1), np.float32)
        field[60:120, 80:200] = 1.0
        masked = task is Task.INPAINT
        write_exr(tmp_path / "matte.exr", Picture.of(field, ("A",)))
        brief = Brief(
            "S", "sh010", "door", SHOT, RATE, plate.format, task, controls=FrozenMap(controls),
            colorspace=plate.colorspace, plate=plate, delivery=Delivery(passes=False), provider="comfyui",
            model=model,
            matte=Matte(str(tmp_path / "matte.exr"), FrameRange(1001, 1001)) if masked else None,
            fitting=fitting or Fitting(),
        )  # fmt: skip
        job = f"j{abs(hash((model, time.monotonic_ns()))):025d}"[:26]
        [capability] = [each for each in provider.capabilities() if each.model == model]
        return Work(
            job, brief, FrozenMap(), str(tmp_path / "scratch" / job),
            str(tmp_path / "show" / f".{job}.partial"), brief_digest=brief_digest(brief),
            capability=capability, file_name="door_{version}",
        )  # fmt: skip

    return work


def step(work: Work, *steps: Step) -> None:
    request = make_folders(work)
    for each in steps:
        assert run(request, each) == DONE, (request.parent / PROBLEM_FILE).read_text("utf-8")


def asked(provider: ComfyUI, work: Work) -> list[Ticket]:
    """Every piece of a work sent, waited for and fetched."""
    step(work, Step.PREPARE)
    scratch, tickets = Path(work.scratch), []
    assert work.capability is not None
    for piece in read_prepared(scratch).pieces:
        request = request_of(work.brief, work.capability, piece, scratch)
        ticket = provider.submit(request, f"{work.job}-1-{piece.number}")
        until = time.monotonic() + 120
        while (status := provider.poll(ticket)).state in (State.WAITING, State.RUNNING):
            assert time.monotonic() < until, status
            time.sleep(0.1)
        assert status.state is State.DONE, status
        provider.fetch(ticket, answer_folder(scratch, piece.number))
        tickets.append(ticket)
    return tickets


def taken(work: Work) -> Take:
    step(work, Step.RENDER, Step.DELIVER)
    take = found_take(work)
    assert take is not None
    return take


def steps_apart(first: np.ndarray, second: np.ndarray) -> int:
    bits = [np.asarray(each, np.float16).view(np.int16).astype(np.int32) for each in (first, second)]
    places = [np.where(each < 0, -(each & 0x7FFF), each) for each in bits]
    return int(np.abs(places[0] - places[1]).max())


def frame_of(take: Take, frame: int) -> np.ndarray:
    return read_exr(Path(take.folder) / (take.layers[0].path % frame)).pixels


@pytest.mark.parametrize("model", ["restyle_same", "restyle_movie"])
def test_through_floats_a_plate_comes_back_within_one_step_of_half(
    provider: ComfyUI, make: Callable[..., Work], model: str
) -> None:
    work = make(model)
    assert work.capability is not None and work.capability.intake is not None
    floats = work.capability.intake.depth == 32
    asked(provider, work)
    take = taken(work)
    worst = 0
    for frame in SHOT:
        plate = read_exr(work.brief.plate.path % frame).pixels  # type: ignore[union-attr]
        worst = max(worst, steps_apart(frame_of(take, frame)[..., :3], plate))
    assert take.round_trip is not None
    if floats:
        assert worst <= 1 and take.round_trip.half_steps <= 1 and take.round_trip.depth == 32
    else:
        assert take.round_trip.delta_e < 1.0


def test_a_matte_arrives_white_and_nothing_outside_it_changes(
    provider: ComfyUI, make: Callable[..., Work]
) -> None:
    work = make("inpaint_matte", Task.INPAINT, Fitting(every_frame=True))
    asked(provider, work)
    take = taken(work)
    inside = np.zeros((SIZE[1], SIZE[0]), bool)
    inside[60:120, 80:200] = True
    for frame in SHOT:
        pixels = frame_of(take, frame)
        assert (pixels[~inside] == 0).all() and (pixels[inside][:, 3] == 1).all()
        made = pixels[inside][:, :3]
        assert (made == made[0]).all() and made[0, 0] == pytest.approx(made[0, 2], rel=1e-3), "one white"


def test_a_batch_becomes_takes_of_one_run(provider: ComfyUI, make: Callable[..., Work]) -> None:
    work = make("restyle_four", fitting=Fitting(every_frame=True))
    asked(provider, work)
    first = taken(work)
    assert counted_alternatives(Path(work.scratch)) == 4
    takes = [first, *(taken(alternative_of(work, number)) for number in (2, 3, 4))]
    assert [(take.version, take.choice) for take in takes] == [(n, f"{n} of 4") for n in (1, 2, 3, 4)]


def test_a_node_that_fails_is_named_with_what_helps(provider: ComfyUI, make: Callable[..., Work]) -> None:
    work = make("restyle_broken")
    step(work, Step.PREPARE)
    assert work.capability is not None
    piece = read_prepared(Path(work.scratch)).pieces[0]
    request = request_of(work.brief, work.capability, piece, Path(work.scratch))
    ticket = provider.submit(replace(request, width=0, height=0), f"{work.job}-1-0")
    while not (status := provider.poll(ticket)).state.final:
        time.sleep(0.1)
    assert status.state is State.FAILED and status.problem is not None
    assert "ImageSharpen" in status.problem.message and "restyle_broken.json" in status.problem.remedy


def test_what_was_sent_and_made_is_emptied(provider: ComfyUI, make: Callable[..., Work]) -> None:
    import requests

    work = make("restyle_same")
    tickets = asked(provider, work)
    ticket = tickets[0]
    held = requests.get(f"{URL}/history/{ticket.id}", timeout=10).json()[ticket.id]
    output = held["outputs"]["9"]["images"][0]
    sent = held["prompt"][2]["1"]["inputs"]["image"]
    upload = {"filename": sent.rpartition("/")[2], "subfolder": sent.rpartition("/")[0], "type": "input"}
    places = [{key: output[key] for key in ("filename", "subfolder", "type")}, upload]
    sizes = [len(requests.get(f"{URL}/view", params=place, timeout=10).content) for place in places]
    assert min(sizes) > 1000
    provider.discard(ticket)
    for place in places:
        assert len(requests.get(f"{URL}/view", params=place, timeout=10).content) == 0
    assert requests.get(f"{URL}/history/{ticket.id}", timeout=10).json() == {}
    provider.discard(ticket)
