"""Pictures of a take's frames: made on demand, kept, and never written into the take."""

from __future__ import annotations

import dataclasses
import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media import foreign
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.media.preview import preview
from secondunit.service.kept import KeptFiles
from secondunit.service.reads import Patience
from secondunit.service.store import takes
from secondunit.service.turns import Turns
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate, Take, TakeLayer
from secondunit.wire.errors import DiskFull

FORMAT = Format(160, 90)


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    """A blue plate of frames 1 and 2, brighter on the second."""
    for frame in (1, 2):
        pixels = np.zeros((90, 160, 3), np.float32)
        pixels[..., 2] = 0.2 * frame
        write_exr(tmp_path / "plate" / f"plate.{frame:04d}.exr", Picture.of(pixels))
    path = str(tmp_path / "plate" / "plate.%04d.exr")
    return Plate(path, FrameRange(1, 2), Rate(24), FORMAT, ColorSpace("ACEScg"))


@pytest.fixture
def make_take(api: Any, make_brief: Callable[..., Any], tmp_path: Path) -> Callable[..., Take]:
    def make(name: str = "t1", **brief: Any) -> Take:
        folder = tmp_path / f"a take {name}"
        for frame in (1, 2, 3):
            pixels = np.zeros((90, 160, 4), np.float32)
            pixels[:, :80, 0] = pixels[:, :80, 3] = 1.0 if frame == 1 else 0.5
            write_exr(folder / f"smoke.{frame:04d}.exr", Picture.of(pixels))
        (folder / "previews").mkdir()
        Image.new("RGB", (16, 9), "red").save(folder / "previews" / "thumbnail.png")
        made = Take(
            name, "j" + name, "S", "sh010", "smoke", int(name[1:]), str(folder), FrameRange(1, 3), Rate(24),
            FORMAT, ColorSpace("ACEScg"), "0" * 64,
            (TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A")),),
            thumbnail="previews/thumbnail.png", contact_sheet="previews/gone.png",
        )  # fmt: skip
        api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief(**brief)))
        return made

    return make


@pytest.fixture
def take(make_take: Callable[..., Take]) -> Take:
    return make_take()


