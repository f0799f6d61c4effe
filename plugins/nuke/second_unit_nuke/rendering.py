"""What runs inside `nuke -t`: renders one node of a copied script to an EXR sequence, and says how far it is.

A program of its own, started by `renders`; it knows Nuke and nothing of Second Unit. Its one argument is a
JSON file: script, node, file (a `%04d` pattern), first, last, channels, datatype.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import nuke


def main(order_path: str) -> None:
    """Render as the order says; anything that fails ends Nuke with its words on the standard output."""
    order: dict[str, Any] = json.loads(Path(order_path).read_text(encoding="utf-8"))
    nuke.scriptOpen(str(order["script"]))
    root: Any = nuke.root()
    root.knob("proxy").setValue(False)
    node = nuke.toNode(str(order["node"]))
    if node is None:
        raise RuntimeError(f"{order['node']} is not in the script")
    write: Any = nuke.nodes.Write()
    write.setInput(0, node)
    settings = {
        "file": order["file"],
        "file_type": "exr",
        "channels": order["channels"],
        "datatype": order["datatype"],
        "compression": "Zip (1 scanline)",
        "create_directories": True,
        # The numbers as they are: they stand in the script's working space.
        "raw": True,
    }
    for name, setting in settings.items():
        write.knob(name).setValue(setting)
    for frame in range(int(order["first"]), int(order["last"]) + 1):
        nuke.execute(write, frame, frame)
        sys.stdout.write(f"rendered {frame}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[-1])
    except Exception as error:
        sys.stdout.write(f"failed {type(error).__name__}: {error}\n")
        sys.stdout.flush()
        sys.exit(1)
