"""Who wears what where as a table: a row a shot, and two columns a character; and that as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from secondunit.wire import CharacterList, version_text

from .cast_table import ShotWardrobe, appearance

#: What a spreadsheet takes a cell for a formula by, when it begins with it (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet_table(
    rows: Iterable[ShotWardrobe], cast: CharacterList
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and cells: sequence, shot, then each pinned character's version and what it looks like."""
    rows = list(rows)
    names = sorted({member.name for row in rows for member in row.cast})
    headings = ("sequence", "shot", *(heading for name in names for heading in (name, f"{name} appearance")))
    cells = []
    for row in rows:
        members = {member.name: member for member in row.cast}
        cells_of_shot = [
            (version_text(members[name].version), appearance(cast, members[name]))
            if name in members
            else ("", "")
            for name in names
        ]
        cells.append((row.sequence, row.shot, *(cell for pair in cells_of_shot for cell in pair)))
    return headings, cells


def csv_text(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as CSV; a cell that a spreadsheet would calculate has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in (headings, *rows):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue()
