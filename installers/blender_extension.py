"""Build the Blender extension: `python3 installers/blender_extension.py build/second_unit.zip`.

The pure-Python core goes in as a wheel beside the extension's modules, made here from the sources: no build
tool, no network. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import os
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What of the core runs inside a host; nothing else is bundled.
ROOMS = ("wire", "host")
EXTENSION = ROOT / "plugins" / "blender"
_EPOCH = (2026, 1, 1, 0, 0, 0)


def main() -> int:
    """Build the zip; prints where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("zip", type=Path, help="where to write it")
    print(build(parser.parse_args().zip))
    return 0


def build(target: Path) -> Path:
    """Write the extension to `target`, whole or not at all; returns it."""
    version = core_version()
    wheel_name, wheel = core_wheel(version)
    manifest = (EXTENSION / "blender_manifest.toml").read_text(encoding="utf-8")
    expected = f'wheels = ["./wheels/{wheel_name}"]'
    if expected not in manifest or f'\nversion = "{version}"\n' not in manifest:
        raise SystemExit(f"blender_manifest.toml must say version {version} and {expected}.")
    files = {"blender_manifest.toml": manifest.encode(), f"wheels/{wheel_name}": wheel}
    for path in sorted(EXTENSION.rglob("*.py")):
        files[path.relative_to(EXTENSION).as_posix()] = path.read_bytes()
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(_zip(files))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return target


def core_version() -> str:
    """The version that the core's sources state."""
    text = (ROOT / "core" / "secondunit" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("core/secondunit/__init__.py states no version.")
    return found[1]


def core_wheel(version: str) -> tuple[str, bytes]:
    """The name and bytes of a pure-Python wheel of the rooms a host needs (PEP 427)."""
    package = ROOT / "core" / "secondunit"
    files = {"secondunit/__init__.py": (package / "__init__.py").read_bytes()}
    files["secondunit/py.typed"] = b""
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            files[path.relative_to(package.parent).as_posix()] = path.read_bytes()
    info = f"secondunit-{version}.dist-info"
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: secondunit\nVersion: {version}\n"
        "Summary: The part of Second Unit that runs inside a host\nLicense: Apache-2.0\n"
        "Requires-Python: >=3.10\n"
    ).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: secondunit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{info}/LICENSE"] = (ROOT / "LICENSE").read_bytes()
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


if __name__ == "__main__":
    sys.exit(main())
