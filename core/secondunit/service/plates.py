"""A plate as the service finds it: at a path, and in which colour space, by the same rules for every client.

In this order: what the brief says, what the files say or the file rules of the show's own config, the show's
`plate_space`, what a person said of it before. Where nothing says it, it is asked for.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from secondunit.engines.plate_check import stated_space
from secondunit.ground.disk import write_whole
from secondunit.media.config import open_config
from secondunit.media.footage import USUAL_RATE, inspect_plate
from secondunit.wire import Brief, ColorSpace, Plate, PlatePath, ShowSettings
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.storage import storage_error

from .shows import Shows

#: So many spaces that were said are remembered, the latest last.
MOST_REMEMBERED = 2000


@dataclass(frozen=True)
class Plates:
    """The plates of one user."""

    shows: Shows

    def at(self, place: PlatePath) -> Plate:
        """The plate at a path; its space stays empty where nothing says it. Raises as `inspect_plate`."""
        config = place.config or (self.shows.config(place.show) if place.show else "")
        plate = inspect_plate(
            place.path,
            open_config(config),
            frames=place.frames,
            part=place.part,
            accept_damage=place.accept_damage,
            usual=None if place.rate_required else USUAL_RATE,
        )
        if place.comp or not place.show:
            return plate
        return dataclasses.replace(plate, colorspace=self._said(plate, place.show))

    def with_space(self, brief: Brief, show: ShowSettings, *, comp: bool = False) -> Brief:
        """The brief with its plate's space, where it says none and the rules do; of a `comp` its files do."""
        plate = brief.plate
        if plate is None or plate.colorspace.name:
            return brief
        config = plate.colorspace.config or show.colorspace_config
        try:
            space = stated_space(plate, open_config(config))
        except SecondUnitError:  # the check of the plate says it
            return brief
        if not space.name and not comp:
            space = self._said(plate, show.name)
        elif space.name and not space.config:
            space = dataclasses.replace(space, config=plate.colorspace.config)
        return dataclasses.replace(brief, plate=dataclasses.replace(plate, colorspace=space))

    def remember(self, brief: Brief) -> None:
        """Keep what a brief says of its plate's space, where neither its files nor its show say it."""
        plate = brief.plate
        if plate is None or not plate.colorspace.name:
            return
        silent = dataclasses.replace(plate, colorspace=ColorSpace(""))
        try:
            show = self.shows.find(brief.show)
            if show.plate_space or stated_space(silent, open_config(show.colorspace_config)).name:
                return
        except SecondUnitError:
            return
        known = self._remembered()
        key, space = _key(brief.show, plate.path), [plate.colorspace.name, plate.colorspace.config]
        if known.get(key) == space:
            return
        known.pop(key, None)
        known[key] = space
        latest = dict(list(known.items())[-MOST_REMEMBERED:])
        path = self.shows.home.plate_spaces
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, json.dumps(latest, ensure_ascii=False, indent=1).encode(), 0o600)
        except OSError as error:
            raise storage_error(error, path) from error

    def _said(self, plate: Plate, show: str) -> ColorSpace:
        """A plate's space by its files, else by its show's setting, else as a person said it before."""
        if plate.colorspace.name:
            return plate.colorspace
        try:
            settings = self.shows.find(show)
        except SecondUnitError:
            return plate.colorspace
        if settings.plate_space:
            return ColorSpace(settings.plate_space, settings.colorspace_config)
        name, config = self._remembered().get(_key(show, plate.path), ["", plate.colorspace.config])
        return ColorSpace(name, config)

    def _remembered(self) -> dict[str, list[str]]:
        """Name and config of each space that was said, by show and path; what cannot be read is nothing."""
        try:
            content = json.loads(self.shows.home.plate_spaces.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(content, dict):
            return {}
        return {
            str(key): [str(word) for word in said]
            for key, said in content.items()
            if isinstance(said, list) and len(said) == 2
        }


def _key(show: str, path: str) -> str:
    return f"{show}: {path}"
