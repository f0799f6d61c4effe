"""The extension's zip: the same bytes each time, a right wheel inside, nothing that does not belong."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def builder(tools: Any) -> Any:
    return tools.load("secondunit_blender_extension", tools.ROOT / "installers" / "blender_extension.py")


def test_the_same_sources_give_the_same_bytes(builder: Any, tmp_path: Path) -> None:
    one, two = (builder.build(tmp_path / name / "x.zip").read_bytes() for name in ("a", "b"))
    assert one == two
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x.zip"]


def test_the_manifest_names_the_wheel_and_its_permissions(extension: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        manifest = tomllib.loads(archive.read("blender_manifest.toml").decode())
        names = archive.namelist()
    assert manifest["id"] == "second_unit"
    assert manifest["wheels"] == [f"./{name}" for name in names if name.endswith(".whl")]
    assert set(manifest["permissions"]) == {"network", "files"}
    assert all(len(reason) <= 64 and not reason.endswith(".") for reason in manifest["permissions"].values())
    assert "__init__.py" in names and "LICENSE" in names
    assert not [name for name in names if "test" in name or "cache" in name]


def test_the_wheel_holds_the_host_side_only_with_a_right_record(extension: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        (wheel,) = (name for name in archive.namelist() if name.endswith(".whl"))
        inner = zipfile.ZipFile(io.BytesIO(archive.read(wheel)))
    packages = {name.split("/")[1] for name in inner.namelist() if name.count("/") > 1}
    assert packages == {"wire", "host"}
    (record,) = (name for name in inner.namelist() if name.endswith("RECORD"))
    rows = {row[0]: row for row in csv.reader(io.StringIO(inner.read(record).decode()))}
    assert set(rows) == set(inner.namelist())
    for name, row in rows.items():
        if name != record:
            data = inner.read(name)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            assert row[1:] == [f"sha256={digest}", str(len(data))]
        if name.endswith(".py"):
            ast.parse(inner.read(name), feature_version=(3, 10))


def test_a_version_that_the_manifest_does_not_state_is_not_built(
    builder: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(builder, "core_version", lambda: "9.9.9")
    with pytest.raises(SystemExit):
        builder.build(tmp_path / "x.zip")
    assert not list(tmp_path.iterdir())
