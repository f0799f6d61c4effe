"""What stands where a picture should be: pipes, sockets and devices are refused, and never opened."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secondunit.engines.comp import content_of
from secondunit.media.config import open_config
from secondunit.media.footage import inspect_plate
from secondunit.media.still import inspect_still, read_still
from secondunit.wire import SecondUnitError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@contextlib.contextmanager
def short(folder: Path) -> Iterator[None]:
    """A socket's name may be 107 bytes long: it is made from within its folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def answer(question: Callable[[], object]) -> SecondUnitError:
    """What a question is refused with, in time."""
    refusals: list[SecondUnitError] = []

    def ask() -> None:
        try:
            question()
        except SecondUnitError as error:
            refusals.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive(), "it waits for somebody who writes"
    assert len(refusals) == 1
    return refusals[0]


QUESTIONS: dict[str, Callable[[Path], object]] = {
    "movie": lambda path: inspect_plate(str(path.rename(path.with_suffix(".mov")))),
    "one of a sequence": lambda path: inspect_plate(
        str(path.rename(path.with_name("plate.1001.exr")).with_name("plate.%04d.exr"))
    ),
    "header": inspect_still,
    "pixels": read_still,
    "content": content_of,
    "config": lambda path: open_config(str(path)),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "link to a pipe"])
def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path, question: str, kind: str) -> None:
    path = tmp_path / "plate.exr"
    if kind == "pipe":
        pipe(path)
    elif kind == "socket":
        with short(tmp_path), socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(pipe(tmp_path / "elsewhere"))
    error = answer(lambda: QUESTIONS[question](path))
    word = kind.rpartition(" ")[2]
    assert error.problem.code in ("input.not_a_file", "color.unknown_config")
    assert f"is a {word}, not a file" in error.problem.message
    assert error.problem.remedy and str(tmp_path) in error.problem.where
