"""The pictures of a continuity page, read when it is made: faces and references; some may be gone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from secondunit.media.config import Config
from secondunit.wire import Continuity, ContinuityShot, FrameDrift, Take
from secondunit.wire.errors import SecondUnitError

from ..references import small_picture
from .face_pictures import face_picture

#: How many references are shown, and their longer side in pixels.
MOST_REFERENCES, REFERENCE = 12, 180


@dataclass(frozen=True)
class ContinuityPictures:
    """Where the pictures of a page come from.

    `files` gives where a name below a take's folder lies, `configs` the config its colours are of;
    `references` are the pictures of characters by name and version.
    """

    files: Callable[[Take, str], Path]
    configs: Callable[[Take], Config]
    reference_config: Config
    references: Mapping[tuple[str, int], Sequence[Path]] = field(default_factory=dict)

    def crop(self, shot: ContinuityShot, place: FrameDrift) -> tuple[bytes, str]:
        """A JPEG of the face at `place`, and why there is none where it is empty."""
        take = shot.take
        try:
            config = self.configs(take)
            return face_picture(take, shot.drift, place, lambda name: self.files(take, name), config), ""
        except SecondUnitError as error:
            return b"", error.problem.message

    def shown_references(self, of: Continuity) -> tuple[bytes, ...]:
        """The first pictures of the character's version, small, as PNG; what cannot be read is left out."""
        shown: list[bytes] = []
        for path in self.references.get((of.character, of.version), ())[:MOST_REFERENCES]:
            with contextlib.suppress(SecondUnitError):
                shown.append(small_picture(path, self.reference_config, REFERENCE))
        return tuple(shown)
