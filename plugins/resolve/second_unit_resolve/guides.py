"""Clips of the open timeline as guides of a brief: the files of a sequence that lies where the shot is.

Resolve has no scene and no channels: what a clip's pixels are is said by the kind that it is chosen for. A
movie is no guide: its codes are a picture's, and no data.

A source's id is `clip:` and the item's id; behind a `#` stands that its depth is one over the distance.
"""

from __future__ import annotations

from secondunit.host import Shot, Source
from secondunit.wire import Guide, GuideKind
from secondunit.wire.errors import BadInput, MissingFrames

from .plates import CLIP, ResolvePlates

INVERSE = "inverse"
#: Files that hold a guide, as the panel's fields take them.
PICTURES = (".exr", ".png", ".tif", ".tiff", ".dpx")
_REMEDY = "Choose a clip of a sequence of pictures, such as EXR."


class ResolveGuides:
    """The guides of one Resolve, by the clips that its plates look at."""

    def __init__(self, plates: ResolvePlates) -> None:
        self._plates = plates

    def sources(self, kind: GuideKind) -> tuple[Source, ...]:
        """The clips under the playhead that are sequences of pictures, the topmost first."""
        sources: list[Source] = []
        for item, media in self._plates.clips():
            if media.count < 2 or not media.path.lower().endswith(PICTURES):
                continue
            id, track = CLIP + item.id, f"Video track {item.track}"
            if kind is not GuideKind.DEPTH:
                sources.append(Source(id, item.name, track))
                continue
            sources.append(Source(id, f"{item.name}: distance", f"{track}; as most renderers give it"))
            scanline = f"{track}; as Nuke's ScanlineRender gives it"
            sources.append(Source(f"{id}#{INVERSE}", f"{item.name}: 1/distance", scanline))
        return tuple(sources)

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """The guide behind a source, its frames those of the timeline.

        Raises `NothingSelected`, `BadInput` for another format and for a movie, `MissingFrames` where the
        clip is shorter than the shot, `HostError` for what has no files of its own.
        """
        id, _, inverse = source.partition("#")
        item, files = self._plates.files(id, "a guide", _REMEDY)
        if not files.path.lower().endswith(PICTURES):
            raise BadInput(f"{item.name} is a movie, which is no guide.", remedy=_REMEDY, where=source)
        if files.format != shot.format:
            raise BadInput(
                f"{item.name} is {files.format}, the brief {shot.format}.",
                remedy="Make it anew in the shot's format, or set the brief's.", where=source,
            )  # fmt: skip
        if files.frames.intersection(shot.frames) != shot.frames:
            raise MissingFrames(
                f"{item.name} has frames {files.frames}; the brief asks for {shot.frames}.",
                remedy="Lay it over all frames of the shot, or ask for fewer.", where=source,
            )  # fmt: skip
        return Guide(
            kind, files.path, files.frames, files.rate, files.format, first_in_file=files.first_in_file,
            object=item.name if kind is GuideKind.MASK else "", inverse=inverse == INVERSE,
        )  # fmt: skip
