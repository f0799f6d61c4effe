"""A volume file as OpenVDB and as Blender's own volumes read it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import begin
import bpy
import numpy as np

path, out = sys.argv[1:3]
#: Corners of the file's grid `far`.
PLACES = (4099, 8, 139), (130, 1, 2), (0, 0, 0)


def library() -> Any:
    """Blender's own OpenVDB, which lies beside the scripts where Blender is a module."""
    at = Path(bpy.utils.resource_path("LOCAL")) / "python" / "lib"
    sys.path += [str(folder / "site-packages") for folder in at.glob("python3*")]
    import openvdb

    return openvdb


def act() -> object:
    grids, metadata = library().readAll(path)
    found: dict[str, Any] = {}
    for grid in grids:
        found[grid.name] = {
            "active": grid.activeVoxelCount(), "half": grid.saveFloatAsHalf,
            "middle": list(grid.transform.indexToWorld((0, 0, 0))), "cell": list(grid.transform.voxelSize()),
        }  # fmt: skip
        if grid.name == "far":
            read = grid.getConstAccessor()
            found["far"]["values"] = [read.getValue(place) for place in PLACES]
        elif grid.activeVoxelCount():
            high = [int(side) + 1 for side in grid.evalActiveVoxelBoundingBox()[1]]
            values = np.zeros((*high, 3) if grid.name == "velocity" else high, np.float32)
            grid.copyToArray(values)
            np.save(f"{out}/{grid.name}.npy", values)
    volume = bpy.data.volumes.new("volume")
    volume.filepath = path
    assert volume.grids.load(), volume.grids.error_message
    loaded = {grid.name: grid.load() for grid in volume.grids}
    return {"facts": metadata["second unit"], "grids": found, "loaded": loaded}


begin.answer(act)
