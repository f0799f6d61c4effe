"""The continuity of a sequence as a picture: crops in cut order, a curve, what to look at."""

from __future__ import annotations

from PIL import Image, ImageDraw

from secondunit.media.label import draw
from secondunit.wire import (
    Continuity,
    ContinuityShot,
    DriftWord,
    FrameDrift,
    SequenceContinuity,
    version_text,
)

from .continuity_curve import runs
from .continuity_pictures import ContinuityPictures
from .face_pictures import decoded
from .scale_notes import drifts_of, scale_notes, scale_of

#: The sheet's width, a crop's side, what lies between shots, and how high the curve and a line of text are.
WIDE, SIDE, GAP, CURVE, LINE = 1600, 144, 24, 220, 26
#: The side of a reference; the most lines of what to look at.
SMALL, LINES = 96, 60
_INK, _GROUND, _DIM = (214, 214, 214), (28, 28, 28), (150, 150, 150)
_COLORS = {
    DriftWord.CLOSE: (108, 192, 122), DriftWord.UNCLEAR: (232, 170, 60), DriftWord.FAR: (255, 106, 92),
    DriftWord.WITHHELD: (143, 143, 143),
}  # fmt: skip


def continuity_sheet(of: SequenceContinuity, pictures: ContinuityPictures) -> Image.Image:
    """All characters of a sequence below one another, 1600 pixels wide, RGB."""
    sheets = [_sheet(of, one, pictures) for one in of.characters]
    whole = Image.new("RGB", (WIDE, max(1, sum(sheet.height for sheet in sheets))), _GROUND)
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return whole


