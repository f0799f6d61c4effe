"""The frames of particles in a cache: their files, and which of them are there and whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondunit.elements.cache import facts_of
from secondunit.wire.frames import FrameRange


def frame_file(cache: Path, frame: int) -> Path:
    """The cache file of a frame."""
    return cache / f"swarm.{frame:07d}.suv"


def digest_of(identity: Mapping[str, Any]) -> str:
    """The name of everything that decides what a cache holds."""
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


def missing_frames(cache: Path, frames: FrameRange, digest: str) -> list[int]:
    """The frames that are not in the cache under that name, or not whole."""
    return [f for f in frames if (facts_of(frame_file(cache, f)) or {}).get("identity") != digest]
