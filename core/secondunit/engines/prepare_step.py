"""The first step of a provider's job: plate, matte and references as files that its model takes.

Nothing is sent from here, and nothing is decided: a gate looks at the very files that were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.clips import Clip
from secondunit.media.coding import FLOAT, clipped
from secondunit.media.coding_choice import MOST_HUE, choose, measure
from secondunit.media.contact import spread
from secondunit.media.light_samples import sampled
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import (
    Brief,
    Coding,
    Encoded,
    Fit,
    Form,
    Intake,
    Piece,
    Prepared,
    PreparedFile,
    RoundTrip,
    Task,
    Window,
    Work,
    canonical,
    dumps,
    frames_text,
)
from secondunit.wire.digest import canonical_brief
from secondunit.wire.errors import BadInput, BadValue, NotFound

from . import plate_cuts
from .comp import content_of
from .cutting import cut_of, masked, matte_of, matte_region, nothing_changes, require_standing, scale_of
from .folders import remove_folder
from .guides import guide_files, guides_for, require_guides
from .inputs import config_of
from .lossy import is_scaled, with_loss, with_scaling
from .mattes import matte_files
from .names import Staging
from .outgoing import OutgoingFiles, write_files
from .pieces import (
    clips_of,
    coding_of,
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
from .plate_reader import PlateReader
from .pointing import prepared_boxes, prepared_points, require_pointing
from .provider_files import OUTGOING, PREPARED, read_prepared
from .references import beside
from .reporting import say_progress

#: Beside `prepared.json`: what it was made from, so that it is made again when that has changed.
MADE_FROM = "prepared.from"
#: So many frames of the plate choose the coding and measure it.
SAMPLED_FRAMES = 3
#: So many frames that turn out to be brighter than those are looked at beside them.
SAMPLED_FLASHES = 5
#: The part of the progress in which sources are read.
READING = 0.2
#: From this share of pixels on it is said that a model is not shown all of the plate's light.
MUCH_CLIPPED = 0.001


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
    encoded, round_trip = _coding(work, intake, plate, sample_frames, cut.sent.region)
    sending = OutgoingFiles(work, intake, cut, encoded, plate, rate)
    pieces = _pieces(sending, clips, len(frames))
    flashes = _flashes(sending, sample_frames)
    if flashes:
        # Brighter than all that was looked at: chosen anew with them, and made once more.
        encoded, round_trip = _coding(
            work, intake, plate, (*sample_frames, *flashes), cut.sent.region, encoded
        )
    if encoded != sending.encoded:
        remove_folder(Path(work.scratch) / OUTGOING)
        sending = OutgoingFiles(work, intake, cut, encoded, plate, rate)
        pieces = _pieces(sending, clips, len(frames))
    if plate and round_trip is not None and encoded is not None and pieces[0].files:
        canvas = sending.canvas(frames[0])
        file = pieces[0].files[0]
        round_trip = with_loss(
            round_trip, file, Path(work.scratch), canvas, encoded, sending.space, sending.config
        )
        round_trip = with_scaling(
            round_trip, plate.picture(frames[0]), canvas, cut.sent, encoded, sending.space, sending.config
        )
    remarks = [
        *_remarks(work, intake, clips, cut.sent, round_trip, frames),
        *_clipped(sending),
        *sending.said,
    ]
    if len(clips) < every:
        remarks.append(
            f"The matte is empty in {every - len(clips)} of {every} frames: for those nothing was made."
        )
    return Prepared(
        tuple(pieces), cut.back if plate else None, encoded, round_trip, tuple(dict.fromkeys(remarks))
    )


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


def _pieces(sending: OutgoingFiles, clips: tuple[Clip, ...], frames: int) -> list[Piece]:
    """Every piece with its files, which are made here; `frames` of the plate are read for them."""
    cut, moving = sending.cut, sending.rate if _moves(sending.intake) else None
    total = frames + len(beside(sending.work.brief, sending.intake)) * len(clips) or 1
    pieces, brief = [], sending.work.brief
    count = 0
    for number, clip in enumerate(clips):
        files: list[PreparedFile] = []
        for file in write_files(sending, number, clip, last=number == len(clips) - 1):
            files.append(file)
            count += file.role != "matte"
            say_progress(
                READING + (1.0 - READING) * min(1.0, count / total), f"Preparing {Path(file.path).name}"
            )
        # A model that enlarges is asked for what it is shown; one that extends, for what it makes of it.
        size = cut.back.size
        pieces.append(
            Piece(
                number,
                clip.frames,
                clip.count,
                size,
                clip.overlap,
                moving,
                tuple(files),
                cut.margins,
                prepared_points(brief, sending.intake, clip, number, cut.sent),
                prepared_boxes(brief, sending.intake, clip, number, cut.sent),
            )
        )
    return pieces


def _flashes(sending: OutgoingFiles, sample_frames: tuple[int, ...]) -> tuple[int, ...]:
    """The frames that the coding cuts off much of because it was chosen without them, worst first."""
    usual = max((sending.clipped.get(frame, 0.0) for frame in sample_frames), default=0.0)
    beyond = [frame for frame, share in sending.clipped.items() if share > usual + MUCH_CLIPPED]
    return tuple(sorted(beyond, key=lambda frame: (-sending.clipped[frame], frame))[:SAMPLED_FLASHES])


def _clipped(sending: OutgoingFiles) -> Iterable[str]:
    """What of the plate the model is not shown."""
    beyond = {frame: share for frame, share in sending.clipped.items() if share > MUCH_CLIPPED}
    if not beyond:
        return
    share = f"{100 * max(beyond.values()):.2g} %"
    if len(beyond) == len(sending.clipped):
        yield f"{share} of the plate's pixels are beyond what the model is shown."
        return
    many = f"s {frames_text(sorted(beyond))}: up to" if len(beyond) > 1 else f" {next(iter(beyond))}:"
    yield f"Frame{many} {share} of the plate's pixels are beyond what the model is shown."


def _moves(intake: Intake) -> bool:
    return intake.result is not Form.STILL or intake.plate_form is Form.MOVIE


def _coding(
    work: Work, intake: Intake, plate: PlateReader | None, sample_frames: tuple[int, ...], region: Window,
    before: Encoded | None = None,
) -> tuple[Encoded | None, RoundTrip | None]:  # fmt: skip
    """The coding for the plate by the frames `sample_frames`, and what it does to the plate's own pixels.

    It stays as it was `before` where another one would show the model no more of them.
    """
    if plate is None or not sample_frames:
        return None, None
    config = config_of(work)
    space = config.space(work.brief.colorspace.name).name
    samples = sampled(_within(plate, frame, region) for frame in sample_frames)
    coding = coding_of(work.brief, intake)
    encoded = choose(samples, space, config, coding, intake.depth)
    if intake.result_coding is Coding.LINEAR and intake.coding is not Coding.LINEAR:
        # Light comes back that is taken as it is: the plate must go out as bright as it is, too.
        encoded = replace(encoded, exposure=1.0, white=max(1.0, encoded.white / encoded.exposure))
    if before is not None:
        losses = [clipped(samples, space, config, candidate, intake.depth) for candidate in (encoded, before)]
        encoded = encoded if losses[0] < losses[1] else before
    return encoded, measure(samples, space, config, encoded, intake.depth)


def _within(plate: PlateReader, frame: int, region: Window) -> npt.NDArray[np.float32]:
    """The pixels of a frame that are in the region."""
    picture = plate.picture(frame)
    shared = picture.data_window.intersection(region) or picture.data_window
    return np.asarray(picture.within(shared).pixels, np.float32)


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
