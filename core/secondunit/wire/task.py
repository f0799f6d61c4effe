"""What a brief asks for, and the most that one may say.

Apart from the brief: a panel knows tasks before it makes a brief.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from .intake import Form

if TYPE_CHECKING:
    from .plate import Matte

LONGEST_PROMPT = 10_000
LARGEST_SEED = 2**32 - 1
LARGEST_OVERSCAN = 2048


class Task(str, Enum):
    """What a brief asks for."""

    ELEMENT = "element"
    IMAGE = "image"
    VIDEO = "video"
    INPAINT = "inpaint"
    EXTEND = "extend"
    RESTYLE = "restyle"
    MATTE = "matte"
    UPSCALE = "upscale"
    RETIME = "retime"
    DENOISE = "denoise"
    FLOW = "flow"
    CROWD = "crowd"
    PERFORMANCE = "performance"


#: Tasks that fill a frame from others of its shot.
FROM_OTHERS = (Task.INPAINT, Task.EXTEND)
#: Tasks whose result follows the plate's motion or is worth nothing, and those where one picture may do.
_FOLLOWS, _MAY_STAND = (
    (Task.UPSCALE, Task.MATTE, Task.RESTYLE, Task.DENOISE, Task.FLOW, Task.CROWD, Task.PERFORMANCE),
    (Task.IMAGE, Task.INPAINT, Task.EXTEND),
)


def usually_every_frame(task: Task, result: Form, matte: Matte | None = None) -> bool:
    """Whether a model of single pictures makes every frame by itself, where the artist does not say.

    Under a `matte` of several frames one picture of one of them would change pixels outside the others'.
    """
    if task is Task.INPAINT and matte is not None and len(matte.frames) > 1:
        return True
    return task in _FOLLOWS or (result is not Form.STILL and task not in _MAY_STAND)
