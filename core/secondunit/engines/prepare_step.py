"""The first step of a provider's job: plate, matte and references as files that its model takes.

Nothing is sent from here, and nothing is decided: a gate looks at the very files that were made.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.clips import Clip
from secondunit.media.coding import FLOAT
from secondunit.media.coding_choice import MOST_HUE
from secondunit.media.contact import spread
from secondunit.media.exposures import within_white
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import (
    Brief,
    Fit,
    Form,
    Intake,
    Piece,
    Prepared,
    PreparedFile,
    Rate,
    RoundTrip,
    Task,
    Window,
    Work,
    canonical,
    dumps,
)
from secondunit.wire.digest import canonical_brief
from secondunit.wire.errors import BadInput, BadValue, NotFound

from . import plate_cuts
from .comp import content_of
from .cutting import (
    PlateCut,
    cut_of,
    masked,
    matte_of,
    matte_region,
    nothing_changes,
    require_standing,
    scale_of,
)
from .folders import remove_folder
from .guides import guide_files, guides_for, require_guides
from .inputs import config_of
from .lossy import is_scaled, with_loss, with_scaling
from .mattes import matte_files
from .names import Staging
from .outgoing import OutgoingFiles, write_files
from .pieces import (
    clips_of,
    every_frame,
    held,
    one_picture,
    plate_frames,
    rate_of,
    require_material,
    same_rate,
    sends_plate,
    upscaled_by,
)
from .plate_coding import PlateCoding, clipped_remarks, flashes, plate_coding
from .plate_reader import PlateReader
from .pointing import prepared_boxes, prepared_points, require_pointing
from .provider_files import OUTGOING, PREPARED, read_prepared
from .references import beside
from .reporting import say_progress

#: Beside `prepared.json`: what it was made from, so that it is made again when that has changed.
MADE_FROM = "prepared.from"
#: So many frames of the plate choose the coding and measure it.
SAMPLED_FRAMES = 3
#: The part of the progress in which sources are read.
READING = 0.2


def prepare(work: Work) -> Prepared:
    """Make every file that is to leave, and `prepared.json` when they are all there; gives what it says.

    Doing it twice is doing it once; what has changed on disk since is prepared anew. Raises `FrameFailed`
    for a frame of the plate that is missing or damaged, `BadInput` for what the model does not take, and what
    reading matte and references raises.
    """
    model = work.capability
    if model is None:
        raise BadInput("This work is made on this machine: there is nothing to prepare.")
    brief, intake = work.brief, model.intake or Intake()
    require_material(brief, intake)
    require_guides(brief, intake, "This model")
    upscaled_by(brief)
    clips = clips_of(brief, intake)
    require_pointing(brief, intake, clips)
    scratch = Path(work.scratch)
    config = config_of(work)
    plate = None
    if sends_plate(brief, intake) and brief.plate is not None:
        plate = PlateReader(brief.plate, config, config.space(brief.colorspace.name).name)
    try:
        made_from = _made_from(work, intake, clips, plate)
        standing = _standing(scratch, made_from)
        if standing is not None:
            say_progress(1.0, "Everything is prepared")
            return standing
        _clear(work)
        prepared = _prepared(work, intake, clips, plate)
    finally:
        if plate is not None:
            plate.close()
    _write(scratch / MADE_FROM, made_from)
    _write(scratch / PREPARED, dumps(prepared, indent=1))
    say_progress(1.0, "Everything is prepared")
    return prepared


def _prepared(work: Work, intake: Intake, clips: tuple[Clip, ...], plate: PlateReader | None) -> Prepared:
    brief = work.brief
    extent = plate.window() if plate else brief.format.window
    every = len(clips)
    if plate and masked(brief) and every_frame(brief, intake):
        clips = _with_work(brief, extent, clips)
    frames = [
        frame for number, clip in enumerate(clips) for frame in plate_frames(brief, intake, clip, number)
    ]
    if plate:
        _require_uncut(work, plate, [
            plate_frames(brief, intake, clip, number) for number, clip in enumerate(clips)
        ])  # fmt: skip
    region = None
    if plate and masked(brief) and held(brief, intake):
        require_standing(brief, extent, frames[0], brief.frames)
    if plate and masked(brief) and brief.task is Task.INPAINT:
        region = matte_region(brief, extent, frames if one_picture(intake) else brief.frames)
    cut = cut_of(brief, intake, extent, region)
    rate = rate_of(brief, intake)
    sample_frames = spread(tuple(dict.fromkeys(frames)), SAMPLED_FRAMES)
    coding = plate_coding(work, intake, plate, sample_frames, cut.sent.region)
    sendings = _exposed(work, intake, cut, coding, plate, rate)
    pieces = _pieces(sendings, clips, len(frames))
    brighter = flashes(sendings[-1], sample_frames)
    if brighter:
        # Brighter than all that was looked at: chosen anew with them, and made once more.
        before, coding = (
            coding,
            plate_coding(work, intake, plate, (*sample_frames, *brighter), cut.sent.region, coding),
        )
        if (coding.encoded, coding.darker) != (before.encoded, before.darker):
            remove_folder(Path(work.scratch) / OUTGOING)
            sendings = _exposed(work, intake, cut, coding, plate, rate)
            pieces = _pieces(sendings, clips, len(frames))
    sending, encoded, round_trip = sendings[0], coding.encoded, coding.round_trip
    if plate and round_trip is not None and encoded is not None and pieces[0].files:
        canvas = sending.canvas(frames[0])
        if coding.darker is not None:
            # What is brighter is in the other exposure: it is no loss of this one's files.
            canvas = within_white(canvas, sending.space, sending.config, encoded)
        file = pieces[0].files[0]
        round_trip = with_loss(
            round_trip, file, Path(work.scratch), canvas, encoded, sending.space, sending.config
        )
        round_trip = with_scaling(
            round_trip, plate.picture(frames[0]), canvas, cut.sent, encoded, sending.space, sending.config
        )
    remarks = [
        *_remarks(work, intake, clips, cut.sent, round_trip, frames),
        *_exposure_remarks(coding),
        *clipped_remarks(sendings[-1]),
        *sending.said,
    ]
    if len(clips) < every:
        remarks.append(
            f"The matte is empty in {every - len(clips)} of {every} frames: for those nothing was made."
        )
    return Prepared(
        tuple(pieces), cut.back if plate else None, encoded, round_trip, tuple(dict.fromkeys(remarks)),
        coding.darker,
    )  # fmt: skip


def _require_uncut(work: Work, plate: PlateReader, clips: Sequence[Sequence[int]]) -> None:
    """Look for cuts where a model is shown several frames at once; raises `CutInPlate` for one in a clip."""

    def picture(frame: int) -> npt.NDArray[np.float32]:
        return np.nan_to_num(np.asarray(plate.picture(frame).shown().pixels, np.float32))

    def said(share: float) -> None:
        say_progress(READING * share / 2.0, "Looking for cuts in the plate")

    plate_cuts.require_uncut_clips(work.brief, clips, picture, said)


def _with_work(brief: Brief, window: Window, clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
    """The frames in which the matte lets anything through: for the others nobody is asked or paid."""
    matte = matte_of(brief, window)
    left = tuple(clip for clip in clips if matte(clip.frames.first).any())
    if not left:
        raise nothing_changes()
    return left


def _exposed(
    work: Work, intake: Intake, cut: PlateCut, coding: PlateCoding, plate: PlateReader | None, rate: Rate
) -> tuple[OutgoingFiles, ...]:
    """What the files of each exposure are made with, the usual one first."""
    usual = OutgoingFiles(work, intake, cut, coding.encoded, plate, rate)
    if coding.darker is None:
        return (usual,)
    return usual, OutgoingFiles(work, intake, cut, coding.darker, plate, rate, usual.said)


def _pieces(sendings: Sequence[OutgoingFiles], clips: tuple[Clip, ...], frames: int) -> list[Piece]:
    """Every piece with its files, which are made here; `frames` of the plate are read for each exposure."""
    first = sendings[0]
    brief, intake, cut = first.work.brief, first.intake, first.cut
    moving = first.rate if _moves(intake) else None
    total = len(sendings) * (frames + len(beside(brief, intake)) * len(clips)) or 1
    pieces: list[Piece] = []
    count = 0
    for exposure, sending in enumerate(sendings):
        for place, clip in enumerate(clips):
            files: list[PreparedFile] = []
            last = place == len(clips) - 1
            for file in write_files(sending, len(pieces), place, clip, last):
                files.append(file)
                count += file.role != "matte"
                say_progress(
                    READING + (1.0 - READING) * min(1.0, count / total), f"Preparing {Path(file.path).name}"
                )
            # A model that enlarges is asked for what it is shown; one that extends, for what it makes of it.
            pieces.append(
                Piece(
                    len(pieces), clip.frames, clip.count, cut.back.size, clip.overlap, moving, tuple(files),
                    cut.margins, prepared_points(brief, intake, clip, place, cut.sent),
                    prepared_boxes(brief, intake, clip, place, cut.sent), exposure,
                )
            )  # fmt: skip
    return pieces


def _exposure_remarks(coding: PlateCoding) -> Iterable[str]:
    """How often the plate is shown."""
    if coding.encoded is not None and coding.darker is not None:
        stops = math.log2(coding.encoded.exposure / coding.darker.exposure)
        yield f"The plate is shown twice, as it is and {stops:g} stops darker; the answers are joined."


def _moves(intake: Intake) -> bool:
    return intake.result is not Form.STILL or intake.plate_form is Form.MOVIE


def _remarks(
    work: Work, intake: Intake, clips: tuple[Clip, ...], plate_fit: Fit, round_trip: RoundTrip | None,
    frames: list[int],
) -> Iterable[str]:  # fmt: skip

    brief = work.brief
    rate = rate_of(brief, intake)
    if every_frame(brief, intake):
        yield f"Each of the {len(clips)} frames was made by itself: watch for flicker."
    elif len(clips) > 1 and not any(clip.overlap for clip in clips):
        yield f"The shot is made in {len(clips)} parts, one after the other."
    elif len(clips) > 1:
        overlaps = sorted({clip.overlap for clip in clips[1:]})
        over = str(overlaps[0]) if len(overlaps) == 1 else f"{overlaps[0]} to {overlaps[-1]}"
        yield f"The shot is made in {len(clips)} clips that overlap by {over} frames."
    if held(brief, intake):
        source = f" of frame {frames[0]}" if frames else ""
        yield f"The model makes one picture{source}: it stands still over {brief.frames}."
    elif frames and intake.plate_form is Form.STILL and len(brief.frames) > 1 and not one_picture(intake):
        numbers = ", ".join(str(frame) for frame in frames)
        yield f"The model sees one frame of the plate for each clip: {numbers}."
    if _moves(intake) and not same_rate(rate, brief.rate):
        yield (
            f"The model works at {rate} frames a second, the shot at {brief.rate}: "
            "frames are taken one for one, and motion is as fast as that makes it."
        )
    scale, sent_scaled = scale_of(plate_fit), bool(frames) and is_scaled(plate_fit)
    if scale < 0.99 and (brief.task is not Task.UPSCALE):
        yield (
            f"The model works at {plate_fit.size}: what it makes has {100 * scale:.0f} % of the format's "
            "resolution, enlarged."
        )
    elif sent_scaled and intake.depth == FLOAT:
        yield (
            f"The plate is scaled from {plate_fit.region.width}x{plate_fit.region.height} to "
            f"{plate_fit.inner.width}x{plate_fit.inner.height} for the model, and back: edges change also "
            "where the model changes nothing."
        )
    if brief.plate is not None and frames and not set(frames) <= set(brief.plate.frames):
        yield f"The plate has frames {brief.plate.frames}; beyond them its ends stand still."
    if round_trip is not None and round_trip.hue > MOST_HUE:
        yield (
            f"In {round_trip.depth} bits the hue of the brightest light turns by up to {round_trip.hue:.1f} "
            f"degrees as {round_trip.coding.value}."
        )
    if round_trip is not None and round_trip.delta_e >= 1.0:
        yield (
            f"The way to the model and back alone changes the plate visibly: ΔE {round_trip.delta_e:.2f} "
            "or more in one pixel of a hundred (below 1 is not seen)."
        )


def _made_from(work: Work, intake: Intake, clips: tuple[Clip, ...], plate: PlateReader | None) -> str:
    """What names everything that prepared files depend on: brief, model, and the content of every source."""
    brief = work.brief
    digest = sha256(canonical_brief(work.record.brief).encode())
    digest.update(canonical(work.capability).encode() + work.record.colorspace_config.encode())
    contents: list[str] = []
    if plate is not None:
        frames = [
            frame for number, clip in enumerate(clips) for frame in plate_frames(brief, intake, clip, number)
        ]
        for count, frame in enumerate(dict.fromkeys(frames), 1):
            try:
                contents.append(plate.content(frame))
            except NotFound:
                plate.picture(frame)  # says which frame it is
                raise
            say_progress(READING * count / len(frames), f"Reading frame {frame} of the plate")
    if brief.matte is not None:
        contents += [content_of(path) for path in matte_files(brief.matte, brief.frames)]
    for guide, _need in guides_for(brief, intake):
        contents += [content_of(path) for path in guide_files(guide, brief.frames)]
    contents += [content_of(Path(picture.reference.path)) for picture in beside(brief, intake)]
    digest.update("\n".join(contents).encode())
    return digest.hexdigest()


def _standing(scratch: Path, made_from: str) -> Prepared | None:
    """What was prepared before from the same things, if every file of it is whole."""
    try:
        if (scratch / MADE_FROM).read_text("ascii") != made_from:
            return None
        prepared = read_prepared(scratch)
        for piece in prepared.pieces:
            for file in piece.files:
                path = scratch / file.path
                if path.stat().st_size != file.bytes or content_of(path) != file.sha256:
                    return None
    except (OSError, ValueError, NotFound, BadValue):
        return None
    return prepared


def _clear(work: Work) -> None:
    """Take away what was prepared otherwise, and the frames that were made of its answers."""
    scratch, staging = Path(work.scratch), Staging(Path(work.staging))
    try:
        for name in (PREPARED, MADE_FROM):
            (scratch / name).unlink(missing_ok=True)
        remove_folder(scratch / OUTGOING)
        for frame in work.brief.frames:
            staging.frame("beauty", frame).unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(error, scratch) from error


def _write(path: Path, text: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_text(text, "utf-8")
