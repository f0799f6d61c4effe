"""Caching, resuming and repeating: the same brief gives the same bits."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored, write_stored
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.wire.errors import Cancelled, DamagedPicture, NoRights
from secondunit.wire.frames import FrameRange

pytestmark = pytest.mark.long

SMOKE = kind("smoke")
Simulate = Callable[[Scene, Path, FrameRange], None]


def digests(cache: Path, frames: FrameRange) -> list[str]:
    return [hashlib.sha256(frame_file(cache, frame).read_bytes()).hexdigest() for frame in frames]


def silent(done: float, text: str) -> None:
    return


PROGRAM = """
import hashlib, sys
from pathlib import Path
from secondunit.elements import Scene, kernels, kind
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
# However small it is, every thread has a part of it.
kernels.SHARED = kernels.LEAST = 1
smoke, cache = kind("smoke"), Path(sys.argv[1])
settings = smoke.settings(
    "gusty wind", {"resolution": 56, "preroll": 0.5, "obstacles": "box 0.1 0.7 0 1.2 0.2 0.8 20"}
)
scene = Scene("smoke", settings, 3, Format(300, 200), Rate(24))
smoke.simulate(scene, cache, FrameRange(1, 3), lambda d, t: None, lambda: False)
total = hashlib.sha256()
for frame in (1, 3):
    for name, layer in sorted(smoke.render(scene, cache, frame).layers.items()):
        total.update(name.encode() + layer.tobytes())
