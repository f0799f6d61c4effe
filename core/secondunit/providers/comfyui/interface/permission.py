"""Whether a show may run a blueprint by the licences of its models, and what else does the same freely."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.wire import Task
from secondunit.wire.errors import BadInput

from .blueprint import ModelFile
from .licences import Commercial, strictest
from .listing import freely_licensed

SETTING = "noncommercial"


def require_commercial(blueprint: str, models: Sequence[ModelFile], task: Task) -> None:
    """Raise `BadInput` where the makers of a model forbid commercial work; it names what is free instead."""
    bound = strictest(models)
    if bound is None or bound.terms.commercial is not Commercial.NO:
        return
    instead = ", ".join(freely_licensed(task))
    other = f", or choose one whose models are free for commercial work: {instead}" if instead else ""
    raise BadInput(
        f"{blueprint} needs {bound.model.name}, which may not be used for commercial work. {bound.terms}",
        remedy=f"Set {SETTING} = true in the table comfyui of providers.toml if this show is not "
        f"commercial{other}.",
        where=SETTING,
    )
