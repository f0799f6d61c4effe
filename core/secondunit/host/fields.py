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
    Sides,
    Task,
    check_name,
)
from secondunit.wire.brief import LONGEST_PROMPT
from secondunit.wire.errors import BadPrompt, WrongType

from .brief_fields import BRIEF_FIELDS, BY_WORDS, DEFAULTS, shown
from .choosing import fitting, is_elsewhere, task_label, tasks_of

if TYPE_CHECKING:
    from secondunit.wire import Capability, Matte
    from secondunit.wire.capability import Absent

CONTROLS = "controls."

_READERS: dict[str, Callable[[str], object]] = {
    "frames": FrameRange.parse,
    "format": Format.parse,
    "rate": Rate.parse,
    "plate_frame": lambda text: _frame(text),
}
#: What the other fields hang on: a change of one may bring and take others.
_LEADING = ("task", "kind", "provider", "model")


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
        self._wish: Task | None = None
        self._matte: Matte | None = None
        #: The providers of the show that cannot be had now, and why.
        self.absent: tuple[Absent, ...] = ()
        self._replacing = False
        self._by_name: dict[str, Control] = {}
        self.use_kinds(kinds)

    def use_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Offer these kinds; values by hand stay, also those of a kind that is not offered now."""
        self.kinds = kinds
        self._rebuild()

    def use_capabilities(self, capabilities: tuple[Capability, ...], absent: tuple[Absent, ...] = ()) -> None:
        """Offer these providers and models; `absent` are those that cannot be had now, and why."""
        self.capabilities, self.absent = capabilities, absent
        self._rebuild()

    @property
    def wish(self) -> Task | None:
        """What the host would rather ask for than an element, where a model does it."""
        return self._wish

    @wish.setter
    def wish(self, wish: Task | None) -> None:
        if wish is not self._wish:
            self._wish = wish
            self._rebuild()

    def use_matte(self, matte: Matte | None) -> None:
        """The matte that is chosen: one of several frames has every frame made by itself."""
        several = [one is not None and len(one.frames) > 1 for one in (matte, self._matte)]
        self._matte = matte
        if several[0] is not several[1]:
            self._rebuild()

    @property
    def grows(self) -> bool:
        """Whether the frame is to be made larger: an extension that is not one in time."""
        chosen = self.capability
        in_time = self.wish is Task.EXTEND and chosen is not None and _goes_on(chosen, Task.EXTEND)
        return self.task is Task.EXTEND and not in_time

    def _rebuild(self) -> None:
        tasks = tasks_of(self.capabilities)
        models = self._fitting()
        offered: dict[str, tuple[str, ...]] = {
            "kind": (BY_WORDS, *(kind.name for kind in self.kinds)),
            "task": tuple(task.value for task in tasks),
            "provider": tuple(dict.fromkeys(one.provider for one in models)),
        }
        chosen = self.hand.get("provider", next(iter(offered["provider"]), ""))
        offered["model"] = tuple(one.model for one in models if one.provider == chosen)
        self._by_name = {
            field.name: replace(field, default=offered[field.name][0], choices=offered[field.name])
            if offered.get(field.name) else field
            for field in BRIEF_FIELDS
        }  # fmt: skip
        if "task" in self._by_name and tasks:
            self._by_name["task"] = replace(self._by_name["task"], default=self._wanted_task().value)
        offer = shown(self.task, self.capability, len(tasks) > 1, self.grows, self._matte)
        kept = {field.name: field for field in offer}
        every = kept.get("every_frame")
        if every is not None and self.hand.get("every_frame", every.default):
            kept.pop("plate_frame", None)  # no frame of the plate stands for the others
        self._by_name = {
            name: kept[name] if name in ("factor", "every_frame", "sides", "slower") else field
            for name, field in self._by_name.items() if name in kept
        }  # fmt: skip
        for control in self.kind_controls():
            self._by_name[CONTROLS + control.name] = control

    @property
    def kind(self) -> Kind | None:
        """The kind whose controls stand here, or None while the service has named none: the chosen one, the
        first where the prompt says it."""
        chosen = self.hand.get("kind")
        first = self.kinds[0] if self.kinds else None
        return next((kind for kind in self.kinds if kind.name == chosen), first)

    @property
    def chosen_kind(self) -> str:
        """The name of the kind that was chosen; empty where the prompt says it."""
        chosen = str(self.hand.get("kind", BY_WORDS))
        return "" if chosen == BY_WORDS else chosen

    @property
    def task(self) -> Task:
        """What is asked for: by hand, else what the host wishes, else an element, as far as it is done."""
        task, chosen = self._wanted_task(), self.capability
        if chosen is not None and task not in chosen.tasks:
            return Task.ELEMENT if Task.ELEMENT in chosen.tasks else chosen.tasks[0]
        return task

    def _wanted_task(self) -> Task:
        offered = tasks_of(self.capabilities)
        by_hand = self.hand.get("task", "")
        if by_hand in offered:
            return Task(by_hand)
        if self.wish is not None and any(_goes_on(one, self.wish) for one in self.capabilities):
            return self.wish
        if not offered:
            return Task.ELEMENT
        named = (self.hand.get("provider"), self.hand.get("model", ""))
        own = next((one for one in self.capabilities if (one.provider, one.model) == named), None)
        if own is None or own.tasks[0] not in offered:
            own = next(one for one in self.capabilities if one.tasks[0] in offered)
            return Task.ELEMENT if Task.ELEMENT in offered else own.tasks[0]
        return Task.ELEMENT if Task.ELEMENT in own.tasks else own.tasks[0]

    @property
    def capability(self) -> Capability | None:
        """The chosen model of the chosen provider, or None while the service has named none."""
        chosen = (self.value("provider"), self.value("model"))
        return next((one for one in self._fitting() if (one.provider, one.model) == chosen), None)

    def choice_label(self, name: str, choice: str) -> str:
        """A choice in words: a kind, a provider or a model by its label, others by their name."""
        if name == "kind":
            labels = {BY_WORDS: "As the prompt says"} | {kind.name: kind.label for kind in self.kinds}
            found = labels.get(choice, "")
        elif name == "provider":
            found = next((one.label for one in self.capabilities if one.provider == choice), "")
        elif name == "task":
            found = task_label(choice)
        elif name == "model":
            provider = self.value("provider")
            named = (one for one in self.capabilities if (one.provider, one.model) == (provider, choice))
            found = next((one.model_label for one in named), "") or choice or "Simulation"
        else:
            found = Sides(choice).words.capitalize() if name == "sides" else ""
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
        return fitting(self.capabilities, self._wanted_task(), self.chosen_kind)

    def kind_controls(self) -> tuple[Control, ...]:
        """The controls of the chosen kind, or those of the model where somebody else makes it."""
        kind, chosen = self.kind, self.capability
        if chosen is not None and is_elsewhere(chosen):
            group = chosen.model_label or chosen.label
            return tuple(replace(one, group=one.group or group) for one in chosen.controls)
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
        field = self._by_name.get(name) or DEFAULTS[name]
        return self.understood.get(name, field.default)

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
        if name in _LEADING:
            self.understood.clear()
            self._rebuild()
            self._forget_unfit(name)
        elif name == "every_frame":
            self._rebuild()
        return problem

    def _forget_unfit(self, changed: str) -> None:
        """Let go of what another task, provider or model does not have: who made the last, its settings."""
        if not self.capabilities or self._replacing:
            return
        for name in ("provider", "model"):
            if changed != name and name in self.hand and self.hand[name] not in self._by_name[name].choices:
                del self.hand[name]
                self.errors.pop(name, None)
                self._rebuild()
        for name in [one for one in self.hand if one.startswith(CONTROLS)]:
            unfit = name in self._by_name and self._check(name, self.hand[name]) is not None
            if unfit and name not in self.errors:
                del self.hand[name]
        for name in [one for one in self.errors if one not in self._by_name]:
            del self.errors[name]
            self.hand.pop(name, None)

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide again."""
        self.hand.pop(name, None)
        self.errors.pop(name, None)
        if name in (*_LEADING, "every_frame"):
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
        self._replacing = True
        for name in sorted(hand, key=lambda one: _LEADING.index(one) if one in _LEADING else len(_LEADING)):
            self.set(name, hand[name])
        self._replacing = False
        self._rebuild()

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


def _frame(text: str) -> int:
    """The number of a frame as typed; raises `WrongType`."""
    try:
        return int(text)
    except ValueError:
        raise WrongType(f"{text[:20]!r} is no frame's number.", remedy="For example 1001.") from None


def _goes_on(capability: Capability, wish: Task) -> bool:
    """Whether a model does what a host wishes of moving footage: those who say what they take in numbers
    extend the frame, not the shot."""
    return wish in capability.tasks and (wish is not Task.EXTEND or capability.intake is None)
