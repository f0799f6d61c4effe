"""A strict reader of Nuke scripts (`.nk`): nodes, knobs, and connections by the rules of the stack.

Written from Foundry's description of the format and from the habit of scripts that Nuke wrote. It knows the
grammar only: which classes and knobs exist, and whether names are unique, is the simulator's business.

A script is a list of Tcl commands. A node takes its inputs from the top of a stack (input 0 is the top) and
is then pushed itself; `inputs N` says how many (1 when unsaid), `inputs N+M` that M more are masks. `push
0` pushes nothing, `set x [stack n]` remembers the n-th from the top, `push $x` pushes it again. What
follows a `Group {}` until `end_group` is inside it, with a stack of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

#: Classes whose block is followed by their children and `end_group`.
GROUPS = ("Group", "Gizmo", "LiveGroup", "VariableGroup")
#: Commands of a script that make no node.
COMMANDS = ("version", "define_window_layout_xml", "add_layer", "add_format", "push", "set", "end_group")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CLASS = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_KNOB = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_INPUTS = re.compile(r"(\d+)(?:\+(\d+))?\Z")
_STACK = re.compile(r"\[stack (\d+)\]\Z")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": " "}


class ScriptError(ValueError):
    """The text is no Nuke script; the message begins with the number of the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True)
class Word:
    """One Tcl word: its text without quotes or braces, how it was written, and where."""

    text: str
    kind: str
    line: int


@dataclass(frozen=True)
class UserKnob:
    """One `addUserKnob {type name ...}`: 20 a tab, 26 a text, 41 a link (`text` names it), 4 a pull-down."""

    type: int
    name: str
    label: str | None = None
    tooltip: str = ""
    text: str = ""
    menu: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    group: int = 0
    flags: tuple[str, ...] = ()
    line: int = 0


@dataclass(eq=False)
class ParsedNode:
    """One node; `knobs` are texts as a knob would be given them, braces of the outermost level taken off.

    The last `masks` of the `inputs` are masks (`inputs 2+1`). `name` and `inputs` stand in `knobs` too.
    """

    cls: str
    knobs: dict[str, str] = field(default_factory=dict)
    user_knobs: list[UserKnob] = field(default_factory=list)
    inputs: list[ParsedNode | None] = field(default_factory=list, repr=False)
    children: list[ParsedNode] = field(default_factory=list, repr=False)
    masks: int = 0
    parent: ParsedNode | None = field(default=None, repr=False)
    line: int = 0

    @property
    def name(self) -> str:
        """The name the script gives it; empty where Nuke would make one up."""
        return self.knobs.get("name", "")

    def child(self, name: str) -> ParsedNode:
        """The node called `name` directly inside; raises KeyError."""
        return next((one for one in self.children if one.name == name), None) or _missing(name)

    def walk(self) -> Iterator[ParsedNode]:
        """This node and everything in it."""
        yield self
        for one in self.children:
            yield from one.walk()


def parse(text: str, stack: Sequence[ParsedNode | None] = (None,)) -> list[ParsedNode]:
    """The nodes of the script's top level, in order; `stack` is what lies there before (the last on top).

    A pasted text finds the selected node on the stack, or nothing: by default one empty place.
    Raises `ScriptError` with the line.
    """
    return _Script(list(stack)).read(text)


def words(text: str, line: int = 1) -> list[Word]:
    """The Tcl words of a list on any number of lines (`1 {a b} "c d"`); raises `ScriptError`."""
    reader, found = _Reader(text, line), []
    while reader.skip(newlines=True):
        found.append(reader.word())
    return found


def _missing(name: str) -> ParsedNode:
    raise KeyError(name)


