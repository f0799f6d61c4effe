"""The worker, step by step, on a real element: the files that come out, and what goes wrong in words."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from secondunit.elements import kind
from secondunit.elements.optics.light import light_weights
from secondunit.engines.folders import make_folders, read_work
from secondunit.engines.living import alive, mark_of
from secondunit.engines.names import Staging
from secondunit.engines.parent import PARENT, parent_mark
from secondunit.engines.template import steps_of
from secondunit.engines.usage import read_usage
from secondunit.engines.worker import DONE, PROBLEM, run
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.movie import inspect_movie
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Delivery,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Problem,
    Step,
    Take,
    Work,
    loads,
)
from secondunit.wire.errors import StorageError


def whole_job(work: Work) -> Take:
    request = make_folders(work)
    for step in steps_of(work):
        assert run(request, step) == DONE, (request.parent / "problem.json").read_text()
    from secondunit.engines.delivery import found_take

    take = found_take(work)
    assert take is not None
    return take


def problem_of(work: Work) -> Problem:
    return loads(Problem, (Path(work.scratch) / "problem.json").read_bytes())


def test_a_take_holds_beauty_passes_previews_and_its_own_story(
    make_work: Callable[..., Work], capfd: pytest.CaptureFixture[str]
) -> None:
    work = make_work(delivery=Delivery(overscan=4))
    take = whole_job(work)
    folder = Path(take.folder)
    beauty = [folder / (take.layers[0].path % frame) for frame in take.frames]
    header = inspect_exr(beauty[0])
    assert header.channels == ("R", "G", "B", "A") and header.depth == "half"
    assert str(header.display_window) == "64x36+0+0" and str(header.data_window) == "72x44-4-4"
    assert take.data_window == header.data_window
    assert str(header.rate) == "24000/1001" and header.timecode is not None
    story = header.provenance
    assert story["take"] == take.id and story["brief"] == work.brief_digest and story["seed"] == "3"
    assert story["made by"] == "simulated" and story["kind"] == f"smoke {kind('smoke').version}"
    pixels = read_exr(beauty[-1]).pixels
    assert np.isfinite(pixels).all() and pixels[..., 3].max() > 0.05 and pixels[..., 3].min() == 0.0
    passes = read_exr(folder / (take.layers[1].path % 1003))
    assert {"light_left", "light_back", "depth", "forward", "density"} <= set(passes.layers)
    provenance = inspect_exr(folder / (take.layers[1].path % 1003)).provenance
    assert "forward.u" in provenance["vectors"] and "next frame" in provenance["vectors"]
    weights = json.loads(provenance["weights"])
    sum_of_lights = sum(
        passes.layer(name).pixels.astype(np.float64) * np.array(weight) for name, weight in weights.items()
    )
    assert np.allclose(sum_of_lights, pixels[..., :3], atol=2e-2 * max(1e-3, float(pixels[..., :3].max())))
    movie = inspect_movie(folder / take.movie)
    assert movie.frames == 3 and str(movie.rate) == "24000/1001"
    assert (folder / take.thumbnail).stat().st_size > 200 and (
        folder / take.contact_sheet
    ).stat().st_size > 200
    assert loads(Take, (folder / "take.json").read_bytes()).user == "Zoë"
    assert take.settings["resolution"] == 24 and take.made_by == "simulated" and take.bytes > 0
    assert take.maker == story["kind"]
    said = capfd.readouterr().out.splitlines()
    assert "openjd_progress: 100.00" in said and "openjd_status: Frame 1002 is rendered" in said
    assert all(line.startswith("openjd_") for line in said)


def test_frames_that_are_whole_are_not_made_again_and_damaged_ones_are(
    make_work: Callable[..., Work],
) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE and run(request, Step.RENDER, (1001, 1002)) == DONE
    usage = read_usage(Path(work.scratch))
    assert (usage[Step.SIMULATE].frames, usage[Step.RENDER].frames) == (3, 2)
    assert usage[Step.RENDER].processor > 0.0
    staging = Staging(Path(work.staging))
    kept, damaged = (staging.frame("beauty", frame) for frame in (1001, 1002))
    before = kept.stat()
    original = damaged.read_bytes()
    damaged.write_bytes(original[: len(original) // 2])
    assert run(request, Step.RENDER) == DONE
    assert kept.stat().st_mtime_ns == before.st_mtime_ns and kept.stat().st_ino == before.st_ino
    assert damaged.read_bytes() == original
    assert staging.missing(work.brief.frames, passes=False) == ()


def test_a_delivery_refuses_a_damaged_frame_and_takes_it_away(make_work: Callable[..., Work]) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE and run(request, Step.RENDER) == DONE
    damaged = Staging(Path(work.staging)).frame("beauty", 1002)
    damaged.write_bytes(damaged.read_bytes()[:-200])
    assert run(request, Step.DELIVER) == PROBLEM
    assert problem_of(work).code == "picture.damaged" and problem_of(work).where == "1002"
    assert not damaged.exists() and not (Path(work.staging).parent / "v001").exists()
    assert run(request, Step.RENDER) == DONE and run(request, Step.DELIVER) == DONE
    assert run(request, Step.DELIVER) == DONE  # it was done before: the same take
    assert [path.name for path in Path(work.staging).parent.iterdir()] == ["v001"]


def test_a_job_that_was_begun_before_an_update_has_its_older_frames_made_again(
    make_work: Callable[..., Work],
) -> None:
    work = make_work(frames=FrameRange(1001, 1002))
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE and run(request, Step.RENDER) == DONE
    older = Staging(Path(work.staging)).frame("passes", 1001)
    picture, provenance = read_exr(older), inspect_exr(older).provenance
    names = tuple(name.replace("forward.", "motion.") for name in picture.channels)
    write_exr(older, dataclasses.replace(picture, channels=names), depth="half", provenance=provenance)
    assert run(request, Step.DELIVER) == PROBLEM
    assert problem_of(work).code == "picture.damaged" and problem_of(work).where == "1001"
    assert run(request, Step.RENDER) == DONE and run(request, Step.DELIVER) == DONE


def test_the_take_is_in_the_space_that_was_asked_for(make_work: Callable[..., Work]) -> None:
    quick = {"delivery": Delivery(passes=False, depth="float"), "frames": FrameRange(1002, 1002)}
    acescg = make_work("j" + "0" * 25, **quick)
    linear = make_work("j" + "1" * 25, **quick, colorspace=ColorSpace("Linear Rec.709 (sRGB)"))
    one, two = (
        read_exr(Path(take.folder) / (take.layers[0].path % 1002)).pixels.astype(np.float64)
        for take in (whole_job(acescg), whole_job(linear))
    )
    # ACEScg (AP1, D60) to linear Rec.709 (D65), Bradford; ACES reference.
    matrix = np.array(
        [[1.70505, -0.62179, -0.08326], [-0.13026, 1.14080, -0.01055], [-0.02400, -0.12897, 1.15297]]
    )
    assert np.allclose(two[..., :3], one[..., :3] @ matrix.T, atol=1e-4) and one[..., :3].max() > 0.01
    assert np.array_equal(one[..., 3], two[..., 3])


def test_the_same_brief_gives_the_same_pixels_and_another_seed_others(make_work: Callable[..., Work]) -> None:
    def pixels(job: str, seed: int) -> Any:
        take = whole_job(make_work(job, seed=seed, delivery=Delivery(passes=False)))
        return read_exr(Path(take.folder) / (take.layers[0].path % 1003)).pixels

    first = pixels("j" + "0" * 25, 3)
    assert np.array_equal(first, pixels("j" + "1" * 25, 3))
    assert not np.array_equal(first, pixels("j" + "2" * 25, 4))


@pytest.mark.parametrize("numbered", [None, 1])
def test_previews_show_the_plate_behind_whatever_its_numbers_and_space(
    make_work: Callable[..., Work], make_plate: Callable[..., Plate], numbered: int | None
) -> None:
    from PIL import Image

    plate = make_plate(
        first_in_file=numbered, space="ACEScg" if numbered is None else "Linear Rec.709 (sRGB)"
    )
    take = whole_job(make_work(plate=plate, frames=FrameRange(1001, 1004)))
    thumbnail = np.asarray(Image.open(Path(take.folder) / take.thumbnail).convert("RGB")).astype(int)
    corner = thumbnail[:4, :4].reshape(-1, 3)
    assert np.ptp(corner, axis=0).max() <= 2 and 120 < corner.mean() < 230  # a flat grey, no checker
    assert not take.remarks and not (Path(take.folder) / "plate").exists()


def test_a_matte_is_where_the_element_comes_from(make_work: Callable[..., Work], tmp_path: Path) -> None:
    shape = np.zeros((36, 64, 4), np.float32)
    shape[20:34, 4:16, 3] = 1.0
    write_exr(tmp_path / "matte.exr", Picture.of(shape))
    matte = Matte(str(tmp_path / "matte.exr"), FrameRange(1001, 1001))
    take = whole_job(make_work(matte=matte, delivery=Delivery(passes=False)))
    alpha = read_exr(Path(take.folder) / (take.layers[0].path % 1003)).pixels[..., 3].astype(np.float64)
    assert alpha[:, :32].sum() > 5 * alpha[:, 32:].sum() and alpha.max() > 0.01


def test_a_worker_names_the_frame_that_cannot_be_made(make_work: Callable[..., Work]) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = make_folders(work)
    assert run(request, Step.RENDER, (1002,)) == PROBLEM  # nothing was simulated
    assert problem_of(work).code == "work.frame" and problem_of(work).where == "1002"
    assert run(request, Step.RENDER, (7,)) == PROBLEM
    assert problem_of(work).code == "input.bad"


def test_a_disk_without_room_is_told_as_one(
    make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    work = make_work(delivery=Delivery(passes=False))
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", work.staging)

    monkeypatch.setattr("secondunit.engines.render_step.write_exr", full)
    assert run(request, Step.RENDER) == PROBLEM
    assert problem_of(work).code == "storage.full"


def test_a_preview_that_cannot_be_made_is_remarked_and_the_take_is_whole(
    make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: Any, **__: Any) -> None:
        raise StorageError("This PyAV has no H.264 encoder.")

    monkeypatch.setattr("secondunit.engines.deliver_step.review_movie", none)
    take = whole_job(make_work(delivery=Delivery(passes=False)))
    assert take.remarks == ("There is no review movie: This PyAV has no H.264 encoder.",)
    assert take.movie == "" and (Path(take.folder) / take.thumbnail).is_file()


def test_a_request_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert run(tmp_path / "work.json", Step.RENDER) == PROBLEM
    (tmp_path / "work.json").write_text("{}")
    assert run(tmp_path / "work.json", Step.RENDER) == PROBLEM
    assert loads(Problem, (tmp_path / "problem.json").read_bytes()).code == "value.missing_field"


def test_a_worker_ends_when_its_service_does(make_work: Callable[..., Work]) -> None:
    work = make_work(
        frames=FrameRange(1, 2000), controls=FrozenMap({"resolution": 96}), delivery=Delivery(passes=False)
    )
    request = make_folders(work)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as service:
        mark = mark_of(service.pid)
        assert alive(mark) and alive(parent_mark())
        command = [sys.executable, "-m", "secondunit.engines.worker", "--request", str(request)]
        worker = subprocess.Popen(
            [*command, "--step", "simulate"], env={**os.environ, PARENT: mark}, stdout=subprocess.PIPE
        )
        assert worker.stdout is not None and worker.stdout.readline()
        service.kill()
    assert worker.wait(10) == 3
    worker.stdout.close()
    assert not alive(mark) and not alive("nonsense")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere births are not counted from the boot")
def test_a_corrected_clock_does_not_make_a_stranger_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = parent_mark()
    before = psutil.Process().create_time()
    booted = psutil.boot_time()
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: booted + 3600.0)
    assert psutil.Process().create_time() > before + 3000
    assert parent_mark() == mark and alive(mark)


def test_a_work_file_reads_back(make_work: Callable[..., Work]) -> None:
    work = dataclasses.replace(make_work(), first_version=12)
    assert read_work(make_folders(work)) == work


def test_the_weights_of_the_frames_follow_from_settings_and_exposure_of_the_take(
    make_work: Callable[..., Work], make_plate: Callable[..., Plate]
) -> None:
    lit = make_work(plate=make_plate(value=0.36), prompt="orange light from the left")
    for work, exposure in ((lit, 2.0), (make_work("j" + "2" * 25, element="alone"), 1.0)):
        take = whole_job(work)
        assert take.exposure == pytest.approx(exposure, rel=1e-3)
        header = inspect_exr(Path(take.folder, take.layers[1].path % take.frames.first))
        told = json.loads(header.provenance["weights"])
        again = light_weights(take.settings, 0.18 * take.exposure, own_key=True)
        assert set(again) == set(told)
        for name, weight in again.items():
            assert weight == pytest.approx(tuple(told[name]), rel=1e-12, abs=1e-15)
        assert float(header.provenance["exposure"]) == take.exposure


def test_frames_that_do_not_say_what_lit_them_take_it_from_the_plate(
    make_work: Callable[..., Work], make_plate: Callable[..., Plate]
) -> None:
    work = make_work(plate=make_plate(value=0.09), delivery=Delivery(passes=False))
    request = make_folders(work)
    for step in (Step.SIMULATE, Step.RENDER):
        assert run(request, step) == DONE
    for path in sorted(Path(work.staging).glob("beauty.*.exr")):
        story = {name: told for name, told in inspect_exr(path).provenance.items() if name != "exposure"}
        write_exr(path, read_exr(path), provenance=story)
    assert run(request, Step.DELIVER) == DONE
    from secondunit.engines.delivery import found_take

    take = found_take(work)
    assert take is not None and take.exposure == pytest.approx(0.5, rel=1e-3)
