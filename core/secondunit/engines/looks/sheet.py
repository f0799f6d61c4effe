"""A contact sheet of looks, one picture each: what a guide shows. It knows reels and no page."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from secondunit.media import label

from .reel import Reel

_PAPER, _GAP, _LINE, _INK = (24, 24, 24), 6, 24, 190


def sheet(reels: Sequence[Reel], columns: int = 3, cell: int = 400) -> Image.Image:
    """Looks with their names in rows of `columns`, each `cell` pixels wide, over the grounds they move on."""
    columns = min(columns, len(reels))
    stills = [_fitted(reel, cell) for reel in reels]
    high = max(still.height for still in stills)
    rows = -(-len(reels) // columns)
    paper = Image.new("RGB", (columns * (cell + _GAP) + _GAP, rows * (high + _LINE + _GAP) + _GAP), _PAPER)
    for number, (reel, still) in enumerate(zip(reels, stills, strict=True)):
        row, column = divmod(number, columns)
        x, y = _GAP + column * (cell + _GAP), _GAP + row * (high + _LINE + _GAP)
        paper.paste(still, (x, y))
        name = f"{reel.kind.label}: {reel.look.label}"
        label.draw(paper, name, (x + 2, y + high + _LINE // 2), 13, ink=_INK, width=cell)
    return paper


def _fitted(reel: Reel, cell: int) -> Image.Image:
    still = Image.fromarray(reel.stills[reel.movie_ground])
    return still.resize((cell, round(still.height * cell / still.width)), Image.Resampling.LANCZOS)


__all__ = ["sheet"]
