"""A provider's answers as frames of a take: decoded, put back where they were cut from, with our numbers.

A frame is light in the take's space, premultiplied by what the brief's matte lets through; outside it every
channel is 0, so that the plate stays bit for bit under it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.clips import blended, seam, weights
from secondunit.media.config import Config
from secondunit.media.exr import inspect_exr, write_exr
from secondunit.media.fitting import unfitted
from secondunit.media.picture import RGBA, Picture
from secondunit.media.primaries import chromaticities
from secondunit.media.whole import whole_file
from secondunit.wire import FrameRange, Highlights, Intake, Prepared, Task, Work
from secondunit.wire.errors import MissingFrames, SecondUnitError

from .alternatives import leave_count
from .cutting import alpha_of, cut_of, cut_out, masked
from .frame_loop import frame_timecode, leave_remarks, make_each
from .highlights import HighlightAccount, highlights_of, highlights_remark, is_counted
from .inputs import config_name, config_of
from .joined_answers import JoinedAnswers
from .names import EXPOSURE, Staging, take_id
from .pieces import every_frame, held, plate_frames, same_rate, sends_plate, upscaled_by
from .plate_reader import PlateReader
from .provider_files import read_prepared
from .result_reading import Answers, PieceAnswer, mark_of_answers

#: The header's names for the file a frame was made from, and its SHA-256.
ANSWER, ANSWER_HASH = "answer", "answer sha256"
#: Below the scratch folder: the mark of the answers that staged frames were held against.
CHECKED = "answers.checked"
#: A clip is often a frame longer than asked for; it is said when there are many more.
MUCH_MORE = 1.05
#: Tasks whose takes show a model's light in a plate's place.
_ACCOUNTED = (Task.INPAINT, Task.RESTYLE, Task.EXTEND)
#: At most so many frames of an overlap are read again to measure how well two clips meet.
SEAM_FRAMES = 8


def answer(work: Work, frames: Sequence[int]) -> None:
    """Make `frames` that are not there and whole from what came back, and those that another answer gave.

    Raises `FrameFailed` whose `where` is the frame.
    """
    with contextlib.closing(_Taker(work)) as taker:
        leave_count(Path(work.scratch), taker.count())
        stale = taker.drop_stale()
        make_each(work, sorted({*frames, *stale}), taker.make, "is taken from the answer")


def answer_remarks(work: Work) -> tuple[str, ...]:
    """What was done on the way to the model and back that an artist should know."""
    prepared = read_prepared(Path(work.scratch))
    remarks = list(prepared.remarks)
    with contextlib.closing(Answers(work, prepared)) as answers:
        remarks += _answer_remarks(work, answers)
        remarks += JoinedAnswers(work, answers).remarks()
        remarks += _seam_remarks(work, answers)
    found = take_highlights(work)
    if found is not None and (remark := highlights_remark(found)):
        remarks.append(remark)
    if work.brief.delivery.compression == "dwaa" and cut_out(work.brief):
        remarks.append("The frames are ZIP, not DWAA, which would blur the edge into the plate.")
    if not cut_out(work.brief):
        remarks.append("It fills the frame: placed over a plate, it hides it.")
    return tuple(dict.fromkeys(remarks))


def take_highlights(work: Work) -> Highlights | None:
    """What became of the plate's light above what the model saw; None where nothing was counted."""
    prepared = read_prepared(Path(work.scratch))
    encoded = prepared.darker or prepared.encoded
    if work.brief.task not in _ACCOUNTED or encoded is None or not is_counted(encoded):
        return None
    return highlights_of(work, encoded, work.brief.frames)


