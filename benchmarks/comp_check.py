"""The comp check: what it adds to making a take, and how often it is wrong about the house's own looks.

    python -m benchmarks.comp_check [--size 1280x720] [--frames 12] [--looks smoke fire ...]

A smoke is simulated (as coarse as it goes), rendered and written with its passes, and checked; an edit is a
plate of tests/models/grainy_plate.py with a hole that is filled with the same scene and grain of its own.
Goal: 5 % of the processor time of making it. With --looks every look of those kinds (`all`: of every kind) is
made small and checked; none may be red, and amber is listed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from secondunit.elements import Scene, kind, kinds
from secondunit.engines.check import checked
from secondunit.engines.render_step import beauty_picture, passes_picture
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    Brief,
    CheckLight,
    ColorSpace,
    CompCheck,
    Format,
    FrameRange,
    FrozenMap,
    Matte,
    Plate,
    Rate,
    Task,
)

ROOT = Path(__file__).resolve().parents[1]
SPACE = ColorSpace("ACEScg")
#: The size and the frames of looks that are checked for false alarms.
SMALL, FEW = Format(192, 108), FrameRange(1, 12)


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--size", default="1280x720")
    read.add_argument("--frames", type=int, default=12)
    read.add_argument("--looks", nargs="*", default=[])
    given = read.parse_args()
    sys.path.insert(0, str(ROOT))
    size, frames = Format.parse(given.size), FrameRange.starting(1001, given.frames)
    print(f"comp_check: {size}, {given.frames} frames, load of the machine {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as folder:
        make, check, found = element("smoke", kind("smoke").tiny, size, frames, Path(folder))
        print(
            f"comp_check: smoke: made in {make:.1f} s of processor, checked in {check:.2f} s "
            f"({100 * check / make:.1f} %), {found.light.value}"
        )
    with TemporaryDirectory() as folder:
        write, check, found = edit(size, frames, Path(folder))
        figures = ", ".join(f"{figure.subject.value} {figure.light.value}" for figure in found.figures)
        print(
            f"comp_check: edit: checked in {check:.2f} s of processor, {1000 * check / given.frames:.0f} ms "
            f"a frame (plate and take written in {write:.1f} s); {figures}"
        )
    wanted = kinds() if given.looks == ["all"] else tuple(given.looks)
    counts = dict.fromkeys(CheckLight, 0)
    for name in wanted:
        for look in kind(name).looks:
            with TemporaryDirectory() as folder:
                settings = {**kind(name).tiny, **look.settings}
                _, _, found = element(name, settings, SMALL, FEW, Path(folder))
            counts[found.light] += 1
            for figure in found.figures:
                if figure.light in (CheckLight.AMBER, CheckLight.RED):
                    print(f"comp_check: {name} {look.name}: {figure.light.value}: {figure.sentence}")
    if wanted:
        print("comp_check: looks: " + ", ".join(f"{count} {light.value}" for light, count in counts.items()))


def element(
    name: str, settings: Mapping[str, object], size: Format, frames: FrameRange, folder: Path
) -> tuple[float, float, CompCheck]:
    """An element made and checked: the processor's seconds of both, and the check."""
    of_kind = kind(name)
    scene = Scene(name, of_kind.settings("", settings), 5, size, Rate(24))
    began = time.process_time()
    of_kind.simulate(scene, folder / "cache", frames, lambda done, text: None, lambda: False)
    for frame in frames:
        rendered = of_kind.render(scene, folder / "cache", frame)
        write_exr(folder / f"passes.{frame}.exr", passes_picture(rendered, size))
        write_exr(folder / f"beauty.{frame}.exr", beauty_picture(rendered, size))
    made = time.process_time()
    brief = Brief("S", "sh", "e", frames, Rate(24), size, kind=name, colorspace=SPACE)
    found = checked(
        brief, FrozenMap(), lambda layer, frame: folder / f"{layer}.{frame}.exr", open_config(""), passes=True
    )
    return made - began, time.process_time() - made, found


def edit(size: Format, frames: FrameRange, folder: Path) -> tuple[float, float, CompCheck]:
    """A filled hole checked: the seconds of writing and of checking it, and the check."""
    from tests.models.grainy_plate import Truth, noise, plate, scene

    truth, pan = Truth(), (2.4, 0.7)
    shot = plate(truth, size.height, size.width, len(frames), pan)
    unit = noise(truth, size.height, size.width, len(frames), seed=9)
    began = time.process_time()
    matte = np.zeros((size.height, size.width), np.float32)
    matte[size.height // 4 : size.height // 2, size.width // 3 : size.width // 2] = 1.0
    for index, frame in enumerate(frames):
        write_exr(folder / f"plate.{frame}.exr", Picture.of(shot[1001 + index]))
        write_exr(folder / f"matte.{frame}.exr", Picture.of(matte))
        clean = scene(size.height, size.width, index * pan[0], index * pan[1])
        grainy = clean + truth.deviation(clean) * unit[index]
        fill = np.dstack([grainy * matte[..., None], matte]).astype(np.float32)
        write_exr(folder / f"beauty.{frame}.exr", Picture.of(fill))
    written = time.process_time()
    brief = Brief(
        "S", "sh", "e", frames, Rate(24), size, task=Task.INPAINT, colorspace=SPACE,
        plate=Plate(str(folder / "plate.%04d.exr"), frames, Rate(24), size, SPACE),
        matte=Matte(str(folder / "matte.%04d.exr"), frames, "Y"),
    )  # fmt: skip
    found = checked(brief, FrozenMap(), lambda layer, frame: folder / f"{layer}.{frame}.exr", open_config(""))
    return written - began, time.process_time() - written, found


if __name__ == "__main__":
    main()
