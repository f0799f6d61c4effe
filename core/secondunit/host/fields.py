"""The fields of the panel: what can be set, what was set by hand, what the prompt was understood to say.

A field is a wire `Control`, so the brief's own fields and a kind's controls are drawn alike. A kind's control
is named `controls.<name>`, as in the path of a problem. Knows no host and no service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from secondunit.wire import (
    Control,
    Format,
    FrameRange,
    Kind,
    Problem,
    Rate,
    Scalar,
    SecondUnitError,
    check_name,
)
from secondunit.wire.brief import LARGEST_OVERSCAN, LARGEST_SEED, LONGEST_PROMPT
from secondunit.wire.errors import BadPrompt

CONTROLS = "controls."

#: The brief's own fields, in the order a panel shows them.
BRIEF_FIELDS = (
    Control("show", "Show", "text", default="show", group="Shot",
            help="The show's name; its folder and rules come from the service"),
    Control("shot", "Shot", "text", default="shot", group="Shot", help="The shot's name, for example sh010"),
    Control("element", "Element", "text", default="smoke", group="Shot",
            help="What the takes are called: sh010/smoke_left v003"),
    Control("kind", "Kind", "choice", default="smoke", choices=("smoke",), group="Brief",
            help="The kind of element to make"),
    Control("prompt", "Prompt", "text", default="", group="Brief",
            help="The element in a sentence; what is understood moves the sliders, and your own sliders win"),
    Control("seed", "Seed", "int", default=1, minimum=0, maximum=LARGEST_SEED, step=1, group="Brief",
            help="Another seed gives another element of the same kind; the same seed the same pixels"),
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
)  # fmt: skip

_READERS: dict[str, Callable[[str], object]] = {
    "frames": FrameRange.parse,
    "format": Format.parse,
    "rate": Rate.parse,
}


class Fields:
    """Fields and their values: by hand, else as understood from the prompt, else the default.

    Nothing here raises for what an artist types: a value that cannot be is kept as typed, with an error.
    """

    def __init__(self, kinds: tuple[Kind, ...] = ()) -> None:
        self.hand: dict[str, Scalar] = {}
        self.understood: dict[str, Scalar] = {}
        self.errors: dict[str, Problem] = {}
        self.kinds: tuple[Kind, ...] = ()
        self._by_name: dict[str, Control] = {}
        self.use_kinds(kinds)

    def use_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Offer these kinds; values by hand stay, also those of a kind that is not offered now."""
        self.kinds = kinds
        self._rebuild()

    def _rebuild(self) -> None:
        names = tuple(kind.name for kind in self.kinds) or ("smoke",)
        fields = [
            Control("kind", f.label, "choice", default=names[0], choices=names, group=f.group, help=f.help)
            if f.name == "kind" else f
            for f in BRIEF_FIELDS
        ]  # fmt: skip
        self._by_name = {field.name: field for field in fields}
        for control in self.kind_controls():
            self._by_name[CONTROLS + control.name] = control

    @property
    def kind(self) -> Kind | None:
        """The chosen kind, or None while the service has not named it."""
        chosen = self.hand.get("kind")
        first = self.kinds[0] if self.kinds else None
        return next((kind for kind in self.kinds if kind.name == chosen), first)

    def kind_controls(self) -> tuple[Control, ...]:
        """The controls of the chosen kind."""
        kind = self.kind
        return kind.controls if kind is not None else ()

    def names(self) -> tuple[str, ...]:
        """Every field's name, in the order of the panel."""
        return tuple(self._by_name)

    def grouped(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The names by group, in order; a kind's controls without a group come under the kind's label."""
        groups: dict[str, list[str]] = {}
        kind = self.kind
        for name, field in self._by_name.items():
            group = field.group or (kind.label if kind is not None else "Controls")
            groups.setdefault(group, []).append(name)
        for group, names in groups.items():
            yield group, tuple(names)

    def __getitem__(self, name: str) -> Control:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def value(self, name: str) -> Scalar:
        """What would be used: by hand, else understood, else the default."""
        if name in self.hand:
            return self.hand[name]
        return self.understood.get(name, self._by_name[name].default)

    def is_set(self, name: str) -> bool:
        """Whether the artist set it by hand: then the prompt does not move it."""
        return name in self.hand

    def origin(self, name: str) -> str:
        """`hand`, `prompt` or `default`: where the value comes from."""
        if name in self.hand:
            return "hand"
        return "prompt" if name in self.understood else "default"

    def set(self, name: str, value: object) -> Problem | None:
        """Set a field by hand; a value it does not take is kept as typed; returns what is wrong."""
        problem = self._check(name, value)
        if problem is None:
            self.errors.pop(name, None)
            if name in self._by_name and not (name in _READERS and value == ""):
                value = self._by_name[name].read(value)
        else:
            self.errors[name] = problem
        self.hand[name] = value if isinstance(value, (bool, int, float, str)) else str(value)
        if name == "kind":
            self.understood.clear()
            self._rebuild()
        return problem

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide again."""
        self.hand.pop(name, None)
        self.errors.pop(name, None)
        if name == "kind":
            self._rebuild()

    def replace(self, hand: Mapping[str, object]) -> None:
        """Take `hand` as everything that was set by hand."""
        self.hand.clear()
        self.errors.clear()
        for name in sorted(hand, key=lambda name: name != "kind"):
            self.set(name, hand[name])

    def controls(self) -> dict[str, Scalar]:
        """The chosen kind's controls that were set by hand and are right, under their own names."""
        return {
            control.name: self.hand[CONTROLS + control.name]
            for control in self.kind_controls()
            if CONTROLS + control.name in self.hand and CONTROLS + control.name not in self.errors
        }

    def understand(self, settings: Mapping[str, Scalar], words: Mapping[str, Scalar]) -> bool:
        """Show what an estimate would use on the sliders that are not set by hand; true when any moved.

        `settings` is every control as it would be used, `words` the controls that the prompt named.
        """
        fresh: dict[str, Scalar] = {}
        for control in self.kind_controls():
            name = CONTROLS + control.name
            if control.name in words:
                fresh[name] = words[control.name]
            elif name not in self.hand and settings.get(control.name, control.default) != control.default:
                fresh[name] = settings[control.name]
        moved = fresh != self.understood
        self.understood = fresh
        return moved

    def _check(self, name: str, value: object) -> Problem | None:
        """Why a field does not take a value, or None. An unknown control waits for its kind, unread."""
        field = self._by_name.get(name)
        if field is None:
            return None
        try:
            if name == "prompt" and isinstance(value, str) and len(value) > LONGEST_PROMPT:
                raise BadPrompt(
                    f"The prompt has {len(value):,} characters; {LONGEST_PROMPT:,} is the most.",
                    remedy="Say it in fewer words.",
                )
            read = field.read(value)
            if name in ("show", "shot", "element"):
                check_name(name, str(read))
            if name in _READERS and read != "":
                _READERS[name](str(read))
        except SecondUnitError as error:
            problem = error.problem
            return Problem(problem.code, problem.message, problem.remedy, problem.kept, name)
        return None
