"""What a provider would be asked for a brief, before a single file is made: enough to name a price.

Where pictures will go stands one small picture for all of them. It sends nothing and asks nobody.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from secondunit.engines.cutting import PlateCut, cut_of, masked, require_standing, scale_of
from secondunit.engines.guides import guide_frames, guides_for, require_guides
from secondunit.engines.pieces import (
    clips_of,
    coding_of,
    enlarged_by,
    every_frame,
    exposures_of,
    factor_asked,
    held,
    plate_frames,
    rate_of,
    require_material,
    sends_matte,
    sends_plate,
    slower,
    timed,
    upscaled_by,
)
from secondunit.engines.pointing import prepared_boxes, prepared_points, require_pointing
from secondunit.engines.references import beside, in_clip, require_moments, require_roles
from secondunit.media.clips import Clip, lengths
from secondunit.media.contact import spread
from secondunit.media.png import png_of
from secondunit.media.whole import whole_file
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Brief, Capability, Changes, Form, Intake, Need, Task
from secondunit.wire.errors import BadInput, BadPrompt, MissingFrames

from .requests import parameters_of, prompt_of, unplaced

#: Tasks that make a picture from words where no plate is given.
_FROM_WORDS = (Task.IMAGE, Task.VIDEO, Task.ELEMENT)
#: So many frames of a matte tell whether it moves before a job is made.
FEW = 3


@dataclass(frozen=True)
class Quote:
    """A brief as its model would get it; checking it raises what the model or the task does not bear."""

    brief: Brief
    capability: Capability

    @property
    def intake(self) -> Intake:
        """What the model takes."""
        return self.capability.intake or Intake()

    @cached_property
    def clips(self) -> tuple[Clip, ...]:
        """The clips of the shot, one for each request in each exposure."""
        return clips_of(self.brief, self.intake)

    @property
    def exposures(self) -> int:
        """In how many exposures every clip is shown, each a request of its own."""
        return exposures_of(self.brief, self.intake)

    @cached_property
    def cut(self) -> PlateCut:
        """How plate and take lie in what the model sees and makes."""
        plate = self.brief.plate
        window = plate.format.window if plate is not None else self.brief.format.window
        return cut_of(self.brief, self.intake, window)

    def check(self) -> None:
        """Raise `BadInput` and its kin for what this model cannot do as it is asked."""
        brief, intake, label = self.brief, self.intake, self.label
        self._check_prompt()
        pictures = beside(brief, intake)
        if len(pictures) > self.capability.references:
            count, most = len(pictures), self.capability.references
            raise BadInput(
                f"{label} takes {f'at most {most}' if most else 'no'} references; there {_are(count)}.",
                remedy="Take some away, or choose another model." if most else "Take them away.",
                where="references",
            )
        require_roles(pictures, intake, label)
        require_moments(brief, pictures, intake, label)
        require_material(brief, intake)
        require_guides(brief, intake, label)
        upscaled_by(brief)
        enlarged_by(brief, intake)
        coding_of(brief, intake)
        self._check_frames()
        self._check_matte()
        require_pointing(brief, intake, self.clips)
        _ = self.cut

    @property
    def label(self) -> str:
        """What the model is called."""
        return self.capability.model_label or self.capability.model or self.capability.label

    def _check_prompt(self) -> None:
        prompt, most = self.brief.prompt, self.capability.prompt
        if most and len(prompt) > most:
            raise BadPrompt(
                f"The prompt has {len(prompt):,} characters; {self.label} takes {most:,}.",
                remedy="Say it in fewer words.",
                where="prompt",
            )
        from_words = self.brief.task in _FROM_WORDS and not sends_plate(self.brief, self.intake)
        if most and from_words and not prompt.strip():
            raise BadPrompt("The prompt is empty.", remedy="Say what you want.", where="prompt")

    def _check_frames(self) -> None:
        """Every frame of the plate that would be sent is one that the plate has."""
        plate = self.brief.plate
        if plate is None:
            return
        wanted = {frame for number, clip in enumerate(self.clips) for frame in self._frames(number, clip)}
        outside = sorted(frame for frame in wanted if frame not in plate.frames)
        if outside:
            raise MissingFrames(
                f"The plate has frames {plate.frames}; frame {outside[0]} would be sent.",
                remedy="Ask for frames that the plate has.",
                where="frames",
            )

    def _check_matte(self) -> None:
        """One picture lies under a matte that stands: a few frames of it tell, preparing looks at all."""
        brief = self.brief
        if brief.plate is None or not masked(brief) or not held(brief, self.intake):
            return
        frames = self._frames(0, self.clips[0])
        if frames:
            few = spread(tuple(brief.frames), FEW)
            require_standing(brief, brief.plate.format.window, frames[0], few)

    def _frames(self, number: int, clip: Clip) -> tuple[int, ...]:
        return plate_frames(self.brief, self.intake, clip, number)

    # ---- what an artist should know ----

    def warnings(self) -> Iterator[str]:
        """What the model will not do as one might expect."""
        brief, intake = self.brief, self.intake
        if brief.prompt.strip() and not self.capability.prompt:
            yield f"{self.label} takes no prompt: what is written is not sent."
        if brief.plate is not None and intake.plate is Need.NONE:
            yield f"{self.label} takes no plate: it is made without looking at it."
        alone = every_frame(brief, intake)
        if alone:
            yield (
                f"{self.label} makes every frame by itself, {len(self.clips)} requests: "
                "what it adds may change from frame to frame."
            )
        elif len(self.clips) > 1:
            most = lengths(timed(intake, rate_of(brief, intake)))[-1]
            yield (
                f"{self.label} makes at most {most} frames at once: the shot is made in {len(self.clips)} "
                "clips that overlap and are joined."
            )
        frames = self._frames(0, self.clips[0])
        if held(brief, intake):
            source = f" of frame {frames[0]}" if frames else ""
            yield f"{self.label} makes one picture{source}: it stands still over {brief.frames}."
        elif not alone and frames and intake.plate_form is Form.STILL and len(brief.frames) > 1:
            yield f"{self.label} sees one frame of the plate for each clip, the first: {frames[0]}."
        if brief.task is Task.RETIME and frames:
            yield (
                f"{brief.frames} are made of the plate's frames {frames[0]}-{frames[-1]}, "
                f"{float(slower(brief, intake)):g} times slower."
            )
        rate = rate_of(brief, intake)
        if rate != brief.rate and intake.result is not Form.STILL:
            yield (
                f"{self.label} works at {rate} frames a second, the shot at {brief.rate}: "
                "frames are taken one for one."
            )
        if self.exposures > 1:
            yield (
                f"{self.label} is asked and paid twice for each picture, for the plate as it is and darker; "
                "once where nothing of it is brighter than white."
            )
        scale = scale_of(self.cut.back)
        if scale < 0.99 and brief.task is not Task.UPSCALE:
            yield (
                f"{self.label} works at {self.cut.back.size}: what it makes has {100 * scale:.0f} % of the "
                f"resolution of {brief.format}, enlarged."
            )

    # ---- the requests ----

    def requests(self, folder: Path) -> tuple[Request, ...]:
        """A request for each clip in each exposure; pictures in `folder` stand for what would be made."""
        once = tuple(self._request(number, clip, folder) for number, clip in enumerate(self.clips))
        return once * self.exposures

    def _request(self, number: int, clip: Clip, folder: Path) -> Request:
        brief = self.brief
        size, frames = self.cut.back.size, self._frames(number, clip)
        moves = self.intake.result is not Form.STILL or self.intake.plate_form is Form.MOVIE
        inputs: list[Input] = []
        alpha = self.intake.changes is Changes.ALPHA
        roles = ["plate", "matte"] if sends_matte(brief, self.intake) and not alpha else ["plate"]
        for role in roles if frames else ():
            inputs += _pictures(role, frames, clip, self.intake, folder)
        inputs += _guides(brief, self.intake, clip, folder)
        last = number == len(self.clips) - 1
        for placed in in_clip(beside(brief, self.intake), clip.frames, number == 0, last):
            reference = _stand_in("reference", None, folder, about=placed.picture.about)
            inputs.append(replace(reference, at=placed.at, window=placed.window))
        request = Request(
            task=brief.task,
            model=brief.model,
            prompt="x" * len(prompt_of(brief, self.capability)),
            seed=brief.seed,
            width=size.width,
            height=size.height,
            frames=clip.count,
            rate=rate_of(brief, self.intake) if moves else brief.rate,
            inputs=tuple(inputs),
            margins=self.cut.margins,
            points=prepared_points(brief, self.intake, clip, number, self.cut.sent),
            boxes=prepared_boxes(brief, self.intake, clip, number, self.cut.sent),
            parameters=parameters_of(brief, self.capability),
            slower=brief.retime.slower,
            scale=factor_asked(brief, self.intake),
        )
        return unplaced(request)


def _pictures(
    role: str, frames: tuple[int, ...], clip: Clip, intake: Intake, folder: Path
) -> Iterator[Input]:
    if intake.plate_form is Form.MOVIE:
        yield _stand_in(role, None, folder, "video/mp4")
        return
    for place, frame in enumerate(frames):
        still = intake.plate_form is Form.STILL or clip.count == 1
        yield _stand_in(role, frame if still else clip.frames.first + place, folder)


def _guides(brief: Brief, intake: Intake, clip: Clip, folder: Path) -> Iterator[Input]:
    for guide, need in guides_for(brief, intake):
        about = guide.kind.value
        if need.form is Form.MOVIE:
            yield _stand_in("guide", None, folder, "video/mp4", about)
            continue
        for frame in guide_frames(intake, need, clip):
            yield _stand_in("guide", frame, folder, about=about)


def _stand_in(role: str, frame: int | None, folder: Path, kind: str = "image/png", about: str = "") -> Input:
    body, name = (_MOVIE, "stand-in.mp4") if kind == "video/mp4" else (_PICTURE, "stand-in.png")
    path = folder / name
    if not path.is_file():
        with whole_file(path) as temporary:
            temporary.write_bytes(body)
    return Input(role, path, sha256(body).hexdigest(), kind, frame, about)


#: One grey pixel as PNG, and the beginning of an MP4.
_PICTURE = png_of(1, 1, 3, b"\0\x80\x80\x80")
_MOVIE = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isomiso2"


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"
