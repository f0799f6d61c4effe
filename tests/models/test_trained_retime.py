"""RIFE's graph as package data: its weights are runs of bytes in the published file, with none in itself."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import pytest

from secondunit.models.methods import find_method
from secondunit.models.retime.trained import GRAPH, TrainedBetween, open_rife
from secondunit.models.weights.table import weights_table
from secondunit.wire.errors import WrongNetwork

from .speeds import moment

RIFE = weights_table()["rife"]


def test_every_weight_of_the_graph_lies_within_the_published_file() -> None:
    content = files("secondunit.models.retime").joinpath(GRAPH).read_bytes()
    assert len(content) < 100_000, "a graph, and no weight in it"
    weights = [tensor for tensor in onnx.load_from_string(content).graph.initializer if tensor.external_data]
    assert len(weights) > 100
    for tensor in weights:
        place = {entry.key: entry.value for entry in tensor.external_data}
        assert place["location"] == RIFE.file
        assert int(place["offset"]) + int(place["length"]) <= RIFE.bytes
        assert int(place["length"]) == 4 * np.prod(tensor.dims)


def test_with_weights_of_nothing_nothing_moves_and_both_frames_are_mixed(tmp_path: Path) -> None:
    weights = tmp_path / RIFE.file
    with weights.open("wb") as file:
        file.truncate(RIFE.bytes)
    network = open_rife(weights, 1)
    old, new = moment(0.0)[:70, :90], moment(1.0)[:70, :90]
    made = TrainedBetween(network, lambda light: np.asarray(light**0.5, np.float32), old, new).at(0.5)
    assert made.shape == old.shape
    assert made == pytest.approx((old + new) / 2, abs=1e-3, rel=1e-2)


def test_weights_that_are_not_there_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongNetwork, match="cannot be run"):
        open_rife(tmp_path / RIFE.file, 1)


def test_the_method_says_the_licences_of_code_and_weights() -> None:
    method = find_method("retime_rife")
    assert method is not None and list(method.needs) == [RIFE]
    assert {licence.name for licence in method.capability.licences} == {"MIT"}
    assert method.capability.made_by == "AI model"
