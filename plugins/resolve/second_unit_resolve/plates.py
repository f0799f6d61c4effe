"""Plates and mattes of the open timeline: clips by their files, all else by a render.

A source's id is `clip:` and the item's id, or `range:` and frames. Raises sentences; keeps what was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from secondunit.host import Question, Source
from secondunit.wire import ColorSpace, FrameRange, Matte, Plate
from secondunit.wire.errors import (
    HostError,
    MissingFrames,
    NothingSelected,
    SecondUnitError,
    WrongChannels,
)

from . import footage
from .bridge import Bridge
from .colors import Colors, view_of
from .likeness import likeness_of
from .looking import Looking, TimelineLook
from .pool import MediaPool
from .renders import ResolveRenders
from .seen import ItemSeen, MediaSeen

#: What is said where no preset of Resolve's own is there to begin a render from.
UNCERTAIN = (
    " First look at the Deliver page: Resolve does not say which preset it holds, and with one such as "
    "Audio Only no picture is written."
)
CLIP, RANGE, RENDER = "clip:", "range:", "render:"


class ResolvePlates:
    """The plates of one Resolve; `meant` gives the frames that the next element is for."""

    def __init__(
        self,
        bridge: Bridge,
        pool: MediaPool,
        looking: Looking,
        colors: Colors,
        frames_of: Callable[[TimelineLook], FrameRange],
    ) -> None:
        self._bridge, self._pool, self._looking, self._colors = bridge, pool, looking, colors
        self._meant = frames_of
        self.renders = ResolveRenders(bridge)
        #: What is known of the clips of the last look: why they have to be rendered, and their media.
        self._read: dict[str, tuple[str, MediaSeen | None]] = {}
        self._look: TimelineLook | None = None
        #: Ranges that have to be rendered, with the reason, until it is answered.
        self._asked: dict[str, tuple[FrameRange, str]] = {}
        self._put_off: set[str] = set()

    def sources(self) -> tuple[Source, ...]:
        """The clips under the playhead, the topmost first, and the range that is meant as it is seen."""
        look = self._looking.look()
        sources = []
        frames = self._meant(look)
        for number, item in enumerate(look.clips):
            why, media = self._why(look, item)
            if not item.id or not self._covers(look, item, media, frames):
                continue
            help = f"Video track {item.track}" + (f"; {item.name} {why}" if why else "")
            source = Source(CLIP + item.id, item.name, help, selected=number == 0)
            if why and (remark := self._remark(look, item.frames)):
                source = replace(source, remark=remark)
            elif why:
                likeness, remark = likeness_of(look, item, why, media, self._colors)
                source = replace(source, needs_render=True, likeness=likeness, remark=remark)
            sources.append(source)
        if look.clips or look.marks is not None:
            label = f"The timeline, {look.timeline.timecode(frames.first)} ({len(frames)} frames)"
            remark = self._remark(look, frames)
            sources.append(
                Source(f"{RANGE}{frames}", label, "All tracks as they are seen", not remark, remark=remark)
            )
        return tuple(sources)

    def _remark(self, look: TimelineLook, frames: FrameRange) -> str:
        """What is said over a range that Resolve rendered for us; empty where it did not."""
        if self.renders.finished(self.renders.key(look.timeline, frames), frames) is None:
            return ""
        first, last = look.timeline.timecode(frames.first), look.timeline.timecode(frames.last)
        return f"{first} to {last} as Resolve rendered it. What was changed since is not in this picture."

    def _covers(
        self, look: TimelineLook, item: ItemSeen, media: MediaSeen | None, frames: FrameRange
    ) -> bool:
        """Whether a clip can be the plate of what is meant: a shorter one would cut the element short.

        Frames behind the clip (it is extended) are its own where its media goes on for as long.
        """
        if frames == look.clips[0].frames or frames.intersection(item.frames) == frames:
            return True
        tail = media.count - item.left - len(item.frames) if media is not None else 0
        return frames.first > item.frames.last and frames.last - item.frames.last <= min(
            tail, footage.HANDLES
        )

    def plate(self, source: str) -> Plate:
        """The plate of a source. Raises `NothingSelected`, `MissingFrames`, `HostError`."""
        look = self._looking.look()
        timeline = look.timeline
        self._asked.clear()
        if source.startswith(RANGE):
            try:
                frames = FrameRange.parse(source.removeprefix(RANGE))
            except SecondUnitError:
                raise _gone() from None
            return self._rendered(source, look, frames, "is made of more than one file")
        if not source.startswith(CLIP):
            raise _gone()
        item = self._item(look, source.removeprefix(CLIP))
        why, media = self._why(look, item)
        if media is not None and media.path:
            footage.files_of(media)
        if why or media is None:
            return self._rendered(source, look, item.frames, why)
        return footage.plate_of(timeline, item, media, self._colors.footage_space(media))

    def files(self, source: str, purpose: str, remedy: str) -> tuple[ItemSeen, Plate]:
        """A clip and its files as they are, whose colour nobody asks about; `purpose` is `a matte`.

        Raises `NothingSelected`, `MissingFrames`, `HostError` for what has no files of its own.
        """
        look = self._looking.look()
        item = self._item(look, source.removeprefix(CLIP))
        why, media = self._why(look, item)
        if why or media is None:
            raise HostError(f"{item.name} {why}: {purpose} is taken from files as they are.", remedy=remedy)
        return item, footage.plate_of(look.timeline, item, media, ColorSpace(""))

    def clips(self) -> tuple[tuple[ItemSeen, MediaSeen], ...]:
        """The clips under the playhead that are files as they are, the topmost first, with their media."""
        look = self._looking.look()
        both = ((item, *self._why(look, item)) for item in look.clips if item.id)
        return tuple((item, media) for item, why, media in both if not why and media is not None)

    def matte(self, source: str) -> Matte:
        """The alpha of a source's files; raises as `plate`, and `WrongChannels` for a movie."""
        remedy = "Choose a clip of an EXR sequence with alpha."
        item, plate = self.files(source, "a matte", remedy)
        if not plate.path.lower().endswith((".exr", ".tif", ".tiff", ".png")):
            raise WrongChannels(
                f"{item.name} has no alpha that can be read.",
                remedy=remedy,
                where=source,
            )
        return Matte(plate.path, plate.frames, "A", first_in_file=plate.first_in_file)

    def questions(self) -> tuple[Question, ...]:
        """Whether what was chosen may be rendered, or how far it is."""
        self.renders.poll()
        return tuple(self._question(id, frames, why) for id, (frames, why) in self._asked.items())

    def answer(self, source: str, choice: str) -> None:
        """Render what was asked for, stop it, or let it be; raises `HostError`."""
        frames, _ = self._asked[source]
        if choice == "render":
            self.renders.start(self._looking.look().timeline, frames)
        else:
            self.renders.cancel()
            self._put_off.add(source)
            self._asked.pop(source, None)

    def _question(self, source: str, frames: FrameRange, why: str) -> Question:
        key = self.renders.key(self._looking.look().timeline, frames)
        if self.renders.running(key):
            return Question(
                RENDER + source,
                f"Resolve renders the plate: {self.renders.percent} %.",
                (("stop", "Stop"),),
                "It runs in Resolve's own render queue; its settings are as they were.",
            )
        failed = self.renders.failed(key)
        return Question(
            RENDER + source,
            f"The clip {why}. Let Resolve render {len(frames)} frames as the plate?",
            (("render", "Render"), ("no", "Not now")),
            (f"The last attempt failed: {failed}. " if failed else "")
            + "Half-float EXR, in the project's output colours. Resolve is busy while it renders."
            + ("" if self.renders.certain else UNCERTAIN),
        )

    def _rendered(self, source: str, look: TimelineLook, frames: FrameRange, why: str) -> Plate:
        self.renders.poll()
        key = self.renders.key(look.timeline, frames)
        render = self.renders.finished(key, frames)
        if render is not None:
            timeline = look.timeline
            space = self._colors.output_space()
            return Plate(
                render.path, frames, timeline.rate, timeline.format, space, first_in_file=render.first,
                timecode=timeline.timecode(frames.first), view=view_of(space),
            )  # fmt: skip
        if source not in self._put_off:
            self._asked[source] = (frames, why)
        if self.renders.running(key):
            raise HostError(
                f"Resolve renders the plate: {self.renders.percent} %.",
                remedy="It is taken up when it has finished.",
            )
        failed = self.renders.failed(key)
        if failed:
            raise HostError(
                f"Resolve could not render the plate: {failed}.",
                remedy="Answer the question again, or render it by hand and import the files.",
            )
        raise MissingFrames(
            f"It {why}: no file is known to show what the timeline shows.",
            remedy="Answer the question in the panel to have Resolve render it, or choose another clip.",
            where=source,
        )

    def _item(self, look: TimelineLook, id: str) -> ItemSeen:
        for item in look.clips:
            if item.id == id:
                return item
        clip = self._looking.find(look.timeline, id) if id and not id.startswith(RANGE) else None
        if clip is None:
            raise _gone()
        return clip

    def _why(self, look: TimelineLook, item: ItemSeen) -> tuple[str, MediaSeen | None]:
        if look is not self._look:
            self._look, self._read = look, {}
        if item.id not in self._read:
            self._read[item.id] = footage.why_render(self._bridge, self._pool, look.timeline, item)
        return self._read[item.id]


def _gone() -> NothingSelected:
    return NothingSelected(
        "This clip is not on the timeline any more.",
        remedy="Park on another one, and choose it.",
    )
