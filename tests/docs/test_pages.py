"""The pages for people name what is there: links lead somewhere, files exist, no room is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"])
#: Those that speak of the code by its files.
OF_CODE = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md", ROOT / "docs" / "glossary.md"]
_FILE = re.compile(r"`((?:core|docs|tests|plugins|installers|benchmarks)/[\w./-]+|[\w-]+\.(?:cfg|toml|md))`")


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """What the headings of a page are linked by."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_project_leads_to_a_page_and_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("page", OF_CODE, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = _FILE.findall(text_of(page))
    assert len(named) > 2
    ours = [name for name in named if name not in ("rights.toml", "secondunit.toml", "providers.toml")]
    assert [name for name in ours if not (ROOT / name).exists()] == []


def test_the_architecture_has_a_row_for_every_room_and_every_wing() -> None:
    rows = set(re.findall(r"^\| `([\w/]+)` \|", text_of(ROOT / "docs" / "architecture.md"), re.MULTILINE))
    core = ROOT / "core" / "secondunit"
    rooms = {path.stem for path in core.iterdir() if path.stem[:1].isalpha() and path.name != "py.typed"}
    wings = {f"service/{path.parent.name}" for path in core.glob("service/*/__init__.py")}
    assert (rooms | (wings - {"service/migrations"})) <= rows, "a room without a row"
    assert rows - {"installers"} <= rooms | wings, "a row without a room"


def test_the_glossary_says_each_word_once() -> None:
    words = [
        word
        for row in re.findall(r"^\| (\*\*.+?) \|", text_of(ROOT / "docs" / "glossary.md"), re.MULTILINE)
        for word in re.findall(r"\*\*(.+?)\*\*", row)
    ]
    assert len(words) > 50 and len(words) == len(set(words))
