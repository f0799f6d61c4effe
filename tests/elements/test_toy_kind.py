"""A kind of fifty lines that a studio brings goes from words to EXR without a line of the product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondunit.media.exr import read_exr
from secondunit.wire import KindList, decode

pytestmark = pytest.mark.long

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment in which the kind is installed, with a service of its own."""
    place = tmp_path_factory.mktemp("toy")
    made = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TOY), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        "SECONDUNIT_HOME": str(place / "home"),
        "SECONDUNIT_SHOWS": str(place / "shows"),
    }
    command = [sys.executable, "-u", "-m", "secondunit", "serve"]
    with subprocess.Popen(command, env=made, stderr=subprocess.PIPE) as served:
        assert served.stderr is not None and served.stderr.readline(), "it says where it is once it answers"
        try:
            yield made
        finally:
            served.terminate()


def answered(world: dict[str, str], *arguments: str, code: int = 0) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "secondunit", *arguments],
        env=world,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_its_words_make_a_take_with_its_emission(world: dict[str, str]) -> None:
    place = ("--show", "S", "--shot", "sh010", "--frames", "1001-1002", "--size", "64x36", "--fps", "24")
    prompt = "a dim rose lantern on the left, windy, far away"
    made = ("--element", "light", "--set", "radius=4", "--json")
    take = answered(world, "generate", prompt, *place, *made)[-1]
    assert take["kind"] == "lantern"
    assert take["settings"] == {"distance": 60.0, "glow": 1.0, "paper": "rose", "radius": 4.0, "x": 0.25}
    folder = Path(str(take["folder"]))
    beauty = read_exr(folder / "light_v001.1002.exr")
    red, alpha = (beauty.pixels[..., beauty.channels.index(name)] for name in ("R", "A"))
    assert red.max() > 0.5
    assert not alpha.any(), "light that covers nothing"
    assert abs(int(red.max(axis=0).argmax()) - 16) <= 1
    passes = read_exr(folder / "light_v001_passes.1002.exr")
    assert set(passes.channels) == {"emission.R", "emission.G", "emission.B"}
    assert passes.pixels[..., passes.channels.index("emission.R")].max() == red.max()
    answered(world, "generate", "a lantern", *place, "--element", "l", "--set", "wind=1", "--json", code=2)


SHOT = (
    "--show",
    "S",
    "--shot",
    "sh010",
    "--element",
    "l",
    "--frames",
    "1-2",
    "--size",
    "64x36",
    "--fps",
    "24",
)


def test_a_look_sets_its_controls_by_hand_and_a_setting_goes_before_it(world: dict[str, str]) -> None:
    look = answered(world, "estimate", "white", *SHOT, "--look", "rose", "--set", "glow=9", "--json")[-1]
    assert look["kind"] == "lantern"
    assert (look["settings"]["paper"], look["settings"]["glow"]) == ("rose", 9.0)
    by_hand = ("--kind", "lantern", "--set", "paper=rose", "--set", "glow=9")
    chosen = answered(world, "estimate", "white", *SHOT, *by_hand, "--json")[-1]
    assert chosen["brief_digest"] == look["brief_digest"]
    for wrong in (("--look", "emerald"), ("--look", "rose", "--kind", "smoke")):
        [refused] = answered(world, "estimate", "a lantern", *SHOT, *wrong, "--json", code=2)
        assert refused["problem"]["where"] == "look"


def test_the_looks_of_a_kind_are_listed(world: dict[str, str]) -> None:
    [lantern] = [kind for kind in answered(world, "kinds", "--json") if kind["name"] == "lantern"]
    assert [look["name"] for look in lantern["looks"]] == ["white", "rose", "beacon"]
    done = subprocess.run(
        [sys.executable, "-m", "secondunit", "kinds"], env=world, capture_output=True, text=True, check=True
    )
    assert "beacon" in done.stdout and "Seen from afar." in done.stdout


PANEL = """
from secondunit.host.fields import Fields
from secondunit.service.kinds import kind_list
from secondunit.wire import encode
import json
made = Fields(kind_list().kinds)
made.set("kind", "lantern")
shown = [name for _, names in made.grouped() for name in names if name.startswith("controls.")]
print(json.dumps({"shown": shown, "kinds": encode(kind_list())}))
"""


def test_a_panel_has_its_controls_and_no_others(world: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PANEL], env=world, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert sorted(found["shown"]) == [f"controls.{n}" for n in ("distance", "glow", "paper", "radius", "x")]
    kinds = decode(KindList, found["kinds"]).kinds
    names = [one.name for one in kinds]
    assert "lantern" in names and names == sorted(names)
    assert kinds[names.index("lantern")].help == "A paper lantern: light that covers nothing."
