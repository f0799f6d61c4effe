"""What a prompt was read as, while it is read and after. Knows controls and no word."""

from __future__ import annotations

from dataclasses import dataclass, field

from secondunit.wire.control import Control, Scalar
from secondunit.wire.errors import BadValue
from secondunit.wire.frozen import FrozenMap

from .english import FAR
from .lexicon import Lexicon


@dataclass(frozen=True)
class Understanding:
    """What a prompt was taken to mean: controls, the word that set each, and the words not understood."""

    settings: FrozenMap[Scalar] = field(default_factory=FrozenMap)
    words: tuple[tuple[str, str, Scalar], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass
class PromptReading:
    """What has been gathered so far; `fixed` are controls set by a number or a denial."""

    controls: dict[str, Control]
    lexicon: Lexicon
    values: dict[str, Scalar] = field(default_factory=dict)
    scales: dict[str, float] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    said: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    meek: list[tuple[str, str, Scalar]] = field(default_factory=list)
    #: What a phrase said of one control alone: one that says many things of a whole does not undo it.
    alone: set[str] = field(default_factory=set)

    def put(self, phrase: str, name: str, value: Scalar, certain: bool = False) -> bool:
        """Set a control; False where it would not take the value."""
        if name in self.fixed and not certain:
            return True
        try:
            self.values[name] = self.controls[name].read(value)
        except (BadValue, KeyError):
            return False
        if certain:
            self.fixed.add(name)
        self.said.append((phrase, name))
        return True

    def scale(self, phrase: str, name: str, factor: float) -> None:
        if name in self.controls:
            self.scales[name] = self.scales.get(name, 1.0) * factor
            self.said.append((phrase, name))

    def finished(self, climbs: bool) -> Understanding:
        for text, name, value in self.meek:
            if not climbs and name not in self.values and name not in self.scales:
                self.put(text, name, value)
        final = dict(self.values)
        for name, factor in self.scales.items():
            control = self.controls[name]
            if name in self.fixed:
                continue
            low = control.minimum if control.minimum is not None else float("-inf")
            high = control.maximum if control.maximum is not None else float("inf")
            value = min(max(float(self.values.get(name, control.default)) * factor, low), high)
            final[name] = round(value / 8) * 8 if control.kind == "int" else float(f"{value:.4g}")
        if "distance" in final and "distance" not in self.fixed and "height" in self.controls:
            height = float(final.get("height", self.controls["height"].default or 0.0))
            final["distance"] = max(float(final["distance"]), FAR * height)
        words = dict.fromkeys((phrase, name) for phrase, name in self.said if name in final)
        return Understanding(
            FrozenMap(final),
            tuple((phrase, name, final[name]) for phrase, name in words),
            tuple(dict.fromkeys(self.ignored)),
        )


__all__ = ["PromptReading", "Understanding"]
