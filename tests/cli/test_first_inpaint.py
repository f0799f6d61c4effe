"""The guide's way from nothing to a first inpaint, walked: its files, its commands, its promises."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.providers.bedrock.settings import Settings
from secondunit.rights import InputRight
from secondunit.rights.show import ShowRights
from secondunit.service.outbound.settings import parse_providers
from secondunit.wire import Money, Rate, Task, Window
from secondunit.wire.rights import Ask, Material, MaterialKind

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "providers-setup.md"


def part(of: str) -> str:
    """What the guide says below the heading that begins with `of`."""
    parts = re.split(r"^## ", GUIDE.read_text("utf-8"), flags=re.MULTILINE)
    [found] = [part for part in parts if part.startswith(of)]
    return found


def tables(text: str) -> list[str]:
    """The blocks of TOML in a part of the guide."""
    return [dedent(block) for block in re.findall(r"^ *```toml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)]


def commands(text: str) -> list[list[str]]:
    """The commands in a part of the guide, each as its arguments; a line may go on after a backslash."""
    lines = text.replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.strip().startswith("secondunit ")]


@pytest.fixture
def painter() -> Iterator[Any]:
    """A ComfyUI on this machine that paints as soon as it is asked."""
    folder = Path(__file__).parents[1] / "providers" / "far"
    name = "second_unit_far_ends"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    made = importlib.import_module(f"{name}.painter")
    server = made.Painter()
    server.workflows = made.workflows
    yield server
    server.close()


def test_the_guides_way_to_a_first_inpaint_with_comfyui_ends_with_a_signed_element_over_the_plate(
    run, home, painter, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    window = Window(0, 0, 128, 72)
    noise = np.random.default_rng(3)
    plates = {}
    for frame in (1001, 1002):
        plates[frame] = noise.uniform(0, 2, (72, 128, 3)).astype(np.float16).astype(np.float32)
        (tmp_path / "plates").mkdir(exist_ok=True)
        (tmp_path / "mattes").mkdir(exist_ok=True)
        plate = Picture(tuple("RGB"), plates[frame], window, window)
        write_exr(tmp_path / "plates" / f"sh010.{frame}.exr", plate, rate=Rate(24))
        box = np.zeros((72, 128, 1), np.float32)
        box[24:48, 40:80] = 1
        write_exr(tmp_path / "mattes" / f"door.{frame}.exr", Picture(("A",), box, window, window))
    show = home / "shows" / "walked"
    show.mkdir(parents=True)
    workflows = painter.workflows(tmp_path / "workflows")
    guide = part("From nothing to a first inpaint, with ComfyUI").replace("heist", "walked")
    [table] = tables(guide)
    table = table.replace("http://127.0.0.1:8188", painter.url).replace("/studio/workflows", str(workflows))
    (show / "providers.toml").write_text(table, "utf-8")
    estimate, generate = commands(guide)
    expected = ["comfyui", "inpaint_fill", "inpaint", "no"]
    for _ in range(10):  # who is late is listed as absent, and is there when it is asked again
        listed = [line.split("\t")[:4] for line in run("providers", "--show", "walked").out.splitlines()]
        if expected in listed:
            break
    assert expected in listed
    said = run(*estimate)
    assert (
        said.code == 0
        and "Declared local by Jane Doe: comfyui inpaint_fill runs on this machine." in said.out
    )
    made = run(*generate, "--json")
    assert made.code == 0, made.out[-1500:]
    take = made.lines[-1]
    folder = Path(take["folder"])
    assert take["made_by"] == "AI model" and take["round_trip"]["delta_e"] < 1
    assert list((folder / "provider").rglob("*.png")), "what came is kept as it came"
    for frame, plate in plates.items():
        element = read_exr(folder / f"door_v001.{frame}.exr")
        named = dict(zip(element.channels, np.moveaxis(element.pixels, -1, 0), strict=True))
        colour = np.stack([named[name] for name in "RGB"], -1)
        alpha = named["A"][..., None]
        y, x = element.data_window.y, element.data_window.x
        behind = plate[y : y + alpha.shape[0], x : x + alpha.shape[1]]
        over = colour + behind * (1 - alpha)
        assert alpha.max() == 1 and (alpha == 0).any()
        assert (over == behind)[np.broadcast_to(alpha == 0, over.shape)].all()
        assert np.abs(over - behind)[np.broadcast_to(alpha == 1, over.shape)].mean() > 0.05
    signed = run("provenance", str(folder / "door_v001.1001.exr"), "--show", "walked", "--json")
    assert (signed.code, signed.lines[0]["made"]) == (0, "trainedAlgorithmicMedia")
    assert any(part["title"].startswith("provider/") for part in signed.lines[0]["ingredients"])


def test_the_guides_bedrock_files_allow_the_inpaint_they_are_for(tmp_path) -> None:
    rules, table = tables(part("From nothing to a first inpaint, with Bedrock"))
    (tmp_path / "rights.toml").write_text(rules, "utf-8")
    settings = parse_providers(table.encode()).tables["bedrock"]
    model = "stability.stable-image-inpaint-v1:0"
    assert Settings.read(settings).price(model) > 0
    rights = ShowRights("heist", tmp_path)
    plate = "a" * 64
    rights.record_input(InputRight(plate, MaterialKind.PLATE, "owned", "Heist Pictures", "lee"))
    ask = Ask("heist", "sh010", "mia", "bedrock", "c" * 64, "", model, str(settings["account"]), Task.INPAINT,
              (Material(MaterialKind.PLATE, plate),), Money("0.07"), str(settings["geography"]))  # fmt: skip
    given = rights.examine(ask)
    assert given.allowed, given.sentence
    assert f"bedrock-runtime.{settings['region']}.amazonaws.com" in given.hosts


def test_every_table_of_the_guide_is_one_that_can_be_read() -> None:
    read = [
        parse_providers(each.encode())
        for each in tables(GUIDE.read_text("utf-8"))
        if "[[rule]]" not in each and "[roles]" not in each
    ]
    assert {name for each in read for name in each.names()} == {"comfyui", "luma", "bedrock"}
    whole = next(each.tables["bedrock"] for each in read if "bucket" in each.tables.get("bedrock", {}))
    example = {**whole, "kms_key": "arn:aws:kms:us-west-2:123456789012:alias/show"}
    assert json.dumps(sorted(Settings.read(example).endpoints)) == '["bedrock", "bedrock-runtime", "s3"]'
