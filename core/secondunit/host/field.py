"""A field of the panel: everything that is known of it, from its label to its way into a brief and out again.

What draws a panel asks a field; what makes a brief asks it too. Knows values only, no panel and no host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING

from secondunit.wire import Control, Format, FrameRange, Look, Rate, Scalar, Task
from secondunit.wire.errors import NothingSelected, SecondUnitError
from secondunit.wire.value import dataclass

from .choosing import is_elsewhere

if TYPE_CHECKING:
    from secondunit.wire import Brief, CameraTrack, Capability, Kind, Matte, Plate
    from secondunit.wire.intake import Intake
    from secondunit.wire.saved_look import SavedLook

    from .protocol import Shot

#: Whose a saved look is, behind its label.
WHOSE = {"mine": "yours", "show": "the show's"}
#: Before the name of a control of a kind or a model, as in the path of a problem: `controls.height`.
CONTROLS = "controls."


class FieldEditor(str, Enum):
    """What a field is edited by, where its kind of control does not say it."""

    CONTROL = "control"
    #: A text of several lines, with what was understood of it.
    PROSE = "prose"
    #: One of the choices that together say who makes it.
    MAKER = "maker"
    #: One of the looks of a kind, with their pictures; others can be saved.
    LOOK = "look"
    #: The path of a file, which is chosen.
    FILE = "file"
    #: Bodies in the way of an element, which are listed.
    OBSTACLES = "obstacles"
    #: A number of which one is as good as another: it can be drawn.
    DRAWN = "drawn"


@dataclass(frozen=True)
class Situation:
    """What a form is asked in: the task and the model that are chosen, and what there is to choose from.

    `value` gives a field's value, None where the field is not shown; `hand` is what was set by hand;
    `document` what the name of the open file says, `show` and `shot`.
    """

    task: Task
    capability: Capability | None
    tasks: tuple[Task, ...]
    #: The models that do the task.
    models: tuple[Capability, ...]
    kinds: tuple[Kind, ...]
    #: The kind whose controls stand in the form.
    kind: Kind | None
    capabilities: tuple[Capability, ...]
    matte: Matte | None
    #: The frame is to become larger.
    grows: bool
    hand: Mapping[str, Scalar]
    value: Callable[[str], Scalar | None]
    document: Mapping[str, str]
    #: The looks that somebody saved, of every kind.
    saved_looks: tuple[SavedLook, ...] = ()

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks of the kind whose controls stand in the form: its own, the show's, the user's."""
        if self.kind is None:
            return ()
        name = self.kind.name
        saved = (look for look in self.saved_looks if look.kind == name and look.usable)
        return self.kind.looks + tuple(
            Look(look.choice, f"{look.label} ({WHOSE[look.scope.value]})", look.settings, look.help)
            for look in saved
        )

    @property
    def elsewhere(self) -> bool:
        """Whether somebody else than this machine's simulator makes it."""
        return self.capability is not None and is_elsewhere(self.capability)

    @property
    def intake(self) -> Intake | None:
        """What the chosen model takes, where it says so."""
        return self.capability.intake if self.capability is not None else None


@dataclass(frozen=True)
class Basis:
    """What a brief is made on: the fields, the shot, the plate, the artist's frame, the host's camera."""

    table: tuple[Field, ...]
    situation: Situation
    shot: Shot | None
    plate: Plate | None
    frame: int | None
    camera: CameraTrack | None = None

    def at(self, path: str) -> object:
        """What the fields say for one place of the brief, one after the other; None where they are silent.

        A field that is not shown says nothing, unless it is `steady`.
        """
        value: object = None
        for field in self.table:
            if field.path == path and (field.steady or self.situation.value(field.name) is not None):
                value = field.enter(field, self, value)
        return value

    def value(self, field: Field) -> Scalar:
        """A field's value; of one that is not shown, what was set last, else what it begins with."""
        value = self.situation.value(field.name)
        return self.situation.hand.get(field.name, field.default) if value is None else value

    @property
    def frames(self) -> FrameRange:
        """The frames to make, with their handles; raises `NothingSelected` where nobody says them."""
        frames = self.at("frames")
        assert isinstance(frames, FrameRange)
        return frames

    @property
    def format(self) -> Format:
        """The format to make; raises `NothingSelected` where nobody says it."""
        format = self.at("format")
        assert isinstance(format, Format)
        return format

    @property
    def rate(self) -> Rate:
        """The rate to make it at; raises `NothingSelected` where nobody says it."""
        rate = self.at("rate")
        assert isinstance(rate, Rate)
        return rate

    @property
    def cut(self) -> bool:
        """Whether a plate is cut for somebody else's model."""
        return self.plate is not None and self.situation.elsewhere


