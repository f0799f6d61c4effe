"""The Group that is pasted gives the pixels of the reference comp, as far as half float can tell."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondunit.elements.optics.light import key_direction, light_weights
from secondunit.host.nk import nodes_script, version_knobs
from secondunit.media import over as comp
from secondunit.media.picture import RGB, Picture
from secondunit.wire import (
    Delivery,
    Format,
    Take,
)


def loaded(part: str) -> Any:
    """A module of the parser and the evaluator, by a name of its own."""
    name = "secondunit_nuke_for_pixels"
    if name not in sys.modules:
        folder = Path(__file__).parents[1] / "hosts" / "nuke"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return importlib.import_module(f"{name}.{part}")


comps = loaded("pixels.comps")
FRAMES, HALF = comps.FRAMES, comps.HALF
Comp, layer_of, made_take = comps.Comp, comps.layer_of, comps.made_take
same, written_plate = comps.same, comps.written_plate


@pytest.fixture(scope="session")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> Comp:
    """Two versions of a smoke with overscan, and a plate."""
    root = tmp_path_factory.mktemp("smoke")
    takes = tuple(made_take(root, n, delivery=Delivery(overscan=8)) for n in (1, 2))
    return Comp(takes, written_plate(root, Format(96, 54)), Format(96, 54))


def test_as_placed_the_group_is_the_reference_comp(smoke: Comp) -> None:
    take = smoke.takes[0]
    nodes = smoke.group(smoke.placement(take))
    for frame in FRAMES:
        shown = smoke.rendered(nodes, frame)
        same(shown, smoke.reference(take, frame))
        assert (shown.display_window, shown.pixel_aspect) == (smoke.format.window, 1.0)
        changed = np.abs(shown.shown().rgba() - smoke.plate_at(frame).rgba()).max()
        assert changed > 0.05, "the element is seen"


@pytest.mark.parametrize("frame", [998, 1000, 1005, 1007])
@pytest.mark.parametrize("blend", ["over", "plus"])
def test_outside_the_takes_frames_the_plate_passes_bit_for_bit(smoke: Comp, frame: int, blend: str) -> None:
    nodes = smoke.group(smoke.placement(smoke.takes[0], blend=blend))
    shown, plate = smoke.rendered(nodes, frame), smoke.plate_at(frame)
    assert shown.data_window == plate.data_window and shown.channels == plate.channels
    assert shown.pixels.tobytes() == np.ascontiguousarray(plate.pixels).tobytes()


@pytest.mark.parametrize("offset", [-3, 2])
def test_an_offset_moves_the_frames(smoke: Comp, offset: int) -> None:
    take = smoke.takes[0]
    nodes = smoke.group(smoke.placement(take, offset=offset))
    for frame in (998, 1000, 1001, 1002, 1003, 1004, 1006):
        same(smoke.rendered(nodes, frame), smoke.reference(take, frame, offset=offset))


@pytest.mark.parametrize("blend", ["over", "plus"])
@given(
    mix=st.floats(0, 1, width=16),
    gain=st.floats(0, 8, width=16),
    offset=st.integers(-3, 3),
    frame=st.integers(1000, 1006),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mix_gain_and_offset_do_what_they_say(
    smoke: Comp, blend: str, mix: float, gain: float, offset: int, frame: int
) -> None:
    take = smoke.takes[1]
    nodes = smoke.group(smoke.placement(take, mix=mix, gain=gain, offset=offset, blend=blend))
    wanted = smoke.reference(take, frame, mix, gain, offset, blend)
    same(smoke.rendered(nodes, frame), wanted)


def test_light_is_added_without_cover_above_one(smoke: Comp) -> None:
    take = smoke.takes[0]
    nodes = smoke.group(smoke.placement(take, blend="plus"))
    for frame in FRAMES:
        shown = smoke.rendered(nodes, frame)
        same(shown, smoke.reference(take, frame, blend="plus"))
        assert shown.select(("A",)).shown().pixels.max() <= 1.0


def test_every_version_shows_by_the_pull_down_alone(smoke: Comp) -> None:
    first, second = smoke.takes
    nodes = smoke.group(smoke.placement(first))
    before = smoke.rendered(nodes, 1003)
    nodes[-1].knobs["version"] = "v002"
    after = smoke.rendered(nodes, 1003)
    same(before, smoke.reference(first, 1003))
    same(after, smoke.reference(second, 1003))
    assert not np.array_equal(before.pixels, after.pixels)


def test_the_knobs_of_a_version_change_nothing_but_the_version(smoke: Comp) -> None:
    first, second = smoke.takes
    nodes = smoke.group(smoke.placement(first, mix=0.5, gain=2.0))
    for name, value in version_knobs(smoke.takes, second, nodes[-1].knobs).items():
        if name != "versions":
            nodes[-1].knobs[name] = str(value).lower() if isinstance(value, bool) else str(value)
    same(smoke.rendered(nodes, 1002), smoke.reference(second, 1002, mix=0.5, gain=2.0))


def test_the_position_of_the_source_moves_the_element_and_not_the_plate(smoke: Comp) -> None:
    take = smoke.takes[0]
    nodes = smoke.group(smoke.placement(take))
    assert nodes[-1].knobs["position"] == "48 5.4", "the source as the take was made, from the bottom left"
    nodes = smoke.group(smoke.placement(take), knobs={"position": "58 1.4"})
    shown, plate = smoke.rendered(nodes, 1003).shown().rgba(), smoke.plate_at(1003).rgba()
    still = smoke.rendered(smoke.group(smoke.placement(take)), 1003).shown().rgba()
    element = layer_of(take, "beauty", 1003).shown().rgba()
    moved = np.zeros_like(element)
    moved[4:, 10:] = element[:-4, :-10]
    wanted = moved + plate * (1.0 - moved[..., 3:])
    inside = slice(12, 46), slice(20, 90)
    assert np.abs(shown[inside] - wanted[inside]).max() < 0.01
    assert np.abs(shown - still).max() > 0.05


def test_overscan_changes_nothing_inside_the_frame(smoke: Comp) -> None:
    take = smoke.takes[0]
    element = layer_of(take, "beauty", 1003)
    assert element.data_window.x == -8 and element.data_window.width == 112
    shown = smoke.rendered(smoke.group(smoke.placement(take)), 1003)
    assert shown.data_window.width >= smoke.format.width
    same(shown, smoke.reference(take, 1003))


def test_plain_nodes_give_the_same_pixels(smoke: Comp) -> None:
    take = smoke.takes[0]
    for changes in ({}, {"mix": 0.25, "gain": 1.5, "offset": 1}, {"blend": "plus"}):
        nodes = smoke.parsed(nodes_script(take, smoke.placement(take, **changes), name="smoke"))
        last = next(node for node in reversed(nodes) if node.cls not in ("BackdropNode", "StickyNote"))
        for frame in (1000, 1001, 1003, 1006):
            shown = loaded("pixels").render(last, frame, nodes)
            same(shown, smoke.reference(take, frame, **changes))  # type: ignore[arg-type]


def test_a_plate_without_alpha_keeps_its_colour_right(smoke: Comp, tmp_path: Path) -> None:
    other = replace(smoke, plate=written_plate(tmp_path, smoke.format, alpha=False))
    take = other.takes[0]
    for frame in (1000, 1002):
        shown = other.rendered(other.group(other.placement(take)), frame)
        same(shown, other.reference(take, frame), RGB)


def test_an_anamorphic_plate_keeps_its_pixels(tmp_path: Path) -> None:
    format = Format(60, 48, 2.0)
    take = made_take(tmp_path, 3, format=format)
    comp_ = Comp((take,), written_plate(tmp_path, format), format)
    for frame in (1000, 1003):
        shown = comp_.rendered(comp_.group(comp_.placement(take)), frame)
        same(shown, comp_.reference(take, frame))
        assert shown.format == format


def test_a_take_of_another_size_is_brought_to_the_plate(smoke: Comp, tmp_path: Path) -> None:
    format = Format(192, 108)
    larger = Comp(smoke.takes, written_plate(tmp_path, format), format)
    shown = larger.rendered(larger.group(larger.placement(smoke.takes[0])), 1003)
    assert shown.format == format
    element = layer_of(smoke.takes[0], "beauty", 1003).shown().pixels
    # Averaged over the four pixels that one has become, the picture is the take's own over the plate.
    plate = larger.plate_at(1003).rgba()
    alpha = np.kron(element[..., 3], np.ones((2, 2), np.float32))[..., None]
    rough = np.kron(element, np.ones((2, 2, 1), np.float32)) + plate * (1 - alpha)
    assert np.abs(shown.shown().rgba() - rough).mean() < 0.02


def weighted(take: Take, frame: int, **light: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The light passes of a frame mixed by the element's own formulas, by how far the key was turned."""
    passes = layer_of(take, "passes", frame)
    settings = {**take.settings, **light}
    own = 0.0
    if "light_key.R" in passes.channels:
        was, is_now = (np.array(key_direction(light_)) for light_ in (take.settings, settings))
        own = max(0.0, float(was @ is_now) - 0.866) / 0.134
    by_sides, by_key = (
        light_weights(settings, 0.18 * take.exposure, own_key=own_key) for own_key in (False, True)
    )
    weights = {
        name: own * np.array(weight) + (1.0 - own) * np.array(by_sides.get(name, (0.0, 0.0, 0.0)))
        for name, weight in by_key.items()
        if own or name in by_sides
    }
    total = np.zeros((*passes.pixels.shape[:2], 3), np.float32)
    for name, weight in weights.items():
        total += passes.select([f"{name}.{c}" for c in RGB]).pixels * np.array(weight, np.float32)
    return total


