"""OCIO configs and the colour spaces in them: open by name, look up, and say what was meant.

It knows names; `color` converts pixels. A config is `$OCIO`, a file, or one built into OpenColorIO.
"""

from __future__ import annotations

import difflib
import functools
import os
from dataclasses import dataclass, field
from pathlib import Path

import PyOpenColorIO as ocio

from ..wire.errors import BadColor, NotAFile, UnknownColorSpace, UnknownConfig
from .foreign import facts_of, open_file

#: The config where no other is named: pinned, so that a name means the same in every version of OpenColorIO.
BUILT_IN = "ocio://cg-config-v2.2.0_aces-v1.3_ocio-v2.4"

SCENE_LINEAR = "scene_linear"


@dataclass(frozen=True)
class Space:
    """A colour space: its name, its family, its encoding (`scene-linear`, `log`, `sdr-video`, ...)."""

    name: str
    family: str = ""
    encoding: str = ""
    is_data: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Config:
    """An open OCIO config; `name` is what it was opened from, `stamp` when that file changed."""

    name: str
    ocio: ocio.Config = field(repr=False, compare=False)
    stamp: int = field(default=0, repr=False)

    def spaces(self) -> tuple[Space, ...]:
        """The active colour spaces in the config's order, scene-referred and display-referred."""
        return tuple(_space(space) for space in self.ocio.getColorSpaces())

    def space(self, name: str) -> Space:
        """The space called `name`: a name, an alias or a role. Raises `UnknownColorSpace` with near names."""
        space = self.ocio.getColorSpace(name) if name and "\0" not in name else None
        if space is None:
            raise UnknownColorSpace(
                f"{self.name} has no colour space {name[:80]!r}.", remedy=self._near(name), where=name[:80]
            )
        return _space(space)

    def role(self, role: str) -> str:
        """The name of the space that plays `role` (`scene_linear`, `compositing_log`); raises `BadColor`."""
        if not self.ocio.hasRole(role):
            raise BadColor(f"{self.name} has no role {role}.", remedy="Name the colour space itself.")
        return self.space(role).name

    @property
    def scene_linear(self) -> str:
        """The name of the working space."""
        return self.role(SCENE_LINEAR)

    def find(self, *names: str) -> str | None:
        """The name of the first of `names` that this config knows, or None."""
        return next((space.getName() for name in names if (space := self.ocio.getColorSpace(name))), None)

    def _near(self, name: str) -> str:
        names = [*(s.name for s in self.spaces()), *(role for role, _ in self.ocio.getRoles())]
        lower = {known_name.lower(): known_name for known_name in reversed(names)}
        near = [lower[n] for n in difflib.get_close_matches(name[:80].lower(), lower, n=3, cutoff=0.45)]
        near += [n for n in names if name and name.lower() in n.lower() and n not in near][: 3 - len(near)]
        suggestions = near or names[:8]
        return f"{'Did you mean' if near else 'It has'} {', '.join(suggestions)}{'?' if near else ', ...'}"


def chosen_config(name: str = "") -> str:
    """The config that `name` means here: itself, or when empty `$OCIO` and else `BUILT_IN`."""
    return name or os.environ.get("OCIO", "") or BUILT_IN


def open_config(name: str = "") -> Config:
    """Open the config `name`: a file, `ocio://...`, or when empty the `chosen_config`.

    A config file is read once as long as it does not change. Raises `UnknownConfig`.
    """
    name = chosen_config(name)
    if name.startswith("ocio://"):
        return _open(name, 0)
    path = Path(name).expanduser()
    try:
        stamp = facts_of(path).st_mtime_ns
        open_file(path).close()
    except NotAFile as problem:
        raise UnknownConfig(problem.problem.message, remedy=problem.problem.remedy, where=name) from problem
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise UnknownConfig(
            f"The OCIO config cannot be read: {reason}.",
            remedy="Set $OCIO or the config of the show to a file that exists.",
            where=name,
        ) from problem
    return _open(str(path), stamp)


def built_in_configs() -> tuple[str, ...]:
    """The names of the configs that this OpenColorIO carries, `ocio://...`."""
    return tuple(f"ocio://{entry[0]}" for entry in ocio.BuiltinConfigRegistry().getBuiltinConfigs())


@functools.lru_cache(maxsize=16)
def _open(name: str, stamp: int) -> Config:
    try:
        config = ocio.Config.CreateFromFile(name)
        config.validate()
    except ocio.Exception as problem:
        first = str(problem).strip().splitlines()[0][:200]
        remedy = f"Built in are {', '.join(built_in_configs())}." if name.startswith("ocio://") else ""
        raise UnknownConfig(
            f"OpenColorIO refuses the config: {first}", remedy=remedy, where=name
        ) from problem
    return Config(name, config, stamp)


def _space(space: ocio.ColorSpace) -> Space:
    return Space(
        space.getName(),
        space.getFamily(),
        space.getEncoding(),
        bool(space.isData()),
        tuple(space.getAliases()),
    )
