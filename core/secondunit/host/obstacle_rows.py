"""The control `obstacles` as rows that can be edited one by one, and back to its text. Knows values only.

The words and numbers are those of `elements.carriers.obstacles`, which reads the text; a test holds one to
the other.
"""

from __future__ import annotations

from secondunit.wire.value import dataclass

#: What each form is called, and which numbers follow it: metres about the source's foot, degrees.
FORMS = {
    "box": ("x", "y", "z", "width", "height", "depth", "turn"),
    "ball": ("x", "y", "z", "width"),
    "post": ("x", "y", "z", "width", "height"),
}
#: The columns of a table of obstacles; a form leaves those empty that it does not have.
COLUMNS = FORMS["box"]
#: What a new one is: a body of a metre beside the source.
_FRESH = {"x": "1", "y": "0", "z": "0", "width": "1", "height": "1", "depth": "1", "turn": "0"}
#: This number may be left out.
_SPARE = "turn"


@dataclass(frozen=True)
class ObstacleRow:
    """One obstacle as it is written: its form, and each number as text by its column. May be wrong."""

    form: str
    numbers: tuple[tuple[str, str], ...]

    def number(self, column: str) -> str:
        """What stands in a column; empty where the form has none."""
        return dict(self.numbers).get(column, "")

    def updated(self, column: str, text: str) -> ObstacleRow:
        """The same with another number."""
        return ObstacleRow(self.form, tuple((n, text.strip() if n == column else v) for n, v in self.numbers))


def fresh_row(form: str) -> ObstacleRow:
    """A new obstacle of a form."""
    return ObstacleRow(form, tuple((column, _FRESH[column]) for column in FORMS[form]))


def rows_of(text: str) -> tuple[ObstacleRow, ...] | None:
    """The rows of a text; None where a part of it has no form, or too few or too many numbers."""
    rows = []
    for part in (part.split() for part in text.replace(",", " ").replace("\n", ";").split(";")):
        if not part:
            continue
        form, numbers = part[0].lower(), part[1:]
        columns = FORMS.get(form, ())
        if _SPARE in columns and len(numbers) == len(columns) - 1:
            numbers.append("0")
        if not columns or len(numbers) != len(columns):
            return None
        rows.append(ObstacleRow(form, tuple(zip(columns, numbers, strict=True))))
    return tuple(rows)


def text_of(rows: tuple[ObstacleRow, ...]) -> str:
    """Rows as the control takes them; a turn of nothing is left out."""
    return "; ".join(
        " ".join((row.form, *(text for column, text in row.numbers if column != _SPARE or _turned(text))))
        for row in rows
    )


def _turned(text: str) -> bool:
    try:
        return float(text) != 0.0
    except ValueError:
        return True


__all__ = ["COLUMNS", "FORMS", "ObstacleRow", "fresh_row", "rows_of", "text_of"]