def in_any_situation(_situation: Situation) -> bool:
    """A field that is always shown."""
    return True


def as_it_is(field: Field, _situation: Situation) -> Field:
    """A field that is the same in every situation."""
    return field


def in_letters(_situation: Situation, choice: str) -> tuple[str, str]:
    """A choice by its own name: `Half`; nothing is said of it."""
    return choice.replace("_", " ").capitalize(), ""


def nothing_more(_situation: Situation, _choice: str) -> Mapping[str, Scalar]:
    """A field that sets no other."""
    return {}


def no_place(_field: Field, _basis: Basis, _before: object) -> None:
    """A field that stands nowhere in a brief: it only sets others."""


#: What a value is in a brief, by its kind of control; else it is text.
_READ: dict[str, Callable[[Scalar], object]] = {"int": int, "float": float, "bool": bool}


def as_set(field: Field, basis: Basis, _before: object) -> object:
    """The field's value; an empty text is what `usual` says. Raises at the field."""
    value = basis.value(field)
    if field.usual is None:
        return _READ.get(field.kind, str)(value)
    text = str(value).strip()
    if text and field.parse is not None:
        try:
            return field.parse(text)
        except SecondUnitError as error:
            raise error.at(field.name) from None
    usual = field.usual(basis)
    if usual is None:
        raise NothingSelected(
            f"There is no plate to take the {field.name} from.",
            remedy=f"Choose a plate, or fill in {field.name}.",
            where=field.name,
        )
    return usual


def as_written(field: Field, brief: Brief) -> Scalar | None:
    """What stands at the field's place of a brief, as the field takes it."""
    value = reduce(getattr, field.path.split("."), brief)
    if isinstance(value, Enum):
        return str(value.value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def never(_field: Field, _brief: Brief) -> None:
    """A field that no brief says: another one has taken it in."""


@dataclass(frozen=True)
class Field(Control):
    """A control with its place in the brief, and the rules of when it is shown and what it becomes.

    `path` is where it stands in a brief (`delivery.depth`), also for a problem there. `shown` says whether it
    has a meaning in a situation, `fit` what of it is another there (its choices, its default). `parse` makes
    of a text what it stands for, or raises; `usual` is what an empty text comes to, None for nothing. `enter`
    gives what the brief has at `path`, with what an earlier field of the same path said; None leaves it to
    the brief. `leave` gives the field's value out of a brief, None where the brief leaves it open. `words`
    says a choice: its label and what one gets.
    """

    path: str = ""
    shown: Callable[[Situation], bool] = in_any_situation
    fit: Callable[[Field, Situation], Field] = as_it_is
    parse: Callable[[str], object] | None = None
    usual: Callable[[Basis], object] | None = None
    enter: Callable[[Field, Basis, object], object] = as_set
    leave: Callable[[Field, Brief], Scalar | None] = as_written
    words: Callable[[Situation, str], tuple[str, str]] = in_letters
    brings: Callable[[Situation, str], Mapping[str, Scalar]] = nothing_more
    #: What off and on come to, where "on" does not say it.
    states: tuple[str, str] = ("", "")
    editor: FieldEditor = FieldEditor.CONTROL
    #: Which files a dialog offers, in Qt's words: `Cameras (*.chan)`.
    files: str = ""
    #: Whoever makes it hangs on this: another value lets go of what does not fit any more.
    leads: bool = False
    #: Another value brings or takes other fields.
    opens: bool = False
    #: What is asked for and of whom: where it does not fit it is kept, and said at the field.
    asked: bool = False
    #: It goes into a brief also where it is not shown.
    steady: bool = False
    #: A choice that is not offered, or not yet, is no fault.
    open: bool = False
    #: Somebody's choice always: where the value comes from is not marked.
    unmarked: bool = False

    def __post_init__(self) -> None:
        if not self.path:
            object.__setattr__(self, "path", self.name)


_OF_CONTROL = tuple(part.name for part in fields(Control))


def field_of(control: Control) -> Field:
    """A control of a kind or a model as a field: it stands among the brief's controls."""
    values = {name: getattr(control, name) for name in _OF_CONTROL}
    listed = (control.name, control.kind) == ("obstacles", "text")
    editor = FieldEditor.OBSTACLES if listed else FieldEditor.CONTROL
    return Field(**values, path=CONTROLS + control.name, editor=editor)
