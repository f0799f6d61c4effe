"""Builds the wheel (PEP 517): setuptools' own, with the plug-ins' sources in it, the same bytes for a commit.

`pip wheel .`, `python -m build --wheel` and `uv build --wheel` come here by pyproject.toml. Knows nothing of
the rest of this folder.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "UnsupportedOperation",
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

ROOT = Path(__file__).resolve().parents[1]
HOSTS = ("nuke", "resolve", "blender")
#: What of a plug-in's folder is its source.
_SOURCES = (".py", ".json", ".toml")
#: Where no commit says when: the first second that a zip's entry can have.
_NO_COMMIT = 315_532_800
Settings = Mapping[str, "str | list[str] | None"]


class UnsupportedOperation(Exception):
    """What PEP 517 has a backend raise for a kind of archive that it does not make."""


def build_wheel(
    wheel_directory: str, config_settings: Settings | None = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel into `wheel_directory`; returns its name."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        # A build folder of its own: what an older commit left in `build` would come along otherwise.
        (fresh / "build.cfg").write_text(
            f"[build]\nbuild_base = {fresh / 'build'}\n[egg_info]\negg_base = {fresh}\n", encoding="utf-8"
        )
        before = os.environ.get("DIST_EXTRA_CONFIG")
        os.environ["DIST_EXTRA_CONFIG"] = str(fresh / "build.cfg")
        try:
            made = build_meta.build_wheel(str(fresh), config_settings, metadata_directory)
        finally:
            if before is None:
                del os.environ["DIST_EXTRA_CONFIG"]
            else:
                os.environ["DIST_EXTRA_CONFIG"] = before
        with zipfile.ZipFile(fresh / made) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist() if not entry.endswith("/")}
    write_wheel(Path(wheel_directory) / made, files | plugin_files())
    return made


def build_sdist(sdist_directory: str, config_settings: Settings | None = None) -> str:
    """There is none: what is not a wheel is the repository. Raises `UnsupportedOperation`."""
    raise UnsupportedOperation(
        "Second Unit comes as a wheel or as its repository. Ask for the wheel: --wheel"
    )


def plugin_files() -> dict[str, bytes]:
    """The plug-ins' sources and the licence, by their names in the wheel."""
    files = {"secondunit/plugins/LICENSE": (ROOT / "LICENSE").read_bytes()}
    for host in HOSTS:
        for path in (ROOT / "plugins" / host).rglob("*"):
            inside = path.relative_to(ROOT / "plugins")
            if path.suffix in _SOURCES and not {"vendor", "__pycache__"} & set(inside.parts):
                files[f"secondunit/plugins/{inside.as_posix()}"] = path.read_bytes()
    return files


def write_wheel(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a wheel in one order, with one date and one mode, not compressed: no library has a say in it."""
    (record,) = (name for name in files if name.endswith(".dist-info/RECORD"))
    info = record.rpartition("/")[0]
    names = sorted((name for name in files if name != record), key=lambda name: (name.startswith(info), name))
    rows = [f"{_quoted(name)},sha256={_digest(files[name])},{len(files[name])}" for name in names]
    whole = {name: files[name] for name in names} | {record: "\n".join([*rows, f"{record},,", ""]).encode()}
    date = time.gmtime(max(epoch(), _NO_COMMIT))[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in whole.items():
            entry = zipfile.ZipInfo(name, date)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, data)


def epoch() -> int:
    """Seconds since 1970 that the entries are dated: SOURCE_DATE_EPOCH, or the commit's own."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    try:
        words = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return _NO_COMMIT


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _quoted(name: str) -> str:
    """A name as a field of RECORD, which is a CSV file."""
    return '"' + name.replace('"', '""') + '"' if set(name) & set(',"') else name
