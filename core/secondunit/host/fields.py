"""The fields of the panel: what can be set, what was set by hand, what the prompt was understood to say.

A field is a `Field`, so the brief's own and a kind's controls are drawn and used alike; a kind's control is
named `controls.<name>`, as in the path of a problem. Knows no host and no service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import Control, Kind, Problem, Scalar, SecondUnitError, Task

from . import brief_fields
from .brought import Brought
from .choosing import fitting, goes_on, is_elsewhere, tasks_of
from .field import CONTROLS, Situation, field_of, in_letters, nothing_more
from .field_rules import BY_WORDS, look_settings

if TYPE_CHECKING:
    from secondunit.wire import Capability, Matte
    from secondunit.wire.capability import Absent
    from secondunit.wire.saved_look import SavedLook

    from .field import Field


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
        self._worded = ""
        self.capabilities: tuple[Capability, ...] = ()
        self._wish: Task | None = None
        self._matte: Matte | None = None
        self._document: Mapping[str, str] = {}
        #: The providers of the show that cannot be had now, and why.
        self.absent: tuple[Absent, ...] = ()
        self._replacing = False
        self._brought = Brought(self.hand)
        self.saved_looks: tuple[SavedLook, ...] = ()
        self._by_name: dict[str, Field] = {}
        self._situation = self._asked_in(Task.ELEMENT, None)
        self.use_kinds(kinds)

    def use_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Offer these kinds; values by hand stay, also those of a kind that is not offered now."""
        self.kinds = kinds
        self._rebuild()

    def use_looks(self, looks: tuple[SavedLook, ...]) -> None:
        """Offer these looks, which somebody saved, beside those of the kinds."""
        self.saved_looks = looks
        self._rebuild()

    def with_look(self, choice: str) -> dict[str, Scalar]:
        """What the controls that a look changes would come to, and those that the look before it brought."""
        settings = look_settings(self._situation, choice)
        values = {name: self._otherwise(name) for name in self._brought.names if name in self._by_name}
        return {**values, **{name: value for name, value in settings.items() if name in self._by_name}}

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
        several = [candidate is not None and len(candidate.frames) > 1 for candidate in (matte, self._matte)]
        self._matte = matte
        if several[0] is not several[1]:
            self._rebuild()

    def use_document(self, names: Mapping[str, str]) -> bool:
        """What the open file's name says of `show` and `shot`, until a hand does; true where that is new."""
        if new := names != self._document:
            self._document = dict(names)
            self._rebuild()
        return new

    @property
    def grows(self) -> bool:
        """Whether the frame is to be made larger: an extension that is not one in time."""
        capability = self.capability
        in_time = self.wish is Task.EXTEND and capability is not None and goes_on(capability, Task.EXTEND)
        return self.task is Task.EXTEND and not in_time

    @property
    def situation(self) -> Situation:
        """What the form is asked in now: task, model, and what there is to choose from."""
        return self._situation

    def _asked_in(self, task: Task, capability: Capability | None) -> Situation:
        return Situation(
            task, capability, tasks_of(self.capabilities), self._fitting(), self.kinds, self.kind,
            self.capabilities, self._matte, task is Task.EXTEND and self.grows, self.hand, self._value_of,
            self._document, self.saved_looks,
        )  # fmt: skip

    def _value_of(self, name: str) -> Scalar | None:
        return self.value(name) if name in self._by_name else None

    def _rebuild(self) -> None:
        """Which fields there are: first those that the others hang on, then what these bring."""
        before = self._situation.kind
        table = brief_fields.BRIEF_FIELDS
        first = self._asked_in(self._wanted_task(), None)
        self._by_name = {field.name: field.fit(field, first) if field.leads else field for field in table}
        self._situation = situation = self._asked_in(self.task, self.capability)
        for field in table:
            if not field.shown(situation):
                del self._by_name[field.name]
            elif not field.leads:
                self._by_name[field.name] = field.fit(field, situation)
        for control in self.kind_controls():
            self._by_name[CONTROLS + control.name] = field_of(control)
        if before is not None and situation.kind is not None and before.name != situation.kind.name:
            self._brought.take_back()

    @property
    def kind(self) -> Kind | None:
        """The kind whose controls stand here: the chosen one, else the one that the words ask for, else the
        only one there is; None while that is open."""
        name = self.chosen_kind or self._worded
        only = self.kinds[0] if len(self.kinds) == 1 else None
        return next((kind for kind in self.kinds if kind.name == name), only)

    @property
    def chosen_kind(self) -> str:
        """The name of the kind that was chosen; empty where the prompt says it."""
        name = str(self.hand.get("kind", BY_WORDS))
        return "" if name == BY_WORDS else name

    @property
    def task(self) -> Task:
        """What is asked for: by hand, else what the host wishes, else an element, as far as it is done."""
        task, capability = self._wanted_task(), self.capability
        if capability is not None and task not in capability.tasks:
            return Task.ELEMENT if Task.ELEMENT in capability.tasks else capability.tasks[0]
        return task

    def _wanted_task(self) -> Task:
        offered = tasks_of(self.capabilities)
        by_hand = self.hand.get("task", "")
        if by_hand in offered:
            return Task(by_hand)
        if self.wish is not None and any(goes_on(capability, self.wish) for capability in self.capabilities):
            return self.wish
        if not offered:
            return Task.ELEMENT
        named = (self.hand.get("provider"), self.hand.get("model", ""))
        models = (model for model in self.capabilities if (model.provider, model.model) == named)
        own = next(models, None)
        if own is None or own.tasks[0] not in offered:
            own = next(capability for capability in self.capabilities if capability.tasks[0] in offered)
            return Task.ELEMENT if Task.ELEMENT in offered else own.tasks[0]
        return Task.ELEMENT if Task.ELEMENT in own.tasks else own.tasks[0]

    @property
    def capability(self) -> Capability | None:
        """The chosen model of the chosen provider, or None while the service has named none."""
        choice = (self.value("provider"), self.value("model"))
        models = (model for model in self._fitting() if (model.provider, model.model) == choice)
        return next(models, None)

    def choice_label(self, name: str, choice: str) -> str:
        """A choice in words: a kind, a provider or a model by its label, others by their name."""
        return self.choice_words(name, choice)[0]

    def choice_words(self, name: str, choice: str) -> tuple[str, str]:
        """A choice in words, and what one gets; the second may be empty."""
        field = self._by_name.get(name) or brief_fields.brief_field(name)
        label, help = field.words(self._situation, choice)
        return label or in_letters(self._situation, choice)[0], help

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
        kind, capability = self.kind, self.capability
        if capability is not None and is_elsewhere(capability):
            group = capability.model_label or capability.label
            return tuple(replace(control, group=control.group or group) for control in capability.controls)
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

    def __getitem__(self, name: str) -> Field:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def value(self, name: str) -> Scalar:
        """What would be used: by hand, else the camera's, else understood, else the default."""
        return self.hand[name] if name in self.hand else self._otherwise(name)

    def _otherwise(self, name: str) -> Scalar:
        if name in self.camera and name in self._by_name:
            return self.camera[name]
        field = self._by_name.get(name) or brief_fields.brief_field(name)
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
            if name in self._by_name:
                value = value if self._by_name[name].open else self._by_name[name].read(value)
        else:
            self.errors[name] = problem
        self.hand[name] = value if isinstance(value, (bool, int, float, str)) else str(value)
        field = self._by_name.get(name)
        if name in brief_fields.leading():
            self.understood.clear()
            self._rebuild()
            self._forget_unfit(name)
        elif field is not None and field.opens:
            self._rebuild()
        if field is not None and field.brings is not nothing_more and problem is None:
            if not self._replacing:
                self._brought.take_back()
            values = field.brings(self._situation, str(value))
            self._brought.bring(name, str(value), values, known=self._replacing)
            for other in values:
                self.errors.pop(other, None)
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
        for name in [field for field in self.hand if field.startswith(CONTROLS)]:
            unfit = name in self._by_name and self._check(name, self.hand[name]) is not None
            if unfit and name not in self.errors:
                del self.hand[name]
        for name in [field for field in self.errors if field not in self._by_name]:
            del self.errors[name]
            self.hand.pop(name, None)

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide again."""
        if self._brought.is_at(name):
            self._brought.take_back()
        self.hand.pop(name, None)
        self.errors.pop(name, None)
        field = self._by_name.get(name)
        if name in brief_fields.leading() or (field is not None and field.opens):
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
        self._brought.forget()
        self._replacing = True
        leading = brief_fields.leading()
        for name in sorted(hand, key=lambda name: leading.index(name) if name in leading else len(leading)):
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

    def take_kind(self, name: str) -> bool:
        """Take in which kind the words ask for; true where other controls stand here now."""
        before = self.kind
        if any(kind.name == name for kind in self.kinds):
            self._worded = name
        if self.kind is before:
            return False
        self._rebuild()
        return True

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
        if field is None or (field.open and isinstance(value, str)):
            return None
        try:
            empty = value == "" and field.usual is not None
            if field.parse is not None and isinstance(value, str) and not empty:
                field.parse(value)
            field.read(value)
        except SecondUnitError as error:
            problem = error.problem
            return Problem(problem.code, problem.message, problem.remedy, problem.kept, name)
        return None
