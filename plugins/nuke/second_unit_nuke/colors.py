"""Colour: the working space of the script, and what a Read's own setting is called in a named OCIO config.

Nuke's own colour management and its `nuke-default` config name curves and no primaries: what the numbers mean
is asked once and kept in the script. Nothing is guessed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nuke
from secondunit.host import Question
from secondunit.wire import ColorSpace
from secondunit.wire.errors import CannotPlace, UnknownColorSpace, UnknownConfig

from . import dag, memory

#: The question's id, and its answer's place in the script.
WORKING = "working space"
#: The built-in config that names what Nuke's own management leaves unnamed.
BUILT_IN = "ocio://cg-config-v2.2.0_aces-v1.3_ocio-v2.4"
REC709, ACESCG, P3, REC2020 = "Linear Rec.709 (sRGB)", "ACEScg", "Linear P3-D65", "Linear Rec.2020"
PRIMARIES = ((REC709, "Rec.709 / sRGB"), (ACESCG, "ACEScg (AP1)"), (P3, "P3-D65"), (REC2020, "Rec.2020"))
#: What one of Nuke's curves is called in the built-in config, for each answer; what is not here is rendered.
CURVES: dict[tuple[str, str], str] = {
    ("srgb", REC709): "sRGB Encoded Rec.709 (sRGB)",
    ("srgb", P3): "sRGB Encoded P3-D65",
    ("srgb", ACESCG): "sRGB Encoded AP1",
    ("gamma1.8", REC709): "Gamma 1.8 Encoded Rec.709",
    ("gamma2.2", REC709): "Gamma 2.2 Encoded Rec.709",
    ("gamma2.2", ACESCG): "Gamma 2.2 Encoded AP1",
    ("gamma2.4", REC709): "Gamma 2.4 Encoded Rec.709",
}
#: Configs that name curves only.
_UNNAMED = ("nuke-default",)
#: Where a Nuke keeps its own configs, seen from its executable's folder.
_OWN_CONFIGS = (
    "plugins/OCIOConfigs/configs",
    "../Resources/OCIOConfigs/configs",
    "../plugins/OCIOConfigs/configs",
)
_FLOAT_FILES = (".exr", ".hdr", ".dpx.float")
_LOG_FILES = (".cin", ".dpx")
_BYTE_FILES = (".jpg", ".jpeg", ".tga", ".gif")


def unnamed() -> bool:
    """Whether the script's colour management names curves and no primaries."""
    if _root_value("colorManagement") != "OCIO":
        return True
    return not os.environ.get("OCIO") and str(_root_value("OCIO_config")) in _UNNAMED


def working_space() -> ColorSpace:
    """The scene-linear space that the script composites in.

    Raises `UnknownColorSpace` while the artist has not said what cannot be read, and `UnknownConfig`.
    """
    if unnamed():
        answer = memory.answered(WORKING)
        if answer not in dict(PRIMARIES):
            raise UnknownColorSpace(
                "Nuke's own colour management does not say which primaries its linear has.",
                remedy="Answer the question in the panel: it is asked once a script.",
            )
        return ColorSpace(answer, BUILT_IN)
    config, stated, names = config_path(), plain(_root_value("workingSpaceLUT")), spaces()
    space = _named(stated, names)
    if not space:
        space = _named(memory.answered(WORKING), names)
    if not space:
        raise UnknownColorSpace(
            f"The OCIO config of this script has no space {stated or 'for compositing'}.",
            remedy="Answer the question in the panel, or set the working space in the project settings.",
            where=config,
        )
    return ColorSpace(space, config)


def question() -> Question | None:
    """What has to be asked about colour, or None when the script says it."""
    if unnamed():
        if memory.answered(WORKING) in dict(PRIMARIES):
            return None
        return Question(
            WORKING,
            "Which primaries do the pictures of this script have?",
            PRIMARIES,
            "Nuke's own colour management knows curves and no primaries, and an element has to match. Most "
            "scripts that view through sRGB or Rec.709 hold Rec.709.",
        )
    try:
        working_space()
    except UnknownConfig:
        return None
    except UnknownColorSpace:
        return Question(
            WORKING,
            "Which space of the OCIO config does this script composite in?",
            tuple((name, name) for name in spaces()),
            "The config has no space of the name that the project settings give.",
        )
    return None


