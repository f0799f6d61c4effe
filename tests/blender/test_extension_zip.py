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

from secondunit import __version__
from secondunit.install import blender as extensions
from secondunit.wire.errors import BadInput, Unexpected


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (extensions.build(tmp_path / name / "x.zip").read_bytes() for name in ("a", "b"))
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
    assert packages == {"ground", "wire", "host"}
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


def test_a_version_that_the_manifest_does_not_state_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(Unexpected, match="must say"):
        extensions.build(tmp_path / "x.zip", "9.9.9")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_extension_of_ours_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "rushes.zip").write_bytes(b"not a zip at all")
    with pytest.raises(BadInput) as refused:
        extensions.install(tmp_path / "rushes.zip")
    assert refused.value.problem.kept == "Nothing was changed."
    assert (tmp_path / "rushes.zip").read_bytes() == b"not a zip at all"


def test_the_extension_is_found_where_blender_puts_it(blender: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLENDER_USER_RESOURCES", str(blender.resources))
    ((folder, version),) = extensions.installed()
    assert folder.is_relative_to(blender.resources)
    assert (folder / "session.py").is_file()
    assert version == __version__
    report = extensions.uninstall(folder / "no.zip")
    assert not report.good
    assert "Uninstall" in report.lines[-1]


@pytest.mark.parametrize(
    ("platform", "below"),
    [
        ("linux", ".config/blender"),
        ("darwin", "Library/Application Support/Blender"),
        ("win32", "AppData/Roaming/Blender Foundation/Blender"),
    ],
)
def test_each_blender_of_the_user_is_looked_at(
    platform: str, below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: tmp_path))
    for series, version in (("4.5", "0.1.0"), ("5.0", __version__)):
        folder = tmp_path / below / series / "extensions" / "user_default" / "second_unit"
        folder.mkdir(parents=True)
        (folder / "blender_manifest.toml").write_text(f'id = "second_unit"\nversion = "{version}"\n')
    versions = [version for _, version in extensions.installed(platform, {})]
    assert versions == ["0.1.0", __version__]
