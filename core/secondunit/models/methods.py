"""The methods of this machine: computed ones, networks whose weights are published, a studio's own."""

from __future__ import annotations

from pathlib import Path

from secondunit.wire import Task

from .clean_plate.extension_method import ExtendPlate
from .clean_plate.method import CleanPlate
from .crowd.method import CrowdFromPasses
from .denoise.method import DenoisePlate
from .flow.method import MotionVectors
from .matte.keys import ColourKey, DifferenceKey, LuminanceKey
from .matte.person import PersonMatte
from .method import Method
from .retime.method import RetimePlate, RetimeTrained
from .studio.models_file import read_networks, studio_folder
from .studio.network_method import NetworkMethod
from .upscale.method import UpscaleLanczos
from .upscale.network_method import UpscaleNetwork

_OURS: tuple[Method, ...] = (
    PersonMatte(), ColourKey(), LuminanceKey(), DifferenceKey(), CleanPlate(), ExtendPlate(),
    UpscaleLanczos(), UpscaleNetwork(), MotionVectors(), DenoisePlate(),
    RetimePlate(), RetimeTrained(), CrowdFromPasses(),
)  # fmt: skip


def own_methods() -> tuple[Method, ...]:
    """Those that come with the program."""
    return _OURS


def studio_methods(folder: Path | None = None) -> tuple[Method, ...]:
    """A studio's networks, of `folder` or the user's own; raises `BadSettings`."""
    place = folder or studio_folder()
    return tuple(NetworkMethod(network, place) for network in read_networks(place))


def find_method(name: str) -> Method | None:
    """The method that a brief's model names, ours first; raises `BadSettings` for a wrong `models.toml`."""
    for method in _OURS:
        if method.capability.model == name:
            return method
    return next((method for method in studio_methods() if method.capability.model == name), None)


def methods_for(task: Task) -> tuple[Method, ...]:
    """All that do a task, ours first; raises `BadSettings`."""
    return tuple(method for method in (*_OURS, *studio_methods()) if task in method.capability.tasks)
