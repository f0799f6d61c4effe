"""`comfyui`: processor time of reading and flattening every published blueprint."""

from __future__ import annotations

import time

from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.document import read_document
from secondunit.providers.comfyui.interface.library import BLUEPRINTS, body, files

GOAL = 10.0


def main() -> None:
    """Print the seconds and the goal."""
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


if __name__ == "__main__":
    main()
