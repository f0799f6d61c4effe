"""Real Blenders (`bpy`, each in its own environment), the built extension installed in a throw-away place.

A test runs a script of `inside/` in Blender's own interpreter; the script writes what it found as JSON, and
pictures as files, which the test opens here.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from secondunit.install.blender import build
from secondunit.media.vdb import Grid, write_vdb
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Rate,
    Take,
    TakeLayer,
    TakeVolume,
    Window,
    encode,
)

ROOT = Path(__file__).parents[2]
INSIDE = Path(__file__).parent / "inside"
VERSIONS = ("4.5", "5.0", "5.2")
FRAMES, FORMAT = FrameRange(1001, 1006), Format(64, 36)


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests or installers by its path, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


once = load("secondunit_test_once", ROOT / "tests" / "once.py")

loopback = load("secondunit_test_loopback", ROOT / "tests" / "host" / "loopback.py")


def blender_python(version: str) -> Path | None:
    """The interpreter that has this Blender: the project's own, or one named in the environment."""
    inside = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    candidates = [ROOT / f".venv-blender-{version}" / inside]
    for named in os.environ.get("SECONDUNIT_BLENDER_PYTHONS", "").split(os.pathsep):
        path, _, of = named.partition("=")
        if path and of == version:
            candidates.append(Path(path))
    return next((path for path in candidates if path.exists()), None)


def newest() -> str:
    """The newest Blender that is here."""
    return max((version for version in VERSIONS if blender_python(version)), default="")


class Blender:
    """One Blender with the extension installed, in folders of its own."""

    #: What Blender's own installer found, in the Blender whose resources these are a copy of.
    installed: Any = None

    def __init__(self, version: str, python: Path, place: Path) -> None:
        self.version, self.python, self.place = version, python, place
        self.resources = place / "resources"

    def run(
        self,
        script: str,
        *arguments: object,
        home: Path | None = None,
        timeout: float = 120.0,
        command: str = "/nowhere/secondunit",
    ) -> Any:
        """Run a script of `inside/` in this Blender; returns the JSON it gave.

        `home` is the service's state folder, `command` what starts a service that is not there.
        """
        answer = self.place / f"answer-{script}.json"
        answer.unlink(missing_ok=True)
        environment = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OCIO")
        }
        environment |= {
            "BLENDER_USER_RESOURCES": str(self.resources),
            "SECONDUNIT_HOME": str(home or self.place / "home"),
            "SECONDUNIT_COMMAND": command,
            "SECONDUNIT_TEST_ANSWER": str(answer),
            "PYTHONUTF8": "1",
        }
        command = [str(self.python), "-X", "faulthandler", str(INSIDE / f"{script}.py"), *map(str, arguments)]
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            cwd=self.place,
        )
        said = (done.stdout + done.stderr)[-6000:]
        assert answer.exists(), f"{script} in Blender {self.version} gave no answer:\n{said}"
        found = json.loads(answer.read_text())
        assert "failed" not in found, (
            f"{script} in Blender {self.version}:\n{found['failed']}\n{said[-2000:]}"
        )
        return found["answer"]


ZIP = "second unit.zip"


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, built from the sources as they are."""
    return once.made_once(tmp_path_factory, "extension", lambda folder: build(folder / ZIP)) / ZIP


def installed_blender(version: str, extension: Path, factory: pytest.TempPathFactory) -> Blender:
    """A Blender whose resources are a copy of those that Blender's own installer left, once in a run."""
    python = blender_python(version)
    assert python is not None, version

    def install(folder: Path) -> None:
        first = Blender(version, python, folder)
        first.resources.mkdir()
        found = {"resources": str(first.resources), **first.run("install", extension)}
        (folder / "found.json").write_text(json.dumps(found), "utf-8")

    installation = once.made_once(factory, f"blender {version} ü", install)
    made = Blender(version, python, factory.mktemp(f"blender {version} ü"))
    shutil.copytree(installation / "resources", made.resources)
    made.installed = json.loads((installation / "found.json").read_text("utf-8"))
    return made


