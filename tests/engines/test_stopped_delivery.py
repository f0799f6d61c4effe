"""Whoever stops a delivery stops it, whatever is made or measured of the take at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.deliver_step import deliver
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import CastMember, CharacterDrift, Delivery, FrameDrift, Work
from secondunit.wire.errors import Cancelled

DRIFT = CharacterDrift("ada", 1, 1, (FrameDrift(1001, 0.3),))


@pytest.mark.parametrize(
    "moment",
    ["deliver_step.write_thumbnail", "check.checked", "drift.take_drift", "drift.face_pictures.write_crops"],
)
def test_a_delivery_that_is_stopped_makes_no_take(
    make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise Cancelled("The work was stopped.")

    monkeypatch.setattr("secondunit.engines.drift.take_drift", lambda *_, **__: ((DRIFT, None),))
    monkeypatch.setattr(f"secondunit.engines.{moment}", stopped)
    member = CastMember("ada", 1, pictures=("/show/cast/ada/v001/front.png",))
    work = make_work(delivery=Delivery(passes=False))
    work = replace(work, brief=replace(work.brief, cast=(member,)))
    make_folders(work)
    staging = Staging(Path(work.staging))
    for frame in work.brief.frames:
        pixels = np.full((36, 64, 4), 0.5, np.float32)
        write_exr(staging.frame("beauty", frame), Picture.of(pixels, RGBA))
    with pytest.raises(Cancelled):
        deliver(work)
    assert staging.folder.is_dir()
