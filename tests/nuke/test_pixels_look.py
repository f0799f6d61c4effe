"""What the knobs of the Group do: light that adds, overscan, emission, blur, grain, versions.

The kernels of Blur, VectorBlur2 and Grain2 are stand-ins (tests/hosts/nuke/pixels/filters.py): what is tested
holds for any kernel of the kind.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.elements import RenderedFrame
from secondunit.elements.kind import PASSES
from secondunit.engines.render_step import beauty_picture, passes_picture
from secondunit.host.nk import group_script
from secondunit.host.sitting import SimpleGrain, Sitting
from secondunit.media import over as comp
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.wire import ColorSpace, Format, FrameRange, FrozenMap, Rate, Take, TakeLayer

FRAME, SIZE, OVER = 1001, Format(40, 24), 6
SETTINGS = {"key_side": -70.0, "key_height": 38.0, "key": 1.3, "key_color": "1 0.96 0.9",
            "ambient": 0.22, "ambient_color": "0.8 0.9 1"}  # fmt: skip
ONE = FrameRange(FRAME, FRAME)
Pixels = np.ndarray[Any, np.dtype[np.float32]]


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


def layers_of(number: int, motion: tuple[float, float] = (0.0, 0.0)) -> dict[str, Pixels]:
    """A soft ball of smoke with sparks beside it, over the window with its overscan."""
    high, wide = SIZE.height + 2 * OVER, SIZE.width + 2 * OVER
    y, x = np.mgrid[:high, :wide].astype(np.float32)
    away = np.hypot(x - wide / 2, (y - high / 2) * 1.5)
    alpha = np.clip(1 - away / 9, 0, 0.9).astype(np.float32)
    weights = np.linspace(0.1, 0.6, 6, dtype=np.float32) * number
    found = {}
    for n, name in enumerate(PASSES):
        found[name] = alpha[..., None] * np.array([1, 0.8, 0.5], np.float32) * (0.3 + 0.1 * n)
    emission = np.zeros((high, wide, 3), np.float32)
    emission[6:9, 10:14] = [4, 2, 0.5]  # where nothing covers
    emission[high // 2, wide // 2] = [2, 1, 0.25]
    rgb = sum(found[name] * weights[n] for n, name in enumerate(PASSES)) + emission
    field = np.where(alpha[..., None] > 0, np.array(motion, np.float32), 0).astype(np.float32)
    return {
        "beauty": np.concatenate([rgb, alpha[..., None]], axis=-1).astype(np.float32), **found,
        "emission": emission, "motion": field,
        "depth": np.where(alpha > 0, 5, 0).astype(np.float32)[..., None],
        "density": alpha[..., None],
    }  # fmt: skip


def synthetic(
    folder: Path, number: int, *, frames: FrameRange = ONE, passes: bool = True,
    motion: tuple[float, float] = (0.0, 0.0), exposure: float = 1.0,
) -> Take:  # fmt: skip
    """A version on disk, its channels named by the engine's own step."""
    from secondunit.wire import Window

    place = folder / f"v{number:03d}"
    place.mkdir(parents=True)
    window = Window(-OVER, -OVER, SIZE.width + 2 * OVER, SIZE.height + 2 * OVER)
    rendered = RenderedFrame(window, layers_of(number, motion), {})
    pictures = {"beauty": beauty_picture(rendered, SIZE)}
    if passes:
        pictures["passes"] = passes_picture(rendered, SIZE)
    made = []
    for layer, picture in pictures.items():
        end = "" if layer == "beauty" else "_passes"
        for frame in frames:
            write_exr(place / f"fire_v{number:03d}{end}.{frame:04d}.exr", picture, depth="half")
        made.append(TakeLayer(layer, f"fire_v{number:03d}{end}.%04d.exr", picture.channels))
    return Take(
        id=f"t{number}", job=f"j{number}", show="S", shot="sh010", element="fire", version=number,
        folder=str(place), frames=frames, rate=Rate(24), format=SIZE, colorspace=ColorSpace("ACEScg"),
        brief_digest="0" * 64, layers=tuple(made), kind="smoke", settings=FrozenMap(SETTINGS),
        exposure=exposure,
    )  # fmt: skip


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Any]:
    """A comp of synthetic takes over noise, or over a plate that is given."""

    def make(*takes: Take, plate: Picture | None = None) -> Any:
        path = tmp_path / "plate.%04d.exr"
        if plate is None:
            path = comps.written_plate(tmp_path, SIZE)
        else:
            for frame in range(998, 1010):
                write_exr(tmp_path / f"plate.{frame:04d}.exr", plate, depth="half")
        return comps.Comp(tuple(takes), path, SIZE)

    return make


