"""Every gas stands as a volume in real Blenders where its pixels are; haze, which has none, says so there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.elements import kind
from secondunit.engines.delivery import found_take
from secondunit.engines.folders import make_folders
from secondunit.engines.template import steps_of
from secondunit.engines.worker import DONE, run
from secondunit.service.kinds import kind_list
from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Rate,
    Take,
    Work,
    brief_digest,
)

pytestmark = pytest.mark.long

FRAMES = FrameRange(1001, 1002)
BODIED = tuple(known.name for known in kind_list().kinds if kind(known.name).bodied)
HAZE = ("fog", "mist", "dust_drift")
#: What is set of each kind, where it has the control: a small, quick element before a level camera.
SET = {
    "resolution": 40, "preroll": 0.6, "start": 0.0, "focal": 35.0, "sensor": 36.0, "camera_height": 1.6,
    "camera_pitch": 0.0,
}  # fmt: skip


def made(folder: Path, name: str, number: int) -> Take:
    """A take of the kind with a volume, made by the worker as a job is."""
    of = kind(name)
    values = {control.name: SET[control.name] for control in of.controls() if control.name in SET}
    job = f"j01m8270ec08wrw4xcbrgf{number:04d}"
    brief = Brief(
        "show", "sh010", name, FRAMES, Rate(24), Format(96, 54), kind=name, prompt="", seed=3,
        controls=FrozenMap(values), colorspace=ColorSpace("Linear Rec.709 (sRGB)"),
        delivery=Delivery(passes=True, volume=of.bodied),
    )  # fmt: skip
    work = Work(
        job=job, brief=brief, settings=of.settings("", brief.controls),
        scratch=str(folder / "scratch" / job), staging=str(folder / "sh010" / name / f".{job}.partial"),
        brief_digest=brief_digest(brief), file_name=f"{name}_{{version}}",
    )  # fmt: skip
    request = make_folders(work)
    for step in steps_of(work):
        assert run(request, step) == DONE, (request.parent / "problem.json").read_text()
    take = found_take(work)
    assert take is not None
    return take


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> list[Take]:
    folder = tmp_path_factory.mktemp("volume kinds")
    return [made(folder, name, number) for number, name in enumerate((*BODIED, *HAZE))]


def test_a_gas_of_every_kind_covers_the_picture_where_its_take_does_and_haze_is_refused_in_words(
    blender: Any, tools: Any, takes: list[Take], tmp_path: Path
) -> None:
    listed = tools.as_json(tmp_path / "takes.json", takes)
    found = blender.run("volume_kinds", listed, tmp_path, timeout=600.0)
    report = {}
    for name in HAZE:
        code, message, remedy = found[name]["refused"]
        assert code == "host.cannot_place" and "without a volume" in message and "plane" in remedy
        assert found[name]["placed"] and not found[name]["left"], "nothing of it stays"
    for take in (made for made in takes if made.kind in BODIED):
        beauty = take.layer("beauty")
        assert beauty is not None
        own = tools.read_exr(Path(take.folder) / (beauty.path % FRAMES.last))[..., 3]
        seen = tools.read_exr(tmp_path / take.kind / f"frame.{FRAMES.last:04d}.exr")[..., 3]
        spread = float(own.std())
        alike = float(np.corrcoef(own.ravel(), seen.ravel())[0, 1]) if spread > 0.01 else 1.0
        report[take.kind] = (round(float(own.sum()), 1), round(float(seen.sum()), 1), round(alike, 3))
        assert found[take.kind]["placed"] and "density" in found[take.kind]["grids"], found[take.kind]
    for name, (own_sum, seen_sum, alike) in report.items():
        assert own_sum > 1.0, f"{name} shows nothing"
        assert seen_sum == pytest.approx(own_sum, rel=0.25), report
        assert alike > 0.8, report
