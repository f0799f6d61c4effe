"""On what terms a blueprint of ComfyUI is, as a cell of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.providers.comfyui.interface.licences import Commercial


def commercial_word(commercial: Commercial | None) -> str:
    """How a table says it; a dash where there is no model or no task."""
    return commercial.value if commercial is not None else "-"


def licence_word(licence: str, model: str) -> str:
    """The strictest licence of a blueprint and the file that has it."""
    return f"{licence or 'not known'} ({model})" if model else "-"
