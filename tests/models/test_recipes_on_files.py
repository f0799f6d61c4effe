"""Recipes on the published files themselves, where a studio has them: not part of the suite.

    SECONDUNIT_PUBLISHED_MODELS=/networks .venv/bin/python -m pytest -s tests/models/test_recipes_on_files.py

The folder holds files by the names that the recipes say; a recipe whose file is not there is left out. Of a
recipe without a hash the file's own is taken. What comes out is written beside it as PNG, to be looked at.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.models.studio.models_file import StudioNetwork
from secondunit.models.studio.network_method import NetworkMethod
from secondunit.models.studio.recipe import recipes
from secondunit.models.studio.signature import Result
from secondunit.models.upscale.curve import code_of, light_of

from .footage import footage_of

FOLDER = os.environ.get("SECONDUNIT_PUBLISHED_MODELS", "")


@pytest.mark.skipif(not FOLDER, reason="SECONDUNIT_PUBLISHED_MODELS names no folder")
@pytest.mark.parametrize("name", [name for name, recipe in recipes().items() if recipe.file])
def test_a_recipe_runs_on_the_file_it_names(name: str) -> None:
    recipe, folder = recipes()[name], Path(FOLDER)
    file = folder / recipe.file
    if not file.is_file():
        pytest.skip(f"{recipe.file} is not there")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert recipe.sha256 in ("", digest)
    network = StudioNetwork(
        name=name, file=recipe.file, sha256=digest, task=recipe.task, source=recipe.source,
        licence=recipe.licence, allowed_by="a trial", allowed_on="2026-12-01", signature=recipe.signature,
    )  # fmt: skip
    picture = _plate(folder)
    cover = np.zeros(picture.shape[:2], np.float32)
    cover[40:80, 60:110] = 1.0
    more = {"matte": lambda frame: cover} if recipe.signature.matte_input else {}
    result = NetworkMethod(network, folder).load(footage_of({7: picture}, threads=2, **more)).frame(7)
    scale = recipe.signature.scale
    assert result.shape == (picture.shape[0] * scale, picture.shape[1] * scale, 4)
    assert np.isfinite(result).all() and result.std() > 0
    shown = (
        result[..., :3] / max(1.0, float(result.max())) if network.signature.result is Result.MAP else result
    )
    codes = np.clip(code_of(np.ascontiguousarray(shown[..., :3])), 0, 1)
    Image.fromarray(np.asarray(codes * 255 + 0.5, np.uint8)).save(folder / f"{name}.png")


def test_every_recipe_can_be_an_entry() -> None:
    """Whatever hash a studio says: names, task and signature fit each other."""
    for name, recipe in recipes().items():
        entry = StudioNetwork(
            name=name, file=recipe.file or "own.onnx", sha256=recipe.sha256 or "0" * 64, task=recipe.task,
            source=recipe.source or "here", licence=recipe.licence or "own", allowed_by="Jane Doe",
            allowed_on="2026-12-01", signature=recipe.signature,
        )  # fmt: skip
        assert replace(entry, recipe=name).signature == recipe.signature


def _plate(folder: Path) -> np.ndarray:
    """`plate.png` of the folder, or bands and a disc."""
    if (folder / "plate.png").is_file():
        with Image.open(folder / "plate.png") as image:
            return light_of(np.asarray(image.convert("RGB"), np.float32) / 255)
    y, x = np.mgrid[:128, :192].astype(np.float32)
    disc = np.hypot(x - 96, y - 64) < 30
    band = 0.2 + 0.15 * np.sin(x / 9) * np.sin(y / 13)
    return np.stack([np.where(disc, 0.7, band), band, np.where(disc, 0.1, band)], axis=2).astype(np.float32)
