"""The parser of every command: errors before a short usage, the nearest name, a help with defaults."""

from __future__ import annotations

import argparse
import re
import shutil
import textwrap
from collections.abc import Sequence
from typing import NoReturn

from secondunit.wire.errors import BadInput

from .examples import EXAMPLES
from .nearest import did_you_mean

#: The widest that a help is set, in columns.
_WIDEST = 100
#: A word of a command line, an option with its value.
_WORD = re.compile(r" (?:--?[a-z-]+ )?(?:'[^']*'|\"[^\"]*\"|\S+)")
#: How a help that speaks of its value's default itself does so.
_SAID = ("default", "needed", "as often as", "may be said again", "without")


class Misuse(BadInput):
    """A command that cannot be understood; `usage` is how it is written, in one line."""

    def __init__(self, message: str, usage: str, remedy: str) -> None:
        super().__init__(message, remedy=remedy)
        self.usage = usage


class Grammar(argparse.ArgumentParser):
    """One command's grammar, with its examples. What it cannot read is raised as `Misuse`."""

    def __init__(self, *words: object, **more: object) -> None:
        more.setdefault("formatter_class", Lines)
        super().__init__(*words, **more)  # type: ignore[arg-type]
        self.examples = EXAMPLES.get(self.prog.partition(" ")[2], ())

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments of a command; what it does not know is refused in its own words: `Misuse`."""
        parsed, unknown = self.parse_known_args(words)
        if unknown:
            parsed_by: Grammar = getattr(parsed, "grammar", self)
            if not parsed_by.take_late(parsed, unknown):
                parsed_by.refuse_unknown(unknown)
        return parsed

    def take_late(self, parsed: argparse.Namespace, words: Sequence[str]) -> bool:
        """Take words behind options for the list that this command ends in; whether it ends in one.

        argparse gives a list (`*`) what stands beside the words before it, be it nothing, and no more.
        """
        last = next((one for one in reversed(self._actions) if not one.option_strings), None)
        if last is None or last.nargs != "*" or last.type or last.choices or any(w[:1] == "-" for w in words):
            return False
        setattr(parsed, last.dest, [*(getattr(parsed, last.dest) or ()), *words])
        return True

    def refuse_unknown(self, words: Sequence[str]) -> NoReturn:
        """Raise `Misuse` with what was not understood, and the nearest option."""
        word = next((word for word in words if word.startswith("-")), words[0])
        name = word.partition("=")[0]
        if word.startswith("-"):
            self.fail(f"There is no option {name[:60]} here.", did_you_mean(name, self.options()))
        self.fail(f"There is one word too many: {word[:60]!r}.", "")

    def options(self) -> list[str]:
        """Every option by its long name, or its short one where it has no other."""
        return [action.option_strings[-1] for action in self._actions if action.option_strings]

    def error(self, message: str) -> NoReturn:
        """Raise argparse's own error as `Misuse`."""
        message = message.replace("the following arguments are required:", "this is missing:")
        self.fail(message[:1].upper() + message[1:] + ("" if message.endswith(".") else "."), "")

    def fail(self, message: str, remedy: str) -> NoReturn:
        """Raise `Misuse` with the short usage."""
        raise Misuse(message, self.format_usage().strip(), f"{remedy}See: {self.prog} --help")

    def format_usage(self) -> str:
        """The usage in one line: what is needed, and that there is more."""
        return f"usage: {self._short_usage()}\n"

    def format_help(self) -> str:
        """The help: usage, what it does, arguments, two examples."""
        self.usage = textwrap.fill(
            self._short_usage(), _width() - 7, subsequent_indent=" " * 9, break_on_hyphens=False
        )
        text = super().format_help()
        if not self.examples:
            return text
        examples = "\n".join(typed(line, _width()) for line in self.examples)
        return f"{text.rstrip()}\n\nexamples:\n{examples}\n"

    def _short_usage(self) -> str:
        words, options = [self.prog], False
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                words.append(str(action.metavar))
            elif not action.option_strings:
                name = str(action.metavar or action.dest.upper())
                words.append({"*": f"[{name} ...]", "?": f"[{name}]", "+": f"{name} [{name} ...]"}.get(
                    str(action.nargs), name))  # fmt: skip
            elif action.required:
                words.append(f"{action.option_strings[-1]} {action.metavar or action.dest.upper()}")
            else:
                options = True
        return " ".join([*words, *(["[OPTION ...]"] if options else [])])

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is None or value in action.choices:
            return
        names = [str(choice) for choice in action.choices if choice != ""]
        what = "command" if isinstance(action, argparse._SubParsersAction) else "choice"
        name = "" if what == "command" else f" of {'/'.join(action.option_strings) or action.dest}"
        near = did_you_mean(str(value), names)
        listed = near if near and len(names) > 8 else f"{near}There are: {', '.join(names)}. "
        self.fail(f"There is no {what} {str(value)[:60]!r}{name}.", listed)


class Lines(argparse.HelpFormatter):
    """Help at the terminal's width, with each value's default."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=_width())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:  # set by hand
            return "".join(indent + line for line in text.splitlines(keepends=True))
        return super()._fill_text(text, width, indent)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        text = action.help or ""
        if not takes_value(action) or action.required or any(word in text for word in _SAID):
            return text
        default = "none" if action.default in (None, "", []) else "%(default)s"
        return f"{text}; default: {default}" if text else f"default: {default}"


def typed(example: str, width: int) -> str:
    """A command as it is typed, in lines of at most `width` columns that a shell reads as one."""
    lines, line = [], "  secondunit"
    for word in re.findall(
        r" (?:--?[a-z-]+ )?(?:'[^']*'|\"[^\"]*\"|\S+)", example.removeprefix("secondunit")
    ):
        if len(line) + len(word) + 2 > width and line.strip():
            lines.append(f"{line} \\")
            line = "     "
        line += word
    return "\n".join([*lines, line])


def _width() -> int:
    return max(40, min(_WIDEST, shutil.get_terminal_size().columns) - 1)


def takes_value(action: argparse.Action) -> bool:
    """Whether an action is an option with a value behind it."""
    return bool(action.option_strings) and action.nargs != 0
