"""kill -9 of the service while it takes a comp in: the next one goes on and keeps every finished frame."""

from __future__ import annotations

import importlib.util
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.service.home import Home
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Plate,
    Rate,
    Take,
    Task,
    dumps,
    loads,
)

pytestmark = pytest.mark.long

FRAMES, FORMAT = FrameRange(1001, 1030), Format(480, 270)


def killing() -> Any:
    """The service as its user has it, and how it is killed, from the test of a whole batch."""
    spec = importlib.util.spec_from_file_location(
        "secondunit_killing", Path(__file__).parent / "test_kill.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    made = killing().Service(Home(tmp_path / "home"))
    yield made
    process = made.process()
    if process is not None:
        process.kill()
        process.wait(10)


@pytest.mark.timeout(120)
def test_a_service_killed_while_it_takes_a_comp_in_goes_on_where_it_was(
    service: Any, make_brief: Callable[..., Any], tmp_path: Path
) -> None:
    for frame in FRAMES:
        pixels = np.random.default_rng(frame).random((270, 480, 4), np.float32).astype(np.float16)
        write_exr(tmp_path / "comp" / f"comp.{frame}.exr", Picture.of(pixels))
    plate = Plate(str(tmp_path / "comp" / "comp.%04d.exr"), FRAMES, Rate(24), FORMAT, ColorSpace("ACEScg"))
    brief = make_brief(
        provider="comp",
        task=Task.VIDEO,
        kind="",
        prompt="",
        controls=FrozenMap(),
        plate=plate,
        frames=FRAMES,
        format=FORMAT,
    )
    job = json.loads(service.ask("POST", "/v1/jobs", dumps(brief)))["id"]
    staging = tmp_path / "shows" / "S" / "sh010" / "smoke" / f".{job}.partial"
    rest, end = threading.Event(), time.monotonic() + 60
    while len(made := sorted(staging.glob("beauty.*.exr"))) < 3:
        assert time.monotonic() < end, service.ask("GET", f"/v1/jobs/{job}")
        rest.wait(0.01)
    process = service.process()
    process.kill()
    process.wait(10)
    kept = {path.name.split(".")[1]: path.stat().st_ino for path in made}
    while not (found := loads(Job, service.ask("GET", f"/v1/jobs/{job}"))).state.ended:
        assert time.monotonic() < end, found
        rest.wait(0.1)
    assert found.state is JobState.DONE, found.problem
    take = loads(Take, service.ask("GET", f"/v1/takes/{found.take}"))
    assert (take.version, take.made_by, take.frames) == (1, "comp", FRAMES)
    folder, layer = Path(take.folder), take.layers[0].path
    assert len(kept) < len(FRAMES), "it was killed in the middle"
    for number, inode in kept.items():
        assert (folder / (layer % int(number))).stat().st_ino == inode
    for frame in (FRAMES.first, FRAMES.last):
        source = read_exr(plate.path % frame, half=True).pixels
        assert read_exr(folder / (layer % frame), half=True).pixels.tobytes() == source.tobytes()
    assert [path.name for path in folder.parent.iterdir()] == ["v001"]
