"""Small networks as a studio would bring them, written as ONNX files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Shape = Sequence[int | str]
PICTURE: Shape = (1, 3, "height", "width")


def network(
    path: Path,
    nodes: list[onnx.NodeProto],
    *,
    shape: Shape = PICTURE,
    result: Shape = PICTURE,
    constants: dict[str, np.ndarray] | None = None,
    opset: int = 17,
    names: tuple[str, str] = ("input", "output"),
    more_inputs: dict[str, Shape] | None = None,
) -> Path:
    """An ONNX file of `nodes` from the input to the output named in `names`."""
    inputs = [helper.make_tensor_value_info(names[0], TensorProto.FLOAT, list(shape))]
    inputs += [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, list(sides))
        for name, sides in (more_inputs or {}).items()
    ]
    output = helper.make_tensor_value_info(names[1], TensorProto.FLOAT, list(result))
    held = [numpy_helper.from_array(value, name) for name, value in (constants or {}).items()]
    graph = helper.make_graph(nodes, "small", inputs, [output], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    path.write_bytes(model.SerializeToString())
    return path


def identity(path: Path, **more: object) -> Path:
    """Gives its input."""
    return network(path, [helper.make_node("Identity", ["input"], ["output"])], **more)  # type: ignore[arg-type]


def convolution(path: Path, *, seed: int = 7, layers: int = 2, side: int = 3) -> Path:
    """Layers of random weights that see `layers * (side // 2)` pixels around each, edges repeated by 0."""
    random = np.random.default_rng(seed)
    nodes, constants, name = [], {}, "input"
    for layer in range(layers):
        weights = random.normal(0, 0.3, (3, 3, side, side)).astype(np.float32)
        constants[f"w{layer}"] = weights
        after = "output" if layer == layers - 1 else f"x{layer}"
        nodes.append(helper.make_node("Conv", [name, f"w{layer}"], [after], pads=[side // 2] * 4))
        name = after
    return network(path, nodes, constants=constants)


def luma_matte(path: Path) -> Path:
    """One channel: the mean of three."""
    nodes = [helper.make_node("ReduceMean", ["input"], ["output"], axes=[1], keepdims=1)]
    return network(path, nodes, result=(1, 1, "height", "width"))


def twice(path: Path, *, added: float = 0.0) -> Path:
    """Each pixel as two by two, and a number more."""
    nodes = [
        helper.make_node("Resize", ["input", "", "scales"], ["larger"], mode="nearest"),
        helper.make_node("Add", ["larger", "more"], ["output"]),
    ]
    constants = {"scales": np.array([1, 1, 2, 2], np.float32), "more": np.float32([added])}
    return network(path, nodes, result=(1, 3, "taller", "wider"), constants=constants)


def filled(path: Path) -> Path:
    """The picture outside a mask and 0.25 within, as an inpainting gives it."""
    nodes = [
        helper.make_node("Sub", ["one", "mask"], ["outside"]),
        helper.make_node("Mul", ["input", "outside"], ["kept"]),
        helper.make_node("Mul", ["mask", "quarter"], ["made"]),
        helper.make_node("Add", ["kept", "made"], ["output"]),
    ]
    constants = {"one": np.float32([1.0]), "quarter": np.float32([0.25])}
    return network(path, nodes, constants=constants, more_inputs={"mask": (1, 1, "height", "width")})
