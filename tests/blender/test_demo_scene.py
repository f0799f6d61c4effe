"""The demo's script makes a comp, a movie and a scene that another Blender session opens."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np

from secondunit.wire import Rate


def test_the_demo_scene_places_renders_and_saves(
    blender: Any, extension: Path, tools: Any, tmp_path: Path
) -> None:
    for frame in range(1001, 1005):
        plate = np.full((36, 64, 3), frame / 4000, np.float32)
        tools.write_exr(tmp_path / "plate ü" / f"p.{frame}.exr", plate)

    def smoke(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.5, np.float32)

    home = tmp_path / "home"
    with tools.loopback.Loopback(home) as service:
        from dataclasses import replace

        from secondunit.wire import FrameRange

        take = tools.make_take(tmp_path, smoke, space="ACEScg", frames=FrameRange(1001, 1004))
        service.add_take(replace(take, rate=Rate(24000, 1001)))
        command = [
            blender.python, tools.ROOT / "installers" / "blender_demo_scene.py", "--extension", extension,
            "--show", take.show, "--shot", take.shot, "--take", take.id,
            "--plate", tmp_path / "plate ü" / "p.%04d.exr", "--out", tmp_path / "comp ü", "--home", home,
        ]  # fmt: skip
        environment = {**os.environ, "SECONDUNIT_COMMAND": "/nowhere/secondunit"}
        done = subprocess.run(
            [str(word) for word in command], env=environment, capture_output=True, text=True, timeout=200,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    made = json.loads(done.stdout.strip().splitlines()[-1])
    for frame in range(1001, 1005):
        pixels = tools.read_exr(Path(made["frames"] % frame))
        assert pixels.shape[:2] == (36, 64)
    with av.open(made["movie"]) as movie:
        video = movie.streams.video[0]
        assert sum(1 for _ in movie.decode(video)) == 4
        assert abs(float(video.average_rate or 0) - 24000 / 1001) < 0.01
    assert Path(made["still"]).stat().st_size > 100
    found = blender.run("open_demo", made["blend"])
    assert found["placed"] == ["smoke_left v1"]
    assert found["rate"] == "24000/1001"
    assert all(path.startswith("//") for path in found["paths"]), found["paths"]
