"""A clean plate by a model, the whole way: command line, service, gate, a painting ComfyUI, signature."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Rate, Window

pytestmark = pytest.mark.long

FAR = Path(__file__).parents[1] / "providers" / "conftest.py"
WIDTH, HEIGHT = 192, 108
#: Rows and columns that the matte marks.
INSIDE = (slice(40, 70), slice(80, 130))
FRAMES = (1001, 1002, 1003)


@pytest.fixture(scope="module")
def painter() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("second_unit_far_conftest", FAR)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    far = module.far_end("painter")
    server = far.Painter()
    server.far = far
    yield server
    server.close()
    assert not server.wrong, server.wrong


@pytest.fixture
def show(home: Path, tmp_path: Path, painter: Any) -> Path:
    """A show whose only provider is the painter on this machine."""
    root = home / "shows" / "PAINT"
    root.mkdir(parents=True, exist_ok=True)
    (root / "secondunit.toml").write_text(f'format = "{WIDTH}x{HEIGHT}"\n', "utf-8")
    workflows = painter.far.workflows(tmp_path / "workflows")
    (root / "providers.toml").write_text(
        f'[comfyui]\nservers = "{painter.url}"\nworkflows = {json.dumps(str(workflows))}\n', "utf-8"
    )
    return root


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    """Three frames of a noisy ACEScg ramp with a lamp six times as bright as white, and a matte."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    window = Window(0, 0, WIDTH, HEIGHT)
    for frame in FRAMES:
        noise = np.random.default_rng(frame).normal(0, 0.004, (HEIGHT, WIDTH, 3))
        light = np.stack([0.02 + x / WIDTH * 0.6, 0.02 + y / HEIGHT * 0.5, np.full_like(x, 0.18)], -1)
        light[10:20, 20:40] = 6.0
        plate = (light + noise).astype(np.float32)
        write_exr(
            tmp_path / f"plate.{frame}.exr",
            Picture(("R", "G", "B"), plate, window, window), rate=Rate(24),
        )  # fmt: skip
        matte = np.zeros((HEIGHT, WIDTH, 4), np.float32)
        matte[INSIDE] = 1.0
        write_exr(
            tmp_path / f"matte.{frame}.exr",
            Picture(("R", "G", "B", "A"), matte, window, window), rate=Rate(24),
        )  # fmt: skip
    return tmp_path


def brief(footage: Path, *more: str) -> tuple[str, ...]:
    return (
        "--show", "PAINT", "--shot", "sh010", "--element", "clean", "--provider", "comfyui",
        "--model", "inpaint_fill", "--task", "inpaint", "--plate", str(footage / "plate.%04d.exr"),
        "--colorspace", "ACEScg", "--matte", str(footage / "matte.%04d.exr"), *more, "remove the stand",
    )  # fmt: skip


def test_a_clean_plate_comes_back_as_an_element_that_leaves_every_other_pixel_alone(
    run: Any, show: Path, footage: Path, painter: Any
) -> None:
    made = run("generate", "--json", *brief(footage))
    assert made.code == 0, made.out + made.err
    folder = next((show / "sh010" / "clean").glob("v*"))
    take = json.loads((folder / "take.json").read_text())
    assert (take["provider"], take["model"], take["made_by"]) == ("comfyui", "inpaint_fill", "AI model")
    assert 0 < take["round_trip"]["delta_e"] < 1.0
    for frame in FRAMES:
        element = read_exr(folder / f"clean_{folder.name}.{frame}.exr")
        plate = read_exr(footage / f"plate.{frame}.exr").pixels
        colour, alpha = element.pixels[..., :3], element.pixels[..., 3:]
        comp = colour + plate * (1.0 - alpha)
        outside = np.ones((HEIGHT, WIDTH), bool)
        outside[INSIDE] = False
        assert not colour[outside].any() and not alpha[outside].any()
        assert np.array_equal(comp[outside], plate[outside])
        assert comp[15, 30].min() > 5.9  # the lamp is as bright as it was
        middle = comp[55, 105]
        assert middle[1] > 1.5 * middle[0] and middle[1] > 1.5 * middle[2]  # the painter's green


def test_what_the_model_gave_is_kept_byte_for_byte_and_signed_for(
    run: Any, show: Path, footage: Path, painter: Any
) -> None:
    before = set((show / "sh010" / "clean").glob("v*")) if (show / "sh010").is_dir() else set()
    each = ("--seed", "7", "--set", "every_frame=true")
    assert run("generate", "--json", *brief(footage, *each)).code == 0
    (folder,) = set((show / "sh010" / "clean").glob("v*")) - before
    kept = sorted((folder / "provider").rglob("*.png"))
    assert len(kept) == len(FRAMES)
    given = {sha256(data).hexdigest() for data in painter.files.values()}
    assert {sha256(path.read_bytes()).hexdigest() for path in kept} <= given
    first = folder / f"clean_{folder.name}.1001.exr"
    said = run("provenance", str(first), "--show", "PAINT", "--json").lines[-1]
    text = json.dumps(said)
    assert "trainedAlgorithmicMedia" in text and "inpaint_fill" in text
    assert all(sha256(path.read_bytes()).hexdigest() in text for path in kept)
    ledger = run("ledger", "verify", "--show", "PAINT")
    assert ledger.code == 0
    first.write_bytes(first.read_bytes()[:-1] + b"\0")
    assert run("provenance", str(first), "--show", "PAINT").code == 6


def test_what_the_model_is_sent_says_nothing_beside_the_picture(
    run: Any, show: Path, footage: Path, painter: Any
) -> None:
    before = len(painter.files_sent)
    assert run("generate", "--json", *brief(footage, "--seed", "8")).code == 0
    sent = painter.files_sent[before:]
    assert len(sent) > 1, "a plate and its matte"
    for data in sent:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert not dict(image.getexif()) and set(image.info) <= {"srgb", "gamma", "chromaticity"}
        assert str(footage).encode() not in data and b"sh010" not in data


def test_a_prohibition_holds_even_where_nothing_leaves(
    run: Any, show: Path, footage: Path, painter: Any
) -> None:
    rules = show / "rights.toml"
    rules.write_text('[[rule]]\nname = "no edits of plates"\nprovider = "*"\ndeny = true\n'
                     'materials = ["plate"]\n', "utf-8")  # fmt: skip
    asked = painter.taken
    try:
        refused = run("generate", "--json", *brief(footage, "--seed", "9"))
    finally:
        rules.unlink()
    assert refused.code == 4 and "no edits of plates" in refused.out + refused.err
    assert painter.taken == asked
