"""Every command in a guide is one that the command line takes: its name, its options, their choices."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from secondunit.cli.parser import parser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
#: Blocks with their language; those without one are what is typed into a terminal.
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
#: Between a command and what a guide says of it stand two spaces, or a sharp; a shell has `>` as well.
_BEHIND = re.compile(r" {2,}| +#| +> ")
_NAME = re.compile(r"(?:\.venv/bin/)?secondunit ")


def commands(text: str) -> list[str]:
    """The commands of a page, without what is said of them beside them."""
    typed = "\n".join(block for language, block in _BLOCK.findall(text) if not language)
    lines = [line.strip() for line in re.sub(r" *\\\n *", " ", typed).splitlines()]
    parts = [part.strip() for line in lines if _NAME.match(line) for part in _BEHIND.split(line)]
    return [part for part in parts if _NAME.match(part)]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page.read_text("utf-8"))], ids=lambda page: page.stem
)
def test_every_command_of_a_guide_is_understood(page: Path) -> None:
    grammar = parser()
    for line in commands(page.read_text("utf-8")):
        words = shlex.split(line)[1:]
        assert grammar.read(words).run, line


def test_a_command_that_is_none_is_refused() -> None:
    (line,) = commands("```\nsecondunit takes --shwo heist      an option that is none\n```\n")
    with pytest.raises(Exception, match="There is no option --shwo here"):
        parser().read(shlex.split(line)[1:])