def relit(smoke: Comp, take: Take, frame: int, **light: Any) -> Picture:
    beauty = layer_of(take, "beauty", frame)
    pixels = np.concatenate([weighted(take, frame, **light), beauty.pixels[..., 3:]], axis=-1)
    return comp.over(replace(beauty, pixels=pixels), smoke.plate_at(frame))


def test_relight_where_the_light_was_is_the_beauty(smoke: Comp) -> None:
    take = smoke.takes[0]
    assert "light_key.R" in layer_of(take, "passes", 1002).channels
    nodes = smoke.group(smoke.placement(take), knobs={"relight": "true"})
    for frame in (1002, 1004):
        shown = smoke.rendered(nodes, frame).shown().rgba()
        wanted = smoke.reference(take, frame).shown().rgba()
        # Eight files of half float add up: the beauty's own step and those of the passes, weighted.
        light = weighted(take, frame)[8:-8, 8:-8]
        room = np.concatenate([light, light[..., :1] * 0], axis=-1) * 2 * HALF + np.abs(wanted) * HALF + 1e-6
        assert (np.abs(shown - wanted) <= room).all()
        assert light.max() > 0.05


LIGHTS = [
    {"key_side": -58.0, "key_height": 30.0, "key_color": "1 0.5 0.2"},
    {"key_side": 90.0, "key_height": 0.0},
    {"key_side": 35.0, "key_height": -20.0, "key": 2.5, "key_color": "0.2 1 0.4"},
    {"key_side": 180.0, "key_height": 80.0, "ambient": 1.5, "ambient_color": "1 0.1 0"},
]
KNOBS = {"key_side": "light_side", "key_height": "light_height"}


