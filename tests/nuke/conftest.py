"""A simulated Nuke for each test (`fake_nuke`, `terminal_nuke`, `non_commercial`) and an artist's script."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from secondunit.wire import ColorSpace, Format, FrameRange, FrozenMap, Rate, Take, TakeLayer

# Before the first Qt: the panel is opened without a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIMULATOR = Path(__file__).parents[1] / "hosts" / "nuke"


def _package() -> ModuleType:
    """The simulator as a package under a name of its own, whatever pytest's import mode is."""
    name = "second_unit_simulated_nuke"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, SIMULATOR / "__init__.py", submodule_search_locations=[str(SIMULATOR)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def simulator(part: str) -> Any:
    """A module of the simulator by its name: `simulator("stubs")`."""
    return importlib.import_module(f"{_package().__name__}.{part}")


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """The simulator's modules can be imported by their name from now on."""
    _package()


@dataclass
class FakeNuke:
    """One running Nuke: `nuke` and `nukescripts` as a plugin imports them, `app` as only a test sees it."""

    app: Any
    nuke: Any
    nukescripts: Any

    def start(self, *folders: Path) -> None:
        """Start up: init.py and menu.py of these folders, which stand on NUKE_PATH, and of the user's own."""
        simulator("interpreter").start(self.app, *folders)

    def spin(self) -> int:
        """Run what waits for the main loop."""
        return int(self.app.spin())

    def text(self) -> str:
        """The script as it would be saved."""
        return str(simulator("saving").script_text(self.app))

    def paste(self, text: str) -> None:
        """Add nodes from `.nk` text as a part of the artist's own script: no undo step, nothing selected."""
        self.app.history.disabled += 1
        try:
            simulator("loading").load(self.app, text, 0)
            for node in self.app.document.nodes.values():
                node.selected = False
        finally:
            self.app.history.disabled -= 1
        self.app.modified = False

    def undo_steps(self) -> int:
        return len(self.app.history.undos)

    def finish_background(self, number: int = 1, error: bool = False) -> None:
        """End a background render that the plugin started."""
        simulator("calls_running").finish_background(self.app, number, error)

    def limit(self, *, nc: bool = False, indie: bool = False) -> None:
        """Change the licence, for a test that starts with a script that is there already."""
        self.app.licence = simulator("application").Licence(nc=nc, indie=indie)
        self.app.touched.clear()


@pytest.fixture
def start_nuke(tmp_path: Path) -> Iterator[Callable[..., FakeNuke]]:
    """Start a Nuke with options (`gui=`, `nc=`, `version=`, `tab_widgets=`); it ends after the test."""
    application, module = simulator("application"), simulator("nuke_module")
    before = {name: sys.modules.get(name) for name in ("nuke", "nukescripts", "nukescripts.panels")}
    path = list(sys.path)
    started: list[FakeNuke] = []

    def start(
        *,
        gui: bool = True,
        version: tuple[int, int, int] = (15, 1, 3),
        tab_widgets: bool = False,
        **licence: bool,
    ) -> FakeNuke:
        app = application.Application(
            gui=gui,
            version=version,
            licence=application.Licence(**licence),
            folder=tmp_path,
            tab_widgets=tab_widgets,
        )
        made = module.modules(app)
        for name in before:
            sys.modules.pop(name, None)
        sys.modules.update(made)
        started.append(FakeNuke(app, made["nuke"], made.get("nukescripts")))
        return started[-1]

    yield start
    for each in started:
        each.app.close()
    for name, known in before.items():
        sys.modules.pop(name, None)
        if known is not None:
            sys.modules[name] = known
    sys.path[:] = path


@pytest.fixture
def fake_nuke(start_nuke: Callable[..., FakeNuke]) -> FakeNuke:
    """Nuke 15.1 with its window and an empty script."""
    return start_nuke()


@pytest.fixture
def terminal_nuke(start_nuke: Callable[..., FakeNuke]) -> FakeNuke:
    """`nuke -t`: no menus, no panels, no Qt."""
    return start_nuke(gui=False)


@pytest.fixture
def non_commercial(start_nuke: Callable[..., FakeNuke]) -> FakeNuke:
    """Nuke Non-commercial: Python may touch ten nodes of a script."""
    return start_nuke(nc=True)


#: The channels of a take's passes, by what they are for; `motion` is how the core's 0.3 named its vectors.
LAYERS = {
    "light": tuple(
        f"light_{side}.{c}" for side in ("left", "right", "top", "bottom", "front", "back") for c in "RGB"
    ),
    "emission": ("emission.R", "emission.G", "emission.B"),
    "forward": ("forward.u", "forward.v"),
    "motion": ("motion.u", "motion.v"),
}


@pytest.fixture(scope="session")
def element_take() -> Callable[..., Take]:
    """Takes of a smoke with some of its passes: `element_take(2, ("light", "forward"))`."""

    def make(version: int = 1, passes: Sequence[str] = (), name: str = "", **changes: Any) -> Take:
        name = name or f"smoke_v{version:03d}"
        layers = [TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A"))]
        channels = tuple(channel for layer in passes for channel in LAYERS[layer])
        if passes:
            layers.append(TakeLayer("passes", f"{name}_passes.%04d.exr", (*channels, "depth.Z", "density.Y")))
        lit: dict[str, str | float] = {
            "key_side": -70.0, "key_height": 38.0, "key": 1.3, "key_color": "1 0.96 0.9", "ambient": 0.22,
            "ambient_color": "0.8 0.9 1",
        }  # fmt: skip
        take = Take(
            id=f"t{version}", job=f"j{version}", show="heist", shot="sh010", element="smoke", version=version,
            folder=f"/jobs/heist/sh010/smoke/v{version:03d}", frames=FrameRange(1001, 1006), rate=Rate(24),
            format=Format(64, 36), colorspace=ColorSpace("linear"), brief_digest="0" * 64,
            layers=tuple(layers), kind="smoke", prompt="thick [exit] $smoke {",
            settings=FrozenMap(lit if "light" in passes else {}),
        )  # fmt: skip
        return replace(take, **changes)

    return make


def write_exr(path: Path, width: int = 64, height: int = 36, aspect: float = 1.0) -> None:
    """A small half-float EXR with red, green, blue and alpha."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not above: the panel's tests run in the Python of Nuke's own Qt too, which has neither.
    import numpy as np
    import OpenImageIO as oiio

    spec = oiio.ImageSpec(width, height, 4, oiio.HALF)
    spec.attribute("PixelAspectRatio", aspect)
    out = oiio.ImageOutput.create(str(path))
    out.open(str(path), spec)
    pixels = np.linspace(0, 1, width * height * 4, dtype=np.float32).reshape(height, width, 4)
    out.write_image(pixels)
    out.close()


@dataclass(frozen=True)
class Artist:
    """What stands in the artist's script."""

    folder: Path
    frames: tuple[int, int]
    pattern: str


ARTIST = """\
Root {{
 first_frame 1001
 last_frame 1006
 fps 23.976
 format "64 36 0 0 64 36 1 small"
}}
Read {{
 inputs 0
 file {pattern}
 format "64 36 0 0 64 36 1 small"
 first 1001
 last 1006
 origfirst 1001
 origlast 1006
 origset true
 colorspace linear
 name Plate
 xpos 0
 ypos -300
}}
set plate [stack 0]
Roto {{
 output alpha
 name Garbage
 xpos 0
 ypos -200
}}
set roto [stack 0]
Grade {{
 white 1.1
 name Look
 xpos 0
 ypos -120
}}
Read {{
 inputs 0
 file {missing}
 first 1001
 last 1006
 colorspace linear
 name Lost
 xpos 220
 ypos -300
}}
push $plate
Merge2 {{
 inputs 2
 operation plus
 name Comp
 xpos 110
 ypos -40
}}
Viewer {{
 frame_range 1001-1006
 name Viewer1
 xpos 110
 ypos 60
}}
Camera2 {{
 inputs 0
 translate {{0 1.7 4}}
 rotate {{-5 0 0}}
 focal 35
 haperture 24.576
 name ShotCam
 xpos 400
 ypos -300
}}
BackdropNode {{
 inputs 0
 label Plates
 bdwidth 400
 bdheight 200
 name Backdrop1
 xpos -60
 ypos -360
}}
"""


@pytest.fixture
def artist_script(tmp_path: Path) -> Callable[[FakeNuke], Artist]:
    """Fill a Nuke with an artist's comp: a plate on disk, a lost Read, Roto, Grade, merge, Viewer, Camera."""

    def fill(fake: FakeNuke) -> Artist:
        folder = tmp_path / "plates"
        for frame in range(1001, 1007):
            write_exr(folder / f"plate.{frame}.exr")
        pattern = (folder / "plate.%04d.exr").as_posix()
        fake.paste(ARTIST.format(pattern=pattern, missing=(folder / "lost.%04d.exr").as_posix()))
        fake.app.frame = 1001
        return Artist(folder, (1001, 1006), pattern)

    return fill
