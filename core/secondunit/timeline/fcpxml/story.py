"""The story of an FCPXML as pieces of picture: where each stands and what it shows, in exact seconds.

Timing after Apple's pages `Timing Attributes` and `timeMap`: `offset` is a place in the parent's time,
`start` begins an element's own time, `duration` is in the parent's time; what is contained (lane 0) is cut
off by its container, what is connected (any other lane) only by what the container itself lies in. A time
map changes an element's extent and where its connected items stand, not where its contained items do.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from secondunit.wire import Rate, ShotKind
from secondunit.wire.errors import BadInput
from secondunit.wire.timecode import Timecode

from ..markup import Element
from ..times import fraction
from .pieces import NEVER, Container, Fade, Story, StoryItem
from .resources import EXPORT_AGAIN, Asset, Resources, time_of
from .seconds import NAMED_RATES, LinearTime, Point, conformed, retime

#: Elements with a place in time, and those of them that hold others as their own content.
_STORY = {"asset-clip", "audio", "audition", "caption", "clip", "gap", "live-drawing", "mc-clip", "ref-clip",
          "spine", "sync-clip", "title", "transition", "video"}  # fmt: skip
_SILENT = {"audio", "caption", "transition"}
_MOST_PIECES = 200_000
_DEEPEST = 40


def story_of(sequence: Element, name: str, resources: Resources) -> Story:
    """The story of a `sequence`. Raises `BadInput` by element and place for what cannot be followed."""
    return _Reader(resources).story(sequence, name, 0)


class _Reader:
    """Goes through a story once; keeps count, so that compounds of compounds do not grow without bound."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._story: Story | None = None
        self._count = 0

    def story(self, sequence: Element, name: str, depth: int) -> Story:
        rate = self._resources.rate(sequence.get("format"))
        if rate is None:
            raise BadInput(
                f"The sequence on line {sequence.line} does not say its frame rate: there is no rate in its "
                f"format {sequence.get('format')!r}.", remedy=EXPORT_AGAIN,
            )  # fmt: skip
        start = time_of(sequence, "tcStart")
        outer, self._story = self._story, Story(name, rate, start, start, sequence.get("tcFormat") == "DF")
        place = Container(LinearTime(Fraction(0), Fraction(0)), start, NEVER, (0,), rate, depth=depth)
        for spine in (child for child in sequence.children if child.tag == "spine"):
            self._story.end = max(self._story.end, self._serial(spine, place, start))
        story, self._story = self._story, outer
        return story

    def _serial(self, storyline: Element, place: Container, at: Fraction) -> Fraction:
        """What follows one another from `at` on: a spine, an angle. Gives the second of the last end."""
        last = place.low
        for child in storyline.children:
            if child.tag in ("note", "metadata"):
                continue
            offset = time_of(child, "offset") if child.get("offset") else at
            if child.tag not in _STORY:
                self._refuse(child, place.moment(offset), "is of a kind that is not known")
            if child.tag == "transition":
                self._fade(child, offset, place)
                continue
            begin, end = self._item(child, offset, place)
            at = offset + self._length(child, offset, place)
            last = max(last, end) if end > begin else last
        return last

    def _fade(self, element: Element, offset: Fraction, place: Container) -> None:
        assert self._story is not None
        is_sound = element.first("filter-audio") is not None and element.first("filter-video") is None
        begin, end = place.span(offset, offset + time_of(element, "duration"))
        if end > begin and not is_sound:
            self._story.fades.append(Fade(place.layers, begin, end, element.get("name")))

    def _length(self, element: Element, offset: Fraction, place: Container) -> Fraction:
        """An element's extent in its parent's time."""
        if element.tag == "audition":
            return self._length(self._active(element, offset, place), offset, place)
        if element.get("duration"):
            length = time_of(element, "duration")
        else:
            asset = self._resources.asset(element.get("ref"))
            if asset is None or asset.duration is None or element.tag != "asset-clip":
                self._refuse(element, place.moment(offset), "does not say how long it is")
            length = asset.duration / self._pull(element, offset, place, asset)[0]
        if length < 0:
            self._refuse(element, place.moment(offset), "ends before it begins")
        return length

    def _active(self, audition: Element, offset: Fraction, place: Container) -> Element:
        clip = next((child for child in audition.children if child.tag in _STORY), None)
        if clip is None:
            self._refuse(audition, place.moment(offset), "holds no clip")
        return clip

    def _item(self, element: Element, offset: Fraction, place: Container) -> tuple[Fraction, Fraction]:
        """One element of a story and what is connected to it. Gives from when to when it stands."""
        if element.tag == "audition":
            return self._item(self._active(element, offset, place), offset, place)
        self._count += 1
        if self._count > _MOST_PIECES or place.depth > _DEEPEST:
            self._refuse(
                element, place.moment(offset), "stands in compounds that hold one another without end"
            )
        begin, end = place.span(offset, offset + self._length(element, offset, place))
        if end <= begin and element.tag in _SILENT:
            return begin, end
        asset = self._resources.asset(element.get("ref"))
        pull, remarks = self._pull(element, offset, place, asset)
        own = LinearTime(offset, time_of(element, "start"), pull).after(place.local)
        enabled = place.enabled and element.get("enabled", "1") != "0"
        inner = replace(place, enabled=enabled, depth=place.depth + 1)
        if end > begin:
            content, more = self._content(element, own, begin, end, place)
            inside = replace(
                inner, local=content, low=begin, high=end, name=place.name or element.get("name")
            )
            self._show(element, inside, asset, (*remarks, *more))
        self._connected(element, own, inner)
        return begin, end

    def _connected(self, parent: Element, own: LinearTime, place: Container) -> None:
        """What is connected to an element: at a place in its own time, but running in its parent's."""
        for child in parent.children:
            lane = _lane(child)
            if lane == 0 or not child.get("lane") or child.tag in _SILENT:
                continue
            local, offset = own, time_of(child, "offset")
            if own.slope != 0:
                moment = own.origin + (offset - own.value) / own.slope
                local = LinearTime(moment, offset, place.local.slope)
            inner = replace(place, local=local, layers=(*place.layers, lane), name="")
            if child.tag not in _STORY:
                self._refuse(child, inner.moment(offset), "is of a kind that is not known")
            if child.tag == "spine":
                self._storyline(child, inner)
            else:
                self._item(child, offset, inner)

    def _storyline(self, spine: Element, place: Container) -> None:
        """A secondary storyline: its own time begins at 0, at its offset."""
        shift = LinearTime(Fraction(0), -time_of(spine, "offset"))
        rate = self._resources.rate(spine.get("format")) or place.rate
        inner = replace(place, local=shift.after(place.local), rate=rate, depth=place.depth + 1)
        self._serial(spine, inner, Fraction(0))

    def _pull(
        self, element: Element, offset: Fraction, place: Container, asset: Asset | None
    ) -> tuple[Fraction, tuple[str, ...]]:
        """Seconds of an element's own time in a second of its parent's, by its `conform-rate`."""
        conform = element.first("conform-rate")
        if conform is None or conform.get("scaleEnabled", "1") == "0":
            return Fraction(1), ()
        rate = NAMED_RATES.get(conform.get("srcFrameRate")) or (asset.rate if asset is not None else None)
        if rate is None:
            self._refuse(
                element, place.moment(offset), "is conformed to the timeline from a rate that it does not say"
            )
        pull, sure = conformed(rate, place.rate)
        doubt = (
            f"Final Cut conforms {rate} to {place.rate} frames a second; check the last frame of the shot."
        )
        return pull, () if sure else (doubt,)

    def _content(
        self, element: Element, own: LinearTime, begin: Fraction, end: Fraction, place: Container
    ) -> tuple[LinearTime, tuple[str, ...]]:
        """What an element plays while it stands, after its `timeMap`."""
        mapped = element.first("timeMap")
        points = [
            Point(
                time_of(child, "time"),
                time_of(child, "value"),
                time_of(child, "inTime"),
                time_of(child, "outTime"),
            )
            for child in (mapped.children if mapped is not None else ())
            if child.tag == "timept"
        ]
        if not points:
            return own, ()
        points.sort(key=lambda point: point.time)
        last = max(begin, end - 1 / fraction(self._rate_now()))
        line, exact = retime(points, *sorted((own.at(begin), own.at(last))))
        remark = (
            "Its speed changes within the shot: first and last frame are right, those between may be off."
        )
        return line.after(own), () if exact else (remark,)

    def _show(
        self, element: Element, place: Container, asset: Asset | None, remarks: tuple[str, ...]
    ) -> None:
        """The picture of an element: a piece, or what it contains."""
        tag = element.tag
        if tag in _SILENT or tag == "gap" or element.get("srcEnable", "all") in ("audio", "none"):
            return
        if tag in ("clip", "sync-clip"):
            inside = replace(place, rate=self._resources.rate(element.get("format")) or place.rate)
            if not self._beside(element, inside, remarks):
                self._contained(element, inside)
        elif tag == "mc-clip":
            self._angle(element, place)
        elif tag == "ref-clip":
            self._compound(element, place, remarks)
        elif asset is not None:
            if asset.picture:
                self._add(element, place, ShotKind.CLIP, asset.rate or place.rate, remarks, asset=asset)
        else:
            effect = self._resources.named(element.get("ref"), "effect")
            if effect is None and tag in ("asset-clip", "video"):
                self._missing(element, place)
            generator = effect.get("name") if effect is not None else tag
            self._add(element, place, ShotKind.GENERATOR, place.rate, remarks, generator=generator)

    def _beside(self, clip: Element, place: Container, remarks: tuple[str, ...]) -> bool:
        """Whether a clip's one video ends before the clip begins: then its `start` is the media's own time.

        OpenTimelineIO writes FCPXML so (its adapter 1.0): the video at 0, the clip at the media's timecode.
        """
        videos = [child for child in clip.children if child.tag == "video" and _lane(child) == 0]
        if len(videos) != 1 or videos[0].get("start"):
            return False
        (video,) = videos
        asset = self._resources.asset(video.get("ref"))
        begin, end = place.span(Fraction(0), time_of(video, "duration"))
        if asset is None or asset.still or not asset.picture or time_of(video, "offset") != 0 or end > begin:
            return False
        self._add(video, place, ShotKind.CLIP, asset.rate or place.rate, remarks, asset=asset)
        return True

    def _contained(self, element: Element, place: Container) -> None:
        for child in element.children:
            if child.tag not in _STORY or _lane(child) != 0 or child.tag in _SILENT:
                continue
            if child.tag == "spine":
                self._storyline(child, place)
            else:
                self._item(child, time_of(child, "offset"), place)

    def _angle(self, element: Element, place: Container) -> None:
        media = self._resources.named(element.get("ref"), "media")
        multicam = media.first("multicam") if media is not None else None
        if multicam is None:
            self._missing(element, place)
        angles = [child for child in multicam.children if child.tag == "mc-angle"]
        sources = [child for child in element.children if child.tag == "mc-source"]
        wanted = next(
            (
                source.get("angleID")
                for kind in ("video", "all")
                for source in sources
                if source.get("srcEnable", "all") == kind
            ),
            None,
        )
        if wanted is None and sources:
            return  # sound alone
        angle = next(
            (candidate for candidate in angles if wanted is None or candidate.get("angleID") == wanted), None
        )
        if angle is None:
            self._refuse(element, place.low, f"shows the angle {wanted}, which its multicam does not have")
        rate = self._resources.rate(multicam.get("format")) or place.rate
        inner = replace(place, rate=rate, depth=place.depth + 1)
        self._serial(angle, inner, time_of(multicam, "tcStart"))

    def _compound(self, element: Element, place: Container, remarks: tuple[str, ...]) -> None:
        media = self._resources.named(element.get("ref"), "media")
        if media is None:
            self._missing(element, place)
        sequence = media.first("sequence")
        inner = self.story(sequence, media.get("name"), place.depth + 1) if sequence is not None else None
        if inner is None or inner.pieces:
            rate = inner.rate if inner is not None else place.rate
            self._add(element, place, ShotKind.COMPOUND, rate, remarks, inner=inner)

    def _add(
        self,
        element: Element,
        place: Container,
        kind: ShotKind,
        rate: Rate,
        remarks: tuple[str, ...],
        asset: Asset | None = None,
        inner: Story | None = None,
        generator: str = "",
    ) -> None:
        assert self._story is not None
        name = place.name or (asset.name if asset is not None else "")
        still = asset is not None and asset.still
        shows = LinearTime(place.low, Fraction(0), Fraction(0)) if still else place.local
        role = element.get("videoRole") or element.get("role")
        self._story.pieces.append(
            StoryItem(place.layers, place.low, place.high, name, kind, shows, rate, element.tag, asset, inner,
                  generator, role, place.enabled, remarks)
        )  # fmt: skip

    def _rate_now(self) -> Rate:
        """The rate of the story that is being read."""
        assert self._story is not None
        return self._story.rate

    def _missing(self, element: Element, place: Container) -> NoReturn:
        self._refuse(
            element, place.low, f"refers to {element.get('ref')[:40]!r}, which the file does not hold"
        )

    def _refuse(self, element: Element, moment: Fraction, fault: str) -> NoReturn:
        name = f" {element.get('name')[:60]!r}" if element.get("name") else ""
        raise BadInput(
            f"The {element.tag}{name} at {_label(moment, self._story)} (line {element.line}) {fault}.",
            remedy="Take it out of the project or render it in Final Cut, and export again; "
            "or export the cut as an EDL or OTIO from Resolve.",
        )


def _label(second: Fraction, story: Story | None) -> str:
    if story is None or fraction(story.rate) > 60 or second < 0:
        return f"{float(second):.3f} s"
    return str(Timecode.of_frame(round(second * fraction(story.rate)), story.rate, drop=story.drop))


def _lane(element: Element) -> int:
    try:
        return int(element.get("lane", "0"))
    except ValueError:
        return 0
