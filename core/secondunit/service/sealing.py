"""A take signed where it lies: the previews inside, the frames by a signed list beside them.

It changes no frame and no fact of a take, and signs nothing twice. It does not decide who may sign, nor what
happens to a job whose take cannot be signed.
"""

from __future__ import annotations

from collections.abc import Iterable

from secondunit.rights.show import ShowRights
from secondunit.wire import Brief, Take
from secondunit.wire.prepared import Prepared


def seal(
    take: Take,
    brief: Brief,
    rights: ShowRights,
    *,
    prepared: Prepared | None = None,
    others: Iterable[Take] = (),
) -> None:
    """Sign a take in its folder (absolute); what is signed already stays as it is.

    `prepared` is what left for a provider, `others` are the takes of the shot that a comp may be made of.
    May be called again after a crash at any moment. Raises `ProvenanceError`, `NotFound`, `DiskFull`,
    `NoRights`.
    """


def is_sealed(take: Take) -> bool:
    """Whether the frames of a take are signed: the list and its manifest are there."""
    return False
