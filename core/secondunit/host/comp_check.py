"""How a take's comp check is said in a panel, and the file that its page is opened from."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import CompCheck

#: The state whose colour a light has, by its value: the values of `CheckLight`.
STATES = {"green": "good", "amber": "warning", "red": "error", "none": "info"}
#: How many pages lie on the disk.
MOST_PAGES = 24


def check_line(check: CompCheck) -> tuple[str, str]:
    """What a check comes to in a line, and the state whose colour it has."""
    light = check.light
    said = [figure.sentence for figure in check.figures if figure.light is light]
    if light.value in ("green", "none"):
        return ("Comp check: green" if light.value == "green" else "Comp check: nothing to judge"), STATES[
            light.value
        ]
    more = f" And {len(said) - 1} more." if len(said) > 1 else ""
    return f"Comp check: {light.value}. {said[0]}{more}", STATES[light.value]


def check_lines(check: CompCheck) -> tuple[str, ...]:
    """Every figure, a line each: `amber   Frame 1004 holds 60 % more than those beside it.`"""
    return tuple(
        f"{'not judged' if figure.light.value == 'none' else figure.light.value}   {figure.sentence}"
        for figure in check.figures
    )


def layout_line(check: CompCheck, frame: int | None = None) -> tuple[str, str]:
    """How far a guided take keeps to its layout, at `frame` too, and the state whose colour it has.

    `Layout kept at 0.93, here 0.88, least 0.71 in frame 1004`; empty for a take that no guide led.
    """
    figure = next((one for one in check.figures if one.subject.value == "layout"), None)
    if figure is None:
        return "", STATES["none"]
    parts = [f"Layout kept at {figure.value:.2f}"]
    values = dict(zip(check.frames, check.layout, strict=True)) if check.layout else {}
    if frame in values:
        parts.append(f"here {values[frame]:.2f}")
    if figure.frame in values:
        parts.append(f"least {values[figure.frame]:.2f} in frame {figure.frame}")
    return ", ".join(parts), STATES[figure.light.value]


def write_page(name: str, page: bytes, by: str = "secondunit check TAKE --page FILE.html") -> str:
    """Write a page below the user's state, and give its path; the oldest go. `by` writes it elsewhere."""
    from pathlib import Path

    from secondunit.wire.errors import NoRights
    from secondunit.wire.home import state_home

    folder = Path(state_home(), "checks")
    path = folder / f"{re.sub('[^0-9A-Za-z]', '_', name)[:64]}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".tmp-{os.getpid()}")
        unfinished.write_bytes(page)
        unfinished.replace(path)
        pages = sorted(folder.glob("*.html"), key=lambda entry: entry.stat().st_mtime_ns)
        for old in pages[:-MOST_PAGES]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise NoRights(
            f"The page cannot be written: {error.strerror}.",
            remedy=f"Make room in the user's state folder, or run: {by}",
            where=str(path),
        ) from None
    return str(path)