print(total.hexdigest())
"""


def test_the_number_of_threads_changes_no_bit(tmp_path: Path) -> None:
    answers = {}
    for threads in ("1", "3"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / threads)],
            env={**os.environ, "NUMBA_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        )
        frames = digests(tmp_path / threads, FrameRange(1, 3))
        answers[threads] = (done.stdout.strip(), *frames)
    assert answers["1"] == answers["3"]


def test_another_seed_gives_another_picture(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    frames = FrameRange(1, 1)
    for seed in (1, 2):
        simulate(make_scene(seed=seed), tmp_path / str(seed), frames)
    assert digests(tmp_path / "1", frames) != digests(tmp_path / "2", frames)


@pytest.mark.parametrize("stop_after", [1, 5, 9, 14, 17])
def test_a_run_that_was_interrupted_goes_on_to_the_same_bits(
    tmp_path: Path,
    make_scene: Callable[..., Scene],
    simulate: Simulate,
    stop_after: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = make_scene(), FrameRange(11, 17)
    simulate(scene, tmp_path / "whole", frames)
    calls = iter(range(1000))
    with pytest.raises(Cancelled):
        SMOKE.simulate(scene, tmp_path / "cut", frames, silent, lambda: next(calls) >= stop_after)
    simulate(scene, tmp_path / "cut", frames)
    assert digests(tmp_path / "cut", frames) == digests(tmp_path / "whole", frames)


@pytest.mark.parametrize("stop_after", [7, 24, 30])
def test_a_run_stopped_in_or_at_the_end_of_a_coarse_pre_roll_goes_on_to_the_same_bits(
    tmp_path: Path,
    make_scene: Callable[..., Scene],
    simulate: Simulate,
    stop_after: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    ball = {"obstacles": "ball 0 1 0 0.8"}
    scene, frames = make_scene(preroll=40 / 24, resolution=64, width=1.2, **ball), FrameRange(1, 2)
    assert plan_of(scene.settings, scene.format, scene.rate, matte=False).coarse_frames == 24
    simulate(scene, tmp_path / "whole", frames)
    calls = iter(range(1000))
    with pytest.raises(Cancelled):
        SMOKE.simulate(scene, tmp_path / "cut", frames, silent, lambda: next(calls) >= stop_after)
    simulate(scene, tmp_path / "cut", frames)
    assert digests(tmp_path / "cut", frames) == digests(tmp_path / "whole", frames)


def test_a_killed_process_leaves_a_cache_that_goes_on_to_the_same_bits(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene, frames = make_scene(seed=7), FrameRange(1, 6)
    simulate(scene, tmp_path / "whole", frames)
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from secondunit.elements import Scene, kind\n"
        "from secondunit.wire.frames import FrameRange\n"
        "from secondunit.wire.picture import Format\n"
        "from secondunit.wire.rate import Rate\n"
        "import secondunit.elements.carriers.fluid.simulate as run\n"
        "run.CHECKPOINT_CELLS = 60_000\n"
        "smoke = kind('smoke')\n"
        "settings = smoke.settings('', {'resolution': 32, 'preroll': 0.5})\n"
        "scene = Scene('smoke', settings, 7, Format(96, 72), Rate(24))\n"
        "def die(done, text):\n"
        "    if done > 0.8: os.kill(os.getpid(), signal.SIGKILL)\n"
        "smoke.simulate(scene, Path(sys.argv[1]), FrameRange(1, 6), die, lambda: False)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "cut")], check=False)
    assert done.returncode != 0
    assert not frame_file(tmp_path / "cut", 6).exists()
    simulate(scene, tmp_path / "cut", frames)
    assert digests(tmp_path / "cut", frames) == digests(tmp_path / "whole", frames)
    assert not list((tmp_path / "cut").glob("*.tmp-*"))


def test_frames_that_are_whole_are_not_made_again_and_damaged_ones_are(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene, frames = make_scene(), FrameRange(1, 4)
    simulate(scene, tmp_path, frames)
    before = digests(tmp_path, frames)
    stamps = [frame_file(tmp_path, frame).stat().st_mtime_ns for frame in frames]
    damaged = frame_file(tmp_path, 3)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged.write_bytes(data)
    simulate(scene, tmp_path, frames)
    assert digests(tmp_path, frames) == before
    kept = [frame_file(tmp_path, frame).stat().st_mtime_ns for frame in frames]
    assert [a == b for a, b in zip(stamps, kept, strict=True)] == [True, True, False, True]


def test_a_longer_range_goes_on_where_a_shorter_one_ended(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene = make_scene()
    simulate(scene, tmp_path / "grown", FrameRange(1, 3))
    simulate(scene, tmp_path / "grown", FrameRange(1, 6))
    simulate(scene, tmp_path / "whole", FrameRange(1, 6))
    assert digests(tmp_path / "grown", FrameRange(1, 6)) == digests(tmp_path / "whole", FrameRange(1, 6))


def test_another_setting_makes_the_frames_anew(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    frames = FrameRange(1, 1)
    simulate(make_scene(), tmp_path, frames)
    before = digests(tmp_path, frames)
    simulate(make_scene(wind=2.0), tmp_path, frames)
    assert digests(tmp_path, frames) != before


def test_checkpoints_do_not_pile_up(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 1)
    simulate(make_scene(), tmp_path, FrameRange(1, 20))
    assert len(list(tmp_path.glob("state.*"))) <= 3


def test_rendering_a_frame_that_was_not_simulated_is_a_clear_error(
    tmp_path: Path, make_scene: Callable[..., Scene]
) -> None:
    with pytest.raises(DamagedPicture, match="missing or damaged"):
        SMOKE.render(make_scene(), tmp_path, 1)


def test_a_truncated_cache_file_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "volume.suv"
    write_stored(path, {"a": 1}, {"density": np.ones((2, 3, 4), np.float32)}, packed=True)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DamagedPicture):
        read_stored(path)


def test_packed_arrays_come_back_within_one_part_in_65535(tmp_path: Path) -> None:
    field = np.random.default_rng(0).normal(size=(5, 6, 7)).astype(np.float32)
    write_stored(tmp_path / "a", {}, {"field": field}, packed=True)
    write_stored(tmp_path / "b", {}, {"field": field}, packed=False)
    back = read_stored(tmp_path / "a").arrays["field"]
    assert np.abs(back - field).max() <= 0.51 * (field.max() - field.min()) / 65535 + 1e-6
    assert np.array_equal(read_stored(tmp_path / "b").arrays["field"], field)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_a_clear_error(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(NoRights):
        simulate(make_scene(), tmp_path / "shut" / "cache", FrameRange(1, 1))


KERNEL = """
import numba.core.caching as caching
# As where the code is read-only and the user has no folder that can be written.
keep = caching.CacheImpl._locator_classes
caching.CacheImpl._locator_classes = [c for c in keep if "UserProvided" in c.__name__]
import numpy as np
import secondunit.elements.optics.march as march
low, high = (np.full((8, 8), n, np.int32) for n in (0, 8))
march.occupy(np.ones((8, 8, 8), np.float32), low, high, np.zeros((1, 1, 1), np.uint8))
print(sum(march.occupy.stats.cache_hits.values()))
"""


def test_compiled_kernels_are_kept_for_the_next_process_where_only_our_own_folder_is_writable(
    tmp_path: Path,
) -> None:
    hits = []
    bare = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", KERNEL],
            env={**bare, "SECONDUNIT_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        hits.append(done.stdout.strip())
    assert hits == ["0", "1"]
    assert not list((tmp_path / "kernels").glob("*.tmp-*"))


def test_where_nothing_can_be_written_kernels_are_compiled_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run(
        [sys.executable, "-c", KERNEL],
        env={**os.environ, "SECONDUNIT_HOME": str(tmp_path / "file"), "NUMBA_CACHE_DIR": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "0"


RENAMED = """
import sys
from pathlib import Path
import numpy as np
sys.path.insert(0, sys.argv[1])
import loops
out = np.zeros(4, np.float32)
loops.fill(0, 4, loops.NAME(np.float32(2.0)), out)
print(out.tolist())
"""


def test_a_kernel_kept_by_a_version_whose_tuple_has_another_name_is_compiled_anew(tmp_path: Path) -> None:
    source = (
        "from typing import NamedTuple\nimport numpy as np\nfrom secondunit.elements.kernels import kernel\n"
        "class NAME(NamedTuple):\n    gain: np.float32\n"
        "@kernel\ndef fill(start, stop, numbers, out):\n"
        "    for n in range(start, stop):\n        out[n] = numbers.gain\n"
    )
    answers = []
    for name in ("Former", "Later"):
        (tmp_path / "loops.py").write_text(source.replace("NAME", name))
        done = subprocess.run(
            [sys.executable, "-c", RENAMED.replace("NAME", name), str(tmp_path)],
            env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kept")},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(done.stdout.strip())
    assert answers == ["[2.0, 2.0, 2.0, 2.0]"] * 2


def test_progress_names_no_frame_after_the_last_one_that_is_asked_for(
    tmp_path: Path, make_scene: Callable[..., Scene]
) -> None:
    lines: list[str] = []
    SMOKE.simulate(
        make_scene(), tmp_path, FrameRange(1047, 1048), lambda done, text: lines.append(text), lambda: False
    )
    assert frame_file(tmp_path, 1049).exists()
    assert lines[-1] == "Simulating frame 1048"
    assert "1049" not in "".join(lines)
