"""Every kind of element, from a sentence to a take, and placed over a plate in every host, to the pixel."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit import elements
from secondunit.host.placement import frame_path
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.wire import Brief, ColorSpace, Delivery, PlacementKind, Take, read_controls


def load(name: str) -> Any:
    """A module beside this test, one with the other tests of models' takes."""
    full = f"secondunit_provider_take_{name}"
    if full not in sys.modules:
        path = Path(__file__).parent / "round" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(full, path)
        assert spec is not None and spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


painting, served, seats = load("painting"), load("serving"), load("seats")
ALL, FRAMES, FORMAT = painting.WITH_HANDLES, painting.FRAMES, painting.FORMAT
FRAME = FRAMES.last
#: What an artist writes for each kind there is; how small it is made is the kind's own smallest element.
SENTENCES = {
    "campfire": "a campfire", "debris": "flying debris", "dust_drift": "dust behind the horses",
    "dust_hit": "dust where the shell hits", "embers": "many embers carried by the wind to the left",
    "explosion": "an explosion", "fire": "a fire", "fog": "a bank of fog", "mist": "ground mist",
    "muzzle_flash": "a muzzle flash", "rain": "heavy rain", "smoke": "thick black smoke",
    "snow": "snow falling", "sparks": "sparks from a grinder", "steam": "steam", "torch": "a torch",
}  # fmt: skip
#: Those that add more light than they take, from the first frame on.
GLOWING = ("embers", "sparks", "torch")


@dataclass(frozen=True)
class Fires:
    """A service, the shot's footage, and a take of each kind."""

    client: Any
    footage: Any
    takes: dict[str, Take]


@pytest.fixture(scope="module")
def fires(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fires]:
    place = tmp_path_factory.mktemp("fires")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDUNIT_HOME", str(place / "home"))
        patch.setenv("SECONDUNIT_SHOWS", str(place / "shows"))
        patch.delenv("OCIO", raising=False)
        footage = painting.Footage(place / "plate ü").write()
        with served.serving(place) as client:
            takes = {}
            for kind, sentence in SENTENCES.items():
                settings = read_controls(elements.kind(kind).controls(), elements.kind(kind).tiny)
                brief = Brief(
                    painting.SHOW, painting.SHOT, kind, ALL, painting.RATE, FORMAT, prompt=sentence,
                    controls=settings, colorspace=ColorSpace(painting.LINEAR), plate=footage.plate,
                    delivery=Delivery(depth="float"),
                )  # fmt: skip
                takes[kind] = served.ended(client, client.submit(brief))
            yield Fires(client, footage, takes)


def over_the_plate(take: Take, frame: int) -> Any:
    """The frame over the plate as every host should show it: light added, and only soot takes light away."""
    rgba = seats.pixels(take, frame)
    return rgba[..., :3] + painting.plate_pixels(frame) * (1.0 - rgba[..., 3:])


def test_every_kind_there_is_is_made_here(fires: Fires) -> None:
    assert sorted(SENTENCES) == sorted(elements.kinds())
    for kind, take in fires.takes.items():
        assert inspect_exr(frame_path(take, FRAME)).provenance["kind"].startswith(kind)


@pytest.mark.parametrize("kind", GLOWING)
def test_a_sentence_becomes_a_take_that_adds_more_light_than_it_takes(fires: Fires, kind: str) -> None:
    take = fires.takes[kind]
    rgba = seats.pixels(take, FRAME)
    red, green, blue = (rgba[..., channel] for channel in range(3))
    glows = red > 0.01
    assert glows.sum() > 5, "something burns"
    assert (red[glows] > green[glows]).all() and (green[glows] > blue[glows]).all(), "as hot things glow"
    assert red.max() > 2.0 * rgba[..., 3].flat[red.argmax()], "more light is added than taken"


@pytest.mark.parametrize("placement", [PlacementKind.COMP, PlacementKind.NODES])
@pytest.mark.parametrize("kind", SENTENCES)
def test_in_nuke_it_lies_over_the_plate_as_it_was_made(
    fires: Fires,
    kind: str,
    placement: PlacementKind,
    start_nuke: Callable[..., Any],
    load_nuke: Callable[..., Any],
) -> None:
    plugin = load_nuke(start_nuke())
    size = f"{FORMAT.width} {FORMAT.height}"
    format = f'"{size} 0 0 {size} 1 small"'
    plugin.fake.paste(
        f"Root {{\n first_frame {ALL.first}\n last_frame {ALL.last}\n fps 24\n format {format}\n}}\n"
        f'Read {{\n inputs 0\n file_type exr\n file "{fires.footage.plate.path}"\n format {format}\n'
        f" first {ALL.first}\n last {ALL.last}\n name Plate\n}}\n"
    )
    script = seats.Script(plugin, plugin.host(answer=painting.LINEAR))
    placed = script.place(fires.takes[kind], placement)
    (group,) = [name for name in (placed.id, f"SecondUnit_{kind}") if plugin.node(name)][-1:]
    for frame in (ALL.first, FRAME):
        shown = script.render(group, frame).shown().rgba()[..., :3]
        assert np.abs(shown - over_the_plate(fires.takes[kind], frame)).max() < 1e-4, frame


def test_in_blender_it_lies_over_the_plate_as_it_was_made(fires: Fires, blender: Any, tmp_path: Path) -> None:
    case = {"takes": {kind: take.id for kind, take in fires.takes.items()}, "frame": FRAME,
            "plate": fires.footage.plate.path, "first": ALL.first}  # fmt: skip
    (tmp_path / "case.json").write_text(json.dumps(case))
    blender.run("elements", tmp_path / "case.json", fires.client.url, fires.client.token, tmp_path)
    for kind, take in fires.takes.items():
        shown = read_exr(tmp_path / kind / f"frame.{FRAME:04d}.exr").rgba()[..., :3]
        assert np.abs(shown - over_the_plate(take, FRAME)).max() < 1e-3, kind


@pytest.mark.parametrize("kind", SENTENCES)
def test_on_the_timeline_it_lies_on_the_shot_s_frames_with_its_handles(
    fires: Fires, kind: str, fake_resolve: Any, load_resolve: Callable[..., Any]
) -> None:
    plugin = load_resolve(fake_resolve, "24")
    edit = plugin.edit
    edit.timeline.marks = (FRAMES.first - edit.timeline.start, FRAMES.last - edit.timeline.start)
    edit.timeline.playhead = FRAMES.first
    host = plugin.host(answer=painting.LINEAR)
    assert host.shot().frames == FRAMES
    host.keep({})
    timeline = seats.Timeline(edit, host, plugin.said)
    timeline.place(fires.takes[kind])
    item = timeline.item(fires.takes[kind])
    assert (item.start, item.duration, item.source) == (FRAMES.first, len(FRAMES), painting.HANDLES)
