"""`comfyui`: processor time of reading every published blueprint, and of holding a request against a server.

The server is the strict one of the tests, with the catalogue of a real 0.3.64; most blueprints lack models or
nodes there, and it is said which: that is the longest preflight, as none ends at the first fault.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from secondunit.providers import Input, Request
from secondunit.providers.comfyui import ComfyUI
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.document import read_document
from secondunit.providers.comfyui.interface.library import BLUEPRINTS, body, files
from secondunit.wire import Capability, Intake, Need, Rate
from secondunit.wire.errors import SecondUnitError

#: Seconds for all blueprints; for one preflight.
GOAL, PREFLIGHT = 10.0, 0.2


def main() -> None:
    """Print the seconds and the goals."""
    began = time.process_time()
    nodes = 0
    found = files(BLUEPRINTS)
    for name, path in found.items():
        nodes += len(read_blueprint(name, read_document(body(path)), {}).flat.graph)
    seconds = time.process_time() - began
    print(
        f"comfyui: {len(found)} blueprints, {nodes} nodes, read in {seconds:.2f} s of processor; "
        f"goal {GOAL:g} s"
    )
    times = sorted(preflights(tuple(found)))
    print(
        f"comfyui: {len(times)} preflights, median {1000 * times[len(times) // 2]:.1f} ms and longest "
        f"{1000 * times[-1]:.1f} ms by the clock; goal {1000 * PREFLIGHT:g} ms"
    )


def preflights(names: tuple[str, ...]) -> Iterator[float]:
    """Seconds of each preflight of a blueprint that is a task of a brief."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    far = import_module("tests.providers.far.comfy")
    with tempfile.TemporaryDirectory(prefix="preflight-") as place:
        folder, server = Path(place), far.Comfy()
        provider = ComfyUI(far.site(folder, server, blueprints=",".join(names), noncommercial=True))
        picture = folder / "picture.png"
        picture.write_bytes(far.PICTURES[0])
        for capability in provider.capabilities():
            if capability.intake is None:
                continue
            request = _request(capability, capability.intake, picture)
            began = time.perf_counter()
            with contextlib.suppress(SecondUnitError):
                provider.estimate(request)
            yield time.perf_counter() - began
        provider.close()
        server.close()


def _request(capability: Capability, intake: Intake, picture: Path) -> Request:
    """What a brief for that model would ask, with one picture in every place."""
    digest = sha256(picture.read_bytes()).hexdigest()
    needs = (("plate", intake.plate), ("matte", intake.matte))
    inputs = [Input(role, picture, digest) for role, need in needs if need is not Need.NONE]
    inputs += [
        Input("guide", picture, digest, "video/quicktime", about=need.kind.value) for need in intake.guides
    ]
    return Request(
        capability.tasks[0], model=capability.model, prompt="a street at dawn", inputs=tuple(inputs),
        frames=intake.least_frames, rate=Rate(24), width=512, height=512,
    )  # fmt: skip


if __name__ == "__main__":
    main()