@pytest.mark.parametrize("light", LIGHTS)
def test_a_light_that_is_turned_follows_the_elements_formula(smoke: Comp, light: dict[str, Any]) -> None:
    take = smoke.takes[1]
    knobs = {KNOBS.get(name, name): str(value) for name, value in light.items()}
    nodes = smoke.group(smoke.placement(take), knobs={"relight": "true", **knobs})
    for frame in (1001, 1004):
        same(smoke.rendered(nodes, frame), relit(smoke, take, frame, **light))


def test_a_missing_frame_is_an_error_and_not_a_hole(smoke: Comp, tmp_path: Path) -> None:
    import shutil

    take = smoke.takes[0]
    folder = tmp_path / "smoke"
    shutil.copytree(Path(take.folder).parent, folder)
    (folder / "v001" / ((take.layer("beauty") or pytest.fail()).path % 1002)).unlink()
    nodes = smoke.group(smoke.placement(take), knobs={"folder": str(folder)})
    same(smoke.rendered(nodes, 1001), smoke.reference(take, 1001))
    with pytest.raises(loaded("pixels").PixelError, match="1002"):
        smoke.rendered(nodes, 1002)


def test_a_plate_in_another_working_space_gets_the_element_converted(smoke: Comp) -> None:
    from secondunit.media.color import convert_picture
    from secondunit.media.config import BUILT_IN, open_config

    take = smoke.takes[0]
    nodes = smoke.group(smoke.placement(take))
    root = nodes[0]
    config = open_config(BUILT_IN)
    space = config.find("Linear Rec.709 (sRGB)", "lin_rec709")
    assert space
    root.knobs |= {"colorManagement": "OCIO", "customOCIOConfigPath": BUILT_IN, "workingSpaceLUT": space}
    element = convert_picture(layer_of(take, "beauty", 1003), "ACEScg", space, config)
    shown = smoke.rendered(nodes, 1003).shown().rgba()
    wanted = comp.over(element, smoke.plate_at(1003)).shown().rgba()
    assert np.abs(shown - wanted).max() < 1e-3
    assert np.abs(shown - smoke.reference(take, 1003).shown().rgba()).max() > 1e-3


