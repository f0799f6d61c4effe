"""Digests: what names a brief and its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from .brief import Brief
from .codec import dumps


def brief_digest(brief: Brief, contents: Mapping[str, str] | None = None) -> str:
    """The SHA-256 (hex) of a brief's canonical JSON and the content hashes of its inputs.

    `contents` maps each input file's path to the SHA-256 (hex) of its bytes; without inputs it is empty.
    """
    digest = sha256(dumps(brief).encode())
    for path, content in sorted((contents or {}).items()):
        digest.update(b"\0" + path.encode(errors="surrogateescape") + b"\0" + content.encode())
    return digest.hexdigest()
