"""A simulated Resolve for each test (`fake_resolve`, `start_resolve`) and an editor's project
(`editor_project`).
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SIMULATOR = Path(__file__).parents[1] / "hosts" / "resolve"
#: The rates that a cut comes in; `29.97 DF` counts drop-frame timecode.
RATES = ("23.976", "24", "25", "29.97 DF", "59.94 DF", "30", "50", "59.94")


def _package() -> ModuleType:
    """The simulator as a package under a name of its own, whatever pytest's import mode is."""
    name = "second_unit_simulated_resolve"
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


@dataclass
class FakeResolve:
    """One running Resolve: `module` is DaVinciResolveScript, `app` is what only a test sees."""

    app: Any
    module: Any

    @property
    def resolve(self) -> Any:
        """The `resolve` object as a script reaches it; None where it does not."""
        return simulator("module").resolve_object(self.app) or self.module.scriptapp("Resolve")

    @property
    def project(self) -> Any:
        """The project of the API."""
        return self.resolve.GetProjectManager().GetCurrentProject()

    @property
    def pool(self) -> Any:
        return self.project.GetMediaPool()

    @property
    def timeline(self) -> Any:
        """The current timeline of the API."""
        return self.project.GetCurrentTimeline()

    def desk(self) -> Any:
        """Page, playhead, marks, bin, settings, locks and queue: what has to be found as it was left."""
        return self.app.desk()

    def edit(self, rate: str, folder: Path) -> Any:
        """Open an editor's project at a rate, its files written into a folder. Returns the `Edit`."""
        return simulator("editor").open_edit(self.app, rate, folder)


@pytest.fixture
def start_resolve(tmp_path: Path) -> Iterator[Callable[..., FakeResolve]]:
    """Start a Resolve with options of its own (`edition=`, `version=`, `inside=`, `external=`); ended after
    the test.

    Fails the test whose code asked an object for a name that no stub has, as `hasattr` does: it always says
    yes.
    """
    before = sys.modules.get("DaVinciResolveScript")
    started: list[FakeResolve] = []

    def start(**options: Any) -> FakeResolve:
        app = simulator("application").Application(folder=tmp_path, **options)
        app.new_project("Untitled Project")
        module = simulator("module").script_module(app)
        sys.modules["DaVinciResolveScript"] = module
        started.append(FakeResolve(app, module))
        return started[-1]

    yield start
    probed = [name for each in started for name in each.app.probed]
    for each in started:
        each.app.gone()
    sys.modules.pop("DaVinciResolveScript", None)
    if before is not None:
        sys.modules["DaVinciResolveScript"] = before
    assert not probed, f"no stub and no overlay line has {', '.join(sorted(set(probed)))}: probe with dir()"


@pytest.fixture
def fake_resolve(start_resolve: Callable[..., FakeResolve]) -> FakeResolve:
    """Resolve Studio 21.0.2 with an empty, untitled project, reached from another process."""
    return start_resolve()


@pytest.fixture
def free_resolve(start_resolve: Callable[..., FakeResolve]) -> FakeResolve:
    """The free edition, 21.0.2, the script started from Workspace > Scripts."""
    return start_resolve(edition="free", inside=True)


@pytest.fixture(params=RATES)
def rate(request: pytest.FixtureRequest) -> str:
    """Each rate that a cut comes in, as Resolve names it."""
    return str(request.param)


@pytest.fixture
def editor_project(fake_resolve: FakeResolve, tmp_path: Path) -> FakeResolve:
    """Studio with an editor's project at 24, open on the Edit page."""
    fake_resolve.edit("24", tmp_path / "show")
    return fake_resolve


@pytest.fixture
def simulated() -> Callable[[str], Any]:
    """Modules of the simulator by name."""
    return simulator
