"""What holds for every kind there is: its looks, its controls, its words, its pixels.

A kind that comes to `kinds` falls under these by itself. Pixels are of the smallest element that the kind
makes; what a kind alone promises is tested beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind, kinds, read_wish, vocabulary
from secondunit.engines.render_step import beauty_picture, passes_picture
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.wire.control import read_controls
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

KINDS = kinds()
SIZE = Format(48, 36)
FRAMES = FrameRange(1, 4)

#: What an English and a French artist type for each kind.
ASKED = {
    "campfire": ("a campfire on the beach", "un feu de camp sur la plage"),
    "debris": ("flying debris", "des gravats qui volent"),
    "dust_drift": ("dust behind the horses", "de la poussière derrière les chevaux"),
    "dust_hit": ("dust where the bullet hits", "un impact de balle dans le sable"),
    "embers": ("embers drifting up", "des braises qui montent"),
    "explosion": ("an explosion", "une explosion"),
    "fire": ("a house on fire", "une maison en feu"),
    "fog": ("a bank of fog", "un banc de brouillard"),
    "mist": ("ground mist", "une nappe de brume au ras du sol"),
    "muzzle_flash": ("a muzzle flash", "un coup de feu"),
    "rain": ("heavy rain", "une averse"),
    "smoke": ("black smoke", "de la fumée noire"),
    "snow": ("snow falling", "il neige"),
    "sparks": ("sparks from a grinder", "des étincelles"),
    "steam": ("steam from a kettle", "de la vapeur d'eau"),
    "torch": ("a torch on the wall", "une torche au mur"),
}
#: The units of the quantities that controls are named by.
UNITS = {
    "camera_height": "m", "camera_pitch": "deg", "distance": "m", "focal": "mm", "height": "m",
    "key_height": "deg", "key_side": "deg", "life": "s", "loop": "s", "preroll": "s",
    "sensor": "mm", "shutter": "deg", "temperature": "K", "visibility": "m", "white": "K", "width": "m",
    "wind": "m/s", "wind_direction": "deg",
}  # fmt: skip
#: Renders frame 4 of every kind that is named, on as many threads as the environment says. Loops that would
#: not be worth a second thread at this size are shared all the same.
PROGRAM = """
import hashlib, json, sys, tempfile
from pathlib import Path
from secondunit.elements import kernels
shared = kernels.over
kernels.over = lambda body, count, *args, **named: shared(body, count, *args, **{**named, "work": 1 << 30})
from test_every_kind import made, rendered
print(json.dumps({name: rendered(name, Path(tempfile.mkdtemp())) for name in sys.argv[1:]}))
"""


def made(name: str, cache: Path, *runs: FrameRange) -> RenderedFrame:
    """Frame 4 of the smallest element of a kind, simulated in these runs."""
    element = kind(name)
    scene = Scene(name, element.settings("", element.tiny), 5, SIZE, Rate(24))
    for frames in runs or (FRAMES,):
        element.simulate(scene, cache, frames, lambda fraction, text: None, lambda: False)
    return element.render(scene, cache, FRAMES.last)


def rendered(name: str, cache: Path, *runs: FrameRange) -> str:
    """The bits of every layer of frame 4."""
    import hashlib

    digest = hashlib.sha256()
    for layer, pixels in sorted(made(name, cache, *runs).layers.items()):
        digest.update(layer.encode() + np.ascontiguousarray(pixels).tobytes())
    return digest.hexdigest()


@cache
def bits_on(threads: str) -> dict[str, str]:
    paths = (str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *KINDS], capture_output=True, text=True, check=True,
        env={**os.environ, "NUMBA_NUM_THREADS": threads, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )  # fmt: skip
    bits: dict[str, str] = json.loads(done.stdout)
    return bits


@pytest.fixture(scope="module")
def frame(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return made(request.param, tmp_path_factory.mktemp(request.param))


every_kind = pytest.mark.parametrize("name", KINDS)
every_frame = pytest.mark.parametrize("frame", KINDS, indirect=True)


@every_kind
def test_a_kind_has_three_looks_that_its_controls_take(name: str) -> None:
    element = kind(name)
    looks = element.looks
    assert len(looks) >= 3 and len({look.name for look in looks}) == len(looks)
    for look in looks:
        assert look.label and look.help, look.name
        assert read_controls(element.controls(), look.settings) == look.settings, look.name
    assert len({tuple(sorted(element.settings("", look.settings).items())) for look in looks}) == len(looks)


@every_kind
def test_every_control_says_what_it_is(name: str) -> None:
    controls = kind(name).controls()
    assert len({control.name for control in controls}) == len(controls)
    for control in controls:
        assert control.label and control.help and control.group, control.name
        assert control.read(control.default) == control.default, control.name
        if control.kind in ("float", "int"):
            assert control.minimum is not None and control.maximum is not None, control.name
            assert control.unit == UNITS.get(control.name, control.unit), control.name


@every_kind
def test_what_artists_type_in_english_and_french_asks_for_it(name: str) -> None:
    for words in ASKED[name]:
        assert read_wish(words).kinds[:1] == (name,), words


@every_kind
def test_its_own_words_ask_for_it_wherever_they_name_no_other(name: str) -> None:
    names = vocabulary().names
    own = [phrase for phrase in kind(name).cues.names.split(", ") if names.get(phrase) == (name,)]
    assert own
    assert {phrase: read_wish(phrase).kinds[:1] for phrase in own} == dict.fromkeys(own, (name,))


@every_kind
def test_the_number_of_threads_changes_no_bit(name: str) -> None:
    assert bits_on("1")[name] == bits_on("2")[name]


@every_kind
def test_a_cache_that_was_half_filled_goes_on_to_the_same_bits(name: str, tmp_path: Path) -> None:
    whole = rendered(name, tmp_path / "whole")
    assert rendered(name, tmp_path / "grown", FrameRange(1, 2), FRAMES) == whole


@every_frame
def test_its_passes_add_up_to_its_beauty(frame: RenderedFrame) -> None:
    beauty = frame.layers["beauty"][..., :3]
    light = np.zeros_like(beauty)
    for name, weight in frame.weights.items():
        light = light + frame.layers[name] * np.array(weight, np.float32)
    light = light + frame.layers.get("emission", np.zeros_like(beauty))
    assert np.allclose(light, beauty, rtol=2e-3, atol=1e-4)


@every_frame
def test_its_passes_add_up_to_its_beauty_in_half_float_files_too(
    frame: RenderedFrame, tmp_path: Path
) -> None:
    """Each value is rounded once, by half a step of half float at most: so is the sum of them."""
    beauty, passes = tmp_path / "beauty.exr", tmp_path / "passes.exr"
    write_exr(beauty, beauty_picture(frame, SIZE), depth="half")
    write_exr(passes, passes_picture(frame, SIZE), depth="half")
    written, read = read_exr(beauty), read_exr(passes)
    assert inspect_exr(beauty).depth == inspect_exr(passes).depth == "half"
    total = np.zeros((*written.pixels.shape[:2], 3))
    rounding = np.abs(written.pixels[..., :3].astype(np.float64))
    parts = {name: np.array(weight) for name, weight in frame.weights.items()}
    if "emission" in frame.layers:
        parts["emission"] = np.ones(3)
    for name, weight in parts.items():
        light = read.layer(name).pixels.astype(np.float64) * weight
        total += light
        rounding += np.abs(light)
    step = 2.0**-11 * rounding + 2.0**-25 * (1.0 + sum(weight.max() for weight in parts.values()))
    # A hundredth of a step more: what is rounded has errors of single precision.
    assert (np.abs(total - written.pixels[..., :3]) <= 1.01 * step + 2e-6 * rounding).all()


@every_frame
def test_its_alpha_covers_and_its_colour_is_light(frame: RenderedFrame) -> None:
    beauty = frame.layers["beauty"]
    assert beauty.shape == (frame.window.height, frame.window.width, 4)
    assert np.isfinite(beauty).all() and beauty[..., :3].min() >= 0.0
    assert beauty[..., 3].min() >= 0.0 and beauty[..., 3].max() <= 1.0
    assert beauty.max() > 0.0, "there is something to see"
    for layer, pixels in frame.layers.items():
        assert np.isfinite(pixels).all(), layer
        assert pixels.shape[:2] == beauty.shape[:2], layer
