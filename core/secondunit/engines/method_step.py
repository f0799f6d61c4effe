"""Frames of a take by a method of this machine: the plate handed in, what comes out written with our numbers.

It does not know which method it is.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT
from secondunit.media.coding_choice import choose
from secondunit.media.config import Config
from secondunit.media.contact import spread
from secondunit.media.exr import write_exr
from secondunit.media.half import HALF_MAX
from secondunit.media.light_samples import sampled
from secondunit.media.picture import RGBA, Picture
from secondunit.media.primaries import chromaticities
from secondunit.media.whole import whole_file
from secondunit.models.cuts.look import FrameLook, look_of
from secondunit.models.method import (
    Footage,
    Frames,
    Method,
    OfPasses,
    Pixels,
    PlatePass,
    Retimed,
    Surveying,
    beside,
    layers_of,
)
from secondunit.models.weights.store import WeightsStore
from secondunit.wire import (
    Coding,
    Encoded,
    FrameRange,
    Plate,
    Task,
    Work,
    dumps,
    frames_text,
    licence_text,
    loads,
)
from secondunit.wire.errors import BadPicture
from secondunit.wire.plate import PASS
from secondunit.wire.retime import plate_place

from . import plate_cuts
from .frame_loop import frame_timecode, leave_remarks, make_each
from .inputs import config_name, config_of
from .keeping import keeping
from .mattes import matte_source, sized
from .names import EXPOSURE, Staging, take_id
from .passes import PassFootage, passes_of
from .pieces import upscaled_by
from .plate_around import Around, frames_around, frames_of_shot
from .plate_extent import extent_of, over_extent, padded
from .plate_reader import PlateReader
from .reporting import say_progress

#: Below the scratch folder: the coding in which networks see the plate.
CODING_FILE = "coding.json"
#: Below it too: what the method remarked of the plate.
REMARKS_FILE = "method_remarks.json"
#: Tasks whose frames hold the plate's own pixels, which keep every bit.
HOLDING = (Task.EXTEND, Task.FLOW, Task.CROWD)
#: And the first frames of the plate after its cuts.
CUTS_FILE = "cuts.json"
#: How many frames of a plate its coding is chosen from.
LOOKS = 5


def prepare_method(work: Work, method: Method) -> None:
    """Have the weights here, choose one coding for the whole plate, look for cuts, and survey it where it is.

    Raises `WeightsAbsent`, `WrongWeights`, `FrameFailed`, `CutInPlate`.
    """
    store = WeightsStore.of_user()
    for weights in method.needs:
        if not store.has(weights):
            say_progress(0.05, f"Fetching the weights {weights.file}")
        store.obtain(weights)
    say_progress(0.5, "Looking at the plate")
    config = config_of(work)
    space = config.space(work.brief.colorspace.name).name
    passes = passes_of(work.brief, config)
    with _reader(_plate_of(work), config, space) as plate:
        used = plate_cuts.plate_frames_used(work.brief)
        frames = spread(tuple(used), LOOKS)
        samples = sampled(_finite(plate.picture(frame).shown().pixels)[0] for frame in frames)
        cuts = set(_cuts(work, used, plate, _plate_of(work)))
    for one in passes:
        if not one.still:
            with _reader(one.plate, config, space) as footage_pass:
                cuts.update(_cuts(work, used, footage_pass, one.plate, f"the pass {one.name}"))
    encoded = choose(samples, space, config, Coding.SRGB, FLOAT)
    with whole_file(Path(work.scratch) / CODING_FILE) as temporary:
        temporary.write_text(dumps(encoded), "utf-8")
    with whole_file(Path(work.scratch) / CUTS_FILE) as temporary:
        temporary.write_text(json.dumps(sorted(cuts)), "utf-8")
    if frames_around(work.brief) != work.brief.frames:
        with _reader(_plate_of(work), config, space) as plate:
            Around(work).keep(_around(work, plate))
    if isinstance(method, Surveying):
        with contextlib.ExitStack() as stack:
            plate = stack.enter_context(_reader(_plate_of(work), config, space))
            footage = replace(
                footage_of(work, method, plate, None, config, space),
                passes=_plate_passes(_pass_readers(passes, config, space, stack)),
            )
            first, count = footage.shot.first, len(footage.shot)

            def watched(frame: int) -> Pixels:
                say_progress(0.5 + 0.5 * (frame - first) / count, f"Looking at frame {frame}")
                return footage.picture(frame)

            method.survey(replace(footage, picture=watched, kept=keeping(work, anew=True)))


def _cuts(
    work: Work, frames: FrameRange, plate: PlateReader, source: Plate, named: str = "the plate"
) -> tuple[int, ...]:
    """The first frame after each cut of what is called so, for a task over time; raises `CutInPlate`."""
    if work.brief.task not in plate_cuts.OVER_TIME:
        return ()

    def said(frame: int) -> None:
        say_progress(0.5 + 0.5 * (frame - frames.first + 1) / len(frames), f"Looking for cuts in {named}")

    found = plate_cuts.cuts_in(
        source, frames, lambda frame: _finite(plate.picture(frame).shown().pixels)[0], said
    )
    plate_cuts.require_uncut(work.brief, found, named)
    return plate_cuts.first_after(found)


def _around(work: Work, plate: PlateReader) -> FrameRange:
    """The frames around a work's own that are of the same shot and can be read, its matte too."""
    brief = work.brief
    cover = matte_source(brief.matte) if brief.matte is not None else None

    def look(frame: int) -> FrameLook:
        say_progress(0.5, f"Looking at frame {frame}, beside those asked for")
        if cover is not None:
            sized(cover, plate.plate.format)(frame)
        return look_of(_finite(plate.picture(frame).shown().pixels)[0])

    return frames_of_shot(brief, look)


