"""Digests: what names a brief and its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from .brief import COMP, ONBOARD, Brief
from .codec import canonical, encode
from .fitting import NAMES, Fitting


def canonical_brief(brief: Brief) -> str:
    """The text that a brief's digest is made over: that of schema 2 wherever schema 2 can say the brief.

    It cannot where a model has a control of its own by the name of a part of the fitting, which schema 2 has
    among the model's controls.
    """
    fitting = encode(brief.fitting)
    elsewhere = brief.provider not in (ONBOARD, COMP)
    if any(name in brief.controls for name in NAMES) if elsewhere else fitting:
        return canonical(brief, 3)
    return canonical(replace(brief, fitting=Fitting(), controls=brief.controls.updated(fitting)))


def brief_digest(brief: Brief, contents: Mapping[str, str] | None = None) -> str:
    """The SHA-256 (hex) of a brief's canonical text and the content hashes of its inputs.

    `contents` maps each input file's path to the SHA-256 (hex) of its bytes; without inputs it is empty.
    """
    digest = sha256(canonical_brief(brief).encode())
    for path, content in sorted((contents or {}).items()):
        digest.update(b"\0" + path.encode(errors="surrogateescape") + b"\0" + content.encode())
    return digest.hexdigest()
