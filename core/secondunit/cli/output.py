"""What a command says: tables and bars for a person, plain lines in a pipe, JSON lines for a script."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from secondunit.wire import Problem, encode
from secondunit.wire.visible import visible, visible_json

#: A longer word of a table is broken rather than keeping its column wide.
_LONGEST_WORD = 48


def _least(column: Sequence[str]) -> int:
    """The columns that a table's column needs so that no word of it is broken, up to a limit."""
    return min(_LONGEST_WORD, max(len(word) for cell in column for word in (cell.split() or [""])))


def _console(stream: IO[str]) -> Console:
    """Where text is shown; without a single escape where `NO_COLOR` says so (no-color.org)."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, highlight=False, soft_wrap=True, color_system=None if plain else "auto")


class Output:
    """Where a command's answer goes. Answers go to standard output, remarks and errors to standard error."""

    def __init__(
        self, *, as_json: bool = False, stdout: IO[str] | None = None, stderr: IO[str] | None = None
    ) -> None:
        self.as_json = as_json
        self.stdout = stdout or sys.stdout
        self.console = _console(self.stdout)
        self.remarks = _console(stderr or sys.stderr)

    @property
    def live(self) -> bool:
        """True on a terminal where a bar may move."""
        return self.console.is_terminal and not self.as_json

    def value(self, value: object) -> None:
        """One wire value (or plain JSON) as one line of JSON; nothing for a person."""
        if self.as_json:
            self.json(json.dumps(encode(value), ensure_ascii=False))

    def json(self, text: str) -> None:
        """JSON as text: the same value, and nothing in it that a terminal obeys."""
        self.stdout.write(visible_json(text) + "\n")
        self.stdout.flush()

    def line(self, text: str) -> None:
        """One line for a person; nothing in JSON."""
        if not self.as_json:
            self.console.print(Text(visible(text)))

    def remark(self, text: str) -> None:
        """A line beside the answer, on standard error."""
        if not self.as_json:
            self.remarks.print(Text(visible(text)))

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, spare: Sequence[str] = ()
    ) -> None:
        """A table for a person; tab-separated lines in a pipe, their heads beside them on standard error.

        Words stay whole as far as there is room; a terminal without it leaves the `spare` columns out.
        Nothing in JSON.
        """
        if self.as_json:
            return
        if not self.console.is_terminal:
            body = list(rows)
            if body:
                self.remarks.file.write("\t".join(headings) + "\n")
            for row in body:
                self.stdout.write("\t".join(map(visible, row)) + "\n")
            return
        cells = [tuple(map(visible, row)) for row in rows]
        if not cells:
            return
        least = [_least(column) for column in zip(headings, *cells, strict=True)]
        crowded = sum(least) + 2 * len(least) > self.console.width
        kept = [at for at, heading in enumerate(headings) if not (crowded and heading in spare)]
        table = Table(box=None, pad_edge=False, header_style="bold")
        for at in kept:
            table.add_column(headings[at], overflow="fold", min_width=least[at])
        for line in cells:
            table.add_row(*(Text(line[at]) for at in kept))
        self.console.print(table)

    def problem(self, problem: Problem) -> None:
        """An error: what happened, what to do, what was kept."""
        if self.as_json:
            self.json(json.dumps({"problem": encode(problem)}, ensure_ascii=False))
            return
        # Said once: a message that names the place already does not get it in front as well.
        where = f"{problem.where}: " if problem.where and problem.where not in problem.message else ""
        self.remarks.print(
            Text.assemble(
                ("Error  ", "bold red"),
                visible(where + problem.message),
                (f"  [{visible(problem.code)}]", "dim"),
            )
        )
        for word, text in (("To do", problem.remedy), ("Kept", problem.kept)):
            if text:
                self.remarks.print(Text.assemble((f"{word:<7}", "bold"), visible(text)))