def make_frames(work: Work, method: Method, frames: Sequence[int]) -> None:
    """Make `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""
    config = config_of(work)
    space = config.space(work.brief.colorspace.name).name
    with contextlib.ExitStack() as stack:
        plate = stack.enter_context(_reader(_plate_of(work), config, space))
        clean = clean_plate(work)
        behind = stack.enter_context(_reader(clean, config, space)) if clean is not None else None
        readers = _pass_readers(passes_of(work.brief, config), config, space, stack)
        maker = _Frames(work, method, plate, behind, config, space, readers)
        make_each(work, frames, maker.make, "is made")


def method_remarks(work: Work) -> tuple[str, ...]:
    """What the method remarked of the plate of a work, if anything."""
    try:
        return tuple(json.loads((Path(work.scratch) / REMARKS_FILE).read_text("utf-8")))
    except FileNotFoundError:
        return ()


def clean_plate(work: Work) -> Plate | None:
    """The clean plate of a work: its first reference, in the colour space and the size of the plate."""
    reference = next((one for one in work.brief.references if one.role != PASS), None)
    if reference is None:
        return None
    plate = _plate_of(work)
    return replace(plate, path=reference.path, layer="", part="", first_in_file=None, timecode="")


def threads() -> int:
    """The processor's threads that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Frames:
    """Makes frames of one work; the method is loaded before the first."""

    def __init__(
        self,
        work: Work,
        method: Method,
        plate: PlateReader,
        clean: PlateReader | None,
        config: Config,
        space: str,
        passes: Sequence[PlateReader],
    ) -> None:
        self._work, self._method, self._plate = work, method, plate
        self._channels = beside(method, len(passes) + 1)
        self._contents = [reader.content for reader in passes]
        self._replaced: dict[int, int] = {}
        self._depth: Literal["half", "float"] = "float" if work.brief.delivery.depth == "float" else "half"
        footage = footage_of(work, method, plate, clean, config, space, self._replaced)
        self._worker = method.load(replace(footage, passes=_plate_passes(passes)))
        if self._worker.remarks:
            with whole_file(Path(work.scratch) / REMARKS_FILE) as temporary:
                temporary.write_text(json.dumps(list(self._worker.remarks)), "utf-8")
        self._corners = chromaticities(space, config)
        capability = method.capability
        self._provenance = {
            "take": take_id(work.job, work.alternative),
            "job": work.job,
            "brief": work.brief_digest,
            "kind": f"{capability.model_label} {method.version}",
            "made by": capability.made_by,
            "model": capability.model,
            "licence": licence_text(capability.licences),
            "colorspace": space,
            "config": config_name(work),
            EXPOSURE: "1.0",
        }

    def make(self, frame: int) -> None:
        pixels = self._worker.frame(frame)
        brief, channels, layers = self._work.brief, self._channels, layers_of(self._method)
        window = brief.window
        expected = (window.height, window.width, 4 + len(channels))
        if pixels.shape != expected:
            raise BadPicture(f"The method gave {pixels.shape} and not {expected}.")
        at = (window.x, window.y)
        picture = Picture.of(np.ascontiguousarray(pixels[..., :4]), RGBA, format=brief.format, at=at)
        delivery = brief.delivery
        # DWAA would blur the edge of what is cut out, and the plate.
        blurs = brief.task not in HOLDING and bool((pixels[..., 3] == 1.0).all())
        file = write_exr(
            Staging(Path(self._work.staging)).frame("beauty", frame),
            picture,
            depth=self._depth,
            compression="dwaa" if delivery.compression == "dwaa" and blurs and not layers else "zip",
            rate=brief.rate,
            timecode=frame_timecode(self._work, frame),
            chromaticities=self._corners,
            provenance={
                **self._provenance, "frame": str(frame), "layer": "beauty",
                **self._origin(frame),
            },
        )  # fmt: skip
        if channels:
            signed = layers or any("." in mark for mark in self._method.marks)
            depth: Literal["half", "float"] = "float" if signed else "half"
            write_exr(
                Staging(Path(self._work.staging)).frame("passes", frame),
                Picture.of(np.ascontiguousarray(pixels[..., 4:]), channels, format=brief.format, at=at),
                depth=self._depth if isinstance(self._method, OfPasses) else depth,
                rate=brief.rate,
                timecode=frame_timecode(self._work, frame),
                provenance={
                    **self._provenance,
                    "frame": str(frame),
                    "layer": "passes",
                    **_vector_notes(channels),
                },
            )
        replaced = sum(self._replaced.get(number, 0) for number in self._sources(frame))
        counted = replace(file, replaced=file.replaced + replaced)
        leave_remarks(self._work, frame, [("beauty", counted)])

    def _sources(self, frame: int) -> tuple[int, ...]:
        """The frames of the plate that a frame is made of: itself, but for a retime."""
        return self._worker.sources(frame) if isinstance(self._worker, Retimed) else (frame,)

    def _origin(self, frame: int) -> dict[str, str]:
        """What of the plate a frame is made of, as its header says it."""
        brief, sources = self._work.brief, self._sources(frame)
        said = {"plate sha256": " ".join(self._plate.content(number) for number in sources)}
        if self._contents:
            said["pass sha256"] = " ".join(content(frame) for content in self._contents)
        if brief.task is Task.RETIME:
            said["plate frames"] = frames_text(sources)
            said["plate place"] = f"{plate_place(brief.retime, brief.frames, frame):.6f}"
        return said


