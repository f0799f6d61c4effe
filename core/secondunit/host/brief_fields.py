"""The brief's own fields, and which of them a panel shows for a task and a model. Knows values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import Control, Sides, Task
from secondunit.wire.brief import LARGEST_OVERSCAN, LARGEST_SEED, usually_every_frame
from secondunit.wire.retime import slower_text

from .choosing import is_elsewhere

if TYPE_CHECKING:
    from secondunit.wire import Capability, Matte

#: What an upscale multiplies each side by, where the model leaves it to the artist.
FACTORS = ("2", "4")
#: How many times slower a retime is, where the model leaves it to the artist.
SPEEDS = ("2", "4", "8")
#: The choice of a kind that leaves it to the prompt's words.
BY_WORDS = "words"
#: What an extension adds on each side until the artist says otherwise, in pixels.
USUAL_MARGIN = 128

#: The widest fade of an edit into the plate that the panel offers, in pixels: its slider stays fine enough.
LARGEST_FEATHER = 256.0
#: What a field that is on or off comes to, where "on" does not say it: off, on.
MEANINGS = {"every_frame": ("One picture, held", "Every frame by itself")}
#: Tasks in which a matte says what of the answer the take shows.
_MATTED = (Task.INPAINT, Task.RESTYLE)

#: The brief's own fields, in the order a panel shows them.
BRIEF_FIELDS = (
    Control("show", "Show", "text", default="show", group="Shot",
            help="The show's name; its folder and rules come from the service"),
    Control("shot", "Shot", "text", default="shot", group="Shot", help="The shot's name, for example sh010"),
    Control("element", "Element", "text", default="smoke", group="Shot",
            help="What the takes are called: sh010/smoke_left v003"),
    Control("kind", "Kind", "choice", default=BY_WORDS, choices=(BY_WORDS,), group="Brief",
            help="The kind of element to make: the one that the prompt asks for, or a chosen one that any "
                 "words are taken for"),
    Control("every_frame", "Every frame", "bool", default=False, group="Brief",
            help="This model makes single pictures: on, each frame is made and paid for by itself, and may "
                 "flicker; off, one picture is held over the shot"),
    Control("plate_frame", "Plate frame", "text", default="", group="Brief",
            help="The one frame of the plate that this model works on; its picture is held over the shot. "
                 "Empty for the frame you stand on"),
    Control("prompt", "Prompt", "text", default="", group="Brief",
            help="The element in a sentence; what is understood moves the sliders, and your own sliders win"),
    Control("seed", "Seed", "int", default=1, minimum=0, maximum=LARGEST_SEED, step=1, group="Brief",
            help="Another seed gives another element of the same kind; the same seed the same pixels"),
    Control("task", "Task", "choice", default="element", choices=("element",), group="Provider",
            help="What is asked for"),
    Control("provider", "Provider", "choice", default="onboard", choices=("onboard",), group="Provider",
            help="Who makes it; what its limits and terms are stands below"),
    Control("model", "Model", "choice", default="", choices=("",), group="Provider",
            help="Which of the provider's models makes it"),
    Control("margin", "Extend by", "int", "px", default=USUAL_MARGIN, minimum=1, maximum=LARGEST_OVERSCAN,
            step=1, group="Brief", help="Pixels that are added on each side that becomes larger"),
    Control("sides", "Sides", "choice", default=Sides.ALL.value, choices=tuple(one.value for one in Sides),
            group="Brief", help="Which sides of the frame become larger"),
    Control("factor", "Enlarge", "choice", default=FACTORS[0], choices=FACTORS, group="Brief",
            help="What each side of the frame is multiplied by"),
    Control("slower", "Times slower", "choice", default=SPEEDS[0], choices=SPEEDS, group="Brief",
            help="How many frames are made of one of the plate's"),
    Control("feather", "Feather", "float", "px", default=0.0, minimum=0.0, maximum=LARGEST_FEATHER, step=0.5,
            group="Brief",
            help="How far inward from the matte's edge the edit fades into the plate, which shows there; "
                 "0 takes the matte as it is, hard or soft"),
    Control("frames", "Frames", "text", default="", group="Frames",
            help="For example 1001-1048; empty for the plate's frames within the shot"),
    Control("handles", "Handles", "int", "frames", default=0, minimum=0, maximum=500, step=1, group="Frames",
            help="Frames more at both ends of the range"),
    Control("format", "Format", "text", default="", group="Frames",
            help="For example 1920x1080, or 2048x1716*2 for anamorphic; empty for the plate's format"),
    Control("rate", "Rate", "text", "fps", default="", group="Frames",
            help="An exact rate, for example 24 or 24000/1001; empty for the plate's rate"),
    Control("depth", "Depth", "choice", default="half", choices=("half", "float"), group="Delivery",
            help="How precisely the EXR files hold the pixels"),
    Control("compression", "Compression", "choice", default="zip", choices=("zip", "dwaa"), group="Delivery",
            help="zip loses nothing; dwaa makes smaller files"),
    Control("overscan", "Overscan", "int", "px", default=0, minimum=0, maximum=LARGEST_OVERSCAN, step=1,
            group="Delivery", help="Pixels more on every side, for camera shake or lens distortion later"),
    Control("passes", "Passes", "bool", default=True, group="Delivery",
            help="Write light passes, depth, motion and density beside the beauty"),
    Control("use", "Described use", "text", default="", group="Cast",
            help="What the people who are seen agreed to, in the words of their consent; "
                 "needed where a performer is seen in what leaves"),
)  # fmt: skip
DEFAULTS = {field.name: field for field in BRIEF_FIELDS}


def shown(
    task: Task, chosen: Capability | None, several: bool, grows: bool, matte: Matte | None = None
) -> Iterator[Control]:
    """The fields that have a meaning for a task and a model.

    `several` tasks can be chosen from; `grows`: the frame is to become larger; `matte` is the chosen one.
    """
    elsewhere = chosen is not None and is_elsewhere(chosen)
    intake = chosen.intake if chosen is not None else None
    for field in BRIEF_FIELDS:
        name = field.name
        if name == "factor" and intake is not None and intake.scale > 1:
            field = replace(field, default=str(intake.scale), choices=(str(intake.scale),))
        if name == "slower" and intake is not None and intake.slower:
            speeds = tuple(slower_text(times) for times in intake.slower)
            field = replace(field, default=speeds[0], choices=speeds)
        if name == "every_frame" and intake is not None:
            field = replace(field, default=usually_every_frame(task, intake.result, matte))
        if name == "sides" and intake is not None and intake.sides:
            choices = tuple(one.value for one in intake.sides)
            field = replace(field, default=choices[0], choices=choices)
        hidden = (
            (name == "task" and not several)
            or (name in ("kind", "passes", "overscan") and elsewhere and task is not Task.ELEMENT)
            or (name in ("margin", "sides") and not (grows and elsewhere))
            or (name == "factor" and (task is not Task.UPSCALE or not elsewhere))
            or (name == "slower" and (task is not Task.RETIME or not elsewhere))
            or (name == "feather" and not (elsewhere and task in _MATTED))
            or (name == "every_frame" and not single_pictures(chosen))
            or (name == "plate_frame" and not one_frame(chosen))
            or (name == "use" and not (chosen is not None and chosen.leaves))
        )
        if not hidden:
            yield field


def single_pictures(chosen: Capability | None) -> bool:
    """Whether a model makes one picture of one frame of a plate, so that there is a choice for a shot."""
    intake = chosen.intake if chosen is not None else None
    if intake is None or intake.plate.value == "none":
        return False
    longest = max(intake.clips) if intake.clips else intake.most_frames
    return intake.result.value == "still" or longest == 1


def one_frame(chosen: Capability | None) -> bool:
    """Whether a model works on one frame of a plate."""
    intake = chosen.intake if chosen is not None else None
    if intake is None or intake.plate.value == "none":
        return False
    return intake.plate_form.value == "still" or single_pictures(chosen)
