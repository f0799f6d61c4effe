"""What OpenVDB itself, as each Blender has it, finds in the volumes that are written here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from secondunit.media.vdb import Grid, write_vdb


def test_the_library_reads_every_value_where_it_was_put(blender: Any, tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    density = chance.random((37, 70, 150)).astype(np.float32)
    density[density < 0.6] = 0.0
    density[:, :, 20:60] = 0.0
    velocity = chance.standard_normal((19, 35, 75, 3)).astype(np.float32)
    far = np.zeros((4100, 9, 140), np.float32)
    far[4099, 8, 139], far[130, 1, 2] = 3.5, 2.0
    far[0, 0, 0], far[1, 1, 1] = 1e9, np.nan
    grids = [
        Grid("density", density, 0.1, (-1.0, 2.0, 3.0)),
        Grid("velocity", velocity, 0.2, (-1.0, 2.0, 3.0)),
        Grid("far", far, 0.5, (0.0, 0.0, 0.0)),
        Grid("none", np.zeros((8, 8, 8), np.float32), 0.5, (0.0, 0.0, 0.0)),
    ]
    write_vdb(tmp_path / "v.vdb", grids, {"name": "fumée"})
    answer = blender.run("vdb", tmp_path / "v.vdb", tmp_path)
    assert answer["facts"] == '{"name": "fum\\u00e9e"}'
    found = answer["grids"]
    for grid in grids[:2]:
        values = np.load(tmp_path / f"{grid.name}.npy")
        assert np.array_equal(values, grid.values.astype(np.float16).astype(np.float32)), grid.name
        assert found[grid.name]["half"]
        assert np.allclose(found[grid.name]["middle"], [c + 0.5 * grid.cell for c in grid.corner])
        assert np.allclose(found[grid.name]["cell"], grid.cell)
    assert found["density"]["active"] == np.count_nonzero(density)
    assert found["far"]["active"] == 3, "what is no number is nothing"
    values = found["far"]["values"]
    assert values == [3.5, 2.0, 65504.0]
    assert found["none"]["active"] == 0
    assert answer["loaded"] == dict.fromkeys(found, True)
