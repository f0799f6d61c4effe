"""Takes on the timeline: placed on a track with handles, read back, changed in place, marked.

What Resolve answers is not believed: an item is there when it is found on its track, at its frame, showing
the frame of the take that it should.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from secondunit.host import Placed
from secondunit.host.placement import placed_frames, require_same_element
from secondunit.wire import Format, FrameRange, Placement, PlacementKind, Take, Task
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected, SecondUnitError

from . import footage, importing, stamps
from .appending import Appending
from .bridge import ADD, NORMAL, Bridge
from .looking import Looking
from .marking import Marking
from .memory import Memory
from .pool import MediaPool, spans
from .seeking import Seek
from .seen import ItemSeen, MediaSeen, TimelineSeen

#: Where the picture of a clip lies in the frame, as Resolve's README names it; animation is not to be had.
SIZING = (
    "Pan", "Tilt", "ZoomX", "ZoomY", "RotationAngle", "AnchorPointX", "AnchorPointY", "Pitch", "Yaw",
    "FlipX", "FlipY",
)  # fmt: skip
#: What of it is larger where a picture has more pixels.
ZOOM = ("ZoomX", "ZoomY")
#: The project's setting for pictures of another size than the timeline's, and its value for no scaling.
MISMATCH, CENTER = "timelineInputResMismatchBehavior", "centerCrop"

#: What is not where it was is looked for there anew after this long (s).
MISSED = 5.0


class Placements:
    """The takes on the open timeline."""

    def __init__(
        self,
        bridge: Bridge,
        pool: MediaPool,
        memory: Memory,
        say: Callable[[str], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._bridge, self._pool, self._memory, self._say = bridge, pool, memory, say
        self._clock = clock
        self.looking = Looking(bridge, self.ours, clock)
        #: The track and the first frame that each of our items had last.
        self._known: dict[str, tuple[int, int]] = {}
        self._seek = Seek(bridge, clock)
        self._marking = Marking(bridge)
        #: When an item was last not where it was.
        self._missed: dict[str, float] = {}

    # Reading -----------------------------------------------------------------------------------------------

    def ours(self, timeline: TimelineSeen) -> frozenset[str]:
        """The ids of the items that markers of ours name."""
        return frozenset(stamp.item for _, stamp in self._marking.read(timeline))

    def placed(self) -> tuple[Placed, ...]:
        """Every take on the open timeline, as it sits there now.

        Each is looked for where it was last; one that is not there is sought on all tracks, a piece a call.
        """
        timeline = self._bridge.timeline()
        stamped = self._marking.read(timeline)
        count = self._bridge.tracks(timeline)
        items = {stamp.item: self._where(timeline, stamp, marker.frame, count) for marker, stamp in stamped}
        ids = frozenset(id for id, item in items.items() if item is None)
        if ids:
            self._seek.on(timeline, ids, count, self._known)
        places = []
        for marker, stamp in stamped:
            item = items[stamp.item] or (
                self._where(timeline, stamp, marker.frame, count) if stamp.item in self._known else None
            )
            if item is not None:
                self._known[stamp.item] = (item.track, item.frames.first)
                places.append(stamp.placed(item, self._pool.media_id(item)))
        return tuple(places)

    def _where(self, timeline: TimelineSeen, stamp: stamps.Stamp, frame: int, count: int) -> ItemSeen | None:
        """The item of a stamp, if it is where it was last, or where its marker says."""
        track, first = self._known.pop(stamp.item, (stamp.track, frame))
        if track > count:
            return None
        due = self._clock() - self._missed.get(stamp.item, float("-inf")) >= MISSED
        for anew in (False, True) if due else (False,):
            try:
                item = self.looking.at(timeline, track, first, self.looking.list(timeline, track, anew))
            except HostError:
                # A clip that was listed is gone.
                continue
            if item is not None and item.id == stamp.item:
                self._missed.pop(stamp.item, None)
                return item
        if due:
            self._missed[stamp.item] = self._clock()
        return None

    def _here(self, timeline: TimelineSeen, id: str) -> tuple[stamps.Stamp, ItemSeen]:
        for _, stamp in self._marking.read(timeline):
            if stamp.item == id:
                item = self.looking.find(timeline, id, stamp.track)
                if item is not None:
                    return stamp, item
        raise NothingSelected(
            "This take is not on the open timeline any more.", remedy="Place it again from the gallery."
        )

    # Placing -----------------------------------------------------------------------------------------------

    def place(self, placement: Placement, take: Take) -> Placed:
        """Put a take on a track of the open timeline; raises `CannotPlace`, `HostError`.

        After a failure the timeline, its tracks and the media pool are as before.
        """
        if placement.kind is not PlacementKind.STRIP:
            raise CannotPlace("Resolve takes an element as a clip on a track.", remedy="Place it as a strip.")
        timeline = self._bridge.timeline()
        page, playhead = self._bridge.page(), self._bridge.playhead(timeline)
        frames = placed_frames(placement, take)
        visible, wish = self._visible(timeline, placement, frames)
        if visible.first < timeline.start:
            raise CannotPlace(
                f"{take.label} begins at frame {visible.first}, before this timeline "
                f"({timeline.timecode(timeline.start)}, frame {timeline.start}).",
                remedy=f"Set Offset to {playhead - take.frames.first}: then it begins at the playhead.",
            )
        media, new = importing.bring_in(self._bridge, self._pool, timeline, take, self._say)
        way = Appending(self._bridge, self._pool, self.looking, timeline, media, take.frames.first)
        try:
            item = way.append(frames, visible, placement.channel or wish)
            self._set_look(item, placement)
            self._follow(timeline, item, take)
            self._say_speed(timeline, item, take)
            stamp = stamps.Stamp.of(replace(placement, channel=item.track), take, item, media.id)
            self._mark(timeline, stamp, item)
        except SecondUnitError as error:
            leftover = way.undo(new)
            if leftover:
                raise _with(error, leftover) from None
            raise
        finally:
            self._give_back(timeline, page, playhead)
            self.looking.forget()
        return stamp.placed(item, media.id)

    def _visible(
        self, timeline: TimelineSeen, placement: Placement, frames: FrameRange
    ) -> tuple[FrameRange, int]:
        """What of a take's frames is seen, and the track that it is for (0: any): the rest is handles.

        Handles are as long at both ends: a range that lies so in the take is the one it was made for.
        """
        asked = [(part.moved(placement.offset), track) for part, track in self._memory.ranges()]
        for span, track in sorted(asked, key=lambda pair: pair[0] != frames):
            if span.first - frames.first == frames.last - span.last >= 0:
                return span, track
        for track in range(1, self._bridge.tracks(timeline) + 1):
            for item in self.looking.over(timeline, track, frames):
                span = item.frames
                if span.first - frames.first == frames.last - span.last >= 0:
                    return span, 0
        return frames, 0

    def _set_look(self, item: ItemSeen, placement: Placement) -> None:
        """Blend and mix; what Resolve's clips do not have is said."""
        mode = ADD if placement.blend == "plus" else NORMAL
        if not self._bridge.set_property(item, "CompositeMode", mode):
            self._say("Resolve did not take the blend: set Composite Mode in the Inspector.")
        if not self._bridge.set_property(item, "Opacity", placement.mix * 100.0):
            self._say("Resolve did not take the mix: set Opacity in the Inspector.")
        if placement.gain != 1.0:
            self._say(f"A clip in Resolve has no gain: set {placement.gain:g} on its node in the Color page.")

    def _follow(self, timeline: TimelineSeen, item: ItemSeen, take: Take) -> None:
        """Take over position, zoom and rotation of the clip below that the take was made for.

        It is the topmost below with the take's own format, or of which the take is a finer picture: Resolve
        brings both to the timeline's size, so that they lie in register.
        """
        for track in range(item.track - 1, 0, -1):
            below = self.looking.at(timeline, track, item.frames.first)
            media = self._pool.media_of(below) if below is not None else None
            if below is None or media is None:
                continue
            plate = footage.format_of(media, timeline.format)
            if not _in_register(take.format, plate):
                continue
            # Shown pixel for pixel, a finer picture is brought to its plate's size by its zoom.
            centered = take.format != plate and self._bridge.setting(MISMATCH) == CENTER
            share = plate.width / take.format.width if centered else 1.0
            for name in SIZING:
                wished, has = self._bridge.property(below, name), self._bridge.property(item, name)
                if not isinstance(wished, (int, float)):
                    continue
                wished = wished * share if name in ZOOM else wished
                if wished != has and not self._bridge.set_property(item, name, wished):
                    self._say(
                        f"Resolve did not take {name} of {below.name}: set it to {wished:g} in the Inspector."
                    )
            return

    def _fit_again(self, item: ItemSeen, before: Format, after: Format) -> None:
        """Keep a clip as large as it was with a version of more or fewer pixels."""
        if before.width == after.width or self._bridge.setting(MISMATCH) != CENTER:
            return
        for name in ZOOM:
            has = self._bridge.property(item, name)
            wished = has * before.width / after.width if isinstance(has, (int, float)) else 1.0
            if not self._bridge.set_property(item, name, wished):
                self._say(
                    f"Resolve did not take {name} of {item.name}: set it to {wished:g} in the Inspector."
                )

    def _say_speed(self, timeline: TimelineSeen, item: ItemSeen, take: Take) -> None:
        """What an editor should know of a retime: it plays at 100 %, and where the clip below it ends."""
        if take.task is not Task.RETIME:
            return
        text = f"{take.label} is retimed in its frames and plays at 100 %: no script sets a clip's speed."
        lower = (
            self.looking.at(timeline, track, item.frames.first) for track in range(item.track - 1, 0, -1)
        )
        below = next((clip for clip in lower if clip is not None), None)
        more = item.frames.last - below.frames.last if below is not None else 0
        if below is not None and more:
            way = "beyond" if more > 0 else "short of"
            frames = f"{abs(more)} frame{'s' if abs(more) > 1 else ''}"
            text += f" It ends {frames} {way} {below.name}: trim it, or ripple the cut."
        self._say(text)

    # Changing ----------------------------------------------------------------------------------------------

    def set_version(self, placed: str, take: Take) -> Placed:
        """Show another version in the same place, as a take of the same item.

        Raises `CannotPlace`, `NothingSelected`.
        """
        timeline = self._bridge.timeline()
        page, playhead = self._bridge.page(), self._bridge.playhead(timeline)
        stamp, item = self._here(timeline, placed)
        here = stamp.placed(item, self._pool.media_id(item))
        require_same_element(here, take)
        if self._bridge.locked(timeline, item.track):
            raise CannotPlace(
                f"Video track {item.track} is locked.", remedy="Unlock it, then change the version."
            )
        frames = take.frames.moved(here.placement.offset)
        if frames.intersection(item.frames) != item.frames:
            raise CannotPlace(
                f"{take.label} has the frames {frames}; the clip shows {item.frames}.",
                remedy="Trim the clip, or place the version beside it.",
            )
        try:
            media, new = importing.bring_in(self._bridge, self._pool, timeline, take, self._say)
            takes = self._pool.takes(item)
            try:
                before = self._pool.media_of(item)
                clip = self._show(item, media, frames, take.frames.first)
                if before is not None:
                    self._fit_again(clip, footage.format_of(before, take.format), take.format)
            except SecondUnitError as error:
                leftover = self._unshow(item, media, takes, new)
                if leftover:
                    # Whichever of the two it shows once Resolve answers, it is known by its name.
                    fallback = replace(stamp, versions=stamp.with_version(take, media.id).versions)
                    self._marking.change(timeline, fallback, item.frames.first)
                raise _with(error, leftover) from None
            changed = stamp.with_version(take, media.id)
            if not self._marking.change(timeline, changed, clip.frames.first):
                self._say(f"Resolve took no marker for {take.label} yet: it is set as soon as it answers.")
        finally:
            self._give_back(timeline, page, playhead)
            self.looking.forget()
        return changed.placed(clip, media.id)

    def _show(self, item: ItemSeen, media: MediaSeen, frames: FrameRange, first: int) -> ItemSeen:
        """Select the take of an item that shows a media's frames; it is added where there is none."""
        left = item.frames.first - frames.first
        takes, before = self._pool.takes(item), self._pool.selected_take(item)
        if media.id in takes:
            self._pool.select_take(item, takes.index(media.id) + 1)
            if (clip := self._display(item, media, left)) is not None:
                return clip
            self._pool.select_take(item, max(1, before))
        bases = dict.fromkeys((media.start, first, 0)) if media.id not in takes else ()
        for span in (candidate for base in bases for candidate in spans(base, left, len(item.frames), media)):
            if not self._pool.add_take(item, media, span):
                continue
            added = len(self._pool.takes(item))
            if span is not None and self._short(item, max(1, before), added):
                self._pool.delete_take(item, added)
                continue
            self._pool.select_take(item, added)
            if (clip := self._display(item, media, left)) is not None:
                return clip
            # Counted otherwise than Resolve counts the frames of this clip.
            back = self._pool.select_take(item, max(1, before))
            if not (back and self._pool.delete_take(item, added)):
                raise CannotPlace(
                    f"Resolve shows other frames of {item.name} than it was asked for.",
                    remedy=f"Choose take {max(1, before)} in the clip's take selector in Resolve.",
                )
        raise CannotPlace(
            f"Resolve did not change the version of {item.name}.",
            remedy="Place the version beside it instead.",
        )

    def _short(self, item: ItemSeen, selection: int, added: int) -> bool:
        """Whether a take may have fewer frames than the item shows: selected, it would shorten the item.

        The take that is shown tells how Resolve counts a take's end, unless the editor trimmed the clip.
        """
        counted_in = len(item.frames) - self._pool.take_span(item, selection)
        more = counted_in if counted_in in (0, 1) else 0
        return self._pool.take_span(item, added) + more < len(item.frames)

    def _unshow(self, item: ItemSeen, media: MediaSeen, before: tuple[str, ...], new: bool) -> str:
        """Take back what was done for a version; what stays, as a sentence, else empty. Never raises."""
        try:
            takes = self._pool.takes(item)
            if len(takes) > max(1, len(before)) and media.id not in before:
                if self._pool.selected_take(item) == len(takes):
                    self._pool.select_take(item, 1)
                self._pool.delete_take(item, len(takes))
            if media.id in self._pool.takes(item) or not new or self._pool.delete_media([media]):
                return ""
        except SecondUnitError:
            pass
        return f"{media.name} may stay as a take of {item.name}, and in the bin {importing.BIN}."

    def _display(self, item: ItemSeen, media: MediaSeen, left: int) -> ItemSeen | None:
        """The item as it is now, if it shows this media at the frame that it should."""
        now = self._bridge.item(item.raw, item.track)
        right = now.frames == item.frames and now.left == left and self._pool.media_id(now) == media.id
        return now if right else None

    def mark(self, placed: str, newest: int) -> None:
        """Say on the marker of a take that a newer version is there (0: it is the newest)."""
        timeline = self._bridge.timeline()
        for marker, stamp in self._marking.read(timeline):
            if stamp.item == placed and stamp.newest != newest:
                self._marking.change(timeline, replace(stamp, newest=newest), marker.frame)

    def _mark(self, timeline: TimelineSeen, stamp: stamps.Stamp, item: ItemSeen) -> None:
        """Set the marker at the item's first frame, or the next of its frames that has none."""
        if self._marking.add(timeline, stamp, item.frames):
            return
        raise CannotPlace(
            "Resolve set no marker for the take, and without it the take is not found again.",
            remedy="Take a marker away from these frames, then place again.",
        )

    # As it was ---------------------------------------------------------------------------------------------

    def _give_back(self, timeline: TimelineSeen, page: str, playhead: int) -> None:
        """Page and playhead as they were; never raises, for it must not hide what went wrong before."""
        try:
            if page and self._bridge.page() != page:
                self._bridge.open_page(page)
            for _ in range(2):
                # Resolve was seen to say that it moved, and to move at the second try.
                if self._bridge.playhead(timeline) != playhead:
                    self._bridge.set_playhead(timeline, playhead)
        except SecondUnitError:
            return


def _in_register(take: Format, plate: Format) -> bool:
    """Whether two pictures are of one size, or the take has each side a whole number of times."""
    times = take.width // plate.width
    finer = Format(plate.width * times, plate.height * times, plate.pixel_aspect) if times else plate
    return take == finer


def _with(error: SecondUnitError, leftover: str) -> SecondUnitError:
    """The same error, with what stays in the project."""
    problem = error.problem
    return type(error)(problem.message, remedy=problem.remedy, kept=leftover, where=problem.where)
