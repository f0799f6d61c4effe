"""What came back for each piece of a job: its frames by the shot's numbers, as scene-linear pictures.

Counts and sizes are held against what was asked for; what is missing or damaged is told with its frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.clips import Clip
from secondunit.media.codes_file import FileKind, kind_of
from secondunit.media.coding import FLOAT, decode
from secondunit.media.color import convert_picture
from secondunit.media.config import Config
from secondunit.media.contact import colors_of
from secondunit.media.exr import inspect_exr, verify_exr
from secondunit.media.exr_header import Header
from secondunit.media.half import HALF_MAX
from secondunit.media.interchange import AnswerFiles, alternatives, read_codes
from secondunit.media.movie_reader import MovieReader
from secondunit.media.picture import RGB, RGBA, Picture
from secondunit.media.primaries import AP0, AP1, REC709, linear_space, space_called, space_with
from secondunit.wire import Coding, Encoded, Form, Intake, Piece, Prepared, Rate, Task, Work
from secondunit.wire.errors import BadPicture, MissingFrames, NotFound

from .alternatives import MOST_ALTERNATIVES
from .comp import content_of
from .cutting import cut_out
from .inputs import config_of
from .pieces import enlarged_by, one_picture, slower
from .provider_files import answer_folder, given

Canvas = npt.NDArray[np.float32]
#: Below the scratch folder: what archives that came back held.
UNPACKED = "unpacked"
#: An answer's shape may differ so much from what was asked for: models round 1080 rows to 1088.
_SHAPE = 0.01
_NUMBER = re.compile(r"(\d+)(?!.*\d)")


@dataclass(frozen=True)
class AnswerFrame:
    """A frame of an answer: (height, width, 3 or 4) premultiplied light, and the file it was read from.

    `replaced` counts channel values that were NaN (now 0) or infinite (now the largest half float).
    """

    canvas: Canvas
    path: Path
    replaced: int = 0


class PieceAnswer:
    """The answer of one piece; `expected` is the size it should have. Close it when it is read."""

    def __init__(self, work: Work, piece: Piece, encoded: Encoded | None, width: int, height: int) -> None:
        assert work.capability is not None
        self.piece = piece
        self._work, self._intake = work, work.capability.intake or Intake()
        self._encoded = encoded
        #: What of an edit is shown its matte says, and no alpha that comes with the answer.
        self._opaque = cut_out(work.brief) or work.brief.task is Task.INPAINT
        self.expected = width, height
        self._folder = answer_folder(Path(work.scratch), piece.number)
        self._movie: MovieReader | None = None
        self.hash = lru_cache(maxsize=None)(content_of)

    @cached_property
    def answer(self) -> AnswerFiles:
        """The files that hold its frames; raises `MissingFrames` where there are none."""
        number = self._work.alternative
        return self.alternatives[number - 1 if number <= len(self.alternatives) else 0]

    @cached_property
    def alternatives(self) -> tuple[AnswerFiles, ...]:
        """What was made in place of each other; the first alone where it is no choice any more."""
        unpacked = Path(self._work.scratch) / UNPACKED / str(self.piece.number)
        form = Form.STILL if one_picture(self._intake) else self._intake.result
        try:
            return alternatives(self._folder, form, unpacked)
        except MissingFrames as error:
            # One frame lacks between others: those are taken, and making it says which one it is.
            files = _siblings(Path(error.problem.where))
            if not files:
                raise
            return (AnswerFiles(Form.FRAMES, files),)
        except NotFound as error:
            came = ", ".join(path.name for path in given(self._folder))[:200]
            if came:
                raise MissingFrames(
                    f"What came back for frames {self.piece.frames} holds no picture: {came}.",
                    remedy="Look at the files in the job's folder, and at the model: a retry gives the same.",
                ) from error
            raise MissingFrames(
                f"Nothing came back for frames {self.piece.frames}.",
                remedy="Retry the job.",
                where=str(self.piece.frames.first),
            ) from error

    def left_aside(self) -> tuple[Path, ...]:
        """The files of the answer's own kind that no take of the run is made of."""
        used = {path for alternative in self.alternatives for path in alternative.files}
        kind = self.answer.files[0].suffix
        return tuple(path for path in self.answer.others if path not in used and path.suffix == kind)

    def path(self, frame: int) -> Path:
        """The file that holds a frame; raises `MissingFrames`."""
        index = self._index(frame)
        return self.answer.movie.path if self.answer.movie else self.answer.files[index]

    def frame(self, frame: int) -> AnswerFrame:
        """A frame of the answer in the take's space.

        Raises `MissingFrames`, `DamagedPicture`, and `BadPicture` for another shape than was asked for.
        """
        index = self._index(frame)
        path = self.path(frame)
        if self.answer.movie:
            if self._movie is None:
                self._movie = MovieReader(path)
            # Floats: as many bits as the movie has.
            coded = self._intake.exr_codes and self.answer.movie.codec == "exr"
            canvas = self._decoded(np.asarray(self._movie.frame(index)), FLOAT if coded else 16)
        elif kind_of(path) is FileKind.EXR:
            canvas = self._decoded(self._floats(path), FLOAT) if self._intake.exr_codes else self._light(path)
        else:
            codes, depth = read_codes(path)
            canvas = self._decoded(codes[..., :3] if self._opaque else codes, depth)
        self._require_shape(canvas)
        # Before it is scaled: what is no number would spread to its neighbours.
        odd = int(np.count_nonzero(~np.isfinite(canvas)))
        if odd:
            canvas = np.nan_to_num(canvas, nan=0.0, posinf=HALF_MAX, neginf=-HALF_MAX)
        return AnswerFrame(canvas, path, odd)

    def size(self) -> tuple[int, int]:
        """Width and height of its first frame."""
        canvas = self.frame(self.piece.frames.first).canvas
        return canvas.shape[1], canvas.shape[0]

    @property
    def rate(self) -> Rate | None:
        """The frame rate that a movie should have: a retime's is higher by as much as it is slower."""
        rate, times = self.piece.rate, slower(self._work.brief, self._intake)
        if rate is None:
            return None
        return Rate(rate.numerator * times.numerator, rate.denominator * times.denominator)

    def close(self) -> None:
        """Let go of a movie."""
        if self._movie is not None:
            self._movie.close()

    def _index(self, frame: int) -> int:
        """The place of a shot's frame in the answer; raises `MissingFrames` for one that did not come."""
        answer = self.answer
        if one_picture(self._intake):
            return 0
        index = frame - self.piece.frames.first
        numbers = _numbers(answer)
        if numbers is not None:
            try:
                return numbers.index(numbers[0] + index)
            except ValueError:
                pass
        elif index < answer.count:
            return index
        raise MissingFrames(
            f"It did not come back: {answer.count} of {len(self.piece.frames)} frames did for "
            f"{self.piece.frames}.",
            remedy="Retry the job, or choose another provider.",
        )

    def _decoded(self, codes: npt.NDArray[np.generic], depth: int) -> Canvas:
        config, space = config_of(self._work), self._work.brief.colorspace.name
        encoded = self._encoded
        as_sent = self._intake.coding is self._intake.result_coding
        if encoded is None or not (as_sent or encoded.coding is self._intake.result_coding):
            # Nothing was coded for it: it is a picture for an ordinary display.
            encoded = Encoded(Coding.SRGB, linear_space(REC709, config) or config.scene_linear)
        if np.issubdtype(codes.dtype, np.floating) and depth != FLOAT:
            # A movie's codec swings past black and white, where a code stands for no light.
            codes = np.clip(codes, 0.0, 1.0)
        return decode(codes, encoded, depth, space, config)

    def _picture(self, path: Path) -> Picture:
        verify_exr(path)
        picture = colors_of(path).shown().as_float()
        if picture.channels not in (RGB, RGBA):
            picture = type(picture).of(picture.rgba(), RGBA, format=picture.format)
        return picture

    def _floats(self, path: Path) -> Canvas:
        """The codes that an EXR holds, without an alpha where the matte stands for it."""
        pixels = np.asarray(self._picture(path).pixels, np.float32)
        # What is no number is counted when it is light.
        return pixels[..., :3] if self._opaque else pixels

    def _light(self, path: Path) -> Canvas:
        """An EXR as it is, in the take's space."""
        picture, config = self._picture(path), config_of(self._work)
        if self._intake.alpha and picture.channels == RGBA:
            # It came as it went: not premultiplied.
            alpha = picture.pixels[..., 3:]
            covered = np.concatenate([picture.pixels[..., :3] * alpha, alpha], axis=-1)
            picture = replace(picture, pixels=covered)
        picture = convert_picture(
            picture, self._space(path, config), config.space(self._work.brief.colorspace.name).name, config
        )
        light = np.asarray(picture.pixels, np.float32)
        if self._opaque and picture.channels == RGBA:
            light = _straight(light)
        signal = self._encoded
        if signal is None or signal.exposure == 1.0 or self._intake.result_coding is Coding.LINEAR:
            return light
        # Codes were asked for and light came: it is as bright as what was sent, not as the plate.
        light[..., :3] /= np.float32(signal.exposure)
        return light

    def _space(self, path: Path, config: Config) -> str:
        """The space of an EXR: as the file says, as its model's intake says, as it was sent, else ACEScg."""
        if space := _said_by(inspect_exr(path), config):
            return space
        if self._intake.result_space:
            return space_called(self._intake.result_space, config)
        if self._encoded is not None and self._encoded.coding is Coding.LINEAR:
            return self._encoded.space
        return linear_space(AP1, config) or config.scene_linear

    def _require_shape(self, canvas: Canvas) -> None:
        height, width = canvas.shape[:2]
        wide, high = self.expected
        if abs(width * high - wide * height) > _SHAPE * wide * height:
            raise BadPicture(
                f"It came back as {width}x{height}; {wide}x{high} was asked for.",
                remedy="Retry the job, or choose another model.",
            )


