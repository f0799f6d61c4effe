"""Two fields more, each said once: what every panel and the brief have to know of them by that alone."""

from __future__ import annotations

from secondunit.host import Field
from secondunit.host.field import Basis, Situation
from secondunit.wire import Brief, Scalar


def stays(situation: Situation) -> bool:
    """Where nothing leaves this machine."""
    return situation.capability is None or not situation.capability.leaves


def with_bleed(field: Field, basis: Basis, before: object) -> object:
    """The overscan, and the bleed on top of it."""
    assert isinstance(before, int)
    return before + int(basis.value(field))


def beyond_overscan(field: Field, brief: Brief) -> Scalar | None:
    """What the overscan of a brief has above a multiple of 16."""
    return brief.delivery.overscan % 16


PURPOSE = Field(
    "purpose", "Purpose", "choice", default="final", choices=("final", "temp"), group="Delivery",
    help="What the take is for", path="use", shown=stays,
    words=lambda situation, choice: (f"For the {choice}", "Said to whoever takes it over"),
)  # fmt: skip
BLEED = Field(
    "bleed", "Bleed", "int", "px", default=0, minimum=0, maximum=15, step=1, group="Framing",
    help="Pixels that are trimmed later", path="delivery.overscan", shown=stays, enter=with_bleed,
    leave=beyond_overscan,
)  # fmt: skip


def added() -> tuple[Field, ...]:
    """The brief's own fields and the two."""
    from secondunit.host import brief_fields

    return (*brief_fields.BRIEF_FIELDS, PURPOSE, BLEED)
