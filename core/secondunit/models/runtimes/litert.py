"""TensorFlow Lite files by LiteRT, on the processor alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.media.foreign import require_file
from secondunit.wire.errors import RuntimeAbsent, WrongNetwork

from .network import Array, Port


class LiteRtNetwork:
    """A network of one TensorFlow Lite file."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError as error:
            raise RuntimeAbsent(f"LiteRT cannot be loaded: {error}.") from error
        require_file(path)
        self._path = path
        try:
            self._interpreter = Interpreter(str(path), num_threads=max(1, threads))
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise WrongNetwork(
                f"{path.name} cannot be run: {' '.join(str(error).split())[:200]}",
                remedy="It has to be a TensorFlow Lite file of built-in operations.",
                where=str(path),
            ) from error
        self._in, self._out = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        self.inputs, self.outputs = tuple(map(_port, self._in)), tuple(map(_port, self._out))

    def run(self, arrays: Mapping[str, Array]) -> dict[str, npt.NDArray[np.float32]]:
        """The outputs by name, float32."""
        for port, detail in zip(self.inputs, self._in, strict=True):
            array = arrays.get(port.name)
            if array is None or not port.takes(array.shape):
                raise WrongNetwork(
                    f"{self._path.name} did not take its input.",
                    remedy="Its inputs are " + ", ".join(map(str, self.inputs)) + ".",
                    where=str(self._path),
                )
            self._interpreter.set_tensor(detail["index"], np.ascontiguousarray(array, port.dtype))
        self._interpreter.invoke()
        return {
            port.name: np.array(self._interpreter.get_tensor(detail["index"]), np.float32)
            for port, detail in zip(self.outputs, self._out, strict=True)
        }


def _port(detail: dict[str, Any]) -> Port:
    sides = tuple(int(side) if side > 0 else None for side in detail["shape_signature"])
    return Port(str(detail["name"]), sides, np.dtype(detail["dtype"]).name)
