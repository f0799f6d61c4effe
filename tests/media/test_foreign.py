"""What stands where a picture should be: pipes, sockets and devices are refused, and never opened."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
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


CONFIG = """ocio_profile_version: 2
search_path: luts
roles: {scene_linear: lin, default: lin}
file_rules: [!<Rule> {name: Default, colorspace: default}]
displays: {sRGB: [!<View> {name: Film, colorspace: film, looks: grade}, !<View> {name: Raw, colorspace: lin}]}
looks: [!<Look> {name: grade, process_space: lin, transform: !<FileTransform> {src: grade.cube}}]
colorspaces:
  - !<ColorSpace> {name: lin, encoding: scene-linear}
  - !<ColorSpace>
    name: film
    from_scene_reference: !<GroupTransform>
      children: [!<MatrixTransform> {offset: [0.1, 0, 0, 0]}, !<FileTransform> {src: $LUT}]
environment: {LUT: film.cube}
"""
#: In a process of its own: a library that opens the pipe would hold the interpreter.
CONVERTS = """
import sys
import numpy as np
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.display import to_display
from secondunit.wire import SecondUnitError
config, pixels = open_config(sys.argv[1]), np.zeros((2, 2, 3), np.float32)
try:
    convert(pixels, "lin", "film", config) if sys.argv[2] == "film" else to_display(pixels, "lin", config)
except SecondUnitError as error:
    print(error.problem.code, error.problem.message, error.problem.where, sep="|")
"""


@pytest.mark.parametrize("lut", ["film", "grade"])
def test_a_pipe_instead_of_a_configs_table_is_named_and_never_opened(tmp_path: Path, lut: str) -> None:
    (tmp_path / "luts").mkdir()
    (tmp_path / "config.ocio").write_text(CONFIG)
    table = "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n"
    for name in ("film", "grade"):
        (tmp_path / "luts" / f"{name}.cube").write_text(table)
    run = [sys.executable, "-c", CONVERTS, str(tmp_path / "config.ocio"), lut]
    whole = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    assert whole.stdout == "", "with its tables the config is a good one"
    path = tmp_path / "luts" / f"{lut}.cube"
    path.unlink()
    pipe(path)
    found = subprocess.run(run, capture_output=True, text=True, timeout=30, check=True)
    assert found.stdout.strip() == f"input.not_a_file|{lut}.cube is a pipe, not a file.|{path}"
