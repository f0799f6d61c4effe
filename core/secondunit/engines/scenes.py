"""From a brief to a scene: its settings, its mattes frame by frame, its plate's brightness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from secondunit.elements import Scene
from secondunit.wire import Matte, Occluder, Work

from .holdouts import cover_source, depth_source
from .inputs import config_of, content_hashes
from .mattes import matte_source
from .plate_light import plate_light


def scene_of(work: Work) -> Scene:
    """Everything the element's pixels depend on; raises what reading plate and matte raises."""
    brief = work.brief
    occluder = brief.occluder
    # What only holds it out decides nothing that is simulated.
    digest = _name(content_hashes(replace(brief, occluder=Occluder())))
    return Scene(
        kind=brief.kind,
        settings=work.settings,
        seed=brief.seed,
        format=brief.format,
        rate=brief.rate,
        overscan=brief.delivery.overscan,
        matte=matte_source(brief.matte) if brief.matte else None,
        matte_digest=_matte_name(brief.matte, digest) if brief.matte else "",
        occluder=cover_source(occluder),
        occluder_digest=_occluder_name(occluder, _name(content_hashes(brief))),
        occluder_distance=occluder.distance,
        occluder_depth=depth_source(occluder.depth) if occluder.depth else None,
        occluder_thickness=occluder.thickness,
        plate_luminance=plate_light(brief.plate, config_of(work)).luminance if brief.plate else None,
        camera=brief.camera,
        frames=brief.frames,
        ground=brief.delivery.ground,
        passes=brief.delivery.passes,
    )


def _name(contents: Mapping[str, str]) -> str:
    return sha256(repr(sorted(contents.values())).encode()).hexdigest() if contents else ""


def _matte_name(matte: Matte, contents: str) -> str:
    name = f"{contents}:{matte.channel}:{matte.invert}:{matte.frames}:{matte.first_in_file}"
    return f"{name}:{matte.part}" if matte.part else name


def _occluder_name(occluder: Occluder, contents: str) -> str:
    """What names the content of an occluder: nothing where there is none."""
    parts = [_matte_name(occluder.matte, contents)] if occluder.matte is not None else []
    if (depth := occluder.depth) is not None:
        parts.append(f"{_matte_name(depth.matte, contents)}:{depth.scale!r}:{depth.inverse}")
    return " ".join(parts)