def _sheet(of: SequenceContinuity, one: Continuity, pictures: ContinuityPictures) -> Image.Image:
    across = (WIDE - GAP) // (2 * SIDE + GAP)
    rows = max(1, -(-len(one.shots) // across))
    cell = SIDE + 2 * LINE + GAP
    references = pictures.shown_references(one)
    crops = [[(place, *pictures.crop(shot, place)) for place in shot.drift.faces] for shot in one.shots]
    notes = scale_notes(drifts_of(one))
    lines = [*_lines(one, crops), *notes]
    begin = 2 * LINE + (SMALL + 2 * LINE if references else 0)
    high = begin + LINE + rows * cell + CURVE + GAP + LINE * (len(lines) + 1)
    sheet = Image.new("RGB", (WIDE, high), _GROUND)
    title = f"{one.character} {version_text(one.version)}  in  {of.sequence}"
    draw(sheet, title, (GAP, LINE), 24, ink=240, width=WIDE - 400)
    draw(sheet, "left the nearest frame, right the farthest", (WIDE - GAP, LINE), 15, ink=160, right=True)
    for number, data in enumerate(references):
        picture = decoded(data)
        if picture is not None:
            sheet.paste(_square(picture, SMALL), (GAP + number * (SMALL + GAP), 2 * LINE))
    if references:
        draw(sheet, "references", (GAP, 2 * LINE + SMALL + 14), 13, ink=160)
    for number, (shot, shown) in enumerate(zip(one.shots, crops, strict=True)):
        place = GAP + number % across * (2 * SIDE + GAP), begin + number // across * cell
        _cell(sheet, shot, shown, place)
    top = begin + rows * cell + GAP
    _curve(sheet, one, top)
    for number, line in enumerate(lines):
        ink = 150 if line in notes else 230
        draw(sheet, line, (GAP, top + CURVE + LINE * (number + 1)), 15, ink=ink, width=WIDE - 2 * GAP)
    return sheet


def _lines(one: Continuity, crops: list[list[tuple[FrameDrift, bytes, str]]]) -> list[str]:
    """What to look at, and which shots have nothing to look at."""
    lines = list(one.warnings)
    for shot, shown in zip(one.shots, crops, strict=True):
        problems = dict.fromkeys(problem for _, _, problem in shown if problem)
        lines += [f"{shot.take.label}: there is no picture of it: {problem}" for problem in problems]
    more = len(lines) - LINES
    if more > 0:
        lines = [*lines[:LINES], f"And {more} more: the page and the terminal say all of them."]
    missing = [f"No measured take: {', '.join(one.missing)}"] if one.missing else []
    return [*lines, *missing]


def _cell(
    sheet: Image.Image, shot: ContinuityShot, shown: list[tuple[FrameDrift, bytes, str]],
    at: tuple[int, int],
) -> None:  # fmt: skip
    pen, (left, top) = ImageDraw.Draw(sheet), at
    color = _COLORS[shot.drift.word]
    gone = any(problem for _, _, problem in shown)
    if (shot.amber or gone) and shot.drift.word is DriftWord.CLOSE:
        color = _COLORS[DriftWord.UNCLEAR]
    pen.rectangle((left - 3, top - 3, left + 2 * SIDE + 2, top + SIDE + 2), fill=(18, 18, 18), outline=color,
                  width=3)  # fmt: skip
    for number, (_, data, _) in enumerate(shown):
        picture = decoded(data) if data else None
        if picture is not None:
            sheet.paste(_square(picture, SIDE - number), (left + number * (SIDE + 1), top))
    if not any(data for _, data, _ in shown):
        reason = "no picture" if shown else "not measured"
        draw(sheet, reason, (left + SIDE - 40, top + SIDE // 2), 16, ink=140)
    says = "  ".join(f"{place.distance or 0.0:.2f}" for place, _, _ in shown)
    draw(sheet, shot.take.shot, (left, top + SIDE + 16), 15, ink=230, width=2 * SIDE - 90)
    draw(sheet, says, (left + 2 * SIDE, top + SIDE + 16), 15, ink=230, right=True)
    name = f"{shot.take.element} {version_text(shot.take.version)}"
    draw(sheet, name, (left, top + SIDE + 16 + LINE - 6), 13, ink=160, width=2 * SIDE)


def _square(picture: Image.Image, side: int) -> Image.Image:
    scale = side / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    shown = Image.new("RGB", (side, side), (18, 18, 18))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    shown.paste(picture, ((side - size[0]) // 2, (side - size[1]) // 2))
    return shown


def _curve(sheet: Image.Image, of: Continuity, top: int) -> None:
    """The distances of every shot in cut order, over the words' bands."""
    pen = ImageDraw.Draw(sheet)
    left, right = GAP + 48, WIDE - GAP
    scale = scale_of(drifts_of(of))
    highest = max(
        [0.8, scale.far, *(value for shot in of.shots for value in shot.curve if value is not None)]
    )

    def y(value: float) -> int:
        return round(top + CURVE - 30 - (CURVE - 40) * value / highest)

    for limit, below, color in ((scale.close, 0.0, (30, 46, 33)), (scale.far, scale.close, (54, 44, 26)),
                                (highest, scale.far, (60, 32, 30))):  # fmt: skip
        pen.rectangle((left, y(limit), right, y(below)), fill=color)
    for limit in (0.0, scale.close, scale.far):
        draw(sheet, f"{limit:.2f}", (left - 8, y(limit)), 14, ink=170, right=True)
    total = sum(len(shot.curve) for shot in of.shots)
    place = 0
    for shot in of.shots:
        begin = left + (right - left) * place / max(total, 1)
        pen.line((begin, y(highest), begin, y(0.0)), fill=(70, 70, 70))
        wide = (right - left) * len(shot.curve) / max(total, 1)
        draw(
            sheet,
            shot.take.shot,
            (round(begin) + 4, top + CURVE - 14),
            13,
            ink=170,
            width=max(12, int(wide) - 6),
        )
        step = wide / max(len(shot.curve), 1)
        for number, value in enumerate(shot.curve):
            if value is None:
                x = begin + step * (number + 0.5)
                pen.line((x, y(0.0) - 6, x, y(0.0)), fill=_DIM, width=2)
        for run in runs(shot.curve):
            _line(pen, [(begin + step * (number + 0.5), float(y(value))) for number, value in run])
        place += len(shot.curve)


def _line(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]]) -> None:
    if len(points) > 1:
        pen.line(points, fill=_INK, width=2)
    for x, y in points if len(points) < 60 else []:
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=_INK)
