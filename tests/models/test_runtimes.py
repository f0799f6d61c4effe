"""Networks of both runtimes: what they say of themselves, the same bits, and what cannot be run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from secondunit.models.runtimes import open_network
from secondunit.wire.errors import NotFound, RuntimeAbsent, WrongNetwork

from . import networks


def test_a_network_says_its_inputs_and_outputs(tmp_path: Path) -> None:
    ready = open_network(networks.luma_matte(tmp_path / "luma.onnx"))
    assert [str(port) for port in ready.inputs] == ["input (1 x 3 x any x any, float32)"]
    assert ready.inputs[0].takes((1, 3, 7, 9)) and not ready.inputs[0].takes((1, 4, 7, 9))
    assert [port.name for port in ready.outputs] == ["output"]


def test_the_bits_are_the_same_on_one_thread_and_on_several(tmp_path: Path) -> None:
    path = networks.convolution(tmp_path / "conv.onnx", layers=6, side=5)
    given = np.random.default_rng(5).random((1, 3, 180, 320), np.float32)
    results = [
        open_network(path, threads=threads).run({"input": given})["output"] for threads in (1, 2, 4, 1)
    ]
    assert len({result.tobytes() for result in results}) == 1


def test_a_file_that_is_no_network_is_said_with_its_name(tmp_path: Path) -> None:
    for name in ("broken.onnx", "broken.tflite"):
        (tmp_path / name).write_bytes(b"no network at all")
        with pytest.raises(WrongNetwork, match=f"{name} cannot be run"):
            open_network(tmp_path / name)
    with pytest.raises(WrongNetwork, match="is no network that can be run here"):
        open_network(tmp_path / "weights.pth")
    with pytest.raises(NotFound):
        open_network(tmp_path / "away.onnx")


def test_an_opset_that_is_not_known_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongNetwork, match=r"future\.onnx cannot be run") as caught:
        open_network(networks.identity(tmp_path / "future.onnx", opset=999))
    assert "opset" in caught.value.problem.message + caught.value.problem.remedy


def test_an_input_of_another_shape_is_refused_with_the_right_one(tmp_path: Path) -> None:
    ready = open_network(networks.identity(tmp_path / "small.onnx", shape=(1, 3, 8, 8)))
    with pytest.raises(WrongNetwork) as caught:
        ready.run({"input": np.zeros((1, 3, 9, 9), np.float32)})
    assert "input (1 x 3 x 8 x 8, float32)" in caught.value.problem.remedy


@pytest.mark.parametrize(
    ("module", "name"), [("onnxruntime", "a.onnx"), ("ai_edge_litert.interpreter", "a.tflite")]
)
def test_without_its_runtime_a_network_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RuntimeAbsent, match="cannot be loaded") as caught:
        open_network(tmp_path / name)
    assert caught.value.problem.code == "model.runtime" and caught.value.problem.remedy


def test_a_runtime_keeps_no_record_of_what_it_does_and_asks_nobody(tmp_path: Path) -> None:
    path = networks.luma_matte(tmp_path / "luma.onnx")
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "from pathlib import Path\n"
        "from secondunit.models.runtimes import open_network\n"
        f"open_network(Path({str(path)!r}))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**environment, "HOME": str(home)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    # ONNX Runtime 1.32 writes a device's id and events below the home, and sends them.
    assert list(home.rglob("*")) == []