def _vector_notes(names: Sequence[str]) -> dict[str, str]:
    """What the header of the passes says of vectors."""
    if "backward.u" not in names:
        return {}
    return {"vectors": "forward: pixels to the next frame, backward: to the one before; x to the right, y up"}


def footage_of(
    work: Work,
    method: Method,
    plate: PlateReader,
    clean: PlateReader | None,
    config: Config,
    space: str,
    replaced: dict[int, int] | None = None,
) -> Footage:
    """What the method of a work is handed; `replaced` takes how many values of a frame were no numbers."""
    brief, format = work.brief, plate.plate.format
    intake = method.capability.intake
    covered = plate.has_alpha and not (intake is not None and brief.task is Task.UPSCALE and not intake.alpha)
    extends = brief.task is Task.EXTEND
    extent = extent_of(plate, brief.frames, brief.window) if extends else format.window
    counts = {} if replaced is None else replaced

    def picture(frame: int) -> Pixels:
        pixels, counts[frame] = _finite(over_extent(plate.picture(frame), extent).pixels)
        return pixels

    def alpha(frame: int) -> Pixels:
        pixels = plate.picture(frame, RGBA).shown().pixels[..., 3]
        return np.clip(np.nan_to_num(pixels), 0.0, 1.0).astype(np.float32)

    cover = sized(matte_source(brief.matte), format) if brief.matte is not None else None
    return Footage(
        frames=brief.frames,
        picture=lru_cache(maxsize=3)(picture),
        space=space,
        config=config,
        encoded=loads(Encoded, (Path(work.scratch) / CODING_FILE).read_bytes()),
        matte=padded(cover, format.window, extent) if cover is not None else None,
        background=_finite_frames(clean) if clean is not None else None,
        settings=work.settings,
        threads=threads(),
        extent=extent if extends else None,
        window=brief.window if extends else None,
        kept=keeping(work),
        alpha=lru_cache(maxsize=2)(alpha) if covered else None,
        depth="float" if brief.delivery.depth == "float" else "half",
        scale=upscaled_by(brief),
        plate=plate.plate.frames,
        retime=brief.retime,
        cuts=_cuts_kept(work),
        around=Around(work).frames(),
    )


def _cuts_kept(work: Work) -> tuple[int, ...]:
    """The first frames after cuts, as they were found when the work was prepared."""
    return tuple(json.loads((Path(work.scratch) / CUTS_FILE).read_text("utf-8")))


def _pass_readers(
    passes: Sequence[PassFootage], config: Config, space: str, stack: contextlib.ExitStack
) -> list[PlateReader]:
    """What reads the other passes of the plate's camera, as long as the stack is open."""
    return [stack.enter_context(_reader(one.plate, config, space)) for one in passes]


def _plate_passes(readers: Sequence[PlateReader]) -> tuple[PlatePass, ...]:
    """The passes as a method is handed them."""
    return tuple(PlatePass(Path(reader.plate.path).name, _finite_frames(reader)) for reader in readers)


def _plate_of(work: Work) -> Plate:
    assert work.brief.plate is not None
    return work.brief.plate


@contextlib.contextmanager
def _reader(plate: Plate, config: Config, space: str) -> Iterator[PlateReader]:
    with contextlib.closing(PlateReader(plate, config, space)) as reader:
        yield reader


def _finite_frames(reader: PlateReader) -> Frames:
    """The frames of a plate that stands still or moves, the last two kept."""
    return lru_cache(maxsize=2)(lambda frame: _finite(reader.picture(frame).shown().pixels)[0])


def _finite(pixels: npt.NDArray[np.floating]) -> tuple[Pixels, int]:
    """The pixels with NaN as 0 and infinity as the largest half, and how many values that were."""
    values = np.array(pixels, np.float32)
    wrong = ~np.isfinite(values)
    count = int(wrong.sum())
    if count:
        values = np.nan_to_num(values, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
    return values, count
