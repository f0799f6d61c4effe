"""A studio's own networks: allowed by name, held to hash and signature, and run over a plate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.models.studio.models_file import StudioNetwork, read_networks, studio_folder
from secondunit.models.studio.network_method import NetworkMethod
from secondunit.models.studio.recipe import recipes
from secondunit.models.studio.signature import Signature
from secondunit.wire import Task
from secondunit.wire.errors import (
    BadSettings,
    OutOfRange,
    WeightsAbsent,
    WrongNetwork,
    WrongWeights,
)

from . import networks
from .footage import footage_of, plate_picture

ENTRY = {
    "name": "house", "file": "house.onnx", "task": "restyle", "source": "trained here", "licence": "our own",
    "allowed_by": "Jane Doe", "allowed_on": "2026-11-30",
}  # fmt: skip


def write_entry(folder: Path, signature: dict[str, Any] | None = None, **entry: Any) -> Path:
    """`models.toml` with one network; its hash is that of its file unless said."""
    whole: dict[str, Any] = {**ENTRY, **entry}
    file = folder / str(whole["file"])
    if "sha256" not in whole:
        whole["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "0" * 64
    lines = [
        "[[network]]",
        *(f"{name} = {_toml(value)}" for name, value in whole.items() if value is not None),
    ]
    lines += [
        "[network.signature]",
        *(f"{name} = {_toml(value)}" for name, value in (signature or {}).items()),
    ]
    path = folder / "models.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _toml(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value).replace("'", '"')


def method_of(folder: Path) -> NetworkMethod:
    (network,) = read_networks(folder)
    return NetworkMethod(network, folder)


def run(folder: Path, picture: np.ndarray, **more: Any) -> np.ndarray:
    return method_of(folder).load(footage_of({7: picture}, **more)).frame(7)


def test_a_network_that_returns_its_input_gives_the_plate_back(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx")
    write_entry(tmp_path, {"side": 32, "overlap": 8, "multiple": 8})
    picture = plate_picture()
    result = run(tmp_path, picture)
    assert result.shape == (45, 60, 4) and (result[..., 3] == 1.0).all()
    steps = np.abs(
        result[..., :3].astype(np.float16).view(np.int16) - picture.astype(np.float16).view(np.int16)
    )
    assert steps.max() <= 1


def test_mean_range_and_order_of_colour_are_undone_by_a_network_that_knows_them(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx")
    write_entry(tmp_path, {"order": "bgr", "range": 255.0, "result_range": 255.0})
    picture = plate_picture()
    assert np.allclose(run(tmp_path, picture)[..., :3], picture, rtol=2e-3, atol=1e-4)


def test_what_a_network_sees_is_normalised_as_its_signature_says(tmp_path: Path) -> None:
    networks.luma_matte(tmp_path / "house.onnx")
    write_entry(tmp_path, {"mean": [0.5] * 3, "std": [0.5] * 3, "result": "map"}, task="matte")
    result = run(tmp_path, np.zeros((9, 11, 3), np.float32))
    assert np.allclose(result[..., :3], -1.0, atol=1e-6) and (result[..., 3] == 1.0).all()


def test_an_upscale_is_as_much_larger_as_it_says(tmp_path: Path) -> None:
    networks.twice(tmp_path / "house.onnx")
    write_entry(tmp_path, {"scale": 2, "side": 32, "overlap": 8}, task="upscale")
    picture = plate_picture()
    result = run(tmp_path, picture)
    assert np.allclose(result[::2, 1::2, :3], picture, rtol=2e-3, atol=1e-4)
    assert method_of(tmp_path).capability.intake.scale == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("signature", [{}, {"side": 32, "overlap": 8}, {"order": "bgr", "range": 255.0,
                                       "result_range": 255.0, "mean": [0.5] * 3}])  # fmt: skip
def test_a_network_that_repeats_each_pixel_proves_an_upscale_exact(
    tmp_path: Path, signature: dict[str, Any]
) -> None:
    """Within a step of half float in every pixel, light above 1 too."""
    networks.twice(tmp_path / "house.onnx", added=0.5 * 255.0 if "mean" in signature else 0.0)
    write_entry(tmp_path, {"scale": 2, **signature}, task="upscale")
    picture = plate_picture(70, 90)
    result, expected = run(tmp_path, picture)[..., :3], picture.repeat(2, axis=0).repeat(2, axis=1)
    steps = result.astype(np.float16).view(np.int16) - expected.astype(np.float16).view(np.int16)
    assert result.max() > 12 and np.abs(steps).max() <= 1


def test_an_upscale_by_a_network_brings_the_plates_alpha(tmp_path: Path) -> None:
    networks.twice(tmp_path / "house.onnx")
    write_entry(tmp_path, {"scale": 2}, task="upscale")
    y, x = np.mgrid[:24, :30].astype(np.float32)
    alpha = np.clip(8.4 - np.hypot(x - 15, y - 12), 0, 1)
    colour = np.array([0.5, 3.0, 0.02], np.float32)
    result = run(tmp_path, alpha[..., None] * colour, alpha=lambda frame: alpha)
    over = result[..., :3] + (1 - result[..., 3:]) * colour
    assert result[..., 3].min() == 0 and np.allclose(over, colour, rtol=1e-3)
    assert method_of(tmp_path).capability.intake.alpha  # type: ignore[union-attr]


def test_a_matte_becomes_a_cut_out_with_the_plates_own_numbers(tmp_path: Path) -> None:
    networks.luma_matte(tmp_path / "house.onnx")
    write_entry(tmp_path, {"result": "matte", "result_range": 0.5}, task="matte")
    picture = plate_picture()
    picture[20:30] = 0.0
    result = run(tmp_path, picture)
    whole, none = result[..., 3] == 1.0, result[..., 3] == 0.0
    assert whole.any() and np.array_equal(result[whole, :3], picture[whole])
    assert none.any() and not result[none].any()
    assert (result[..., :3] <= np.maximum(picture, 0)).all() and (
        result >= np.minimum(picture.min(), 0)
    ).all()


def test_logits_become_a_matte_by_the_logistic(tmp_path: Path) -> None:
    networks.luma_matte(tmp_path / "house.onnx")
    write_entry(tmp_path, {"result": "logits"}, task="matte")
    assert np.allclose(run(tmp_path, np.zeros((6, 6, 3), np.float32))[..., 3], 0.5)


def test_an_inpainting_changes_nothing_outside_its_matte(tmp_path: Path) -> None:
    networks.filled(tmp_path / "house.onnx")
    write_entry(tmp_path, {"matte_input": "mask", "side": 32, "overlap": 8}, task="inpaint")
    matte = np.zeros((45, 60), np.float32)
    matte[10:30, 20:40], matte[10, 20:40] = 1.0, 0.5
    result = run(tmp_path, plate_picture(), matte=lambda frame: matte)
    assert np.array_equal(result[..., 3], matte) and not result[matte == 0].any()
    inside = result[12:29, 21:39, :3]
    assert np.ptp(inside) < 0.01 * inside.max() and inside.min() > 0


def test_a_network_of_several_frames_gives_each_frame_once(tmp_path: Path) -> None:
    shape = (1, 3, 3, "height", "width")
    networks.identity(tmp_path / "house.onnx", shape=shape, result=shape)
    write_entry(tmp_path, {"frames": 3, "frames_overlap": 1})
    pictures = {frame: plate_picture(seed=frame) for frame in range(1, 8)}
    worker = method_of(tmp_path).load(footage_of(pictures))
    for frame in (1, 2, 3, 4, 6, 2):
        assert np.allclose(worker.frame(frame)[..., :3], pictures[frame], rtol=2e-3, atol=1e-4)


def test_a_picture_that_goes_in_whole_is_scaled_there_and_back(tmp_path: Path) -> None:
    networks.luma_matte(tmp_path / "house.onnx")
    write_entry(tmp_path, {"result": "matte", "whole": True, "side": 24}, task="matte")
    assert run(tmp_path, plate_picture(50, 90)).shape == (50, 90, 4)


def test_a_file_that_is_not_the_allowed_one_is_never_run(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx")
    write_entry(tmp_path)
    networks.convolution(tmp_path / "house.onnx")
    with pytest.raises(WrongWeights, match="and Jane Doe allowed") as caught:
        run(tmp_path, plate_picture())
    assert "allowed_on" in caught.value.problem.remedy


def test_a_file_that_is_not_there_is_said_by_the_offer_and_by_the_job(tmp_path: Path) -> None:
    write_entry(tmp_path)
    offer = method_of(tmp_path).capability
    assert offer.tasks == () and offer.problem is not None and offer.problem.code == "model.weights"
    with pytest.raises(WeightsAbsent, match=r"house has no file house\.onnx"):
        run(tmp_path, plate_picture())


def test_who_allowed_it_and_the_licences_are_in_the_offer(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx")
    write_entry(tmp_path, code_licence="MIT")
    offer = method_of(tmp_path).capability
    assert "allowed by Jane Doe on 2026-11-30: code MIT (trained here); weights our own" in offer.terms
    assert [licence.name for licence in offer.licences] == ["MIT", "our own"]
    assert not offer.leaves and offer.made_by == "AI model"


@pytest.mark.parametrize(
    ("make", "task", "signature", "sentence"),
    [
        (networks.identity, "restyle", {"input": "picture"}, "It has no input 'picture'."),
        (networks.identity, "restyle", {"output": "result"}, "It has no output 'result'."),
        (networks.identity, "matte", {"result": "matte"}, "A matte has 1 channel; it gives output"),
        (networks.luma_matte, "restyle", {}, "A picture has 3 channels; it gives output"),
        (networks.filled, "restyle", {}, "It takes more than a picture: mask"),
        (networks.identity, "restyle", {"frames": 2}, "not 1 x 2 x 3 x height x width"),
    ],
)  # fmt: skip
def test_a_network_that_does_not_fit_its_signature_is_said(
    tmp_path: Path, make: Callable[[Path], Path], task: str, signature: dict[str, Any], sentence: str
) -> None:
    make(tmp_path / "house.onnx")
    write_entry(tmp_path, signature, task=task)
    with pytest.raises(WrongNetwork) as caught:
        run(tmp_path, plate_picture())
    assert sentence in caught.value.problem.message and caught.value.problem.code == "model.network"
    assert caught.value.problem.where.endswith("house.onnx")


def test_a_network_of_one_size_says_how_to_write_it(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx", shape=(1, 3, 16, 16), result=(1, 3, 16, 16))
    write_entry(tmp_path)
    with pytest.raises(WrongNetwork, match="It takes pictures of 16 x 16 alone") as caught:
        run(tmp_path, plate_picture())
    assert "side = 16 and fixed = true" in caught.value.problem.remedy
    write_entry(tmp_path, {"side": 16, "fixed": True, "overlap": 4})
    assert np.allclose(run(tmp_path, plate_picture())[..., :3], plate_picture(), rtol=2e-3, atol=1e-4)


def test_a_network_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    from onnx import helper

    node = helper.make_node("Log", ["input"], ["output"])
    networks.network(tmp_path / "house.onnx", [node])
    write_entry(tmp_path, {"mean": [1.0] * 3})
    with pytest.raises(WrongNetwork, match="gave values that are no numbers"):
        run(tmp_path, np.zeros((4, 4, 3), np.float32))


@pytest.mark.parametrize(
    ("entry", "signature", "where", "sentence"),
    [
        ({"sha256": "ABC"}, {}, "network[0].sha256", "A SHA-256 is 64 digits"),
        ({"sha256": None}, {}, "network[0].sha256", ""),
        ({"allowed_by": " "}, {}, "network[0].allowed_by", "says its allowed by"),
        ({"allowed_on": "yesterday"}, {}, "network[0].allowed_on", "is written 2026-11-30"),
        ({"licence": ""}, {}, "network[0].licence", "says its licence"),
        ({"file": "../house.onnx"}, {}, "network[0].file", "lies in the folder of models.toml"),
        ({"file": "/house.onnx"}, {}, "network[0].file", "lies in the folder of models.toml"),
        ({"task": "element"}, {}, "network[0].task", "does no element"),
        ({"task": "matte"}, {}, "network[0].signature.result", "A matte is no picture"),
        ({"task": "upscale"}, {}, "network[0].signature.scale", "has a scale above 1"),
        ({"recipe": "lamma"}, {}, "network[0].recipe", "There is no recipe 'lamma'"),
        ({"licens": "MIT"}, {}, "network[0].licens", ""),
        ({}, {"std": [1.0, 0.0, 1.0]}, "network[0].signature.std", "none of them is 0"),
        ({}, {"mean": [0.5]}, "network[0].signature.mean", "three numbers"),
        ({}, {"side": 30, "multiple": 8}, "network[0].signature.side", "no multiple of 8"),
    ],
)  # fmt: skip
def test_an_entry_that_is_not_right_is_said_with_its_place(
    tmp_path: Path, entry: dict[str, Any], signature: dict[str, Any], where: str, sentence: str
) -> None:
    path = write_entry(tmp_path, signature, **entry)
    with pytest.raises(BadSettings) as caught:
        read_networks(tmp_path)
    problem = caught.value.problem
    assert problem.where == f"{path}: {where}" and sentence in problem.message


def test_a_file_that_is_no_toml_or_has_other_tables_is_said(tmp_path: Path) -> None:
    assert read_networks(tmp_path) == ()
    many = "close = " + "9" * 5_000
    for text, sentence in (
        ("[[network", "cannot be read"), (many, "cannot be read"), ("[models]\n", "has no 'models'"),
    ):  # fmt: skip
        (tmp_path / "models.toml").write_text(text)
        with pytest.raises(BadSettings, match=sentence):
            read_networks(tmp_path)
    entry = write_entry(tmp_path).read_text()
    (tmp_path / "models.toml").write_text(entry + entry)
    with pytest.raises(BadSettings, match="Two networks are called 'house'"):
        read_networks(tmp_path)


def test_a_recipe_fills_in_what_is_known_and_an_entry_stands_above_it(tmp_path: Path) -> None:
    lama = recipes()["lama"]
    write_entry(
        tmp_path, {"overlap": 0}, recipe="lama", task=None, sha256=None, file=None, licence=None, source=None
    )
    (network,) = read_networks(tmp_path)
    assert (network.task, network.sha256, network.file) == (Task.INPAINT, lama.sha256, lama.file)
    assert network.signature == lama.signature and network.allowed_by == "Jane Doe"
    write_entry(tmp_path, {"side": 256}, recipe="lama", task=None, sha256="1" * 64, file="own.onnx")
    (network,) = read_networks(tmp_path)
    assert (network.sha256, network.file, network.signature.side) == ("1" * 64, "own.onnx", 256)
    assert network.signature.matte_input == "mask"


def test_every_recipe_says_what_of_it_is_whose() -> None:
    assert {"lama", "modnet", "birefnet", "depth-anything-small", "real-esrgan-x4"} <= set(recipes())
    for name, recipe in recipes().items():
        assert recipe.known and len(recipe.sha256) in (0, 64), name
        assert recipe.sha256 or "SHA-256" in recipe.known or "hash" in recipe.known or not recipe.file, name
        assert isinstance(recipe.signature, Signature)


def test_a_signature_that_cannot_be_is_refused() -> None:
    for bad in (
        {"whole": True},
        {"whole": True, "side": 8, "scale": 2},
        {"frames": 0},
        {"result_range": 0.0},
    ):
        with pytest.raises(OutOfRange):
            Signature(**bad)  # type: ignore[arg-type]


def test_the_folder_of_networks_is_the_users_own_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECONDUNIT_MODELS", raising=False)
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path))
    assert studio_folder() == tmp_path / "models"
    monkeypatch.setenv("SECONDUNIT_MODELS", str(tmp_path / "shared"))
    assert studio_folder() == tmp_path / "shared"


def test_an_entry_is_a_value_that_compares(tmp_path: Path) -> None:
    networks.identity(tmp_path / "house.onnx")
    write_entry(tmp_path)
    first, second = read_networks(tmp_path), read_networks(tmp_path)
    assert first == second and isinstance(first[0], StudioNetwork)
