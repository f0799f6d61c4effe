"""A part of a review movie, as a browser asks for it when somebody scrubs (RFC 9110, section 14)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.store import takes
from secondunit.wire import ColorSpace, Format, FrameRange, Rate, Take, TakeLayer

#: One file that is read at once, and one that is streamed in pieces.
SIZES = (1_000, (5 << 20) // 2 + 3)
MOVIE = "/v1/takes/t1/movie"


@pytest.fixture(params=SIZES)
def movie(request: Any, api: Any, make_brief: Callable[..., Any], tmp_path: Path) -> Path:
    """The movie of a take, of bytes that differ from place to place."""
    file = tmp_path / "take" / "review.mp4"
    file.parent.mkdir()
    file.write_bytes(b"".join(number.to_bytes(4, "big") for number in range(request.param // 4 + 1)))
    os.truncate(file, request.param)
    made = Take(
        "t1", "j1", "S", "sh010", "smoke", 1, str(file.parent), FrameRange(1, 3), Rate(24), Format(64, 36),
        ColorSpace("ACEScg"), "0" * 64, (TakeLayer("beauty", "smoke.%04d.exr", ("R", "G", "B", "A")),),
        movie=file.name,
    )  # fmt: skip
    api.room.store.write(lambda transaction: takes.add(transaction, made, make_brief()))
    return file


@pytest.mark.parametrize(
    ("wish", "part"),
    [
        ("bytes=0-", slice(0, None)),
        ("bytes=0-0", slice(0, 1)),
        ("bytes=100-299", slice(100, 300)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=-99999999999999999999", slice(0, None)),
        ("bytes=900-99999999999999999999", slice(900, None)),
        ("BYTES=5-9", slice(5, 10)),
        ("bytes= 5-9 ", slice(5, 10)),
        ("bytes=5-9,", slice(5, 10)),
    ],
)
def test_a_part_that_is_asked_for_is_given(api: Any, movie: Path, wish: str, part: slice) -> None:
    whole = movie.read_bytes()
    answer = api.client.get(MOVIE, headers={"Range": wish})
    assert answer.status_code == 206 and answer.content == whole[part]
    first, stop, _ = part.indices(len(whole))
    assert answer.headers["content-range"] == f"bytes {first}-{stop - 1}/{len(whole)}"
    assert (
        answer.headers["content-length"] == str(stop - first) and answer.headers["accept-ranges"] == "bytes"
    )


def test_a_part_across_the_pieces_that_are_read_is_whole(api: Any, movie: Path) -> None:
    whole = movie.read_bytes()
    middle = len(whole) // 2
    for first, last in ((1, len(whole) - 2), (middle, len(whole) - 1), (len(whole) - 1, len(whole) - 1)):
        answer = api.client.get(MOVIE, headers={"Range": f"bytes={first}-{last}"})
        assert answer.status_code == 206 and answer.content == whole[first : last + 1]


@pytest.mark.parametrize(
    "wish", ["bytes={size}-", "bytes={size}-{size}", "bytes=-0", "bytes=9999999999999999999999-"]
)
def test_a_part_that_is_not_there_is_refused_and_the_size_is_said(api: Any, movie: Path, wish: str) -> None:
    size = movie.stat().st_size
    answer = api.client.get(MOVIE, headers={"Range": wish.format(size=size)})
    assert answer.status_code == 416 and answer.headers["content-range"] == f"bytes */{size}"
    assert answer.json()["code"] == "value.out_of_range" and answer.json()["remedy"]


@pytest.mark.parametrize(
    "wish",
    ["bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-5", "bytes=1.5-2", "bytes=+1-2", "bytes=--1",
     "bytes=0-1,5-6", "frames=0-1", "bytes=٠-١", "bytes=1-2;3-4", "=1-2"],
)  # fmt: skip
def test_what_is_no_part_or_several_gets_the_whole(api: Any, movie: Path, wish: str) -> None:
    answer = api.client.get(MOVIE, headers={"Range": wish.encode("latin-1", "replace")})
    assert answer.status_code == 200 and answer.content == movie.read_bytes()
    assert "content-range" not in answer.headers and answer.headers["accept-ranges"] == "bytes"


def test_a_part_of_a_movie_that_was_replaced_is_not_given_to_whoever_had_the_other(
    api: Any, movie: Path
) -> None:
    before = api.client.get(MOVIE).headers["etag"]
    assert before.startswith('"') and api.client.get(MOVIE).headers["etag"] == before
    part = {"Range": "bytes=10-19", "If-Range": before}
    answer = api.client.get(MOVIE, headers=part)
    assert answer.status_code == 206 and answer.headers["etag"] == before
    other = movie.with_name("other")
    other.write_bytes(movie.read_bytes()[::-1])
    os.utime(other, ns=(movie.stat().st_atime_ns, movie.stat().st_mtime_ns))
    other.replace(movie)
    answer = api.client.get(MOVIE, headers=part)
    assert answer.status_code == 200 and answer.content == movie.read_bytes()
    assert answer.headers["etag"] != before
    for validator in (f"W/{answer.headers['etag']}", "Mon, 30 Nov 2026 00:00:00 GMT", "*"):
        assert api.client.get(MOVIE, headers=part | {"If-Range": validator}).status_code == 200
    size = movie.stat().st_size
    gone = {"Range": f"bytes={size}-", "If-Range": before}
    assert api.client.get(MOVIE, headers=gone).status_code == 200, "the whole of the new one, no refusal"


def test_a_movie_that_is_not_there_has_no_parts(api: Any, movie: Path) -> None:
    movie.unlink()
    answer = api.client.get(MOVIE, headers={"Range": "bytes=0-1"})
    assert answer.status_code == 404 and answer.json()["code"] == "not_found"
