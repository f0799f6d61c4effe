"""One small picture that a server makes of nothing: the proof that it takes a graph and runs it.

No model is needed, no picture is sent, and what it makes lies in the server's folder for what is temporary.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from secondunit.wire.errors import ProviderLacks, ProviderSilent

from .outcome import failed, failure, outputs
from .server import Server
from .workflow import Graph

#: Grey, 64 pixels square (`EmptyImage` and `PreviewImage` of core; a colour is 0xRRGGBB).
GRAPH: Graph = {
    "1": {
        "class_type": "EmptyImage",
        "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 0x808080},
    },
    "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
}
#: How long a server is waited for, and between two questions, in seconds.
PATIENCE, BETWEEN = 60.0, 0.5


def prove(server: Server, rest: Callable[[float], None]) -> int:
    """The number of pictures that it made; `rest` waits between two questions.

    Raises what the server refuses, `ProviderLacks` where it fails, and `ProviderSilent` where it does not
    come to it.
    """
    job = str(uuid.uuid4())
    server.post(GRAPH, job, uuid.uuid4().hex, "")
    for _ in range(round(PATIENCE / BETWEEN)):
        entry = server.look(job, "").entry
        if entry is not None:
            server.forget(job, "")
            if failed(entry):
                problem = failure(entry, "a small picture")
                raise ProviderLacks(f"{server.name} runs not even a small picture: {problem.message}")
            return len(outputs(entry))
        rest(BETWEEN)
    server.withdraw(job, "")
    raise ProviderSilent(
        f"{server.name} has not come to a small picture within {PATIENCE:.0f} s.",
        remedy="Others' jobs may be before it: look at its queue, and ask again.",
    )
