"""Nuke's expressions, of knobs and of the Expression node: a small grammar, and an error for all beyond it.

Working knowledge of Nuke's expressions; its chapter "Expressions" is where to check them. Works on numbers
and on planes alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Value = Any  # a float, or a plane where an Expression node works on pixels
Lookup = Callable[[str], Value]


class NotExecuted(Exception):
    """The evaluator does not execute this: a class, a knob, a value, a function."""


def _each(one: Callable[[float], float], many: Callable[[Any], Any]) -> Callable[[Value], Value]:
    return lambda x: many(x) if isinstance(x, np.ndarray) else float(one(x))


def _smallest(*values: Value) -> Value:
    out = values[0]
    for one in values[1:]:
        out = np.minimum(out, one)
    return out


def _largest(*values: Value) -> Value:
    out = values[0]
    for one in values[1:]:
        out = np.maximum(out, one)
    return out


def _clamp(x: Value, low: Value = 0.0, high: Value = 1.0) -> Value:
    return _smallest(_largest(x, low), high)


#: Name, fewest and most arguments, function. Trigonometry is in radians.
FUNCTIONS: dict[str, tuple[int, int, Callable[..., Value]]] = {
    "sin": (1, 1, _each(math.sin, np.sin)), "cos": (1, 1, _each(math.cos, np.cos)),
    "tan": (1, 1, _each(math.tan, np.tan)), "sqrt": (1, 1, _each(math.sqrt, np.sqrt)),
    "exp": (1, 1, _each(math.exp, np.exp)), "log": (1, 1, _each(math.log, np.log)),
    "floor": (1, 1, _each(math.floor, np.floor)), "ceil": (1, 1, _each(math.ceil, np.ceil)),
    "int": (1, 1, _each(math.trunc, np.trunc)), "trunc": (1, 1, _each(math.trunc, np.trunc)),
    "rint": (1, 1, _each(lambda x: math.floor(x + 0.5), lambda x: np.floor(x + 0.5))),
    "abs": (1, 1, abs), "fabs": (1, 1, abs),
    "radians": (1, 1, lambda x: x * (math.pi / 180)), "degrees": (1, 1, lambda x: x * (180 / math.pi)),
    "pow": (2, 2, lambda x, y: x**y), "pow2": (1, 1, lambda x: x * x),
    "min": (1, 9, _smallest), "max": (1, 9, _largest), "clamp": (1, 3, _clamp),
    "lerp": (3, 3, lambda a, b, x: a + (b - a) * x), "atan2": (2, 2, lambda y, x: math.atan2(y, x)),
    "fmod": (2, 2, lambda x, y: math.fmod(x, y)),
}  # fmt: skip
CONSTANTS = {"pi": math.pi, "e": math.e, "true": 1.0, "false": 0.0}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.\w+)*)"
    r"|(?P<op>\*\*|&&|\|\||[<>=!]=|[-+*/%<>!?:(),]))"
)


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "[") - (text[place] == "]")
        if depth == 0:
            return place
    raise NotExecuted(f"a [ that is never closed in {text!r}")


def calculate(text: str, lookup: Lookup, tcl: Callable[[str], str] | None = None) -> Value:
    """The value of an expression; `lookup` gives a name its value, `tcl` a bracket its text."""
    return _Parser(text, lookup, tcl).whole()


class _Parser:
    def __init__(self, text: str, lookup: Lookup, tcl: Callable[[str], str] | None) -> None:
        self.text, self.lookup, self.tcl = text, lookup, tcl
        self.tokens: list[tuple[str, str]] = []
        at, text = 0, text.rstrip()
        while at < len(text):
            start = at + len(text[at:]) - len(text[at:].lstrip())
            if text[start] == "[":
                at = closing(text, start) + 1
                self.tokens.append(("tcl", text[start:at]))
                continue
            found = _TOKEN.match(text, at)
            if not found or not found.lastgroup:
                raise NotExecuted(f"{text[at:].strip()[:20]!r} in the expression {self.text!r}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def whole(self) -> Value:
        value = self.choice()
        if self.at < len(self.tokens):
            raise NotExecuted(f"{self.tokens[self.at][1]!r} too much in the expression {self.text!r}")
        return value

    def see(self, ops: Sequence[str]) -> str:
        if self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            if kind == "op" and text in ops:
                self.at += 1
                return text
        return ""

    def need(self, op: str) -> None:
        if not self.see((op,)):
            raise NotExecuted(f"{op!r} is missing in the expression {self.text!r}")

    def choice(self) -> Value:
        test = self.either()
        if not self.see("?"):
            return test
        yes = self.choice()
        self.need(":")
        no = self.choice()
        return np.where(test != 0, yes, no) if isinstance(test, np.ndarray) else yes if test else no

    def either(self) -> Value:
        value = self.both()
        while self.see(("||",)):
            value = _truth(value, self.both(), np.logical_or)
        return value

    def both(self) -> Value:
        value = self.compared()
        while self.see(("&&",)):
            value = _truth(value, self.compared(), np.logical_and)
        return value

    def compared(self) -> Value:
        value = self.sum()
        while op := self.see(("<=", ">=", "==", "!=", "<", ">")):
            other = self.sum()
            result = {
                "<": value < other, ">": value > other, "<=": value <= other,
                ">=": value >= other, "==": value == other, "!=": value != other,
            }[op]  # fmt: skip
            value = result.astype(np.float32) if isinstance(result, np.ndarray) else float(result)
        return value

    def sum(self) -> Value:
        value = self.product()
        while op := self.see(("+", "-")):
            other = self.product()
            value = value + other if op == "+" else value - other
        return value

    def product(self) -> Value:
        value = self.signed()
        while op := self.see(("*", "/", "%")):
            other = self.signed()
            if op == "/" and not isinstance(other, np.ndarray) and other == 0:
                raise NotExecuted(f"a division by 0 in the expression {self.text!r}")
            value = value * other if op == "*" else value / other if op == "/" else value % other
        return value

    def signed(self) -> Value:
        if op := self.see(("-", "+", "!")):
            value = self.signed()
            if op == "!":
                no = value == 0
                return no.astype(np.float32) if isinstance(no, np.ndarray) else float(no)
            return -value if op == "-" else value
        return self.power()

    def power(self) -> Value:
        value = self.atom()
        return value ** self.signed() if self.see(("**",)) else value

    def atom(self) -> Value:
        if self.see("("):
            value = self.choice()
            self.need(")")
            return value
        if self.at >= len(self.tokens):
            raise NotExecuted(f"the expression {self.text!r} ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "tcl" and self.tcl:
            return float(self.tcl(text))
        if kind != "name":
            raise NotExecuted(f"{text!r} in the expression {self.text!r}")
        if self.see("("):
            return self.call(text)
        return CONSTANTS[text] if text in CONSTANTS else self.lookup(text)

    def call(self, name: str) -> Value:
        given = []
        if not self.see(")"):
            given.append(self.choice())
            while self.see(","):
                given.append(self.choice())
            self.need(")")
        if name not in FUNCTIONS:
            raise NotExecuted(f"the function {name} in the expression {self.text!r}")
        fewest, most, function = FUNCTIONS[name]
        if not fewest <= len(given) <= most:
            raise NotExecuted(f"{name} with {len(given)} arguments in the expression {self.text!r}")
        return function(*given)


def _truth(a: Value, b: Value, how: Callable[[Any, Any], Any]) -> Value:
    result = how(a != 0, b != 0)
    return result.astype(np.float32) if isinstance(result, np.ndarray) else float(result)
