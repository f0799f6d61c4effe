"""Second Unit for Blender: an extension as a zip, which Blender installs and takes out itself.

The pure-Python core goes in as a wheel beside the extension's modules, made here from the sources: no build
tool, no network. The same sources give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import __version__
from ..media.whole import whole_file
from ..wire.errors import BadInput, NotFound, StorageError, Unexpected
from . import sources
from .bundle import UNWRITTEN, InstallReport

#: What of the core runs inside Blender; nothing else is bundled.
ROOMS = ("ground", "wire", "host")
NAME = "second_unit"
MANIFEST = "blender_manifest.toml"
_EPOCH = (2026, 1, 1, 0, 0, 0)
_BY_HAND = "In Blender: Preferences > Get Extensions"


def install(target: Path) -> InstallReport:
    """Write the extension's zip; Blender installs it. Raises `BadInput`, `StorageError`."""
    if target.exists() and not _ours(target):
        raise BadInput(
            f"{target} is not an extension of ours.",
            remedy="Name another file with --path.",
            kept="Nothing was changed.",
        )
    try:
        build(target)
    except (NotFound, StorageError) as error:
        message, where = error.problem.message, error.problem.where
        raise type(error)(message, remedy=UNWRITTEN, kept="Nothing was changed.", where=where) from None
    return InstallReport(
        (
            f"Second Unit {__version__} for Blender: {target}",
            f"{_BY_HAND} > Install from Disk, and choose this file; or drag it into Blender's window.",
            f'Or: blender --command extension install-file --repo user_default --enable "{target}"',
        )
    )


def uninstall(target: Path) -> InstallReport:
    """Remove the zip if it is ours; the extension itself is for Blender to remove, which is said."""
    lines = []
    if target.is_file() and _ours(target):
        target.unlink()
        lines.append(f"{target} was removed.")
    there = list(installed())
    lines += [f"{folder}: Second Unit {version} is still in." for folder, version in there]
    if there:
        lines.append(f"{_BY_HAND} > Second Unit > Uninstall; or: blender --command extension remove {NAME}")
    return InstallReport(tuple(lines or ["Second Unit is not there."]), good=not there)


def check(target: Path) -> InstallReport:
    """Which Blenders of this user have the extension, and whether it is of this version."""
    lines, good = [], True
    for folder, version in installed():
        lines.append(f"{folder}: Second Unit {version}.")
        if version != __version__:
            lines.append(f"This is Second Unit {__version__}: install again to bring the two together.")
            good = False
    if target.is_file() and _ours(target):
        lines.append(f"{target}: an extension of ours, to be installed in Blender.")
    if not lines:
        return InstallReport(("Second Unit is in no Blender of this user.",), good=False)
    return InstallReport(tuple(lines), good)


def installed(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> Iterator[tuple[Path, str]]:
    """Each folder of this user's Blenders that holds the extension, with its version."""
    for base in _extension_folders(platform, environment):
        for manifest in sorted(base.glob(f"*/{NAME}/{MANIFEST}")):
            yield manifest.parent, _version(manifest.read_text(encoding="utf-8"))


def build(target: Path, version: str = __version__) -> Path:
    """Write the extension to `target`, whole or not at all; returns it."""
    extension = sources.plugin("blender")
    wheel_name, wheel = core_wheel(version)
    manifest = (extension / MANIFEST).read_text(encoding="utf-8")
    expected = f'wheels = ["./wheels/{wheel_name}"]'
    if expected not in manifest or _version(manifest) != version:
        raise Unexpected(f"{MANIFEST} must say version {version} and {expected}.")
    files = {MANIFEST: manifest.encode(), f"wheels/{wheel_name}": wheel}
    for path in sorted(extension.rglob("*.py")):
        files[path.relative_to(extension).as_posix()] = path.read_bytes()
    files["LICENSE"] = sources.licence()
    with whole_file(target) as temporary:
        temporary.write_bytes(_zip(files))
    return target


def _extension_folders(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where Blender keeps extensions, by its manual's page on its directory layout (5.0)."""
    if "BLENDER_USER_EXTENSIONS" in environment:
        yield Path(environment["BLENDER_USER_EXTENSIONS"])
        return
    if "BLENDER_USER_RESOURCES" in environment:
        yield Path(environment["BLENDER_USER_RESOURCES"]) / "extensions"
        return
    home = Path.home()
    if platform == "win32":
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        base = roaming / "Blender Foundation" / "Blender"
    elif platform == "darwin":
        base = home / "Library" / "Application Support" / "Blender"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "blender"
    yield from sorted(base.glob("[0-9]*.[0-9]*/extensions"))


def _ours(target: Path) -> bool:
    try:
        with zipfile.ZipFile(target) as archive:
            return f'\nid = "{NAME}"\n' in archive.read(MANIFEST).decode()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return False


def _version(manifest: str) -> str:
    match = re.search(r'^version = "([^"]+)"$', manifest, re.MULTILINE)
    return match[1] if match else "?"


def core_wheel(version: str) -> tuple[str, bytes]:
    """The name and bytes of a pure-Python wheel of the rooms a host needs (PEP 427)."""
    files = sources.core_files(ROOMS)
    info = f"secondunit-{version}.dist-info"
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: secondunit\nVersion: {version}\n"
        "Summary: The part of Second Unit that runs inside a host\nLicense: Apache-2.0\n"
        "Requires-Python: >=3.10\n"
    ).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: secondunit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{info}/LICENSE"] = sources.licence()
    record = "".join(f"{name},sha256={_hash(data)},{len(data)}\n" for name, data in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    return f"secondunit-{version}-py3-none-any.whl", _zip(files)


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()
