"""How points and boxes on a plate are read as text, and their way into a brief and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .field import Basis, Field


def read_points(text: str) -> object:
    """The points of a text; raises `WrongType`."""
    # Most models are pointed at nothing: what reads points is loaded with the first.
    from secondunit.wire import pointing

    return pointing.read_points(text)


def read_boxes(text: str) -> object:
    """The boxes of a text; raises `WrongType`."""
    from secondunit.wire import pointing

    return pointing.read_boxes(text)


def none_placed(_basis: Basis) -> object:
    """No text is none of them."""
    return ()


def leave_prompts(field: Field, brief: Brief) -> str:
    """Points or boxes as their field takes them."""
    from secondunit.wire.pointing import prompts_text

    return prompts_text(getattr(brief, field.path))
