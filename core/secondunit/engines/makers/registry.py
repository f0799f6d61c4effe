"""Which maker a brief, a work or a take is of: ours by name, a studio's by entry point, else a provider's.

A studio's own is a `Maker` under the entry point `secondunit.makers`, by the name that a brief calls it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from secondunit.wire import Brief, Capability, Take, Work
from secondunit.wire.brief import COMP, ONBOARD

from .comp import Comp
from .maker import Maker, PixelOrigin
from .onboard import OnBoard
from .provider import ProviderMaker
from .simulated import Simulated

GROUP = "secondunit.makers"
_OURS: tuple[Maker, ...] = (Simulated(), OnBoard(), Comp())
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Makers:
    """Every maker: ours, a studio's, and the one of all other names."""

    otherwise: Maker

    @property
    def named(self) -> tuple[Maker, ...]:
        """Those that briefs call by a name of their own, ours first."""
        return (*_OURS, *_of_studio())

    def of(self, brief: Brief) -> Maker:
        """The maker of a brief."""
        return self._called(brief.provider)

    def names(self) -> tuple[str, ...]:
        """What briefs call them."""
        return tuple(maker.name for maker in self.named)

    def capabilities(self, memory: int) -> tuple[Capability, ...]:
        """What they offer; `memory` is what this machine has for jobs, in bytes."""
        return tuple(capability for maker in self.named for capability in maker.capabilities(memory))

    def origin(self, take: Take) -> PixelOrigin:
        """How the pixels of a take came to be."""
        if take.brought:
            return PixelOrigin.COMPOSITED
        if take.provider in ("", ONBOARD, COMP) or take.made_by == "simulated":
            return PixelOrigin.SIMULATED
        return self._called(take.provider).origin_of(take)

    def _called(self, name: str) -> Maker:
        # A studio's are not looked for where the name is ours: every worker that starts would wait for it.
        for makers in (lambda: _OURS, _of_studio):
            for maker in makers():
                if maker.name == name:
                    return maker
        return self.otherwise


def find_makers(otherwise: Maker | None = None) -> Makers:
    """The makers of this machine, ours and a studio's; `otherwise` makes what none of them has a name for."""
    return Makers(otherwise or ProviderMaker())


def maker_of(work: Work) -> Maker:
    """The maker of a work."""
    return find_makers().of(work.brief)


def shown_on(brief: Brief, view: str) -> str:
    """What a take is looked at on: `view`, but one that holds its plate not on that plate."""
    return "grey" if view == "plate" and find_makers().of(brief).held(brief) else view


@cache
def _of_studio() -> Sequence[Maker]:
    """A studio's makers; one that is broken is said in the log and left out, and its briefs find nobody."""
    makers: list[Maker] = []
    for point in entry_points(group=GROUP):
        try:
            maker = point.load()()
            if not isinstance(maker, Maker) or maker.name != point.name:
                raise TypeError(f"it makes no Maker called {point.name!r}")
        except Exception:
            log.exception("the maker %s of %s cannot be used", point.name, point.value)
        else:
            makers.append(maker)
    return tuple(makers)