def constant(value: float, alpha: float = 1.0, format: Format = SIZE) -> Picture:
    pixels = np.full((format.height, format.width, 4), value, np.float32)
    pixels[..., 3] = alpha
    return Picture.of(pixels, RGBA, format=format)


def shown(made: Any, take: Take, frame: int = FRAME, blend: str = "over", **knobs: str) -> Picture:
    nodes = made.group(made.placement(take, blend=blend), knobs=knobs)
    return made.rendered(nodes, frame)  # type: ignore[no-any-return]


def test_added_light_leaves_a_plates_alpha_that_is_no_cover(tmp_path: Path, stage: Any) -> None:
    take = synthetic(tmp_path / "fire", 1)
    plate = constant(0.25)
    plate.pixels[..., 3] = np.resize(
        np.array([1.5, -0.25, 0, 0.5, 1, 0.9], np.float32), plate.pixels.shape[:2]
    )
    made = stage(take, plate=plate)
    for mix in (1.0, 0.5):
        nodes = made.group(made.placement(take, blend="plus", mix=mix))
        comps.same(made.rendered(nodes, FRAME), made.reference(take, FRAME, mix=mix, blend="plus"))
    found = shown(made, take, blend="plus", mix="0").pixels
    assert found.tobytes() == made.plate_at(FRAME).rgba().tobytes()
    assert {1.5, -0.25} <= set(np.unique(shown(made, take, blend="plus").pixels[..., 3]).tolist())


@pytest.mark.parametrize("blend", ["over", "plus"])
@pytest.mark.parametrize("grown", [0, 3, 10])
def test_overscan_touches_no_pixel_beyond_the_plates_own_box(
    tmp_path: Path, stage: Any, blend: str, grown: int
) -> None:
    take = synthetic(tmp_path / "fire", 1)
    window = SIZE.window.grown(grown)
    pixels = np.random.default_rng(1).uniform(0, 1, (window.height, window.width, 4)).astype(np.float32)
    made = stage(take, plate=Picture.of(pixels, RGBA, format=SIZE, at=(-grown, -grown)))
    wanted = made.reference(take, FRAME, blend=blend)
    found = shown(made, take, blend=blend)
    assert found.data_window == window
    comps.same(found, wanted, where=window)
    wide = shown(made, take, blend=blend, overscan="true")
    assert wide.data_window == wanted.data_window
    comps.same(wide, wanted, where=wanted.data_window)


def test_emission_is_taken_away_and_added_by_its_knob(tmp_path: Path, stage: Any) -> None:
    take = synthetic(tmp_path / "fire", 1)
    made = stage(take)
    beauty = comps.layer_of(take, "beauty", FRAME)
    glow = comps.layer_of(take, "passes", FRAME).select([f"emission.{c}" for c in RGB]).pixels
    for much in (0.0, 0.5, 3.0):
        pixels = beauty.pixels.copy()
        pixels[..., :3] += glow * (much - 1)
        wanted = comp.over(replace(beauty, pixels=pixels), made.plate_at(FRAME))
        found = shown(made, take, emission=str(much))
        np.testing.assert_allclose(
            found.shown().rgba(), wanted.shown().rgba(), rtol=2 * comps.HALF, atol=4 * comps.HALF
        )
    dark = shown(made, take, relight="true", key="0", ambient="0")
    comps.same(dark, comp.over(replace(beauty, pixels=np.concatenate(
        [glow, beauty.pixels[..., 3:]], axis=-1)), made.plate_at(FRAME)))  # fmt: skip


def test_layers_that_an_element_writes_are_those_the_group_shuffles(tmp_path: Path) -> None:
    take = synthetic(tmp_path / "fire", 1)
    text = group_script([take], comps.Comp((take,), tmp_path, SIZE).placement(take), name="x")
    nuke_name = loaded("pixels.image").nuke_name
    passes = take.layer("passes")
    assert passes
    written = {nuke_name(channel) for channel in passes.channels}
    for layer in (*PASSES, "emission"):
        assert f"add_layer {{{layer} {layer}.red {layer}.green {layer}.blue}}" in text
        assert {f"{layer}.{color}" for color in ("red", "green", "blue")} <= written
        assert f"in1 {layer}\n" in text
    assert {"forward.u", "forward.v"} <= written and "from0 forward.u" in text
    assert "add_layer {forward" not in text and "motion." not in text


def covered(picture: Picture) -> Pixels:
    return picture.rgba().sum(axis=(0, 1))  # type: ignore[no-any-return]


def spread(picture: Picture) -> Pixels:
    """How far the cover reaches: the covariance of its places, x to the right and y downward."""
    alpha = picture.rgba()[..., 3].astype(np.float64)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    return np.cov(np.stack([x.ravel(), y.ravel()]), aweights=alpha.ravel())