@pytest.fixture(scope="session", params=VERSIONS)
def blender(
    request: pytest.FixtureRequest, extension: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Blender]:
    """Each Blender that is here, with the extension installed by Blender's own installer."""
    version = str(request.param)
    if blender_python(version) is None:
        pytest.skip(f"no Blender {version} here (python3 installers/setup.py makes .venv-blender-{version})")
    yield installed_blender(version, extension, tmp_path_factory)


Pixels = Callable[[int], "np.ndarray[Any, Any]"]


def write_exr(
    path: Path,
    pixels: np.ndarray[Any, Any],
    *,
    data: Window | None = None,
    full: Format | None = None,
    names: Sequence[str] = ("R", "G", "B", "A"),
) -> None:
    """A half EXR of (height, width, channels) pixels, with its windows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    height, width, channels = pixels.shape
    spec = oiio.ImageSpec(width, height, channels, "half")
    spec.channelnames = tuple(names)[:channels]
    if data is not None and full is not None:
        spec.x, spec.y = data.x, data.y
        spec.full_x, spec.full_y, spec.full_width, spec.full_height = 0, 0, full.width, full.height
    output = oiio.ImageOutput.create(str(path))
    assert output.open(str(path), spec), oiio.geterror()
    output.write_image(np.ascontiguousarray(pixels, np.float32))
    output.close()


def read_exr(path: Path) -> np.ndarray[Any, Any]:
    """The pixels of an EXR as (height, width, channels) float32."""
    source = oiio.ImageInput.open(str(path))
    assert source is not None, f"{path}: {oiio.geterror()}"
    pixels = source.read_image(0, 0, 0, source.spec().nchannels, "float")
    source.close()
    return np.asarray(pixels)


#: What a take with ground layers has in its passes.
GROUND = ("ground_light.R", "ground_light.G", "ground_light.B", "ground_occlusion.Y", "ground_shadow.Y")


def make_take(
    folder: Path,
    pixels: Pixels,
    *,
    element: str = "smoke_left",
    version: int = 1,
    frames: FrameRange = FRAMES,
    format: Format = FORMAT,
    space: str = "Linear Rec.709",
    window: Window | None = None,
    blend: str = "over",
    volume: bool = False,
    ground: Pixels | None = None,
) -> Take:
    """A take on disk whose frame N holds `pixels(N)`; with `volume` it is a cube of a metre as well.

    `ground(N)` is what it does to the ground: light R, G, B, occlusion, shadow.
    """
    name = f"{element}_v{version:03d}"
    place = folder / "show ü" / "sh010" / element / f"v{version:03d}"
    for frame in frames:
        write_exr(place / f"{name}.{frame:04d}.exr", pixels(frame), data=window, full=format)
    if volume:
        for frame in frames:
            cube = Grid("density", np.ones((8, 8, 8), np.float32), 0.125, (-0.5, -0.5, 0.0))
            write_vdb(place / f"{name}.{frame:04d}.vdb", [cube], {})
    layers = [TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A"))]
    layers += [TakeLayer("volume", f"{name}.%04d.vdb", ("density",))] if volume else []
    if ground is not None:
        for frame in frames:
            path = place / f"{name}_passes.{frame:04d}.exr"
            write_exr(path, ground(frame), data=window, full=format, names=GROUND)
        layers.append(TakeLayer("passes", f"{name}_passes.%04d.exr", GROUND))
    number = f"{sum(map(ord, element))}{version}"
    return Take(
        id=f"t{number:0>25}", job=f"j{number:0>25}", show="show", shot="sh010", element=element,
        version=version, folder=str(place), frames=frames, rate=Rate(24), format=format,
        colorspace=ColorSpace(space), brief_digest="0" * 64,
        layers=tuple(layers), data_window=window, blend=blend,
        volume=TakeVolume(0.5, 0.2, 8.0, 3.0, (0.6, 0.6, 0.6)) if volume else None,
    )  # fmt: skip


def as_json(path: Path, takes: Sequence[Take]) -> Path:
    """Takes as a file that a script inside Blender reads."""
    path.write_text(json.dumps([encode(take) for take in takes]))
    return path


@pytest.fixture(scope="session")
def tools() -> ModuleType:
    """The functions of this file, for the tests."""
    return sys.modules[__name__]
