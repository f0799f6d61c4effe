"""Colour spaces: Blender's own names, its OCIO config, and what another config calls the same space.

Knows `bpy`'s config on disk and nothing of takes' pixels: Blender itself converts, once, on reading.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import bpy

from secondunit.wire import ColorSpace
from secondunit.wire.errors import CannotPlace, UnknownConfig

_SPACE = re.compile(r"!<ColorSpace>\s*\n\s*name:\s*(?P<name>.+)\n(?:\s*aliases:\s*\[(?P<aliases>[^\]]*)\])?")
_ROLE = re.compile(r"^\s+scene_linear:\s*(.+)$", re.MULTILINE)
_ALIAS = re.compile(r'"([^"]*)"|([^",]+)')


def config_path() -> str:
    """The OCIO config this Blender works with: `$OCIO`, or its own; raises `UnknownConfig`."""
    config = os.environ.get("OCIO", "")
    if config:
        return config
    utils: Any = bpy.utils
    folder = utils.system_resource("DATAFILES", path="colormanagement")
    path = Path(folder or "") / "config.ocio"
    if not folder or not path.is_file():
        raise UnknownConfig("Blender's colour config is not where Blender keeps it.", where=str(path))
    return path.as_posix()


def working_space() -> ColorSpace:
    """The scene-linear space that Blender composites and renders in, in Blender's own config."""
    project = getattr(bpy.data, "colorspace", None)
    name = getattr(project, "working_space", "") or _config()[1]
    return ColorSpace(name, config_path())


def plate_space(name: str) -> ColorSpace:
    """The space of a plate that Blender reads as `name`."""
    if name == "Working Space":
        return working_space()
    return ColorSpace(name, config_path())


def name_in_blender(space: ColorSpace) -> str:
    """What Blender calls a space of any config; raises `CannotPlace` for one that it does not know.

    Read from the config's text: the items of Blender's own dynamic enum do not outlive their list.
    """
    name = _config()[0].get(_plain(space.name))
    if name is None:
        raise unknown_in_blender(space)
    return name


def unknown_in_blender(space: ColorSpace) -> CannotPlace:
    """The error for a space that this Blender cannot read."""
    return CannotPlace(
        f"Blender's colour config has no space {space.name!r}.",
        remedy="Generate it again from Blender, which asks for its own working space, or point $OCIO at the "
        "show's config.",
        where=space.name,
    )


@lru_cache(maxsize=4)
def _read_config(path: str) -> tuple[dict[str, str], str]:
    """Every plain name and alias with the space it means, and the name of the scene-linear space."""
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}, "Linear Rec.709"
    names: dict[str, str] = {}
    for match in _SPACE.finditer(text):
        name = match["name"].strip().strip('"')
        names.setdefault(_plain(name), name)
        for quoted, bare in _ALIAS.findall(match["aliases"] or ""):
            names.setdefault(_plain(quoted or bare), name)
    role = _ROLE.search(text)
    linear = role[1].strip().strip('"') if role else ""
    return names, names.get(_plain(linear), linear) or "Linear Rec.709"


def _config() -> tuple[dict[str, str], str]:
    return _read_config(config_path())


def _plain(name: str) -> str:
    return name.strip().lower()