@pytest.fixture(scope="session")
def grounded(tmp_path_factory: pytest.TempPathFactory) -> Comp:
    """A smoke with overscan and with what it does to the ground, and a plate."""
    root = tmp_path_factory.mktemp("grounded")
    take = made_take(root, 1, delivery=Delivery(overscan=8, ground=True))
    return Comp((take,), written_plate(root, Format(96, 54)), Format(96, 54))


def test_the_ground_is_the_plates_own_until_a_knob_is_turned(grounded: Comp) -> None:
    take = grounded.takes[0]
    nodes = grounded.group(grounded.placement(take))
    for frame in FRAMES:
        same(grounded.rendered(nodes, frame), grounded.reference(take, frame))
    plate = grounded.plate_at(998)
    turned = grounded.group(grounded.placement(take), knobs={"ground_shadow": "0.6", "ground_light": "1"})
    shown = grounded.rendered(turned, 998)
    assert shown.pixels.tobytes() == np.ascontiguousarray(plate.pixels).tobytes()


def test_shadow_contact_and_light_lie_on_the_plate_and_the_element_over_them(grounded: Comp) -> None:
    take, frame = grounded.takes[0], 1003
    knobs = {"ground_shadow": "0.6", "ground_occlusion": "0.5", "ground_light": "2"}
    shown = grounded.rendered(grounded.group(grounded.placement(take), knobs=knobs), frame)
    names = ("ground_shadow.Y", "ground_occlusion.Y", *(f"ground_light.{color}" for color in RGB))
    passes = layer_of(take, "passes", frame).select(names).shown().pixels
    assert passes[..., 0].max() > 0.05 and passes[..., 1].max() > 0.05
    plate = grounded.plate_at(frame)
    pixels = np.array(plate.pixels, np.float32)
    pixels[..., :3] *= (1.0 - 0.6 * passes[..., :1]) * (1.0 - 0.5 * passes[..., 1:2])
    pixels[..., :3] *= 1.0 + 2.0 * passes[..., 2:]
    same(shown, comp.over(layer_of(take, "beauty", frame), replace(plate, pixels=pixels)))
