"""Whether a show may run a blueprint by the licences of its models, and what else does the same freely."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.wire import Task
from secondunit.wire.errors import BadInput

from .blueprint import ModelFile
from .licences import Commercial, strictest
from .listing import freely_licensed

SETTING = "noncommercial"
#: The blueprints whose models' terms the studio has settled by itself.
CLEARED = "cleared"
#: What is on board for a task that no free blueprint does: computed here, or a network under MIT.
ON_BOARD = {Task.RETIME: "retime_plate or retime_rife, on board"}


def require_commercial(blueprint: str, models: Sequence[ModelFile], task: Task) -> None:
    """Raise `BadInput` where a model forbids commercial work, or where nothing could be read of its licence.

    It names what is free instead, and how a studio says that it knows better.
    """
    bound = strictest(models)
    if bound is None or bound.terms.commercial not in (Commercial.NO, Commercial.UNKNOWN):
        return
    instead = ", ".join(freely_licensed(task)) or ON_BOARD.get(task, "")
    other = f", or choose one whose models are free for commercial work: {instead}" if instead else ""
    forbidden = bound.terms.commercial is Commercial.NO
    known = "which may not be used for commercial work" if forbidden else "whose licence is not known"
    settled = "has a licence of its own for it" if forbidden else "has read its licence"
    raise BadInput(
        f"{blueprint} needs {bound.model.name}, {known}. {bound.terms}",
        remedy=f"In the table comfyui of providers.toml, set {SETTING} = true if this show is not "
        f"commercial, or name the blueprint in {CLEARED} if the studio {settled}{other}.",
        where=SETTING,
    )
