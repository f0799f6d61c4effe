"""A bench for ComfyUI: servers that are moved by hand, a clock, workflow files, and a provider on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from secondunit.providers import Request
from secondunit.providers.comfyui import ComfyUI
from secondunit.testing import Clock
from secondunit.wire import Capability

from . import comfy


class Bench:
    """Servers, a clock and a provider on them."""

    far = comfy

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.servers: list[comfy.Comfy] = []
        self.made: list[ComfyUI] = []
        self.request: Request = comfy.request(folder)

    def server(self, catalogue: dict[str, Any] = comfy.CATALOGUE) -> comfy.Comfy:
        """One more server, which has the nodes of `catalogue`."""
        self.servers.append(comfy.Comfy(catalogue))
        return self.servers[-1]

    def provider(self, **more: Any) -> ComfyUI:
        """A provider in front of all servers, with these settings more."""
        self.made.append(ComfyUI(comfy.site(self.folder, *self.servers, clock=self.clock, **more)))
        return self.made[-1]

    def workflow(self, name: str, graph: object) -> None:
        """A workflow file of this name."""
        (self.folder / "workflows").mkdir(exist_ok=True)
        (self.folder / "workflows" / f"{name}.json").write_text(json.dumps(graph))

    def offered(self, model: str, **more: Any) -> Capability:
        """What a new provider offers under a name."""
        return {each.model: each for each in self.provider(**more).capabilities()}[model]

    def close(self) -> None:
        """Close everything; raises `AssertionError` for what a server was asked wrongly."""
        for each in self.made:
            each.close()
        for server in self.servers:
            server.close()
            assert not server.wrong, server.wrong