class Answers:
    """The answers of all pieces of a work."""

    def __init__(self, work: Work, prepared: Prepared) -> None:
        assert work.capability is not None
        scale = enlarged_by(work.brief, work.capability.intake or Intake())
        self.prepared = prepared
        every = tuple(
            PieceAnswer(
                work, piece, prepared.darker if piece.exposure else prepared.encoded,
                piece.size.width * scale, piece.size.height * scale,
            )
            for piece in prepared.pieces
        )  # fmt: skip
        #: Those of the usual exposure, one for each clip, and those of the darker one where there is one.
        self.pieces = tuple(answer for answer in every if not answer.piece.exposure)
        self.darker = tuple(answer for answer in every if answer.piece.exposure)
        self.clips = tuple(Clip(one.piece.frames, one.piece.count, one.piece.overlap) for one in self.pieces)

    @property
    def every(self) -> tuple[PieceAnswer, ...]:
        """The answers of both exposures."""
        return self.pieces + self.darker

    def count(self) -> int:
        """How many takes they come to: what every piece has, one where that is no choice any more."""
        counts = [len(piece.alternatives) for piece in self.every]
        return 1 if max(counts) > MOST_ALTERNATIVES else min(counts)

    def of_other_takes(self) -> Iterator[Path]:
        """The files that the other takes of the run are made from."""
        if self.count() > 1:
            for piece in self.every:
                for other in piece.alternatives:
                    if other is not piece.answer:
                        yield from other.files

    def close(self) -> None:
        """Let go of movies."""
        for piece in self.every:
            piece.close()