class _Taker:
    """Takes in frames of one work; everything that does not change from frame to frame is found once."""

    def __init__(self, work: Work) -> None:
        assert work.capability is not None
        self._work, self._brief = work, work.brief
        self._staging = Staging(Path(work.staging))
        prepared = read_prepared(Path(work.scratch))
        self._answers = Answers(work, prepared)
        self._joined = JoinedAnswers(work, self._answers)
        intake = work.capability.intake or Intake()
        config = config_of(work)
        self._space = config.space(self._brief.colorspace.name).name
        self._corners = chromaticities(self._space, config)
        extent = self._brief.format.window
        if self._brief.task is Task.EXTEND and self._brief.plate is not None:
            with contextlib.closing(PlateReader(self._brief.plate, config, self._space)) as plate:
                extent = plate.window()
        self._fit = prepared.fit or cut_of(self._brief, intake, extent).back
        self._window = self._brief.window
        self._scale = upscaled_by(self._brief)
        #: One picture for all frames is put in its place once.
        self._stands = held(self._brief, intake)
        self._still: npt.NDArray[np.float32] | None = None
        self._replaced = 0
        frames = plate_frames(self._brief, intake, self._answers.clips[0], 0)
        self._seen = frames[0] if self._stands and frames else None
        #: Of frames whose matte is empty nobody was asked for anything.
        self._untouched = masked(self._brief) and every_frame(self._brief, intake)
        self._alpha = alpha_of(self._brief, intake, self._fit, extent)
        self._plate: PlateReader | None = None
        self._account = self._highlights(prepared, intake, config)
        capability = work.capability
        self._provenance = {
            "take": take_id(work.job, work.alternative),
            "job": work.job,
            "brief": work.brief_digest,
            "seed": str(self._brief.seed),
            "kind": capability.model_label or capability.model or capability.label,
            "made by": capability.made_by,
            "provider": capability.provider,
            "model": capability.model,
            "colorspace": self._space,
            "config": config_name(work),
            EXPOSURE: "1.0",
        } | ({"prompt": self._brief.prompt[:1000]} if self._brief.prompt else {})

    def close(self) -> None:
        self._answers.close()
        if self._plate is not None:
            self._plate.close()

    def _highlights(self, prepared: Prepared, intake: Intake, config: Config) -> HighlightAccount | None:
        """What counts the plate's highlights; None where the model was shown no codes of a plate."""
        brief, encoded = self._brief, prepared.darker or prepared.encoded
        shown = brief.plate is not None and sends_plate(brief, intake) and is_counted(encoded)
        if brief.plate is None or encoded is None or not shown or brief.task not in _ACCOUNTED:
            return None
        self._plate = PlateReader(brief.plate, config, self._space)
        return HighlightAccount(self._work, self._plate, config, encoded, intake.depth)

    def count(self) -> int:
        """How many takes the answers come to."""
        return self._answers.count()

    def drop_stale(self) -> list[int]:
        """Remove staged frames that were made from other answers than those that are there now."""
        scratch, prepared = Path(self._work.scratch), self._answers.prepared
        name = CHECKED if self._work.alternative == 1 else f"{CHECKED}-{self._work.alternative}"
        marker, mark = scratch / name, mark_of_answers(self._work, prepared)
        with contextlib.suppress(OSError):
            if marker.read_text("ascii") == mark:
                return []
        stale = []
        for frame in self._brief.frames:
            path = self._staging.frame("beauty", frame)
            # Not there, damaged, or not answered: making it says which.
            with contextlib.suppress(SecondUnitError):
                if inspect_exr(path).provenance.get(ANSWER_HASH, "") != self._story(frame).get(
                    ANSWER_HASH, ""
                ):
                    path.unlink(missing_ok=True)
                    stale.append(frame)
        with whole_file(marker) as temporary:
            temporary.write_text(mark, "ascii")
        return stale

    def make(self, frame: int) -> None:
        pixels = self._pixels(frame)
        if self._account is not None:
            source = frame if self._seen is None else self._seen
            self._account.add(frame, source, pixels[..., 3])
        picture = Picture.of(pixels, RGBA, format=self._brief.format, at=(self._window.x, self._window.y))
        delivery = self._brief.delivery
        dwaa = delivery.compression == "dwaa" and not cut_out(self._brief)
        file = write_exr(
            self._staging.frame("beauty", frame),
            picture,
            depth="float" if delivery.depth == "float" else "half",
            compression="dwaa" if dwaa else "zip",
            rate=self._brief.rate,
            timecode=frame_timecode(self._work, frame),
            chromaticities=self._corners,
            provenance={**self._provenance, "frame": str(frame), "layer": "beauty", **self._story(frame)},
        )
        counted = replace(file, replaced=file.replaced + self._replaced)
        leave_remarks(self._work, frame, [("beauty", counted)])

    def _shares(self, frame: int) -> tuple[tuple[int, float], ...]:
        return weights(self._answers.clips, frame)

    def _stays(self, frame: int) -> bool:
        """Whether nothing of a frame was to change."""
        return self._untouched and not any(frame in clip.frames for clip in self._answers.clips)

    def _story(self, frame: int) -> dict[str, str]:
        if self._stays(frame):
            return {}
        clips = [index for index, share in self._shares(frame) if share > 0]
        sides = (self._answers.pieces, self._answers.darker)
        pieces = [side[index] for side in sides if side for index in clips]
        paths = [piece.path(frame) for piece in pieces]
        hashes = [piece.hash(path) for piece, path in zip(pieces, paths, strict=True)]
        return {
            "piece": " ".join(str(piece.piece.number) for piece in pieces),
            ANSWER: ", ".join(path.name for path in paths),
            ANSWER_HASH: " ".join(hashes),
        }

    def _pixels(self, frame: int) -> npt.NDArray[np.float32]:
        """R, G, B and A over the take's window, premultiplied."""
        if self._stays(frame):
            return np.zeros((self._window.height, self._window.width, 4), np.float32)
        light = self._light(frame) if self._still is None else self._still
        if self._stands:
            self._still = light
        alpha = self._alpha(frame if self._seen is None else self._seen)
        out = np.zeros((*alpha.shape, 4), np.float32)
        there = alpha > 0
        np.multiply(light[..., :3], alpha[..., None], out=out[..., :3], where=there[..., None])
        out[..., 3] = alpha
        if light.shape[-1] == 4:
            np.multiply(alpha, light[..., 3], out=out[..., 3], where=there)
        return out

    def _light(self, frame: int) -> npt.NDArray[np.float32]:
        """What came back for a frame, over the take's window, clips that overlap joined."""
        shares = [(index, share) for index, share in self._shares(frame) if share > 0]
        pictures = [self._joined.frame(index, frame) for index, _ in shares]
        self._replaced = sum(picture.replaced for picture in pictures)
        canvases = [picture.canvas for picture in pictures]
        if len({canvas.shape for canvas in canvases}) > 1:
            canvases = [_opaque(canvas) for canvas in canvases]
        if len({canvas.shape for canvas in canvases}) > 1:
            raise MissingFrames("Two clips that overlap came back in two sizes.", remedy="Retry the job.")
        canvas = np.asarray(blended(canvases, [share for _, share in shares]), np.float32)
        if self._brief.task is Task.UPSCALE:  # the format is the plate's, cut finer
            return unfitted(canvas, self._fit, None, scale=self._scale)
        return unfitted(canvas, self._fit, self._window)