@pytest.mark.parametrize("knobs", [{"blur": "4"}, {"shutter": "0.5"}, {"shutter": "1", "blur": "2"}])
def test_blur_keeps_light_and_cover_and_has_no_fringe(
    tmp_path: Path, stage: Any, knobs: dict[str, str]
) -> None:
    take = synthetic(tmp_path / "fire", 1, motion=(5.0, 3.0))
    empty = stage(take, plate=constant(0, 0))
    sharp, soft = (shown(empty, take, emission="0", overscan="true", **each) for each in ({}, knobs))
    np.testing.assert_allclose(covered(soft), covered(sharp), rtol=1e-3)
    assert np.abs(soft.shown().pixels - sharp.shown().pixels).max() > 0.02
    alpha = soft.rgba()[..., 3:]
    # Every colour of the ball is its alpha times one colour: so it is blurred, or alpha was left behind.
    ratio = np.divide(soft.rgba()[..., :3], alpha, out=np.zeros_like(alpha * np.ones(3)), where=alpha > 0.02)
    seen = ratio[alpha[..., 0] > 0.02]
    assert np.ptp(seen, axis=0).max() < 0.02 * seen.max()
    for value in (0.0, 1.0, 0.18):
        plate = constant(value)
        found = shown(stage(take, plate=plate), take, emission="0", overscan="true", **knobs).shown().rgba()
        wanted = soft.shown().rgba() + plate.rgba() * (1 - soft.shown().rgba()[..., 3:])
        assert np.abs(found - wanted).max() < 1e-3


def test_motion_blur_goes_the_way_the_element_goes(tmp_path: Path, stage: Any) -> None:
    # Vectors as elements write them: pixels a frame, x to the right, y up; rows of a picture go down.
    take = synthetic(tmp_path / "fire", 1, motion=(6.0, 4.0))
    made = stage(take, plate=constant(0, 0))
    still, moved = (spread(shown(made, take, shutter=value, overscan="true")) for value in ("0", "1"))
    # A line of length L adds a twelfth of its square; up and to the right, so x and y (downward) part.
    wanted = np.array([[6 * 6, -6 * 4], [-6 * 4, 4 * 4]]) / 12
    np.testing.assert_allclose(moved - still, wanted, atol=0.5)


def test_an_elements_own_vectors_lead_to_its_next_frame(tmp_path: Path) -> None:
    take = comps.made_take(tmp_path, 7, controls=FrozenMap({"preroll": 1.0, "resolution": 32, "speed": 2.0}))
    errors = {}
    for up in (-1, 1):
        errors[up] = 0.0
        for frame in (1001, 1002, 1003):
            now, then = (comps.layer_of(take, "beauty", f).rgba()[..., 3] for f in (frame, frame + 1))
            motion = comps.layer_of(take, "passes", frame).select(("forward.u", "forward.v")).pixels
            rows, columns = np.nonzero(now > 0.02)
            u, v = motion[rows, columns, 0], motion[rows, columns, 1]
            to_row = np.clip(np.rint(rows - up * v), 0, now.shape[0] - 1).astype(int)
            to_column = np.clip(np.rint(columns + u), 0, now.shape[1] - 1).astype(int)
            errors[up] += float(np.abs(then[to_row, to_column] - now[rows, columns]).mean())
        assert v.mean() > 0, "smoke rises, and v is upward"
    assert errors[1] < 0.85 * errors[-1]


@pytest.mark.parametrize("knobs", [{"blur": "0"}, {"shutter": "0"}, {"grain": "false", "grain_amount": "4"}])
def test_what_is_off_changes_no_bit(tmp_path: Path, stage: Any, knobs: dict[str, str]) -> None:
    take = synthetic(tmp_path / "fire", 1, motion=(6.0, 4.0))
    made = stage(take)
    assert shown(made, take, **knobs).pixels.tobytes() == shown(made, take).pixels.tobytes()


@pytest.mark.parametrize("blend", ["over", "plus"])
def test_grain_lies_on_the_element_alone(tmp_path: Path, stage: Any, blend: str) -> None:
    take = synthetic(tmp_path / "fire", 1)
    made = stage(take)
    clean, grainy = (
        shown(made, take, blend=blend, grain=value).shown().rgba() for value in ("false", "true")
    )
    alpha = comps.layer_of(take, "beauty", FRAME).shown().rgba()[..., 3]
    assert np.array_equal(clean[alpha == 0], grainy[alpha == 0])
    assert np.array_equal(clean[..., 3], grainy[..., 3])
    strong, weak = (
        np.abs(grainy - clean)[..., :3][at].std() for at in (alpha > 0.6, (alpha > 0) & (alpha < 0.3))
    )
    assert strong > 2 * weak > 0


