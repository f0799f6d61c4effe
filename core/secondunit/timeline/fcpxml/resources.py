"""What a story refers to by id: formats, assets, compounds, multicams, effects; and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput

from ..markup import Element
from .seconds import rate_in, seconds_in

#: Seconds: a day of timecode and some more. A time beyond it is a damaged number.
_LONGEST = 100_000
#: Seconds that a frame lasts in any format.
_FRAME = (Fraction(1, 500), Fraction(1))
EXPORT_AGAIN = "Export the project again from Final Cut Pro (File > Export XML)."


@dataclass(frozen=True)
class Asset:
    """A file of media: where it is, from which second it counts, how many it has, and its rate.

    `rate` is None for a still and for sound; `duration` None where the file does not say.
    """

    name: str
    url: str
    start: Fraction
    duration: Fraction | None
    rate: Rate | None
    picture: bool

    @property
    def still(self) -> bool:
        """Whether it is one picture: Final Cut gives those no duration."""
        return self.picture and self.duration == 0


class Resources:
    """The resources of a document by their ids; versions before 1.4 have them inside the project."""

    def __init__(self, root: Element) -> None:
        self._by_id: dict[str, Element] = {}
        for resources in root.every("resources"):
            for resource in resources.children:
                self._by_id.setdefault(resource.get("id"), resource)

    def named(self, id: str, *tags: str) -> Element | None:
        """The resource with this id, if it has one of these tags."""
        element = self._by_id.get(id) if id else None
        return element if element is not None and (not tags or element.tag in tags) else None

    def rate(self, format: str) -> Rate | None:
        """The rate of a format: its frame's length, else what its name says."""
        element = self.named(format, "format")
        if element is None:
            return None
        frame = seconds_in(element.get("frameDuration")) if element.get("frameDuration") else None
        if frame is not None and _FRAME[0] <= frame <= _FRAME[1]:
            return Rate(frame.denominator, frame.numerator)
        return rate_in(element.get("name"))

    def asset(self, id: str) -> Asset | None:
        """An asset by its id; None where there is none."""
        element = self.named(id, "asset")
        if element is None:
            return None
        duration = time_of(element, "duration") if element.get("duration") else None
        return Asset(
            element.get("name"), _url(element), time_of(element, "start"), duration,
            self.rate(element.get("format")),
            element.get("hasVideo", "0" if element.get("hasAudio") == "1" else "1") == "1",
        )  # fmt: skip


def time_of(element: Element, attribute: str) -> Fraction:
    """A time that an element says, 0 where it does not. Raises `BadInput` for one that is no time."""
    text = element.get(attribute)
    seconds = seconds_in(text) if text else Fraction(0)
    if seconds is None or abs(seconds) > _LONGEST:
        raise BadInput(
            f"Line {element.line}: {attribute}={text[:40]!r} of {element.tag} is no time.",
            remedy=EXPORT_AGAIN,
        )
    return seconds


def _url(asset: Element) -> str:
    """Where the original lies: `media-rep` since version 1.9, the asset's own `src` before."""
    copies = [child for child in asset.children if child.tag == "media-rep"]
    original = [copy for copy in copies if copy.get("kind", "original-media") == "original-media"]
    return next((copy.get("src") for copy in (*original, *copies) if copy.get("src")), asset.get("src"))
