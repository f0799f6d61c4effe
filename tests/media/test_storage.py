"""A full disk, a place without rights, a name too long: one error, and what was there is still there."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.config import Config
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.media.preview import write_thumbnail
from secondunit.media.review import write_movie
from secondunit.wire.errors import BadName, DiskFull, NoRights, NotFound
from secondunit.wire.rate import Rate

Act = Callable[[Path], object]


@pytest.fixture
def acts(noisy: Callable[..., Picture], config: Config) -> dict[str, Act]:
    """Each kind of file this room writes, large enough to fill 64 kB."""
    picture = noisy(300, 200)
    random = np.random.default_rng(1)
    shown = [(n, random.integers(0, 256, (200, 300, 3), np.uint8)) for n in range(8)]
    return {
        "a.exr": lambda path: write_exr(path, picture),
        "a.png": lambda path: write_thumbnail(path, picture, "ACEScg", config),
        "a.mp4": lambda path: write_movie(path, shown, Rate(24)),
    }


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", ["a.exr", "a.png", "a.mp4"])
def test_when_the_quota_ends_the_old_file_stays_and_no_temporary(
    tmp_path: Path, acts: dict[str, Act], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"the old one")
    with largest_file(1 << 14), pytest.raises(DiskFull) as caught:
        acts[name](path)
    assert caught.value.problem.where == str(path)
    assert path.read_bytes() == b"the old one"
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.exr", "a.png", "a.mp4"])
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, acts: dict[str, Act], name: str) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        with pytest.raises(DiskFull):
            acts[name](tmp_path / name)
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_read_only_disk_is_a_matter_of_rights(tmp_path: Path, acts: dict[str, Act]) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a read-only disk can only be mounted by root")
    try:
        for name, act in acts.items():
            with pytest.raises(NoRights):
                act(tmp_path / name)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_directory_without_rights_is_said(tmp_path: Path, acts: dict[str, Act]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the read-only disk stands for this")
    tmp_path.chmod(0o500)
    try:
        for name, act in acts.items():
            with pytest.raises(NoRights):
                act(tmp_path / name)
    finally:
        tmp_path.chmod(0o700)


def test_a_name_no_disk_can_hold_is_said(tmp_path: Path, acts: dict[str, Act]) -> None:
    for name, act in acts.items():
        with pytest.raises(BadName):
            act(tmp_path / ("n" * 300 + name))
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(NotFound):
        acts["a.exr"](tmp_path / "file" / "a.exr")


def test_directories_are_made_and_names_may_hold_anything(
    tmp_path: Path, noisy: Callable[..., Picture]
) -> None:
    for name in ("a b.exr", "煙 дым.exr", "🎬.exr", "100%d #1 [x] {y} 'z'.exr", "-rf.exr"):
        path = tmp_path / "täkes 🎬" / name
        write_exr(path, noisy())
        assert read_exr(path).channels == ("R", "G", "B", "A")
        assert [file.name for file in path.parent.iterdir()] == [name]
        path.unlink()


def test_a_name_that_is_no_text_is_said(tmp_path: Path, acts: dict[str, Act]) -> None:
    for name in (os.fsdecode(b"\xe4\xff.exr"), "a\0b.exr"):
        for act in (*acts.values(), read_exr):
            with pytest.raises(BadName):
                act(Path(f"{tmp_path}/{name}"))
