"""Whether two shots show the same media, and which of several uses of it answers to which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from secondunit.wire import Cut, CutShot, FrameRange, ShotKind

#: A frame number, or a pattern for one, at the end of a sequence's name.
_NUMBER = re.compile(r"[._](%0?\d*d|\[\d+-\d+\]|#+|\d{3,})$")
_PICTURES = "exr|dpx|tiff?|png|jpe?g|tga|psd|hdr|bmp|gif|webp|heic"
_STILL = re.compile(rf"\.({_PICTURES})$", re.IGNORECASE)
_SUFFIX = re.compile(
    rf"\.(mov|mxf|mp4|m4v|avi|mkv|mts|m2ts|r3d|braw|ari|arx|crm|{_PICTURES})$", re.IGNORECASE
)


def is_still(shot: CutShot) -> bool:
    """Whether the media is one picture, which every frame of the shot shows."""
    if shot.available is not None and len(shot.available) == 1:
        return True
    name = shot.media.rsplit("/", 1)[-1]
    stem = _SUFFIX.sub("", name)
    return bool(_STILL.search(name)) and _NUMBER.search(stem) is None


class Uses:
    """The clips of a cut, found by media and by the frames they show."""

    def __init__(self, cut: Cut) -> None:
        self._by_key: dict[str, list[CutShot]] = defaultdict(list)
        self.paths = {shot.media for shot in cut.shots if shot.media}
        for shot in cut.shots:
            if shot.kind is ShotKind.CLIP:
                for key in dict.fromkeys(_keys(shot)):
                    self._by_key[key].append(shot)
        self._firsts: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        for key, shots in self._by_key.items():
            shots.sort(key=lambda shot: (shot.source.first, shot.record.first, shot.track))
            self._firsts[key] = [shot.source.first for shot in shots]
            self._longest[key] = max(len(shot.source) for shot in shots)

    def of(self, shot: CutShot) -> list[CutShot]:
        """Every use of the media of `shot`, which may be of another cut."""
        uses = {use.id: use for key in _keys(shot) for use in self._by_key.get(key, ()) if same(shot, use)}
        return list(uses.values())

    def showing(self, shot: CutShot, frames: FrameRange) -> list[CutShot]:
        """The uses of the media of `shot` that show some of its `frames`."""
        uses: dict[str, CutShot] = {}
        for key in _keys(shot):
            firsts = self._firsts.get(key, [])
            low = bisect_left(firsts, frames.first - self._longest.get(key, 0))
            high = bisect_left(firsts, frames.last + 1)
            for use in self._by_key.get(key, [])[low:high]:
                if use.source.intersection(frames) is not None and same(shot, use):
                    uses[use.id] = use
        return list(uses.values())


def same(shot: CutShot, other: CutShot) -> bool:
    """Whether two shots show the same media: by file, else by reel, else by what one of them has."""
    if shot.media and other.media:
        return _stem(shot.media) == _stem(other.media)
    if shot.reel and other.reel:
        return shot.reel.lower() == other.reel.lower() or _stem(shot.name) == _stem(other.name) != ""
    return bool(set(_keys(shot)) & set(_keys(other)))


def in_its_folder(shot: CutShot, uses: Sequence[CutShot], old_paths: Iterable[str]) -> list[CutShot]:
    """Of uses of files with the same name, those of the same file: its path, else the likest folder.

    A path that the old cut has as well is that other file of the same name, and is left out.
    """
    if not shot.media:
        return list(uses)
    exact = [use for use in uses if use.media in (shot.media, "")]
    if exact:
        return exact
    paths = set(old_paths) - {shot.media}
    uses = [use for use in uses if use.media not in paths]
    likest = max((_common_tail(shot.media, use.media) for use in uses), default=0)
    return [use for use in uses if _common_tail(shot.media, use.media) == likest]


def answers(before: CutShot, after: CutShot, old: Uses, new: Uses) -> bool:
    """Whether `after` is the use of the media that `before` was, where the old cut used it several times.

    The likest use of the old cut wins: by frames shown, name, speed and track; among equals the first
    answers to the first. A use too many answers to the last of them.
    """
    frames = before.source.intersection(after.source)
    if frames is None:
        return True
    rivals = [rival for rival in old.showing(before, frames) if rival.media in (before.media, "")]
    if len(rivals) < 2:
        return True
    best = max(_likeness(rival, after) for rival in rivals)
    tied = sorted((rival for rival in rivals if _likeness(rival, after) == best), key=_place)
    if before not in tied:
        return False
    twins = sorted(
        (
            twin
            for twin in new.showing(after, after.source)
            if twin.media == after.media and _likeness(before, twin) == best
        ),
        key=_place,
    )
    rank = next((n for n, twin in enumerate(twins) if twin.id == after.id), 0)
    return tied[min(rank, len(tied) - 1)].id == before.id


def _likeness(shot: CutShot, other: CutShot) -> tuple[int, bool, bool, bool]:
    common = shot.source.intersection(other.source)
    return (
        len(common) if common is not None else 0, shot.name == other.name, shot.speed == other.speed,
        shot.track == other.track,
    )  # fmt: skip


def _place(shot: CutShot) -> tuple[int, int]:
    return shot.record.first, shot.track


def _keys(shot: CutShot) -> tuple[str, ...]:
    keys = (_stem(shot.media), shot.reel.lower(), _stem(shot.name))
    return tuple(key for key in keys if key) or ("",)


@lru_cache(maxsize=65536)
def _stem(path: str) -> str:
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    stem = _SUFFIX.sub("", name)
    return (_NUMBER.sub("", stem) if _STILL.search(name) else stem).lower()


def _common_tail(path: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(path.split("/")[:-1]), reversed(other.split("/")[:-1]), strict=False):
        if a != b:
            break
        count += 1
    return count
