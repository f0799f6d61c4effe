"""Words and nodes of a `.nk` file: quoting that nothing gets out of, and the stack that wires nodes.

A `.nk` file is a Tcl script. A node takes its inputs from a stack: the one pushed last is input 0, the one
before it input 1. Knows no node class and nothing of takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: The version the text is written for: the oldest that Second Unit supports, which newer ones read.
VERSION = "15.0 v1"

_BARE = re.compile(r"[\w./+\-]+", re.ASCII)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "[": "\\[", "$": "\\$", "{": "\\{", "}": "\\}",
            "\n": "\\n", "\r": "\\r", "\t": "\\t"}  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """Text of the script itself: an expression or a list in braces."""

    text: str


Value = str | int | float | bool | Raw


def word(text: str) -> str:
    """One Tcl word that stands for exactly `text`."""
    if _BARE.fullmatch(text):
        return text
    return '"' + "".join(_ESCAPED.get(letter, letter) for letter in text) + '"'


def literal(text: str) -> str:
    """What a knob that evaluates Tcl must hold to read as `text`."""
    return re.sub(r"[\\\[$]", r"\\\g<0>", text)


def shown(text: str, most: int = 160) -> str:
    """`text` on one line for a label: nothing in it is code or markup, and it is not longer than `most`."""
    plain = text.translate(str.maketrans('[]{}\\$<>"&', "()()/＄‹›”＆"))
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in plain).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def number(value: float) -> str:
    """The shortest text that reads back as the same number."""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def expression(*parts: str) -> Raw:
    """A knob's expression, or one for each of its components; a part without letters is a plain number."""
    if len(parts) == 1:
        return Raw("{{" + parts[0] + "}}")
    return Raw("{" + " ".join(p if _is_number(p) else "{" + p + "}" for p in parts) + "}")


def numbers(*values: float) -> Raw:
    """The components of a position or a colour."""
    return Raw("{" + " ".join(number(value) for value in values) + "}")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def knob_line(name: str, value: Value) -> str:
    """`name value` as it stands in a node."""
    if isinstance(value, Raw):
        return f"{name} {value.text}"
    if isinstance(value, bool):
        return f"{name} {'true' if value else 'false'}"
    if isinstance(value, (int, float)):
        return f"{name} {number(value)}"
    return f"{name} {word(value)}"


@dataclass(frozen=True)
class Node:
    """One node: its class, its knobs in order, and the names of its inputs (input 0 first).

    `extra` holds whole lines (user knobs) that follow the knobs.
    """

    cls: str
    name: str
    knobs: Sequence[tuple[str, Value]] = ()
    inputs: tuple[str, ...] = ()
    at: tuple[int, int] = (0, 0)
    extra: tuple[str, ...] = ()

    def lines(self, selected: bool = False) -> list[str]:
        """The node's own text; `selected` as Nuke writes it in each node of a copied text's top level."""
        lines = [f"{self.cls} {{"]
        if len(self.inputs) != 1:
            lines.append(f" inputs {len(self.inputs)}")
        lines += [" " + knob_line(name, value) for name, value in self.knobs]
        lines.append(f" name {self.name}")
        if selected:
            lines.append(" selected true")
        lines += [f" xpos {self.at[0]}", f" ypos {self.at[1]}"]
        lines += [" " + line for line in self.extra]
        return [*lines, "}"]


@dataclass
class Graph:
    """Nodes in the order in which they are written: inputs before what they feed."""

    nodes: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> str:
        """Add a node whose inputs are there already; gives its name."""
        names = {there.name for there in self.nodes}
        missing = {*node.inputs} - names
        if missing or node.name in names:
            raise ValueError(f"{node.name} is there already, or its inputs are not: {missing}")
        self.nodes.append(node)
        return node.name

    def lines(self, source: str = "", selected: bool = False) -> list[str]:
        """The text of all nodes; `source` names an input that is a variable of the script already.

        `selected` is for the top level of a snippet: Nuke selects by it what it has pasted.
        """
        uses = [name for node in self.nodes for name in node.inputs]
        variables: dict[str, str] = {}
        lines: list[str] = []
        last = ""
        for index, node in enumerate(self.nodes):
            wanted = [*reversed(node.inputs)]
            if wanted != [last]:
                lines += [f"push ${variables[name]}" for name in wanted]
            if node.cls == GIVEN:
                lines.append(f"push ${source}")
            else:
                lines += node.lines(selected)
            follows = index + 1 < len(self.nodes) and self.nodes[index + 1].inputs == (node.name,)
            last = ""
            if uses.count(node.name) == 1 and follows:
                last = node.name
            elif node.name in uses:
                variables[node.name] = f"N{index + 1:08x}"
                lines.append(f"set {variables[node.name]} [stack 0]")
        return lines


#: The class of a node that stands for what is selected where the text is pasted.
GIVEN = "(given)"


def snippet(body: Iterable[str], layers: Iterable[str] = ()) -> str:
    """The text that Nuke pastes: the selection is the input of `body`."""
    head = ["set cut_paste_input [stack 0]", f"version {VERSION}", *layers]
    return "\n".join([*head, *body]) + "\n"
