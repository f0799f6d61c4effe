"""The layer of a take that is no picture: OpenVDB beside the frames, whole, resumed and refused as those."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.elements.kind import Body
from secondunit.engines.delivery import found_take
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.engines.volumes import read_volume, write_volume
from secondunit.engines.worker import DONE, PROBLEM, run
from secondunit.media.config import open_config
from secondunit.media.vdb import write_vdb
from secondunit.wire import ColorSpace, Delivery, FrameRange, Step, Take, Work, loads
from secondunit.wire.errors import DamagedPicture

pytestmark = pytest.mark.long

WITH_VOLUME = Delivery(passes=False, volume=True)


def test_a_take_says_where_its_volume_stands_and_what_it_is_made_of(make_work: Callable[..., Work]) -> None:
    rec709 = ColorSpace("Linear Rec.709 (sRGB)")
    work = make_work(delivery=WITH_VOLUME, frames=FrameRange(1001, 1002), colorspace=rec709)
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE and run(request, Step.RENDER) == DONE
    staging = Staging(Path(work.staging))
    first, damaged = (staging.frame("volume", frame) for frame in (1001, 1002))
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-40])
    assert run(request, Step.DELIVER) == PROBLEM, "a damaged volume is found"
    assert not damaged.exists() and first.exists()
    assert run(request, Step.RENDER) == DONE
    assert damaged.read_bytes() == whole, "and made again, bit for bit"
    assert run(request, Step.DELIVER) == DONE
    take = found_take(work)
    assert take is not None and take.volume is not None
    assert loads(Take, (Path(take.folder) / "take.json").read_bytes()).volume == take.volume
    layer = take.layer("volume")
    assert layer is not None and layer.path == "smoke_v001.%04d.vdb"
    assert layer.channels == ("density", "velocity") and take.layers[0].name == "beauty"
    assert (Path(take.folder) / (layer.path % 1002)).read_bytes() == whole
    volume = take.volume
    assert (volume.x, volume.y) == (pytest.approx(work.settings["x"]), pytest.approx(work.settings["y"]))
    assert volume.depth > 1.0
    assert volume.extinction == pytest.approx(16.0 * work.settings["density"] / work.settings["width"])
    assert volume.shine == 0.0
    # Grey is the same number in every linear space; this smoke is a little warm.
    assert volume.albedo == pytest.approx((0.62, 0.61, 0.6), abs=0.02) and volume.albedo != (0.62, 0.61, 0.6)


def test_a_take_without_a_volume_is_what_it_was(make_work: Callable[..., Work]) -> None:
    assert Staging(Path("staging")).layers(True) == ("beauty", "passes")
    assert Staging(Path("staging")).layers(False, True) == ("beauty", "volume")
    work = make_work()
    assert not work.brief.delivery.volume


def test_a_file_of_somebody_else_is_no_volume_of_a_take(tmp_path: Path) -> None:
    for facts in ({}, {"volume": 3, "grids": []}, {"volume": {"x": 0.5, "y": 0.1}, "grids": ["density"]}):
        write_vdb(tmp_path / "a.vdb", [], facts)
        with pytest.raises(DamagedPicture):
            read_volume(tmp_path / "a.vdb")


def test_a_frame_in_which_nothing_is_yet_is_a_volume_too(tmp_path: Path) -> None:
    write_volume(tmp_path / "a.vdb", Body((0.5, 0.1, 8.0)), "ACEScg", "ACEScg", open_config(""))
    volume, grids = read_volume(tmp_path / "a.vdb")
    assert grids == () and (volume.x, volume.y, volume.depth) == (0.5, 0.1, 8.0)