def _straight(light: Canvas) -> Canvas:
    """The colour of (height, width, 4) premultiplied light; where it has no cover, what stands there."""
    cover = light[..., 3:]
    there = (cover > 0) & (cover < 1)
    return np.divide(light[..., :3], cover, out=light[..., :3].copy(), where=there)


def _said_by(header: Header, config: Config) -> str | None:
    """The space that an EXR names: our own word, its interop id, an ACES container, or its primaries.

    Sources: OpenEXR's standard attributes (`colorInteropID`, `chromaticities`); SMPTE ST 2065-4, whose
    containers (`acesImageContainerFlag` 1) hold ACES2065-1. Raises `BadPicture` for primaries that the config
    has no space for: taken for others they would be wrong in silence.
    """
    for name in (header.provenance.get("colorspace", ""), header.attributes.get("colorInteropID", "")):
        if match := config.find(str(name)) if name else None:
            return match
    corners = AP0 if header.attributes.get("acesImageContainerFlag") == 1 else header.chromaticities
    if corners is None:
        return None
    if space := space_with(corners, config):
        return space
    named = ", ".join(f"{coordinate:.4f}" for coordinate in corners)
    raise BadPicture(
        f"What came back says that its primaries are {named}; the show's config has no such linear space.",
        remedy="Add one to the OCIO config, then retry: what was paid for is not paid again.",
    )


def mark_of_answers(work: Work, prepared: Prepared) -> str:
    """What names the answers that are there, by names, sizes and times: another answer has another mark."""
    digest = sha256()
    for piece in prepared.pieces:
        for path in given(answer_folder(Path(work.scratch), piece.number)):
            facts = path.stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _siblings(first: Path) -> tuple[Path, ...]:
    """The files beside `first` that are called as it is but for their last number, in its order."""
    name = _NUMBER.search(first.stem)
    if name is None or not first.is_file():
        return ()
    head, tail = first.stem[: name.start()], first.stem[name.end() :] + first.suffix
    paths = {}
    for path in first.parent.iterdir():
        if path.name.startswith(head) and path.name.endswith(tail):
            number = path.name[len(head) : len(path.name) - len(tail)]
            if number.isdecimal():
                paths[int(number)] = path
    return tuple(paths[number] for number in sorted(paths))


def _numbers(answer: AnswerFiles) -> list[int] | None:
    """The frame numbers in the names of an answer's files; None where they are not numbered one by one."""
    if answer.movie or len(answer.files) < 2:
        return None
    matches = [_NUMBER.search(path.stem) for path in answer.files]
    if not all(matches):
        return None
    heads = {path.stem[: match.start()] for path, match in zip(answer.files, matches, strict=True) if match}
    numbers = [int(match[1]) for match in matches if match]
    if len(heads) > 1 or len(set(numbers)) < len(numbers):
        return None
    return numbers