def picture(answer: Any, kind: str = "image/jpeg") -> Image.Image:
    assert answer.status_code == 200 and answer.headers["content-type"] == kind, answer.text
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def at(image: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def near(one: tuple[int, ...], other: tuple[int, ...], most: int = 3) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def test_a_frame_is_shown_at_the_width_asked_for(api: Any, take: Take) -> None:
    before = sorted(Path(take.folder).rglob("*"))
    red = picture(api.client.get("/v1/takes/t1/frames/1?width=80"))
    assert red.size == (80, 45)
    pixel = at(red, 20, 20)
    assert pixel[0] > 150 > 100 > pixel[2]
    assert picture(api.client.get("/v1/takes/t1/frames/2")).size == (160, 90)
    (kept,) = api.home.previews.glob("t1/1_80*")
    stamp = kept.stat().st_mtime_ns
    picture(api.client.get("/v1/takes/t1/frames/1?width=80"))
    assert kept.stat().st_mtime_ns == stamp
    assert sorted(Path(take.folder).rglob("*")) == before


def test_each_view_shows_what_its_name_says(api: Any, plate: Plate, make_take: Callable[..., Take]) -> None:
    make_take("t2", plate=plate)
    show = {
        view: picture(api.client.get(f"/v1/takes/t2/frames/2?view={view}"))
        for view in ("plate", "black", "white", "grey", "checker", "alpha", "behind")
    }
    empty = {view: at(image, 140, 45) for view, image in show.items()}
    assert near(empty["black"], (0, 0, 0)) and empty["white"][0] > 200 and near(empty["alpha"], (0, 0, 0))
    assert 60 < empty["grey"][0] < 140 and near(empty["plate"], empty["behind"])
    assert empty["behind"][2] > empty["behind"][0] + 40
    # Half covered by red: alpha 0.5 is 128 of 255, untouched by any view transform.
    assert near(at(show["alpha"], 40, 45), (128, 128, 128), 1)
    assert at(show["plate"], 40, 45)[0] > at(show["behind"], 40, 45)[0] + 60
    squares = {at(show["checker"], x, y) for x in range(100, 155, 3) for y in range(5, 85, 3)}
    assert len({round(one[0] / 16) for one in squares}) > 1


def test_an_element_over_its_plate_is_what_the_long_way_round_gives(
    api: Any, plate: Plate, make_take: Callable[..., Take], tmp_path: Path
) -> None:
    made = make_take("t3", plate=plate)
    seen = np.asarray(picture(api.client.get("/v1/takes/t3/frames/2?width=160")), np.int16)
    from secondunit.media.exr import read_exr

    element = read_exr(Path(made.folder, "smoke.0002.exr"))
    behind = read_exr(tmp_path / "plate" / "plate.0002.exr")
    right = preview(element, "ACEScg", open_config(), ground=behind, width=160, height=640)
    assert np.abs(seen - right).mean() < 1.0


def test_a_frame_without_its_plate_is_on_grey_and_says_so(
    api: Any, plate: Plate, make_take: Callable[..., Take], take: Take, tmp_path: Path
) -> None:
    answer = api.client.get("/v1/takes/t1/frames/2")
    assert answer.headers["x-secondunit-ground"] == "grey"
    assert "without a plate" in answer.headers["x-secondunit-remark"]
    assert api.client.get("/v1/takes/t1/frames/2?view=behind").status_code == 404
    make_take("t4", plate=plate)
    assert api.client.get("/v1/takes/t4/frames/2").headers["x-secondunit-ground"] == "plate"
    (tmp_path / "plate" / "plate.0002.exr").rename(tmp_path / "gone.exr")
    lost = api.client.get("/v1/takes/t4/frames/2")
    assert lost.headers["x-secondunit-ground"] == "grey" and "plate" in lost.headers["x-secondunit-remark"]
    assert lost.content == api.client.get("/v1/takes/t4/frames/2?view=grey").content
    assert api.client.get("/v1/takes/t4/frames/2?view=behind").status_code == 404
    (tmp_path / "gone.exr").rename(tmp_path / "plate" / "plate.0002.exr")
    assert api.client.get("/v1/takes/t4/frames/2").headers["x-secondunit-ground"] == "plate"


def test_beyond_the_plate_its_last_frame_stands_still(
    api: Any, plate: Plate, make_take: Callable[..., Take]
) -> None:
    make_take("t5", plate=plate)
    pictures = [
        at(picture(api.client.get(f"/v1/takes/t5/frames/{n}?view=behind")), 80, 45) for n in (1, 2, 3)
    ]
    assert pictures[1] == pictures[2] and pictures[1][2] > pictures[0][2]


def test_a_plate_that_was_rendered_again_is_seen(
    api: Any, plate: Plate, make_take: Callable[..., Take], tmp_path: Path
) -> None:
    make_take("t6", plate=plate)
    before = api.client.get("/v1/takes/t6/frames/1?view=behind").content
    pixels = np.full((90, 160, 3), 0.5, np.float32)
    write_exr(tmp_path / "plate" / "plate.0001.exr", Picture.of(pixels))
    assert api.client.get("/v1/takes/t6/frames/1?view=behind").content != before


def test_a_movie_behind_is_shown_in_its_own_colors(
    api: Any, make_take: Callable[..., Take], tmp_path: Path
) -> None:
    import av

    movie = tmp_path / "plate.mp4"
    with av.open(str(movie), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        stream.options = {"crf": "4", "g": "12", "bf": "2"}
        for n in range(30):
            grey = np.full((90, 160, 3), 20 + 6 * n, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    footage = Plate(str(movie), FrameRange(1, 3), Rate(24), FORMAT, ColorSpace(""), first_in_file=20)
    make_take("t7", plate=footage)
    for frame in (3, 1, 2):
        grey = picture(api.client.get(f"/v1/takes/t7/frames/{frame}?view=behind"))
        assert near(at(grey, 80, 45), (20 + 6 * (19 + frame),) * 3, 3)


def test_a_scrub_finds_the_next_frames_made(api: Any, take: Take) -> None:
    api.client.get("/v1/takes/t1/frames/1?width=64")
    api.client.get("/v1/takes/t1/frames/2?width=64")
    end = time.monotonic() + 20
    while not list(api.home.previews.glob("t1/3_64*")):
        assert time.monotonic() < end


@pytest.mark.parametrize(
    ("setting", "ahead"), [("", 1), ("&exposure=1", 0), ("&gamma=2", 0), ("&channel=red", 0)]
)
def test_only_what_is_kept_is_made_ahead_of_a_scrub(
    api: Any, take: Take, monkeypatch: pytest.MonkeyPatch, setting: str, ahead: int
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(api.desk.previews._reads, "start", begun.append)
    for frame in (1, 2):
        picture(api.client.get(f"/v1/takes/t1/frames/{frame}?width=64{setting}"))
    assert len(begun) == ahead


def test_a_take_on_a_disk_that_is_away_keeps_no_other_from_being_shown(
    api: Any, make_take: Callable[..., Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    away, mounted = make_take("t1"), threading.Event()
    make_take("t2")
    look = foreign.stat_of

    def stat_of(path: Path | str) -> os.stat_result:
        if str(path).startswith(away.folder):
            mounted.wait(60)
        return look(path)

    monkeypatch.setattr(foreign, "stat_of", stat_of)
    monkeypatch.setattr(api.desk.reads, "_patience", Patience(reach=1.0))
    monkeypatch.setattr(api.desk.previews, "_making", Turns(0.2))
    for path in ("frames/1?width=64", "thumbnail"):
        answer = api.client.get(f"/v1/takes/t1/{path}")
        assert (answer.status_code, answer.json()["code"]) == (504, "storage.silent")
        assert answer.json()["where"].startswith(away.folder)
    picture(api.client.get("/v1/takes/t2/frames/1?width=64"))
    picture(api.client.get("/v1/takes/t2/thumbnail"), "image/png")
    mounted.set()
    end = time.monotonic() + 20
    while api.desk.reads.left:
        assert time.monotonic() < end
    picture(api.client.get("/v1/takes/t1/frames/1?width=64"))


def test_stored_previews_are_served_and_lost_ones_are_not_found(api: Any, take: Take) -> None:
    assert picture(api.client.get("/v1/takes/t1/thumbnail"), "image/png").size == (16, 9)
    for path in ("contact", "movie", "frames/4", "frames/-1"):
        assert api.client.get(f"/v1/takes/t1/{path}").status_code == 404
    answer = api.client.get("/v1/takes/t1/frames/1?view=sepia")
    assert answer.status_code == 422 and answer.json()["where"] == "query.view"


def test_a_damaged_frame_is_a_problem_and_not_a_fault(api: Any, take: Take) -> None:
    (Path(take.folder) / "smoke.0002.exr").write_bytes(b"\x76\x2f\x31\x01")
    answer = api.client.get("/v1/takes/t1/frames/2")
    assert answer.status_code == 422 and answer.json()["code"] == "picture.damaged"
    (Path(take.folder) / "smoke.0002.exr").unlink()
    assert api.client.get("/v1/takes/t1/frames/2").status_code == 404


def test_what_is_kept_is_bounded_and_the_longest_unused_goes(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path, 1000)
    for name in ("a", "b", "c"):
        kept.put(f"t/{name}", name.encode() * 400)
    assert kept.get("t/a") is None and kept.get("t/b") == b"b" * 400
    kept.put("t/d", b"d" * 400)
    assert kept.get("t/c") is None and kept.get("t/b") is not None
    again = KeptFiles(tmp_path, 1000)
    assert again.get("t/d") == b"d" * 400
    again.put("t/e", b"e" * 700)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 1000


def test_a_full_disk_does_not_stop_anyone_from_looking(
    api: Any, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: object) -> Any:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr("secondunit.service.kept.whole_file", full)
    assert picture(api.client.get("/v1/takes/t1/frames/1")).size == (160, 90)


def test_a_running_job_shows_its_newest_frame(api: Any, plate: Plate, make_brief: Callable[..., Any]) -> None:
    work = api.room.work(make_brief(plate=plate, format=FORMAT, frames=FrameRange(1, 3)))
    work = dataclasses.replace(work, brief=dataclasses.replace(work.brief, colorspace=ColorSpace("ACEScg")))
    job = api.room.store_job(work)
    assert api.client.get(f"/v1/jobs/{job}/preview").status_code == 404
    pixels = np.zeros((90, 160, 4), np.float32)
    write_exr(Path(work.staging) / "beauty.0002.exr", Picture.of(pixels))
    first = picture(api.client.get(f"/v1/jobs/{job}/preview?width=64"))
    assert first.size == (64, 36) and at(first, 30, 10)[2] > at(first, 30, 10)[0] + 40
    pixels[..., 0] = pixels[..., 3] = 1.0
    write_exr(Path(work.staging) / "beauty.0001.exr", Picture.of(pixels))
    second = picture(api.client.get(f"/v1/jobs/{job}/preview?width=64"))
    assert at(second, 30, 10)[0] > at(second, 30, 10)[2] + 40
    assert api.client.get("/v1/jobs/nobody/preview").status_code == 404
