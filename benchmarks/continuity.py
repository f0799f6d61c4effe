"""Continuity: a sequence from stored measurements as figures, page and picture; a list of measured takes.

    python -m benchmarks.continuity [--shots 60] [--frames 240]

Each shot has a take whose drift was measured in all frames, the crops that its delivery keeps, and what is
kept of its face; the character has three references of 1024x1024. Goal: 3 s of processor for the page,
libraries loaded. The page is made a second time without crops, from frames of 1920x1080.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
from PIL import Image

from secondunit.engines.drift.face_pictures import write_crops
from secondunit.engines.drift.kept_faces import keep_face
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.models.identity.measurement import TakeFace
from secondunit.service.continuity import Continuities
from secondunit.service.home import Home
from secondunit.service.shows import SHOWS, Shows
from secondunit.service.store import Store, Transaction, takes
from secondunit.wire import (
    Brief,
    CharacterDrift,
    ColorSpace,
    Format,
    FrameDrift,
    FrameRange,
    Rate,
    Take,
    TakeLayer,
    dumps,
)

GOAL = 3.0
SPACE = ColorSpace("Linear Rec.709 (sRGB)")
SIZE = Format(1920, 1080)
T = TypeVar("T")


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--shots", type=int, default=60)
    read.add_argument("--frames", type=int, default=240)
    given = read.parse_args()
    print(f"continuity: {given.shots} shots of {given.frames} frames, load {os.getloadavg()[0]:.1f}")
    with TemporaryDirectory() as folder:
        os.environ[SHOWS] = folder
        store = Store(Path(folder, "store.db"))
        crops = sequence(Path(folder, "S"), store, given.shots, given.frames)
        every = Continuities(Shows(Home(Path(folder, "home"))), store, lambda show, persons: {})
        every.page(every.of("S", "SQ"))  # libraries load, and configs are read once
        of = timed("figures", lambda: every.of("S", "SQ"))
        page = timed(f"figures and page (goal {GOAL:g} s)", lambda: every.page(every.of("S", "SQ")))
        sheet = timed("figures and picture", lambda: every.sheet(every.of("S", "SQ")))
        print(f"  answer {len(dumps(of)):,}, page {len(page):,}, picture {len(sheet):,} bytes")
        for crop in crops:
            crop.unlink()
        timed(
            "figures and page without crops, from the frames",
            lambda: every.page(every.of("S", "SQ")),
        )
        rows = timed("a list of those takes", lambda: dumps(store.read(lambda c: takes.page(c, limit=200))))
        print(f"  list {len(rows):,} bytes")
        store.close()


def timed(name: str, work: Callable[[], T]) -> T:
    """What `work` gives; its processor time is printed."""
    before = time.process_time()
    answer = work()
    print(f"  {name}: {time.process_time() - before:.2f} s of processor", flush=True)
    return answer


def sequence(root: Path, store: Store, shots: int, count: int) -> list[Path]:
    """A show with one measured take a shot; gives the crops that were kept."""
    chance, config = np.random.default_rng(7), open_config("")
    frames, names = FrameRange.starting(1001, count), [f"sh{number:03d}0" for number in range(1, shots + 1)]
    version = root / "cast" / "ada" / "v001"
    version.mkdir(parents=True)
    listed = ", ".join(f'"{name}"' for name in names)
    (root / "secondunit.toml").write_text(f"[sequences]\nSQ = [{listed}]\n", "utf-8")
    for number in range(3):
        codes = chance.integers(0, 255, (1024, 1024, 3), np.uint8)
        Image.fromarray(codes).save(version / f"{number}.png", compress_level=1)
    light = np.full((SIZE.height, SIZE.width, 3), 0.18, np.float32)
    light[200:800, 600:1300] = chance.random((600, 700, 3), np.float32)
    write_exr(root / "frame.exr", Picture.of(light))
    every = []
    for number, name in enumerate(names):
        away = np.round(0.3 + 0.05 * chance.standard_normal(count), 4)
        drift = CharacterDrift("ada", 1, 3, tuple(
            FrameDrift(frame, float(value), "", (0.4, 0.25, 0.2, 0.4))
            for frame, value in zip(frames, away, strict=True)
        ), 0.2, "0.png", 1001)  # fmt: skip
        folder = root / name / "ada" / "v001"
        folder.mkdir(parents=True)
        write_crops(drift, folder, lambda layer, frame: root / "frame.exr", SPACE.name, config)
        for place in drift.faces:
            os.link(root / "frame.exr", folder / f"ada.{place.frame}.exr")
        take = f"t{number:03d}"
        worn = chance.random(64, np.float32)
        keep_face(root / "cast", "ada", 1, take, TakeFace(1001, np.full(128, 0.08, np.float32), worn))
        every.append(Take(
            take, "j1", "S", name, "ada", 1, str(folder), frames, Rate(24), SIZE, SPACE, "d",
            (TakeLayer("beauty", "ada.%04d.exr", ("R", "G", "B")),), created="2026-11-01", drift=(drift,),
        ))  # fmt: skip

    def write(transaction: Transaction) -> None:
        for one in every:
            brief = Brief("S", one.shot, "ada", frames, Rate(24), SIZE, prompt="ada")
            takes.add(transaction, one, brief)

    store.write(write)
    return sorted(root.glob("*/ada/v001/previews/face_*"))


if __name__ == "__main__":
    main()
