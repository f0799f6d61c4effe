"""A server's own node info (`/object_info`) as answers: what an input takes, and whose a node is.

Both dialects of the info are read, and inputs that hang on the choice of another (`format.bit_depth`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: A server's `/object_info`: class name to its description; empty while it has not answered.
Catalogue = Mapping[str, Any]

#: The type of an input whose choice brings inputs of its own.
_DYNAMIC = "COMFY_DYNAMICCOMBO_V3"
_UPLOADS = ("image_upload", "video_upload", "audio_upload")


def described(
    catalogue: Catalogue, kind: str, name: str, inputs: Mapping[str, Any] | None = None
) -> list[Any]:
    """How the catalogue describes an input: `[type, {...}]`, `[[choices], {...}]`, or nothing.

    `inputs` are the node's values, which say what an input `choice.inner` is.
    """
    node = catalogue.get(kind)
    groups = node.get("input") if isinstance(node, dict) else None
    parent, _, inner = name.partition(".")
    spec = _of_groups(groups, parent)
    if not inner or not spec or spec[0] != _DYNAMIC:
        return spec if not inner else []
    choice = (inputs or {}).get(parent)
    for option in _list(about(spec).get("options")):
        if isinstance(option, dict) and option.get("key") == choice:
            return _of_groups(option.get("inputs"), inner)
    return []


def about(spec: list[Any]) -> Mapping[str, Any]:
    """What a description says beside the type: `min`, `max`, `default`, ..."""
    return spec[1] if len(spec) > 1 and isinstance(spec[1], dict) else {}


def choices(spec: list[Any]) -> list[Any] | None:
    """The choices of an input in either dialect; None where it has none, or takes uploaded files."""
    more = about(spec)
    if not spec or "remote" in more or any(more.get(upload) for upload in _UPLOADS):
        return None
    if isinstance(spec[0], list):
        return spec[0]
    listed = more.get("options") if spec[0] in ("COMBO", _DYNAMIC) else None
    if not isinstance(listed, list):
        return None
    if spec[0] == _DYNAMIC:
        return [option.get("key") for option in listed if isinstance(option, dict)]
    return listed


def number(spec: list[Any], name: str) -> float | None:
    """A number that a description states: its `min`, `max` or `step`."""
    value = about(spec).get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def required(catalogue: Catalogue, kind: str) -> list[str]:
    """The inputs without which a server runs no such node."""
    node = catalogue.get(kind)
    groups = node.get("input") if isinstance(node, dict) else None
    inputs = groups.get("required") if isinstance(groups, dict) else None
    return list(inputs) if isinstance(inputs, dict) else []


def is_core(catalogue: Catalogue, kind: str) -> bool:
    """Whether a node is one of ComfyUI's own, and not of a package that uses its name."""
    node = catalogue.get(kind)
    module = node.get("python_module") if isinstance(node, dict) else None
    return isinstance(module, str) and (module == "nodes" or module.startswith("comfy_extras."))


def _of_groups(groups: object, name: str) -> list[Any]:
    for group in groups.values() if isinstance(groups, dict) else ():
        spec = group.get(name) if isinstance(group, dict) else None
        if isinstance(spec, list) and spec:
            return spec
    return []


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