def read_space(node: nuke.Node, path: str) -> ColorSpace | None:
    """The space of a Read's files by the Read's own setting; None where no config has a name for it.

    Raises `UnknownColorSpace` and `UnknownConfig` as `working_space`.
    """
    working = working_space()
    if dag.value(node, "raw", False):
        return working
    stated = plain(dag.value(node, "colorspace", ""))
    if stated in ("", "default"):
        stated = plain(_default_for(path))
    if unnamed():
        curve = stated.lower().replace(" ", "")
        if curve in ("linear", "scene_linear"):
            return working
        space = CURVES.get((curve, working.name))
        return ColorSpace(space, BUILT_IN) if space else None
    space = _named(stated, spaces())
    return ColorSpace(space, working.config) if space else None


def name_in_nuke(space: ColorSpace) -> str:
    """What this script's Reads call the space of a take; raises `CannotPlace` for one they do not know.

    Where the script names curves only, a take in the working space is read as `linear`: its numbers are left
    as they are.
    """
    if unnamed():
        answer = memory.answered(WORKING)
        if answer == space.name:
            return "linear"
        raise CannotPlace(
            f"The take is in {space.name}, and this script's pictures are "
            f"{'in ' + answer if answer else 'of primaries that nobody has named yet'}.",
            remedy="Generate it again from this script." if answer else "Answer the question in the panel.",
            where=space.name,
        )
    name = _named(space.name, spaces())
    if not name:
        raise CannotPlace(
            f"The OCIO config of this script has no space {space.name!r}, which the take is in.",
            remedy="Generate it again from this script, or point $OCIO at the config of the show.",
            where=space.name,
        )
    return name


def config_path() -> str:
    """The OCIO config of the script: `$OCIO`, the project's own file, or one that Nuke brings.

    Raises `UnknownConfig`.
    """
    config = os.environ.get("OCIO", "")
    if config:
        return config
    name = str(_root_value("OCIO_config"))
    if name == "custom":
        knob: Any = nuke.root().knob("customOCIOConfigPath")
        path = str(knob.getEvaluatedValue() or "") if knob is not None else ""
        if path and Path(path).is_file():
            return path.replace("\\", "/")
        raise UnknownConfig(
            "The OCIO config in the project settings is not there.",
            remedy="Set it to a file that exists, or set $OCIO.",
            where=path,
        )
    home = Path(nuke.EXE_PATH).parent
    for folder in _OWN_CONFIGS:
        for tail in (f"{name}/config.ocio", f"{name}.ocio", f"{name}"):
            path = os.path.normpath(home / folder / tail)
            if Path(path).is_file():
                return path.replace("\\", "/")
    raise UnknownConfig(
        f"Nuke's OCIO config {name} is not where Nuke keeps its configs.",
        remedy="Choose a custom config in the project settings, or set $OCIO.",
        where=home.as_posix(),
    )


def spaces() -> tuple[str, ...]:
    """The names that the script's OCIO config has, roles included, as Nuke lists them."""
    knob: Any = nuke.root().knob("workingSpaceLUT")
    if knob is None:
        return ()
    listed: Any = nuke.getColorspaceList
    return tuple(dict.fromkeys(plain(name) for name in listed(knob) if plain(name)))


def plain(stated: object) -> str:
    """A knob's value as the bare name of a space: `default (ACES - ACEScg)` is `ACES - ACEScg`.

    A role that shows its space, `scene_linear (ACES - ACEScg)`, is the space; a family in front is left out.
    """
    text = str(stated or "").split("\t")[-1].strip()
    head, opened, inside = text.partition(" (")
    if opened and inside.endswith(")") and (head == "default" or head.islower()):
        return inside[:-1].strip()
    return text


def _named(stated: str, names: tuple[str, ...]) -> str:
    """The space of `names` that is meant, with or without its family in front; empty for none."""
    if not stated or stated in names:
        return stated
    folded = {name.lower(): name for name in names}
    return folded.get(stated.lower(), "") or folded.get(stated.rsplit("/", 1)[-1].lower(), "")


def _default_for(path: str) -> object:
    """What the project settings say a Read without a setting of its own has; None where that is not sure."""
    ending = Path(path).suffix.lower()
    if ending in _FLOAT_FILES:
        return _root_value("floatLut")
    if ending in _LOG_FILES:
        return _root_value("logLut")
    return _root_value("int8Lut") if ending in _BYTE_FILES else None


def _root_value(name: str) -> Any:
    return dag.value(nuke.root(), name)
