"""A damaged EXR is always one clear error that names the file: never a crash, never a wrong picture."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.exr import inspect_exr, read_exr, verify_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire.errors import DamagedPicture, SecondUnitError


@pytest.mark.parametrize("compression", ["zip", "dwaa"])
@pytest.mark.parametrize("channels", [("R", "G", "B", "A"), ("R", "G", "B", "A", "depth.Z")])
def test_a_file_cut_anywhere_is_damaged(
    tmp_path: Path, noisy: Callable[..., Picture], compression: str, channels: tuple[str, ...]
) -> None:
    pixels = np.resize(noisy(41, 67).pixels, (67, 41, len(channels)))
    path = tmp_path / "frame 1001 ä.exr"
    write_exr(path, Picture.of(pixels, channels), compression=compression)  # type: ignore[arg-type]
    data = path.read_bytes()
    cuts = [*range(0, 1200, 41), *range(1200, len(data), max(1, len(data) // 120)), len(data) - 1]
    for cut in cuts:
        path.write_bytes(data[:cut])
        for act in (read_exr, verify_exr):
            with pytest.raises(DamagedPicture) as caught:
                act(path)
            assert "frame 1001 ä.exr" in caught.value.problem.where


def test_flipped_bytes_are_an_error_or_change_nothing_that_counts(
    tmp_path: Path, noisy: Callable[..., Picture], capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.exr"
    write_exr(path, noisy(41, 67), provenance={"prompt": "smoke"})
    data, truth = path.read_bytes(), read_exr(path).pixels
    body = data.index(b"prompt") + 300
    dice = random.Random(5)
    silent = 0
    for _ in range(250):
        broken = bytearray(data)
        broken[dice.randrange(body, len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(broken)
        try:
            verify_exr(path)
            silent += not np.array_equal(read_exr(path).pixels, truth)
        except DamagedPicture:
            continue
    assert silent == 0
    for _ in range(250):
        broken = bytearray(data)
        broken[dice.randrange(body)] = dice.randrange(256)
        path.write_bytes(broken)
        for act in (inspect_exr, read_exr, verify_exr):
            try:
                act(path)
            except SecondUnitError:
                continue
    capfd.readouterr()


@pytest.mark.parametrize("content", [b"", b"\x76", b"\x76\x2f\x31\x01", b"GIF89a" * 100, bytes(5000)])
def test_what_is_not_an_exr_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.exr"
    path.write_bytes(content)
    for act in (inspect_exr, read_exr, verify_exr):
        with pytest.raises(DamagedPicture, match=r"a\.exr"):
            act(path)


def test_a_file_that_grew_is_not_whole(tmp_path: Path, noisy: Callable[..., Picture]) -> None:
    path = write_exr(tmp_path / "a.exr", noisy()).path
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(DamagedPicture, match="longer"):
        verify_exr(path)
