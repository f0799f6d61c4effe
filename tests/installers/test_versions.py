"""Core and plug-ins are of one version wherever it is written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import secondunit

ROOT = Path(__file__).parents[2]


def test_every_plug_in_is_of_the_cores_version() -> None:
    core = secondunit.__version__
    manifest = tomllib.loads((ROOT / "plugins/blender/blender_manifest.toml").read_text("utf-8"))
    assert manifest["version"] == core
    assert manifest["wheels"] == [f"./wheels/secondunit-{core}-py3-none-any.whl"]
    nuke = (ROOT / "plugins/nuke/second_unit_nuke/core.py").read_text("utf-8")
    assert re.findall(r'^SERIES = "(.*)"$', nuke, re.MULTILINE) == [".".join(core.split(".")[:2])]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] == core
