"""Which version takes the place of one that is placed: up, down, one by its number. Knows values only.

Versions are of the same thing (`Take.stands_for`): what bears the same name and was asked for as another task
or kind is none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.errors import CannotPlace, NotFound

if TYPE_CHECKING:
    from secondunit.wire import Take

    from .client import Client
    from .protocol import Placed


def fetched(client: Client, here: Placed, limit: int) -> tuple[Take, ...]:
    """The takes under the name of what is placed, itself among them; raises `NotFound`.

    What is placed may be older than a page of `limit`: without it nobody can say what its versions are.
    """
    takes = client.takes(show=here.show, shot=here.shot, element=here.element, limit=limit).takes
    own = here.placement.take
    return takes if any(take.id == own for take in takes) else (*takes, client.take(own))


def _kind(take: Take) -> str:
    return take.kind or (take.task.value if take.task is not None else "something else")


def beyond(here: Placed, versions: tuple[Take, ...], step: int) -> Take:
    """The next version up (`step` 1) or down (-1) from what is placed; raises `NotFound` at the end."""
    further = [take for take in versions if (take.version - here.version) * step > 0]
    if not further:
        end = "newest" if step > 0 else "oldest"
        raise NotFound(f"{here.shot}/{here.element} v{here.version:03d} is the {end} version.")
    return further[0] if step > 0 else further[-1]


def exactly(here: Placed, versions: tuple[Take, ...], named: tuple[Take, ...], version: int) -> Take:
    """The version of that number; `named` are all takes under its name. Raises `CannotPlace`, `NotFound`."""
    for take in versions:
        if take.version == version:
            return take
    for take in named:
        if take.version == version:
            raise CannotPlace(
                f"{take.label} is no version of what is placed: it was made as {_kind(take)}.",
                remedy="Place it beside the other one instead.",
            )
    raise NotFound(f"{here.shot}/{here.element} has no version {version}.", remedy="Press Refresh.")