MATCHED = Sitting(
    gains=(1.2, 1.0, 0.7), lift=(0.01, 0.02, 0.04), grain=(SimpleGrain(0.01, 0.0, 2.0),) * 3
)  # fmt: skip


def matched(made: Any, take: Take, **knobs: str) -> Picture:
    text = group_script([take], made.placement(take), name="fire", plate_format=SIZE, sitting=MATCHED)
    nodes = made.parsed(text)
    nodes[-1].knobs |= knobs
    return made.rendered(nodes, FRAME)  # type: ignore[no-any-return]


def test_an_element_has_its_plates_cast_and_black_where_it_covers_and_the_plate_keeps_its_own(
    tmp_path: Path, stage: Any
) -> None:
    take = synthetic(tmp_path / "fire", 1)
    made = stage(take)
    beauty = comps.layer_of(take, "beauty", FRAME)
    pixels = beauty.pixels.copy()
    cover = pixels[..., 3:]
    pixels[..., :3] = pixels[..., :3] * np.float32(MATCHED.gains) + cover * np.float32(MATCHED.lift)
    wanted = comp.over(replace(beauty, pixels=pixels), made.plate_at(FRAME))
    comps.same(matched(made, take, grain="false"), wanted)
    comps.same(matched(made, take, grain="false", match_levels="false"), made.reference(take, FRAME))


def test_measured_grain_is_as_strong_on_the_element_as_it_was_measured(tmp_path: Path, stage: Any) -> None:
    take = synthetic(tmp_path / "fire", 1)
    made = stage(take)
    clean, grainy, twice = (
        matched(made, take, **knobs).shown().rgba()
        for knobs in ({"grain": "false"}, {}, {"grain_amount": "2"})
    )
    alpha = comps.layer_of(take, "beauty", FRAME).shown().rgba()[..., 3]
    whole = alpha > 0.6
    noise = ((grainy - clean)[..., :3] / np.maximum(alpha, 1e-6)[..., None])[whole]
    assert noise.std() == pytest.approx(0.01, rel=0.15)
    assert (twice - clean)[whole][..., :3].std() == pytest.approx(
        2 * (grainy - clean)[whole][..., :3].std(), rel=0.02
    )
    assert np.array_equal(clean[alpha == 0], grainy[alpha == 0])


def test_a_pull_down_turned_by_hand_brings_frames_and_light_of_its_version(
    tmp_path: Path, stage: Any
) -> None:
    first = synthetic(tmp_path / "fire", 1, frames=FrameRange(1000, 1001))
    second = synthetic(tmp_path / "fire", 2, frames=FrameRange(1003, 1004), exposure=2.0)
    made = stage(first, second)
    nodes = made.group(made.placement(first))
    for take, name in ((first, "v001"), (second, "v002"), (first, "v001")):
        nodes[-1].knobs["version"] = name
        for frame in range(999, 1006):
            comps.same(made.rendered(nodes, frame), made.reference(take, frame))
    nodes[-1].knobs |= {"relight": "true", "key": "0", "emission": "0", "version": "v001"}
    dim = made.rendered(nodes, 1001).rgba()
    nodes[-1].knobs["version"] = "v002"
    bright = made.rendered(nodes, 1004).rgba()
    at = comps.layer_of(first, "beauty", 1001).shown().rgba()[..., 3]
    plates = [made.plate_at(frame).rgba()[..., :3] * (1 - at[..., None]) for frame in (1001, 1004)]
    np.testing.assert_allclose(bright[..., :3] - plates[1], 2 * (dim[..., :3] - plates[0]), atol=1e-3)


@pytest.mark.parametrize("chosen", [1, 2])
def test_a_version_without_passes_shows_as_it_is_whatever_is_switched_on(
    tmp_path: Path, stage: Any, chosen: int
) -> None:
    takes = (synthetic(tmp_path / "fire", 1), synthetic(tmp_path / "fire", 2, passes=False))
    made = stage(*takes)
    on = {"relight": "true", "shutter": "1", "emission": "0", "key": "0", "ambient": "0"}
    nodes = made.group(made.placement(takes[chosen - 1]), knobs=on)
    nodes[-1].knobs["version"] = "v002"
    comps.same(made.rendered(nodes, FRAME), made.reference(takes[1], FRAME))
    nodes[-1].knobs["version"] = "v001"
    lit = made.rendered(nodes, FRAME)
    assert np.abs(lit.rgba() - made.reference(takes[0], FRAME).within(SIZE.window).rgba()).max() > 0.05
