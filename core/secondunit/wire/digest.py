"""Digests: what names a brief and its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from .brief import Brief
from .codec import canonical, encode
from .control import Scalar
from .fitting import NAMES, Fitting, among_controls
from .frozen import FrozenMap
from .retime import Retime, schema_2_controls
from .task import Task

#: The tasks that no schema before the fifth has.
_SINCE_5 = (Task.DENOISE, Task.FLOW, Task.CROWD, Task.PERFORMANCE)


def canonical_brief(brief: Brief) -> str:
    """The text that a brief's digest is made over: that of schema 2 wherever schema 2 can say the brief.

    It cannot where the brief asks for what is newer, has a camera, an occluder, points, boxes, a patch,
    guides or chosen pictures of a character, nor where a model has a control of its own by the name of a part
    of the fitting or the retime, which schema 2 has among the model's controls.
    """
    # What is only measured makes no other brief.
    brief = replace(brief, cast=tuple(replace(member, others=()) for member in brief.cast))
    fitting, slower = encode(brief.fitting), brief.retime.slower
    elsewhere = among_controls(brief.provider)
    controls: Mapping[str, Scalar] | None = brief.controls
    if elsewhere and brief.task is Task.RETIME:
        controls = schema_2_controls(brief.controls, slower)
    elif slower is not None:
        controls = None
    accepts_cuts = brief.plate is not None and brief.plate.accept_cuts
    newer = brief.retime.is_newer or brief.fitting.coding is not None or brief.patch is not None
    newer = newer or any(member.selection for member in brief.cast)
    if brief.task in _SINCE_5 or newer or accepts_cuts or brief.guides:
        return canonical(brief, 5)
    if brief.points or brief.boxes:  # no earlier schema has them
        return canonical(brief, 4)
    clash = any(name in (controls or {}) for name in NAMES) if elsewhere else bool(fitting)
    if controls is None or clash or brief.camera is not None or brief.occluder.stands:
        return canonical(brief, 3)
    merged = FrozenMap({**controls, **fitting})
    return canonical(replace(brief, fitting=Fitting(), retime=Retime(), controls=merged))


def brief_digest(brief: Brief, contents: Mapping[str, str] | None = None) -> str:
    """The SHA-256 (hex) of a brief's canonical text and the content hashes of its inputs.

    `contents` maps each input file's path to the SHA-256 (hex) of its bytes; without inputs it is empty.
    """
    digest = sha256(canonical_brief(brief).encode())
    for path, content in sorted((contents or {}).items()):
        digest.update(b"\0" + path.encode(errors="surrogateescape") + b"\0" + content.encode())
    return digest.hexdigest()
