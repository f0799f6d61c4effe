"""What a placed Group says of itself, in knobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..protocol import Placed

if TYPE_CHECKING:
    from secondunit.wire import Take


def version_knobs(takes: Sequence[Take], take: Take) -> Mapping[str, object]:
    """What to set on the Group to go to another version."""
    raise NotImplementedError


def read_group(knobs: Mapping[str, str], id: str = "") -> Placed | None:
    """What a Group's knobs say is placed; None where it is not ours."""
    raise NotImplementedError
