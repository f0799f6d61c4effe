"""ONNX by ONNX Runtime on the processor, set so that the same input gives the same bits."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.media.foreign import require_file
from secondunit.media.whole import storage_error
from secondunit.wire.errors import RuntimeAbsent, WrongNetwork

from .network import Array, Port

_KINDS = {"tensor(float)": "float32", "tensor(float16)": "float16", "tensor(uint8)": "uint8",
          "tensor(int32)": "int32", "tensor(int64)": "int64", "tensor(bool)": "bool",
          "tensor(double)": "float64"}  # fmt: skip
#: The most that a file in the form of Protocol Buffers holds.
LARGEST = (1 << 31) - 1
#: The runtime's setting of the folder that a network's other files are in, where it comes as its content.
_OTHER_FILES = "session.model_external_initializers_file_folder_path"
#: What the runtime says before its sentence: its error's number, its file and line, the function there.
_INSIDES = re.compile(
    r"\[ONNXRuntimeError\] : \d+ : \w+ : |(Load model from \S+ failed:|Exception during initialization: )"
    r"|\S+\.(cc|h):\d+ (.*?\w::.*?\)( const)? |\w+ )"
)
#: Severities as the runtime counts them: nothing below an error is said.
_ERRORS_ONLY = 3


class OnnxNetwork:
    """A network of one ONNX file, or of the `content` of one that was made from the file at `path`.

    `beside` is the folder of the file that holds its weights, where one does.
    """

    def __init__(
        self, path: Path, threads: int = 1, content: bytes | None = None, beside: Path | None = None
    ) -> None:
        # From 1.32 on it keeps a device's id and a record of its use, and sends them, unless told before.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            import onnxruntime
        except ImportError as error:
            raise RuntimeAbsent(f"ONNX Runtime cannot be loaded: {error}.") from error
        onnxruntime.disable_telemetry_events()
        require_file(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, threads)
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.use_deterministic_compute = True
        options.log_severity_level = _ERRORS_ONLY
        self._path = path
        # Weights in other files, which no hash holds, are looked for where nothing can be: below a file.
        options.add_session_config_entry(_OTHER_FILES, str(beside or path / "nothing"))
        content = _content(path) if content is None else content
        try:
            session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its own errors have no common class but Exception
            raise WrongNetwork(
                f"{path.name} cannot be run: {_sentence(error)}",
                remedy="Export it again with an opset that ONNX Runtime knows, with its weights inside.",
                where=str(path),
            ) from error
        self._session = session
        self.inputs = tuple(map(_port, session.get_inputs()))
        self.outputs = tuple(map(_port, session.get_outputs()))

    def run(self, arrays: Mapping[str, Array]) -> dict[str, npt.NDArray[np.float32]]:
        """The outputs by name, float32."""
        kinds = {port.name: port.dtype for port in self.inputs}
        given = {name: np.ascontiguousarray(array, kinds.get(name)) for name, array in arrays.items()}
        try:
            results = self._session.run(None, given)
        except Exception as error:
            raise WrongNetwork(
                f"{self._path.name} did not take its input: {_sentence(error)}",
                remedy="Its inputs are " + ", ".join(map(str, self.inputs)) + ".",
                where=str(self._path),
            ) from error
        return {
            port.name: np.asarray(result, np.float32)
            for port, result in zip(self.outputs, results, strict=True)
        }


def _port(described: Any) -> Port:
    sides = tuple(side if isinstance(side, int) and side > 0 else None for side in described.shape)
    return Port(described.name, sides, _KINDS.get(described.type, described.type))


def _content(path: Path) -> bytes:
    """All of a file; raises `WrongNetwork` where it is larger than one file of a network can be."""
    try:
        size = path.stat().st_size
        if size <= LARGEST:
            return path.read_bytes()
    except OSError as error:
        raise storage_error(error, path) from error
    raise WrongNetwork(
        f"{path.name} has {size:,} bytes: it is larger than a network in one file can be.",
        remedy="Export it with numbers of 16 bits, in one file.",
        where=str(path),
    )


def _sentence(error: Exception) -> str:
    """What the runtime says, in a line of at most 200 characters, without where in its source it says it."""
    text = _INSIDES.sub("", " ".join(str(error).split())).strip()
    if text.startswith("External data path"):
        return "it has weights in another file, which nobody allowed."
    return (text[:200] + "...") if len(text) > 200 else text
