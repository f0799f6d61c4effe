"""Files that a studio's folder may hold by mistake or by malice: each is a sentence, and none is run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from secondunit.models.runtimes import open_network
from secondunit.models.studio.models_file import read_networks
from secondunit.models.studio.network_method import NetworkMethod
from secondunit.wire.errors import WrongNetwork

from . import networks
from .footage import footage_of, plate_picture


def added(path: Path, *, location: str = "", dims: tuple[int, ...] = (1,), raw: bytes = b"\0" * 4) -> Path:
    """A network that adds a weight, which lies in the file or at `location` beside it."""
    weight = onnx.TensorProto(dims=list(dims), data_type=TensorProto.FLOAT, name="w")
    if location:
        weight.data_location = TensorProto.EXTERNAL
        for key, value in (("location", location), ("offset", "0"), ("length", "4")):
            weight.external_data.add(key=key, value=value)
    else:
        weight.raw_data = raw
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, list(networks.PICTURE))
        for name in ("input", "output")
    ]
    nodes = [helper.make_node("Add", ["input", "w"], ["output"])]
    graph = helper.make_graph(nodes, "small", ports[:1], ports[1:], [weight])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    path.write_bytes(model.SerializeToString())
    return path


def allowed(folder: Path, file: Path) -> NetworkMethod:
    """The method of a folder whose `models.toml` allows that file."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "models.toml").write_text(
        f'[[network]]\nname = "house"\nfile = "{file.name}"\nsha256 = "{digest}"\ntask = "restyle"\n'
        'source = "trained here"\nlicence = "our own"\nallowed_by = "Jane Doe"\nallowed_on = "2026-11-30"\n'
    )
    (network,) = read_networks(folder)
    return NetworkMethod(network, folder)


@pytest.mark.parametrize("place", ["beside.bin", "../outside.bin", "/dev/zero", "link.bin"])
def test_weights_outside_the_file_are_refused_for_no_hash_holds_them(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "networks"
    folder.mkdir()
    for name in ("networks/beside.bin", "outside.bin"):
        (tmp_path / name).write_bytes(np.float32([0.25]).tobytes())
    (folder / "link.bin").symlink_to(tmp_path / "outside.bin")
    method = allowed(folder, added(folder / "house.onnx", location=place))
    monkeypatch.chdir(folder)
    with pytest.raises(WrongNetwork, match="it has weights in another file") as caught:
        method.load(footage_of({7: plate_picture()}))
    assert "with its weights inside" in caught.value.problem.remedy


def _cut(path: Path) -> None:
    networks.convolution(path)
    path.write_bytes(path.read_bytes()[:-40])


def _long(path: Path) -> None:
    """A head that says that two gigabytes follow."""
    path.write_bytes(b"\x08\x09\x3a\x80\x80\x80\x80\x08" + b"\x0a" * 100)


def _sparse(path: Path) -> None:
    """A file of three gigabytes that takes no room."""
    with path.open("wb") as file:
        file.write(b"\x08\x09\x3a\x80\x80\x80\x80\x08")
        file.truncate(3 << 30)


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (_cut, "cannot be run"),
        (_long, "cannot be run"),
        (_sparse, "is larger than a network in one file can be"),
        (lambda path: added(path, dims=(1 << 40,)), "cannot be run"),
        (lambda path: networks.identity(path, opset=99), "Opset 99"),
        (lambda path: networks.network(path, [helper.make_node("Foo", ["input"], ["output"], domain="x")]),
         "cannot be run"),
        (lambda path: path.write_bytes(b"<html>404 Not Found</html>"), "cannot be run"),
        (lambda path: path.write_bytes(b""), "cannot be run"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_whole_network_is_a_sentence_without_our_insides(
    tmp_path: Path, write: Callable[[Path], object], sentence: str
) -> None:
    path = tmp_path / "house.onnx"
    write(path)
    with pytest.raises(WrongNetwork, match=sentence) as caught:
        open_network(path)
    message = caught.value.problem.message
    assert "onnxruntime_src" not in message and "::" not in message and str(tmp_path) not in message
    assert caught.value.problem.remedy


def test_a_network_that_asks_for_more_memory_than_there_is_is_a_sentence(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("ConstantOfShape", ["sides"], ["much"]),
        helper.make_node("ReduceSum", ["much"], ["sum"], keepdims=0),
        helper.make_node("Add", ["input", "sum"], ["output"]),
    ]
    path = networks.network(tmp_path / "bomb.onnx", nodes, constants={"sides": np.array([1 << 44])})
    with pytest.raises(WrongNetwork, match=r"bomb\.onnx"):
        open_network(path).run({"input": np.zeros((1, 3, 4, 4), np.float32)})


def test_a_network_of_free_sides_that_still_gives_another_size_is_a_sentence(tmp_path: Path) -> None:
    file = networks.network(
        tmp_path / "house.onnx",
        [helper.make_node("Slice", ["input", "from", "to"], ["output"])],
        constants={"from": np.array([0, 0, 1, 0]), "to": np.array([1, 3, 9999, 9999])},
        result=(1, 3, "less", "width"),
    )
    worker = allowed(tmp_path, file).load(footage_of({7: plate_picture(12, 9)}))
    with pytest.raises(WrongNetwork, match="It gave 9 x 11"):
        worker.frame(7)


def test_channels_after_height_and_width_are_a_sentence(tmp_path: Path) -> None:
    file = networks.identity(
        tmp_path / "house.onnx", shape=(1, "height", "width", 3), result=(1, "height", "width", 3)
    )
    with pytest.raises(WrongNetwork, match="not 1 x 3 x height x width") as caught:
        allowed(tmp_path, file).load(footage_of({7: plate_picture()}))
    assert "channels before height and width" in caught.value.problem.remedy
