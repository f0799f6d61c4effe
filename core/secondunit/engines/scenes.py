"""From a brief to a scene: its settings, its matte frame by frame, its plate's brightness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from secondunit.elements import Scene
from secondunit.media.color import conversion
from secondunit.media.config import Config, open_config
from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.plate import movie_colorspace
from secondunit.media.sequence import Sequence
from secondunit.wire import Matte, Occluder, Plate, Work
from secondunit.wire.errors import BadPicture, WrongChannels
from secondunit.wire.footage import is_movie

from .holdouts import cover_source, depth_source
from .inputs import config_of, content_hashes, middle_frame
from .mattes import matte_source
from .plate_reader import plate_colors

Field = npt.NDArray[np.float32]
#: Luminance of ACEScg's primaries (AP1), from SMPTE TB-2065 / ACES TB-2014-004.
_LUMINANCE = np.array([0.2722287168, 0.6740817658, 0.0536895174], np.float32)
#: The space elements are simulated and lit in.
WORKING = ("ACEScg", "ACES - ACEScg", "acescg", "lin_ap1")


def working_space(config: Config) -> str:
    """The space of a config that elements are made in: ACEScg, or its scene-linear role."""
    return config.find(*WORKING) or config.scene_linear


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
        plate_luminance=plate_luminance(brief.plate, config_of(work)) if brief.plate else None,
        camera=brief.camera,
        frames=brief.frames,
        ground=brief.delivery.ground,
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


def plate_luminance(plate: Plate, config: Config) -> float | None:
    """The mean scene-linear luminance of the plate's middle frame, 0.18 being grey; None where it is black.

    Pixels that are not numbers do not count.
    """
    pixels, space, own = plate_pixels(plate, middle_frame(plate), config)
    rgb = np.ascontiguousarray(pixels[..., :3], np.float32)
    way = conversion(space, working_space(own), own)
    light = way.apply(rgb, premultiplied=False) @ _LUMINANCE
    light = light[np.isfinite(light)]
    if not light.size:
        raise BadPicture("The plate's middle frame holds no number at all.", where="plate")
    mean = float(np.clip(light, 0.0, 100.0).mean())
    return max(mean, 1e-4) if mean > 0.0 else None


def plate_pixels(plate: Plate, frame: int, config: Config) -> tuple[Field, str, Config]:
    """One frame of a plate as (height, width, 3 or 4), the name of its space, and the config of that name."""
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config
    if is_movie(plate.path):
        movie = inspect_movie(plate.path, accept_damage=plate.accept_damage)
        at = (plate.first_in_file or 0) + frame - plate.frames.first
        _, pixels = next(iter(movie_frames(movie, at, 1)))
        return np.asarray(pixels), plate.colorspace.name or movie_colorspace(movie, own), own
    path = Sequence.find(plate.path).path(plate.file_frame(frame))
    try:
        rgba = plate_colors(path, plate).shown().rgba()
    except WrongChannels as error:
        raise error.at("plate.layer") from None
    return rgba, plate.colorspace.name or own.scene_linear, own