def _opaque(canvas: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return canvas[..., :3] if canvas.shape[-1] == 4 else canvas


def _answer_remarks(work: Work, answers: Answers) -> Iterator[str]:
    assert work.capability is not None
    alone = every_frame(work.brief, work.capability.intake or Intake())
    counts = sorted({len(piece.alternatives) for piece in answers.every})
    if counts[-1] > 1 and answers.count() == 1:
        yield (
            f"The answer came back with {counts[-1]} pictures where one was asked for: the first is taken, "
            "all are kept beside the take."
        )
    elif len(counts) > 1:
        yield (
            f"Some frames came back with {counts[-1]} pictures, others with {counts[0]}: {counts[0]} takes "
            "are made."
        )
    if aside := dict.fromkeys(path.name for piece in answers.every for path in piece.left_aside()):
        names = list(aside)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield (
            f"Other pictures came back beside the take's, {', '.join(names[:3])}{more}: they are left aside "
            "and kept beside the take."
        )
    remarks: dict[tuple[str, str], list[str]] = {}
    for number, piece in enumerate(answers.every):
        name = f"frame {piece.piece.frames.first}" if alone else f"clip {number % len(answers.pieces) + 1}"
        name += ", darker" if piece.piece.exposure else ""
        for remark in _piece_remarks(piece):
            remarks.setdefault(remark, []).append(name)
    for (before, after), names in remarks.items():
        if len(answers.every) == 1:
            subject = "the answer"
        elif len(names) == len(answers.every):
            subject = "every frame" if alone else "every clip"
        else:
            subject = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
        yield f"{before}, {subject} came back {after}"


def _piece_remarks(piece: PieceAnswer) -> Iterator[tuple[str, str]]:
    """What of a piece is other than was asked for: what was, and how it came back."""
    reply, size, asked = piece.answer, piece.size(), piece.expected
    if size != asked:
        yield f"Asked for {asked[0]}x{asked[1]}", f"as {size[0]}x{size[1]}."
    if reply.count > piece.piece.count * MUCH_MORE + 1:
        yield (
            f"Asked for {piece.piece.count}",
            f"with {reply.count} frames: the first are taken, all are kept beside the take.",
        )
    rate = piece.rate
    if reply.movie and rate is not None and not same_rate(reply.movie.rate, rate):
        yield (
            f"Asked for {rate} frames a second",
            f"with {reply.movie.rate}: its frames are taken one for one.",
        )


def _seam_remarks(work: Work, answers: Answers) -> Iterator[str]:
    """How well clips meet where they overlap."""
    for before, after in zip(answers.pieces, answers.pieces[1:], strict=False):
        shared = before.piece.frames.intersection(after.piece.frames)
        if shared is None:
            continue
        frames = FrameRange.starting(shared.first, min(len(shared), SEAM_FRAMES))
        sides = [[_opaque(piece.frame(frame).canvas) for frame in frames] for piece in (before, after)]
        if sides[0][0].shape == sides[1][0].shape:
            yield seam(frames, sides[0], sides[1]).remark
