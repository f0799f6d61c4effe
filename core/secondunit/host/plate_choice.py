"""What an artist decides of the plate that was chosen: the part of its EXR, and damage of a movie.

The host names the files; which parts they have is read from the first file's header. What was decided is kept
with the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire.footage import is_movie

from .headers import exr_header
from .matting import first_file

if TYPE_CHECKING:
    from secondunit.wire import Plate


class PlateChoice:
    """The part (`""`: the first with colour), and whether a damaged movie is taken as it is."""

    def __init__(self) -> None:
        self.part = ""
        self.accept_damage = False
        #: Whether the plate is a movie, and the parts that its files have.
        self.movie = False
        self.part_names: tuple[str, ...] = ()
        self._usual = self._read = self._view = ""

    def apply(self, plate: Plate | None) -> Plate | None:
        """The host's plate with what was decided; reads the header of files that were not seen before."""
        path = first_file(plate) if plate is not None else ""
        self.movie = is_movie(path)
        if path != self._read:
            self._read = path
            header = exr_header(path) if path.lower().endswith(".exr") else None
            self.part_names = header.part_names if header is not None else ()
            self._usual = header.part if header is not None else ""
            self._view = header.view if header is not None else ""
        if plate is None:
            return None
        part = self.part if self.part in self.part_names else plate.part
        accepted = plate.accept_damage or (self.accept_damage and self.movie)
        # What a clip became looks as it did only through the view that its files name.
        return replace(plate, part=part, accept_damage=accepted, view=plate.view or self._view)

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Every part that can be chosen as value and label; none where there is only one."""
        if not self.part_names:
            return ()
        return (("", f"{self._usual} (automatic)"), *((name, name) for name in self.part_names))

    def take_up(self, plate: Plate) -> None:
        """What a brief decided of its plate."""
        self.part, self.accept_damage = plate.part, plate.accept_damage

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {"plate_part": self.part, "accept_damage": self.accept_damage}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up what a document keeps."""
        self.part = str(state.get("plate_part", "") or "")
        self.accept_damage = state.get("accept_damage") is True
