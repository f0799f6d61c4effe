"""The registry: finds providers by entry points and builds them, ours and a studio's own alike.

One that cannot be imported, built or asked is set aside with its reason; the others never notice.
"""

from __future__ import annotations

import difflib
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from secondunit.wire import Capability, FrozenMap, Problem, Scalar, SecondUnitError
from secondunit.wire.errors import BadSettings, NotFound, ProviderError, Unexpected

from .door import Call, Door
from .protocol import Provider

GROUP = "secondunit.providers"
#: Names that only this package may give: nobody else's code answers to them.
OURS = frozenset({"onboard", "comp", "echo", "folder", "comfyui", "runway", "luma", "bedrock"})

#: Settings that every provider's table may have.
COMMON = ("account", "geography", "at_once", "homes", "proxies", "declared_local")

#: The address of what is handed over on this machine itself, as a rule's hosts name it: `localhost`.
HANDED = "tcp://localhost/"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """Everything a provider is built from.

    `settings` is its table in `providers.toml`. `secret` gives a key by name and raises `NotFound`; keys are
    asked for when they are needed and kept nowhere. `scratch` is a folder of its own that outlasts it.
    `steady` counts seconds and never jumps; `now` is the wall clock, which may.
    """

    door: Door
    scratch: Path
    settings: FrozenMap[Scalar] = FrozenMap()
    secret: Callable[[str], str] = lambda name: _no_secret(name)
    steady: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    #: Told of files that are given away without a connection, as a call to `HANDED`, before they are: it asks
    #: the gate and writes the ledger as the door does. Raises `Refused`.
    hand: Callable[[Call], object] = lambda call: None


#: What an entry point names: a class or function that builds a provider.
Maker = Callable[[Site], Provider]


@dataclass(frozen=True)
class Broken:
    """A provider that is set aside: its name, the package it came from, and why."""

    name: str
    package: str
    problem: Problem


@dataclass(frozen=True)
class Registry:
    """What was found: a maker for each name, and those that are set aside."""

    makers: Mapping[str, Maker]
    broken: tuple[Broken, ...] = ()

    def require_settings(self, name: str, settings: Iterable[str]) -> None:
        """Raise `BadSettings` for a setting that a provider does not have, with the nearest that it has.

        A provider declares its settings as `setting_names`, a family of them as `usd.*`; one that declares
        none of its own is given what stands in its table.
        """
        declared = getattr(self.makers.get(name), "__dict__", {}).get("setting_names")
        if declared is None:
            return
        for word in settings:
            if not any(word == pattern or _in_family(word, pattern) for pattern in (*COMMON, *declared)):
                raise _no_setting(name, word, declared)

    def make(self, name: str, site: Site) -> Provider:
        """Build a provider; raises `NotFound`, `BadSettings` for a word it does not know, `ProviderError`."""
        for failure in self.broken:
            if failure.name == name and name not in self.makers:
                raise ProviderError(failure.problem.message, remedy=failure.problem.remedy, where=name)
        if name not in self.makers:
            names = ", ".join(sorted(self.makers)) or "none"
            raise NotFound(f"There is no provider {name[:60]!r}.", remedy=f"There are: {names}.")
        self.require_settings(name, site.settings)
        try:
            provider = self.makers[name](site)
        except SecondUnitError:
            raise
        except (Exception, SystemExit) as problem:
            log.exception("the provider %s cannot be built", name)
            raise ProviderError(
                f"The provider {name} cannot be built: {_words(problem)}.", where=name
            ) from problem
        if not isinstance(provider, Provider):
            raise ProviderError(f"What {name} builds is no provider: a method is missing.", where=name)
        return provider


def find_providers(points: Iterable[EntryPoint] | None = None) -> Registry:
    """Every provider that is installed; imports each, and survives each."""
    makers: dict[str, Maker] = {}
    failures: list[Broken] = []
    entries = entry_points(group=GROUP) if points is None else points
    for point in sorted(entries, key=lambda point: (not _is_ours(point), point.name, _package(point))):
        try:
            makers[point.name] = _load(point, makers)
        except SecondUnitError as error:
            failures.append(Broken(point.name, _package(point), error.problem))
        except (Exception, SystemExit) as error:
            log.exception("the provider %s cannot be loaded", point.name)
            fault = ProviderError(
                f"The provider {point.name} cannot be loaded: {_words(error)}.",
                remedy=f"Mend or remove the package {_package(point) or point.value}.",
            )
            failures.append(Broken(point.name, _package(point), fault.problem))
    return Registry(makers, tuple(failures))


def capabilities_of(providers: Iterable[Provider]) -> tuple[tuple[Capability, ...], tuple[Broken, ...]]:
    """What all of them offer; one that cannot say is set aside with its reason, for this time."""
    offered: list[Capability] = []
    failures: list[Broken] = []
    for provider in providers:
        try:
            capabilities = tuple(provider.capabilities())
            if wrong := next(
                (capability for capability in capabilities if capability.provider != provider.name), None
            ):
                raise ProviderError(f"{provider.name} offers a model in the name of {wrong.provider}.")
            offered += capabilities
        except SecondUnitError as error:
            failures.append(Broken(provider.name, "", error.problem))
        except Exception as error:
            log.exception("the provider %s does not say what it offers", provider.name)
            fault = Unexpected(f"{provider.name} does not say what it offers: {_words(error)}.")
            failures.append(Broken(provider.name, "", fault.problem))
    return tuple(offered), tuple(failures)


def _in_family(word: str, family: str) -> bool:
    return family.endswith(".*") and word.startswith(family[:-1]) and len(word) >= len(family)


def _no_setting(name: str, word: str, declared: Sequence[str]) -> BadSettings:
    """The error for a word that no setting has: a family's name is put in the place of the word's first."""
    tail = word.partition(".")[2]
    near = {pattern[:-1] + tail if pattern.endswith(".*") else pattern for pattern in (*COMMON, *declared)}
    matches = difflib.get_close_matches(word.lower(), sorted(near), 1)
    names = ", ".join((*declared, *COMMON))
    return BadSettings(
        f"{name} has no setting {word[:60]!r}.",
        remedy=f"Did you mean {matches[0]}?" if matches else f"It has: {names}.",
        where=f"{name}.{word[:60]}",
    )


def _load(point: EntryPoint, makers: Mapping[str, Maker]) -> Maker:
    if point.name in OURS and not _is_ours(point):
        raise BadSettings(
            f"The name {point.name} is Second Unit's own.", remedy=f"{_package(point)} needs another name."
        )
    if point.name in makers:
        raise BadSettings(f"Two packages give a provider named {point.name}.", remedy="Remove one of them.")
    maker = point.load()
    if not callable(maker):
        raise BadSettings(f"{point.value} is nothing that builds a provider.")
    checked: Maker = maker
    return checked


def _is_ours(point: EntryPoint) -> bool:
    is_own = point.dist is None or re.sub(r"[-_.]+", "-", point.dist.name).lower() == "secondunit"
    return is_own and point.value.startswith("secondunit.providers.")


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else ""


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())[:160].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _no_secret(name: str) -> str:
    raise NotFound(f"There is no key {name!r}.", remedy="Store it with the system's keyring.")
