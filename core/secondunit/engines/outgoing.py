"""The files of one piece that leave: the plate in its cut and coding, what is to change, the references."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from scipy import ndimage

from secondunit.media.clips import Clip
from secondunit.media.coding import clipped, encode
from secondunit.media.config import Config
from secondunit.media.fitting import fitted
from secondunit.media.picture import RGBA
from secondunit.media.primaries import chromaticities
from secondunit.wire import Changes, Coding, Encoded, Form, Intake, PreparedFile, Rate, Task, Work
from secondunit.wire.errors import BadInput

from .comp import content_of
from .cutting import Field, PlateCut, to_change
from .guide_codes import guide_codes
from .guides import guide_files, guide_frames, guides_for
from .inputs import config_of
from .mattes import matte_files
from .packing import Codes, Packing
from .pieces import plate_frames, sends_matte
from .plate_reader import PlateReader
from .provider_files import outgoing_folder
from .references import KEYFRAMES, beside, in_clip, require_moments, require_roles, write_reference

#: A model changes so many of its own pixels more than the matte lets through: its seam lies outside.
GROWN = 4
#: So many pixels of each frame tell how much of it is beyond what the model is shown.
_COUNTED = 1 << 16


@dataclass(frozen=True)
class OutgoingFiles:
    """Everything that files of a work are made with; `said` gathers what an artist should know.

    `clipped` gathers for each frame of the plate the share of its pixels that the coding cannot hold.
    """

    work: Work
    intake: Intake
    cut: PlateCut
    encoded: Encoded | None
    plate: PlateReader | None
    rate: Rate
    said: dict[str, None] = field(default_factory=dict)
    clipped: dict[int, float] = field(default_factory=dict)

    @cached_property
    def config(self) -> Config:
        return config_of(self.work)

    @cached_property
    def space(self) -> str:
        return self.config.space(self.work.brief.colorspace.name).name

    @cached_property
    def change(self) -> Callable[[int], Field]:
        """What is to change in the canvas, 0 or 1: `GROWN` pixels more on each side than the take shows."""
        brief = self.work.brief
        assert self.plate is not None
        extent = self.plate.window()
        extends = brief.task is Task.EXTEND
        # Where the canvas goes on as the plate mirrored, what is to change is mirrored with it.
        window = brief.window if extends else extent
        hard = to_change(brief, window, extent)

        def at(frame: int) -> Field:
            there = fitted(
                hard(frame)[..., None],
                self.cut.sent,
                "edge" if extends else "mirror",
                at=(window.x, window.y),
            )
            # A pixel of the model that shows any of what the take will take from it changes, and some around:
            # where the answer is scaled back, what was there must not come in from beside it.
            changes = (there[..., 0] > 1 / 1024).astype(np.uint8)
            return np.asarray(ndimage.maximum_filter(changes, 2 * GROWN + 1), np.float32)

        return at

    def canvas(self, frame: int) -> Field:
        """The plate's light in the canvas, (height, width, 3)."""
        assert self.plate is not None
        light = self.plate.picture(frame)
        return fitted(light.pixels, self.cut.sent, at=(light.data_window.x, light.data_window.y))

    def packing(self, role: str) -> Packing:
        """How the pictures of a role become files."""
        if role == "matte":
            return Packing(self.intake, self.said, lossy=False)
        corners = None
        if self.encoded is not None and self.encoded.coding is Coding.LINEAR:
            corners = chromaticities(self.encoded.space, self.config)
        return Packing(self.intake, self.said, corners, depth=self.intake.depth)

    @cached_property
    def covers(self) -> bool:
        """Whether the plate's alpha is sent: it has one, and the model takes it."""
        return self.intake.alpha and self.plate is not None and self.plate.has_alpha

    def covered(self, frame: int) -> Codes:
        """The plate's code values in the canvas in 16 bits with its alpha, not premultiplied."""
        assert self.plate is not None and self.encoded is not None
        light = self.plate.picture(frame, RGBA)
        canvas = fitted(light.pixels, self.cut.sent, at=(light.data_window.x, light.data_window.y))
        alpha = np.clip(canvas[..., 3:], 0.0, 1.0)
        straight = np.divide(canvas[..., :3], alpha, out=np.zeros_like(canvas[..., :3]), where=alpha > 0)
        codes = encode(straight, self.space, self.config, self.encoded, 16)
        return np.concatenate([codes, np.rint(alpha * 65535).astype(codes.dtype)], axis=-1)

    def picture(self, frame: int, depth: int) -> Codes:
        """The plate's code values in the canvas; what is to change is transparent where it marks changes."""
        assert self.encoded is not None
        light = self.canvas(frame)
        codes = encode(light, self.space, self.config, self.encoded, depth)
        if frame not in self.clipped:
            flat = light.reshape(-1, 3)
            # A step that is odd does not fall on the same column of every row.
            few = flat[:: len(flat) // _COUNTED | 1]
            self.clipped[frame] = clipped(few, self.space, self.config, self.encoded, self.intake.depth)
        if self.intake.changes is Changes.ALPHA and self.masks:
            most = 1.0 if codes.dtype == np.float32 else float((1 << depth) - 1)
            cover = (1.0 - self.change(frame)[..., None]) * most
            codes = np.concatenate([codes, cover.astype(codes.dtype)], axis=-1)
        return codes

    def mask(self, frame: int, depth: int) -> Codes:
        """The matte's code values in the canvas, 0 or 255 whatever the depth, in the model's polarity.

        (height, width), or with three equal channels where the model takes it so.
        """
        change = self.change(frame)
        if self.intake.changes is Changes.BLACK:
            change = 1.0 - change
        codes = (change * 255).astype(np.uint8)
        return codes if self.intake.matte_channels == 1 else np.repeat(codes[..., None], 3, axis=-1)

    @property
    def masks(self) -> bool:
        return sends_matte(self.work.brief, self.intake)


def write_files(
    sending: OutgoingFiles, number: int, place: int, clip: Clip, last: bool
) -> Iterator[PreparedFile]:
    """Write the files of piece `number` in the order they are sent, one after the other.

    `place` is that of its clip among the shot's, `last` says that none follows.
    """
    brief, intake = sending.work.brief, sending.intake
    folder = outgoing_folder(Path(sending.work.scratch), number)
    frames = plate_frames(brief, intake, clip, place)
    if frames:
        alpha = intake.changes is Changes.ALPHA and sending.masks
        yield from _write(sending, folder, "plate", clip, frames, sending.picture, with_matte=alpha)
        if sending.masks and not alpha:
            yield from _write(sending, folder, "matte", clip, frames, sending.mask, with_matte=True)
    yield from _guides(sending, folder, clip)
    yield from _references(sending, folder, clip, place == 0, last)


def _write(
    sending: OutgoingFiles,
    folder: Path,
    role: str,
    clip: Clip,
    frames: tuple[int, ...],
    codes: Callable[[int, int], Codes],
    with_matte: bool,
) -> Iterator[PreparedFile]:
    form, packing = sending.intake.plate_form, sending.packing(role)
    if form is Form.MOVIE and role == "plate" and sending.covers:
        path, kind = packing.covered(folder / role, frames, sending.covered, sending.rate)
        yield _told(sending, path, role, kind, None, _sources(sending, role, frames, with_matte))
        return
    if form is Form.MOVIE:
        path, kind = packing.movie(folder / role, frames, codes, sending.rate)
        yield _told(sending, path, role, kind, None, _sources(sending, role, frames, with_matte))
        return
    for place, frame in enumerate(frames):
        # A clip that is longer than the shot goes on counting, so that no two files have one number.
        number = frame if form is Form.STILL or clip.count == 1 else clip.frames.first + place
        path, kind = packing.picture(folder / f"{role}.{number:04d}", partial(codes, frame))
        yield _told(sending, path, role, kind, number, _sources(sending, role, (frame,), with_matte))


def _sources(sending: OutgoingFiles, role: str, frames: tuple[int, ...], with_matte: bool) -> tuple[str, ...]:
    """The SHA-256 of every file that pixels of these frames were made from, each once."""
    brief = sending.work.brief
    assert sending.plate is not None
    own = role == "matte" and brief.task is not Task.EXTEND
    digests = [] if own else [sending.plate.content(frame) for frame in frames]
    if with_matte and brief.matte is not None and brief.task is not Task.EXTEND:
        digests += [content_of(path) for path in matte_files(brief.matte, frames)]
    return tuple(dict.fromkeys(digests))


def _guides(sending: OutgoingFiles, folder: Path, clip: Clip) -> Iterator[PreparedFile]:
    """The guides that the model takes, without loss: a movie, or a picture of 16 bits where it takes them."""
    brief, intake = sending.work.brief, sending.intake
    for guide, need in guides_for(brief, intake):
        codes = guide_codes(guide, sending.cut.sent, tuple(brief.frames))
        frames = guide_frames(intake, need, clip)
        moves = need.form is Form.MOVIE
        plain = Intake(lossless=moves, most_bytes=intake.most_bytes)
        packing = Packing(plain, sending.said, lossy=False, depth=8 if moves or intake.depth < 16 else 16)
        name = f"{guide.kind.value}_guide"
        if moves:
            path, kind = packing.movie(folder / name, frames, codes.at, sending.rate)
            sources = tuple(dict.fromkeys(content_of(file) for file in guide_files(guide, frames)))
            yield replace(_told(sending, path, "guide", kind, None, sources), about=guide.kind.value)
            continue
        for frame in frames:
            path, kind = packing.picture(folder / f"{name}.{frame:04d}", partial(codes.at, frame))
            sources = tuple(content_of(file) for file in guide_files(guide, (frame,)))
            yield replace(_told(sending, path, "guide", kind, frame, sources), about=guide.kind.value)


def _references(
    sending: OutgoingFiles, folder: Path, clip: Clip, first: bool, last: bool
) -> Iterator[PreparedFile]:
    capability = sending.work.capability
    pictures = beside(sending.work.brief, sending.intake)
    assert capability is not None
    if len(pictures) > capability.references:
        raise BadInput(
            f"This model takes {capability.references} references; there are {len(pictures)}.",
            remedy="Take some away.", where="references",
        )  # fmt: skip
    require_roles(pictures, sending.intake, "This model")
    require_moments(sending.work.brief, pictures, sending.intake, "This model")
    numbers = {id(picture): number for number, picture in enumerate(pictures, 1)}
    for placed in in_clip(pictures, clip.frames, first, last):
        picture, reference = placed.picture, placed.picture.reference
        size = sending.cut.sent.size if reference.role in KEYFRAMES else None
        copy = write_reference(
            reference, folder / f"reference.{numbers[id(picture)]}", sending.intake, sending.config, size
        )
        sending.said.update(dict.fromkeys(copy.remarks))
        sources = (content_of(Path(reference.path)),)
        file = _told(sending, copy.path, "reference", copy.media_type, None, sources)
        yield replace(file, about=picture.about, persons=picture.persons, at=placed.at, window=placed.window)


def _told(
    sending: OutgoingFiles, path: Path, role: str, kind: str, frame: int | None, sources: tuple[str, ...]
) -> PreparedFile:
    below = path.relative_to(Path(sending.work.scratch)).as_posix()
    return PreparedFile(role, below, content_of(path), kind, frame, sources, path.stat().st_size)
