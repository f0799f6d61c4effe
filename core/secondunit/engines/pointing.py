"""Points and boxes of a brief as its model takes them: checked, and placed in what the model is shown.

A model sees the plate cut and scaled; where the plate's pixels are oblong it sees them square. It looks at
the brief and at what the model takes, at no file.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondunit.media.clips import Clip
from secondunit.wire import BoxPrompt, Brief, Fit, Intake, Need, PointPrompt, PreparedBox, PreparedPoint
from secondunit.wire.errors import BadInput, SecondUnitError

from .pieces import plate_frames, sends_plate

#: What each is called, and whether its model takes it.
_ROLES = ("points", "boxes")


def pointing_faults(brief: Brief, intake: Intake, clips: tuple[Clip, ...]) -> Iterator[SecondUnitError]:
    """What of points and boxes the model or the plate does not bear, and what it needs and has not."""
    for role in _ROLES:
        need, prompts = getattr(intake, role), getattr(brief, role)
        if prompts and need is Need.NONE:
            yield BadInput(
                f"This model takes no {role}.", remedy="Take them away, or choose another model.", where=role
            )
        elif prompts and (brief.plate is None or not sends_plate(brief, intake)):
            yield BadInput(
                f"There is no plate that the {role} are of.", remedy="Choose its plate.", where=role
            )
        elif prompts or need is Need.REQUIRED:
            yield from _misplaced(brief, intake, clips, role)


def require_pointing(brief: Brief, intake: Intake, clips: tuple[Clip, ...]) -> None:
    """Raise the first of the faults."""
    for fault in pointing_faults(brief, intake, clips):
        raise fault


def prepared_points(
    brief: Brief, intake: Intake, clip: Clip, number: int, fit: Fit
) -> tuple[PreparedPoint, ...]:
    """The points that a piece is asked with, in pixels of the picture that it is sent."""
    frames = plate_frames(brief, intake, clip, number)
    return tuple(
        PreparedPoint(*_placed(point.x, point.y, fit), frames.index(point.frame), point.negative)
        for point in brief.points
        if point.frame in frames
    )


def prepared_boxes(
    brief: Brief, intake: Intake, clip: Clip, number: int, fit: Fit
) -> tuple[PreparedBox, ...]:
    """The boxes that a piece is asked with, in pixels of the picture that is sent, within it."""
    frames = plate_frames(brief, intake, clip, number)
    boxes = []
    for box in brief.boxes:
        if box.frame in frames:
            left, top = _placed(box.x, box.y, fit)
            right, bottom = _placed(box.x + box.width, box.y + box.height, fit)
            boxes.append(PreparedBox(left, top, right - left, bottom - top, frames.index(box.frame)))
    return tuple(boxes)


def _misplaced(brief: Brief, intake: Intake, clips: tuple[Clip, ...], role: str) -> Iterator[SecondUnitError]:
    prompts: tuple[PointPrompt | BoxPrompt, ...] = getattr(brief, role)
    format = brief.plate.format if brief.plate is not None else brief.format
    for prompt in prompts:
        right = prompt.x + (prompt.width if isinstance(prompt, BoxPrompt) else 0.0)
        bottom = prompt.y + (prompt.height if isinstance(prompt, BoxPrompt) else 0.0)
        if right > format.width or bottom > format.height:
            yield BadInput(
                f"{prompt} lies outside of the plate's {format.width}x{format.height}.",
                remedy="Place it anew: places are pixels of the plate.", where=role,
            )  # fmt: skip
            return
    shown = [plate_frames(brief, intake, clip, number) for number, clip in enumerate(clips)]
    every = {frame for frames in shown for frame in frames}
    stray = next((prompt for prompt in prompts if prompt.frame not in every), None)
    if stray is not None:
        few = f"frame {min(every)}" if len(every) == 1 else f"frames {min(every)}-{max(every)}"
        yield BadInput(
            f"{stray} is at frame {stray.frame}; this model is shown {few}.",
            remedy="Place it there, or ask for other frames.", where=role,
        )  # fmt: skip
        return
    at = {prompt.frame for prompt in prompts}
    if getattr(intake, role) is Need.REQUIRED:
        bare = next((frames for frames in shown if not at.intersection(frames)), None)
        if bare is not None:
            where = f" in frames {bare[0]}-{bare[-1]}" if len(shown) > 1 and bare else ""
            yield BadInput(
                f"This model needs {role} of what is meant{where}; there are none.",
                remedy="Click on the plate, or drag a box around it.", where=role,
            )  # fmt: skip


def _placed(x: float, y: float, fit: Fit) -> tuple[float, float]:
    """A place of the plate in the picture that is sent, held within it."""
    region, inner = fit.region, fit.inner
    across = inner.x + (x - region.x) * inner.width / region.width
    down = inner.y + (y - region.y) * inner.height / region.height
    return min(max(across, 0.0), float(fit.size.width)), min(max(down, 0.0), float(fit.size.height))
