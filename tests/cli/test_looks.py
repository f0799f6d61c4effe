"""The page of looks, rendered small: what stands in it is opened again."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from secondunit.engines.looks.reel import fullest
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture

TOY = Path(__file__).parents[1] / "elements" / "toy"


def rendered(folder: Path, *arguments: str, code: int = 0) -> list[dict[str, object]]:
    """Run `looks` on the kind of three looks that a studio brings; gives its lines of JSON."""
    import os

    done = subprocess.run(
        [sys.executable, "-m", "secondunit", "looks", "--kind", "lantern", "--json", "--out", str(folder),
         "--frames", "3", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TOY), os.environ.get("PYTHONPATH", "")])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr + done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def pictures(page: str) -> list[Image.Image]:
    found = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", page)
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[dict[str, object]]]:
    folder = tmp_path_factory.mktemp("looks")
    lines = rendered(
        folder, "--size", "96x54", "--sheet", str(folder / "sheet.png"), "--pictures", str(folder / "small")
    )
    names = ["lantern-beacon.jpg", "lantern-rose.jpg", "lantern-white.jpg"]
    assert sorted(path.name for path in (folder / "small").iterdir()) == names
    assert Image.open(folder / "small" / names[0]).size == (192, 108)
    assert Image.open(folder / "sheet.png").size == (3 * 406 + 6, 225 + 24 + 12), "three in a row, with names"
    return (folder / "looks.html").read_text(encoding="utf-8"), lines


def test_every_look_is_on_the_page_with_what_it_sets(page: tuple[str, list[dict[str, object]]]) -> None:
    html, lines = page
    assert [line.get("look") for line in lines[:-1]] == ["white", "rose", "beacon"]
    assert lines[-1]["looks"] == 3 and lines[-1]["bytes"] == len(html.encode())
    for label in ("White", "Rose", "Beacon"):
        assert f"<h3>{label}</h3>" in html
    assert "<dt>Glow</dt> <dd>40</dd>" in html and "<dt>Radius</dt> <dd>2 m</dd>" in html
    assert html.count("s a frame") == 6
    assert not re.search(r'(src|href)="(?!data:|#)', html), "it stands alone"


def test_its_stills_are_as_large_as_was_asked_and_lie_on_both_grounds(
    page: tuple[str, list[dict[str, object]]],
) -> None:
    section = page[0].split('id="lantern-white"')[1].split("</section>")[0]
    stills = [image for image in pictures(section) if image.size == (96, 54)]
    assert len(stills) == 2
    black, grey = (np.asarray(image.convert("L")) for image in stills)
    assert black[0, 0] < 8 < 60 < grey[0, 0]
    assert black[27, 48] > 200, "the lantern shines in the middle"


def test_its_movies_hold_every_frame_at_the_rate(
    page: tuple[str, list[dict[str, object]]], tmp_path: Path
) -> None:
    movies = re.findall(r"data:video/mp4;base64,([A-Za-z0-9+/=]+)", page[0])
    assert len(movies) == 3
    (tmp_path / "look.mp4").write_bytes(base64.b64decode(movies[0]))
    with av.open(str(tmp_path / "look.mp4")) as movie:
        assert movie.streams.video[0].average_rate == 24
        assert sum(1 for _ in movie.decode(video=0)) == 3


def test_a_plate_is_a_third_ground_and_gives_the_size(tmp_path: Path) -> None:
    write_exr(tmp_path / "plate.exr", Picture.of(np.full((40, 64, 4), [0.5, 0.1, 0.1, 1.0], np.float32)))
    rendered(tmp_path, "--look", "white", "--plate", str(tmp_path / "plate.exr"))
    html = (tmp_path / "looks.html").read_text(encoding="utf-8")
    over = [image for image in pictures(html.split("<section")[1]) if image.size == (64, 40)]
    assert len(over) == 3
    red, green, _ = np.asarray(over[2].convert("RGB"))[0, 0]
    assert int(red) > int(green) + 60


def test_the_strip_of_a_blast_begins_with_it() -> None:
    from secondunit.engines.looks.reel import _strip

    empty, full = (Picture.of(np.full((2, 2, 4), level, np.float32)) for level in (0.0, 0.5))
    assert _strip({1: empty, 2: empty, 3: full, 4: full}) == (3, 4)
    assert _strip({1: empty, 2: empty}) == (1, 2)


def test_a_sheet_of_no_known_sort_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    [refused] = rendered(tmp_path, "--sheet", str(tmp_path / "sheet.gif"), code=2)
    assert ".gif" in str(refused["problem"])
    assert not (tmp_path / "looks.html").exists()


def test_a_look_that_is_not_there_is_refused(tmp_path: Path) -> None:
    [refused] = rendered(tmp_path, "--look", "emerald", code=2)
    assert "emerald" in str(refused["problem"])


def frame_of(*parts: tuple[int, tuple[float, float, float, float]]) -> Picture:
    """A frame of 100 pixels of which so many have each colour."""
    pixels = np.zeros((1, 100, 4), np.float32)
    start = 0
    for count, rgba in parts:
        pixels[0, start : start + count] = rgba
        start += count
    return Picture.of(pixels, ("R", "G", "B", "A"))


def test_a_blast_is_shown_as_a_fireball_and_neither_as_its_flash_nor_as_its_last_smoke() -> None:
    flash = frame_of((8, (9.0, 9.0, 8.0, 1.0)), (50, (0.9, 0.7, 0.3, 0.02)))
    ball = frame_of((25, (1.5, 0.6, 0.1, 1.0)), (10, (0.05, 0.05, 0.05, 0.9)))
    smoke = frame_of((50, (0.04, 0.04, 0.04, 0.9)))
    assert fullest({1: frame_of(), 6: flash, 12: ball, 40: smoke}) == 12


def test_what_hides_nothing_and_what_shines_not_at_all_are_shown_by_their_fullest_frames() -> None:
    sparks = {n: frame_of((n, (3.0, 1.0, 0.2, 0.01))) for n in (1, 30, 10)}
    soot = {n: frame_of((n, (0.0, 0.0, 0.0, 0.5))) for n in (1, 30, 10)}
    assert fullest(sparks) == fullest(soot) == 30
