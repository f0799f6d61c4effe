"""The fields of the panel: what can be set, what was set by hand, what the prompt was understood to say.

A field is a wire `Control`, so the brief's own fields and a kind's controls are drawn alike. A kind's control
is named `controls.<name>`, as in the path of a problem. Knows no host and no service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

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
from secondunit.wire.brief import LARGEST_OVERSCAN, LARGEST_SEED, LONGEST_PROMPT, Task
from secondunit.wire.errors import BadPrompt

if TYPE_CHECKING:
    from secondunit.wire import Capability

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
    Control("provider", "Provider", "choice", default="onboard", choices=("onboard",), group="Provider",
            help="Who makes it; what its limits and terms are stands below"),
    Control("model", "Model", "choice", default="", choices=("",), group="Provider",
            help="Which of the provider's models makes it"),
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
    """Fields and their values: by hand, else from the camera, else from the prompt, else the default.

    Nothing here raises for what an artist types: a value that cannot be is kept as typed, with an error.
    """

    def __init__(self, kinds: tuple[Kind, ...] = ()) -> None:
        self.hand: dict[str, Scalar] = {}
        self.camera: dict[str, Scalar] = {}
        self.understood: dict[str, Scalar] = {}
        self.errors: dict[str, Problem] = {}
        self.kinds: tuple[Kind, ...] = ()
        self.capabilities: tuple[Capability, ...] = ()
        #: What the host would rather ask for than an element, where the chosen model does it.
        self.wish: Task | None = None
        self._by_name: dict[str, Control] = {}
        self.use_kinds(kinds)

    def use_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Offer these kinds; values by hand stay, also those of a kind that is not offered now."""
        self.kinds = kinds
        self._rebuild()

    def use_capabilities(self, capabilities: tuple[Capability, ...]) -> None:
        """Offer the providers and models that can make this kind."""
        self.capabilities = capabilities
        self._rebuild()

    def _rebuild(self) -> None:
        offered = {"kind": tuple(kind.name for kind in self.kinds), "provider": (), "model": ()}
        fitting = self._fitting()
        offered["provider"] = tuple(dict.fromkeys(one.provider for one in fitting))
        chosen = self.hand.get("provider", next(iter(offered["provider"]), ""))
        offered["model"] = tuple(one.model for one in fitting if one.provider == chosen)
        self._by_name = {
            field.name: replace(field, default=offered[field.name][0], choices=offered[field.name])
            if offered.get(field.name) else field
            for field in BRIEF_FIELDS
        }  # fmt: skip
        for control in self.kind_controls():
            self._by_name[CONTROLS + control.name] = control

    @property
    def kind(self) -> Kind | None:
        """The chosen kind, or None while the service has not named it."""
        chosen = self.hand.get("kind")
        first = self.kinds[0] if self.kinds else None
        return next((kind for kind in self.kinds if kind.name == chosen), first)

    @property
    def task(self) -> Task:
        """What the chosen model is asked for: what the host wishes, else an element, where it does so."""
        chosen = self.capability
        if chosen is not None and self.wish is not None and self.wish in chosen.tasks:
            return self.wish
        return Task.ELEMENT if chosen is None or Task.ELEMENT in chosen.tasks else chosen.tasks[0]

    @property
    def capability(self) -> Capability | None:
        """The chosen model of the chosen provider, or None while the service has named none."""
        chosen = (self.value("provider"), self.value("model"))
        return next((one for one in self._fitting() if (one.provider, one.model) == chosen), None)

    def choice_label(self, name: str, choice: str) -> str:
        """A choice in words: a kind, a provider or a model by its label, others by their name."""
        if name == "kind":
            found = next((kind.label for kind in self.kinds if kind.name == choice), "")
        elif name == "provider":
            found = next((one.label for one in self.capabilities if one.provider == choice), "")
        elif name == "model":
            provider = self.value("provider")
            named = (one for one in self.capabilities if (one.provider, one.model) == (provider, choice))
            found = next((one.model_label for one in named), "") or choice or "Simulation"
        else:
            found = ""
        return found or choice.replace("_", " ").capitalize()

    def handles(self) -> tuple[tuple[str, str], ...]:
        """Pairs of fields that one two-dimensional handle moves: a light's side and height, in degrees."""
        names = self._by_name
        return tuple(
            (name, name.removesuffix("_side") + "_height")
            for name, field in names.items()
            if name.endswith("_side") and field.unit == "deg"
            and names.get(name.removesuffix("_side") + "_height", field) is not field
            and names[name.removesuffix("_side") + "_height"].unit == "deg"
        )  # fmt: skip

    def _fitting(self) -> tuple[Capability, ...]:
        kind = self.kind.name if self.kind is not None else ""
        return tuple(
            one for one in self.capabilities
            if Task.ELEMENT not in one.tasks or not one.kinds or not kind or kind in one.kinds
        )  # fmt: skip

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
        """What would be used: by hand, else the camera's, else understood, else the default."""
        if name in self.hand:
            return self.hand[name]
        if name in self.camera and name in self._by_name:
            return self.camera[name]
        return self.understood.get(name, self._by_name[name].default)

    def is_set(self, name: str) -> bool:
        """Whether the artist set it by hand: then the prompt does not move it."""
        return name in self.hand

    def origin(self, name: str) -> str:
        """`hand`, `camera`, `prompt` or `default`: where the value comes from."""
        if name in self.hand:
            return "hand"
        if name in self.camera:
            return "camera"
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
        if name in ("kind", "provider"):
            self._rebuild()
        return problem

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide again."""
        self.hand.pop(name, None)
        self.errors.pop(name, None)
        if name in ("kind", "provider"):
            self._rebuild()

    def use_camera(self, values: Mapping[str, Scalar]) -> tuple[str, ...]:
        """Let a camera set controls, by their names; returns the labels of those it is out of range for.

        A value set by hand goes before the camera's.
        """
        fresh: dict[str, Scalar] = {}
        outside = []
        for control in self.kind_controls():
            if control.name in values:
                try:
                    fresh[CONTROLS + control.name] = control.read(values[control.name])
                except SecondUnitError:
                    outside.append(control.label)
        self.camera = fresh
        return tuple(outside)

    def replace(self, hand: Mapping[str, object]) -> None:
        """Take `hand` as everything that was set by hand."""
        self.hand.clear()
        self.errors.clear()
        for name in sorted(hand, key=lambda name: (name != "kind", name != "provider")):
            self.set(name, hand[name])

    def controls(self) -> dict[str, Scalar]:
        """The chosen kind's controls that hand or camera set and that are right, under their own names."""
        fixed = {**self.camera, **self.hand}
        return {
            control.name: fixed[CONTROLS + control.name]
            for control in self.kind_controls()
            if CONTROLS + control.name in fixed and CONTROLS + control.name not in self.errors
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
            elif (
                name not in self.hand
                and name not in self.camera
                and settings.get(control.name, control.default) != control.default
            ):
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
