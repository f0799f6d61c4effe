"""A real service of its own for the command line's tests, and a way to run commands against it."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.cli import main
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Rate, Window


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Its lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def problem(self) -> dict[str, str]:
        """The error it answered with, in JSON."""
        found: dict[str, str] = self.lines[-1]["problem"]
        return found


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The state folder and the shows of these tests; the service in it is stopped at the end."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDUNIT_HOME", str(folder / "home"))
        patch.setenv("SECONDUNIT_SHOWS", str(folder / "shows"))
        patch.delenv("OCIO", raising=False)
        yield folder
        main(["stop"])


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command and give what it answered."""

    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as left:  # argparse refuses like this
            code = int(left.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Answer(code, said.out, said.err)

    return command


@pytest.fixture
def plate(tmp_path: Path) -> str:
    """Four frames of a small ACEScg plate, 1001 to 1004, at 24000/1001, in a folder with a hard name."""
    folder = tmp_path / "plate ünd 場面 😀"
    folder.mkdir()
    for frame in range(1001, 1005):
        pixels = np.full((36, 64, 3), frame / 2000, np.float32)
        window = Window(0, 0, 64, 36)
        picture = Picture(("R", "G", "B"), pixels, window, window)
        write_exr(folder / f"plate.{frame}.exr", picture, rate=Rate(24000, 1001))
    return str(folder / "plate.%04d.exr")


@pytest.fixture
def comfy() -> Iterator[Any]:
    """The tests' ComfyUI server."""
    folder = Path(__file__).parents[1] / "providers" / "far"
    name = "second_unit_far_ends"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    made = importlib.import_module(f"{name}.comfy")
    server = made.Comfy()
    server.workflow = made.WORKFLOW
    yield server
    server.close()