class _Reader:
    """Takes words off a text."""

    def __init__(self, text: str, line: int) -> None:
        self.text, self.line, self.at = text, line, 0

    def skip(self, *, newlines: bool) -> bool:
        """Pass over white space; False at the end of the text (or of the line)."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if self.text.startswith("\\\n", self.at):
                self.at, self.line = self.at + 2, self.line + 1
            elif char in " \t\r" or (newlines and char in "\n;"):
                self.line += char == "\n"
                self.at += 1
            else:
                return char not in "\n;" or newlines
        return False

    def rest_of_line(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def word(self) -> Word:
        first, line = self.text[self.at], self.line
        if first == "{":
            text, kind = self._braced(), "braced"
        elif first == '"':
            text, kind = self._quoted(), "quoted"
        elif first == "}":
            raise ScriptError(line, "a } that closes nothing")
        else:
            return Word(self._bare(), "bare", line)
        if self.at < len(self.text) and self.text[self.at] not in " \t\r\n;":
            raise ScriptError(self.line, f"{self.text[self.at]!r} right after a closing {kind[:5]} mark")
        return Word(text, kind, line)

    def _braced(self) -> str:
        start, depth, opened = self.at + 1, 0, self.line
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\\":
                self.line += self.text[self.at + 1 : self.at + 2] == "\n"
                self.at += 2
                continue
            self.line += char == "\n"
            depth += (char == "{") - (char == "}")
            self.at += 1
            if depth == 0:
                return self.text[start : self.at - 1]
        raise ScriptError(opened, "a { that is never closed")

    def _quoted(self) -> str:
        opened, out = self.line, []
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == '"':
                self.at += 1
                return "".join(out)
            out.append(self._escaped() if char == "\\" else self._plain())
        raise ScriptError(opened, "a quotation that is never closed")

    def _bare(self) -> str:
        out = []
        while self.at < len(self.text) and self.text[self.at] not in " \t\r\n;":
            out.append(self._escaped() if self.text[self.at] == "\\" else self._plain())
        return "".join(out)

    def _plain(self) -> str:
        char = self.text[self.at]
        self.line += char == "\n"
        self.at += 1
        return char

    def _escaped(self) -> str:
        if self.at + 1 >= len(self.text):
            raise ScriptError(self.line, "a backslash with nothing after it")
        char = self.text[self.at + 1]
        self.line += char == "\n"
        self.at += 2
        return _ESCAPES.get(char, char)


class _Script:
    """Runs the commands of a script."""

    def __init__(self, stack: list[ParsedNode | None]) -> None:
        self.stacks: list[list[ParsedNode | None]] = [stack]
        self.open: list[ParsedNode] = []
        self.top: list[ParsedNode] = []
        self.variables: dict[str, ParsedNode | None] = {}

    def read(self, text: str) -> list[ParsedNode]:
        reader = _Reader(text.removeprefix("\ufeff"), 1)
        while reader.skip(newlines=True):
            if reader.text[reader.at] == "#":
                reader.rest_of_line()
                continue
            self._command(_line(reader))
        if self.open:
            raise ScriptError(self.open[-1].line, f"no end_group for {self.open[-1].name or 'a group'}")
        return self.top

    def _command(self, command: list[Word]) -> None:
        first, rest = command[0], command[1:]
        if first.kind != "bare":
            raise ScriptError(first.line, "a command or the class of a node is missing")
        if first.text in COMMANDS:
            getattr(self, f"_{first.text}")(first.line, rest)
        elif first.text == "clone":
            raise ScriptError(first.line, "clones are not read")
        elif _CLASS.match(first.text) and len(rest) == 1 and rest[0].kind == "braced":
            self._node(first, rest[0])
        else:
            raise ScriptError(first.line, f"{first.text!r} is neither a command nor a node with its braces")

    def _version(self, line: int, rest: list[Word]) -> None:
        if not 1 <= len(rest) <= 2 or not re.match(r"\d+\.\d+\Z", rest[0].text):
            raise ScriptError(line, "version takes a number (15.1) and a release (v3)")

    def _define_window_layout_xml(self, line: int, rest: list[Word]) -> None:
        _count(line, "define_window_layout_xml", rest, 1)

    def _add_layer(self, line: int, rest: list[Word]) -> None:
        _count(line, "add_layer", rest, 1)

    def _add_format(self, line: int, rest: list[Word]) -> None:
        _count(line, "add_format", rest, 1)

    def _push(self, line: int, rest: list[Word]) -> None:
        _count(line, "push", rest, 1)
        what = rest[0].text
        if what == "0":
            self.stacks[-1].append(None)
        elif what.startswith("$") and what[1:] in self.variables:
            self.stacks[-1].append(self.variables[what[1:]])
        else:
            raise ScriptError(line, f"push {what}: neither 0 nor a variable that was set")

    def _set(self, line: int, rest: list[Word]) -> None:
        value = _STACK.match(" ".join(word.text for word in rest[1:]))
        if not rest or not _NAME.match(rest[0].text) or not value:
            raise ScriptError(line, "set takes a name and [stack number]")
        stack, place = self.stacks[-1], int(value[1])
        if place >= len(stack):
            raise ScriptError(line, f"[stack {place}] of a stack of {len(stack)}")
        self.variables[rest[0].text] = stack[-1 - place]

    def _end_group(self, line: int, rest: list[Word]) -> None:
        _count(line, "end_group", rest, 0)
        if not self.open:
            raise ScriptError(line, "end_group without a group")
        self.stacks.pop()
        self.stacks[-1].append(self.open.pop())

    def _node(self, cls: Word, body: Word) -> None:
        node = ParsedNode(cls.text, line=cls.line, parent=self.open[-1] if self.open else None)
        _read_body(node, body)
        (self.open[-1].children if self.open else self.top).append(node)
        if node.cls == "Root":
            if self.open:
                raise ScriptError(node.line, "Root inside a group")
            return
        count, node.masks = _input_count(node)
        stack = self.stacks[-1]
        if node.cls == "Gizmo" and not self.open:
            stack[:0] = [None] * (count - len(stack))  # the whole of its file: nothing lies before it
        if count > len(stack):
            raise ScriptError(
                node.line, f"{node.cls} {node.name} takes {count} inputs of a stack of {len(stack)}"
            )
        node.inputs = [stack.pop() for _ in range(count)]
        if node.cls in GROUPS:
            self.open.append(node)
            self.stacks.append([])
        else:
            stack.append(node)


def _line(reader: _Reader) -> list[Word]:
    found = []
    while reader.skip(newlines=False):
        found.append(reader.word())
    return found


def _count(line: int, command: str, rest: list[Word], count: int) -> None:
    if len(rest) != count:
        raise ScriptError(line, f"{command} takes {count} words, not {len(rest)}")


def _input_count(node: ParsedNode) -> tuple[int, int]:
    text = node.knobs.get("inputs", "0" if node.cls == "Gizmo" else "1")
    found = _INPUTS.match(text)
    if not found:
        raise ScriptError(node.line, f"inputs {text}: neither 2 nor 2+1")
    masks = int(found[2] or 0)
    return int(found[1]) + masks, masks


def _read_body(node: ParsedNode, body: Word) -> None:
    reader = _Reader(body.text, body.line)
    while reader.skip(newlines=True):
        line = _line(reader)
        knob = line[0]
        if knob.kind != "bare" or not _KNOB.match(knob.text):
            raise ScriptError(knob.line, f"{knob.text!r} is no name of a knob")
        if len(line) != 2:
            raise ScriptError(knob.line, f"{knob.text} has {len(line) - 1} values; quote or brace it")
        if knob.text == "addUserKnob":
            node.user_knobs.append(_user_knob(line[1]))
        elif knob.text in node.knobs:
            raise ScriptError(knob.line, f"{knob.text} is set twice")
        else:
            node.knobs[knob.text] = line[1].text


def _user_knob(word: Word) -> UserKnob:
    parts = words(word.text, word.line)
    if word.kind != "braced" or len(parts) < 2 or not parts[0].text.isdigit():
        raise ScriptError(word.line, "addUserKnob takes {type name ...}")
    name = parts[1].text
    # A tab is written with its label for a name where it has no other.
    if name and not _NAME.match(name) and parts[0].text != "20":
        raise ScriptError(word.line, f"{name!r} is no name of a knob")
    found: dict[str, object] = {}
    flags, rest = [], parts[2:]

    def take() -> str:
        if not rest:
            raise ScriptError(word.line, f"the user knob {name} ends too early")
        return rest.pop(0).text

    while rest:
        key = rest.pop(0).text
        if re.match(r"[+-][A-Z_]+\Z", key):
            flags.append(key)
        elif key == "R":
            found["range"] = float(take()), float(take())
        elif key == "M":
            found["menu"] = tuple(one.text for one in words(take(), word.line))
        elif key == "n":
            found["group"] = int(take())
        elif key in ("l", "t", "T"):
            found[{"l": "label", "t": "tooltip", "T": "text"}[key]] = take()
        else:
            raise ScriptError(word.line, f"the user knob {name} has {key!r}, which is no option")
    type_ = int(parts[0].text)
    return UserKnob(type_, name, flags=tuple(flags), line=word.line, **found)  # type: ignore[arg-type]
