"""What runs networks on the processor: one protocol, one module a runtime, loaded when asked for."""

from __future__ import annotations

from pathlib import Path

from secondunit.wire.errors import WrongNetwork

from .network import Network, Port

__all__ = ["SUFFIXES", "Network", "Port", "open_network"]

#: The files that networks come in.
SUFFIXES = (".onnx", ".tflite")


def open_network(path: Path, *, threads: int = 1) -> Network:
    """The network of a file, ready to run on `threads` threads.

    Raises `RuntimeAbsent` where what runs it is not installed, `WrongNetwork` where it cannot be run.
    """
    suffix = path.suffix.lower()
    if suffix == ".onnx":
        from .onnx import OnnxNetwork

        return OnnxNetwork(path, threads)
    if suffix == ".tflite":
        from .litert import LiteRtNetwork

        return LiteRtNetwork(path, threads)
    raise WrongNetwork(
        f"{path.name} is no network that can be run here.",
        remedy=f"Networks end in {' or '.join(SUFFIXES)}.",
        where=str(path),
    )
