"""The continuity of a sequence as a picture and as a page: crops in cut order, a curve, what to look at."""

from __future__ import annotations

import base64
import io
from html import escape

import numpy as np
from PIL import Image, ImageDraw

from secondunit.media.label import draw
from secondunit.wire import DriftScale, DriftWord, version_text

from .continuity import Codes, Continuity, ContinuityShot

#: The picture's width, a crop's side, what lies between, and how high the curve and a line of text are.
WIDE, SIDE, GAP, CURVE, LINE = 1600, 180, 16, 220, 26
#: The side of a reference.
SMALL = 96
_INK, _GROUND, _DIM = (214, 214, 214), (28, 28, 28), (150, 150, 150)
_COLORS = {
    DriftWord.CLOSE: (108, 192, 122), DriftWord.UNCLEAR: (232, 170, 60), DriftWord.FAR: (255, 106, 92),
    DriftWord.WITHHELD: (143, 143, 143),
}  # fmt: skip


def scale_note(of: Continuity) -> str:
    """Whose thresholds the words go by, and by how many networks, in a line."""
    scale = _scale(of)
    second = next((shot.drift.second for shot in of.shots if shot.drift.second is not None), None)
    networks = (
        f"By two networks, the curve by the first; {second.network} changes its words at "
        f"{second.scale.close:.2f} and {second.scale.far:.2f} ({second.licence}, {second.allowed})."
        if second is not None
        else "By one network."
    )
    return (
        f"Distances of 128 numbers from the nearest reference. Up to {scale.close:.2f}: "
        f"{DriftWord.CLOSE.value}. Up to {scale.far:.2f}: {DriftWord.UNCLEAR.value}. Above: "
        f"{DriftWord.FAR.value}. "
        + (f"These thresholds are {scale.source}. " if scale.source else "")
        + f"{networks} None says who somebody is."
    )


def _scale(of: Continuity) -> DriftScale:
    """The thresholds of the newest shot: a show may have been calibrated in between."""
    newest = max(of.shots, key=lambda shot: shot.take.created, default=None)
    return newest.drift.scale if newest is not None else DriftScale()


def continuity_picture(of: Continuity) -> Image.Image:
    """A character's sheet, 1600 pixels wide, RGB."""
    across = (WIDE - GAP) // (SIDE + GAP)
    rows = max(1, -(-len(of.shots) // across))
    cell, note = SIDE + 2 * LINE + GAP, scale_note(of)
    lines = [*of.warnings, *([f"No measured take: {', '.join(of.missing)}"] if of.missing else []), note]
    begin = 2 * LINE + (SMALL + 2 * LINE if of.references else 0)
    high = begin + LINE + rows * cell + CURVE + GAP + LINE * (len(lines) + 1)
    sheet = Image.new("RGB", (WIDE, high), _GROUND)
    draw(sheet, f"{of.character}  in  {of.sequence}", (GAP, LINE), 24, ink=240)
    for number, picture in enumerate(of.references):
        sheet.paste(_square(picture, SMALL), (GAP + number * (SMALL + GAP), 2 * LINE))
    if of.references:
        draw(sheet, "references", (GAP, 2 * LINE + SMALL + 14), 13, ink=160)
    for number, shot in enumerate(of.shots):
        _cell(sheet, shot, GAP + number % across * (SIDE + GAP), begin + number // across * cell)
    top = begin + rows * cell + GAP
    _curve(sheet, of, top)
    for number, line in enumerate(lines):
        ink = 150 if line is note else 230
        draw(sheet, line, (GAP, top + CURVE + LINE * (number + 1)), 15, ink=ink, width=WIDE - 2 * GAP)
    return sheet


def continuity_page(every: tuple[Continuity, ...], title: str) -> str:
    """All characters of a sequence in one file of HTML with its pictures inside."""
    parts = []
    for of in every:
        buffer = io.BytesIO()
        continuity_picture(of).save(buffer, "PNG")
        data = base64.b64encode(buffer.getvalue()).decode()
        rows = "".join(_row(shot) for shot in of.shots)
        parts.append(
            f"<h2>{escape(of.character)}</h2>"
            f'<img alt="{escape(of.character)} in {escape(of.sequence)}" src="data:image/png;base64,{data}">'
            "<table><tr><th>shot<th>take<th>median<th>worst<th>what may be said<th>look at"
            f"{rows}</table>"
        )
    return (
        f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<main><h1>{escape(title)}</h1>{''.join(parts)}</main>"
    )


def _row(shot: ContinuityShot) -> str:
    drift, worst = shot.drift, shot.drift.worst
    middle = "" if drift.median is None else f"{drift.median:.2f}"
    far = "" if worst is None or worst.distance is None else f"{worst.distance:.2f} (frame {worst.frame})"
    cells = (
        shot.take.shot, f"{shot.take.element} {version_text(shot.take.version)}", middle, far,
        drift.word.value, "; ".join(shot.warnings),
    )  # fmt: skip
    kind = " class=amber" if shot.warnings else ""
    return f"<tr{kind}>" + "".join(f"<td>{escape(cell)}" for cell in cells)


def _cell(sheet: Image.Image, shot: ContinuityShot, left: int, top: int) -> None:
    pen = ImageDraw.Draw(sheet)
    color = _COLORS[shot.drift.word]
    if shot.crop is None:
        pen.rectangle((left, top, left + SIDE - 1, top + SIDE - 1), fill=(18, 18, 18))
        draw(sheet, "no picture", (left + 40, top + SIDE // 2), 16, ink=140)
    else:
        sheet.paste(_square(shot.crop, SIDE), (left, top))
    frame = _COLORS[DriftWord.UNCLEAR] if shot.warnings and shot.drift.word is DriftWord.CLOSE else color
    pen.rectangle((left - 3, top - 3, left + SIDE + 2, top + SIDE + 2), outline=frame, width=3)
    median = "-" if shot.drift.median is None else f"{shot.drift.median:.2f}"
    draw(sheet, shot.take.shot, (left, top + SIDE + 16), 15, ink=230, width=SIDE - 54)
    draw(sheet, median, (left + SIDE, top + SIDE + 16), 15, ink=230, right=True)
    name = f"{shot.take.element} {version_text(shot.take.version)}"
    draw(sheet, name, (left, top + SIDE + 16 + LINE - 6), 13, ink=160, width=SIDE)


def _square(crop: Codes, side: int) -> Image.Image:
    picture = Image.fromarray((crop * 255 + 0.5).astype(np.uint8))
    scale = side / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    shown = Image.new("RGB", (side, side), (18, 18, 18))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    shown.paste(picture, ((side - size[0]) // 2, (side - size[1]) // 2))
    return shown


def _curve(sheet: Image.Image, of: Continuity, top: int) -> None:
    """Every measured frame of every shot in cut order, over the words' bands."""
    pen = ImageDraw.Draw(sheet)
    left, right = GAP + 48, WIDE - GAP
    scale = _scale(of)
    highest = max(
        [0.8, scale.far, *(frame.distance or 0.0 for shot in of.shots for frame in shot.drift.measured)]
    )

    def y(value: float) -> int:
        return round(top + CURVE - 30 - (CURVE - 40) * value / highest)

    for limit, below, color in ((scale.close, 0.0, (30, 46, 33)), (scale.far, scale.close, (54, 44, 26)),
                                (highest, scale.far, (60, 32, 30))):  # fmt: skip
        pen.rectangle((left, y(limit), right, y(below)), fill=color)
    for limit in (0.0, scale.close, scale.far):
        draw(sheet, f"{limit:.2f}", (left - 8, y(limit)), 14, ink=170, right=True)
    total = sum(len(shot.drift.frames) for shot in of.shots)
    place = 0
    for shot in of.shots:
        begin = left + (right - left) * place / max(total, 1)
        pen.line((begin, y(highest), begin, y(0.0)), fill=(70, 70, 70))
        wide = (right - left) * len(shot.drift.frames) / max(total, 1)
        draw(
            sheet,
            shot.take.shot,
            (round(begin) + 4, top + CURVE - 14),
            13,
            ink=170,
            width=max(12, int(wide) - 6),
        )
        points: list[tuple[float, float]] = []
        for number, frame in enumerate(shot.drift.frames):
            x = begin + wide * (number + 0.5) / len(shot.drift.frames)
            if frame.distance is None:
                pen.line((x, y(0.0) - 6, x, y(0.0)), fill=_DIM, width=2)
                _line(pen, points)
                points = []
            else:
                points.append((x, float(y(frame.distance))))
        _line(pen, points)
        place += len(shot.drift.frames)


def _line(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]]) -> None:
    if len(points) > 1:
        pen.line(points, fill=_INK, width=2)
    for x, y in points if len(points) < 60 else []:
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=_INK)


_STYLE = """
:root { color-scheme: dark } body { margin: 0; background: #1c1c1c; color: #d6d6d6;
font: 14px/1.5 system-ui, sans-serif } main { max-width: 1640px; margin: 0 auto; padding: 20px }
h1 { font-size: 24px; font-weight: 600 } h2 { font-size: 17px; margin: 28px 0 8px }
img { display: block; max-width: 100%; height: auto } table { border-collapse: collapse; margin: 12px 0 }
td, th { padding: 5px 18px 5px 0; border-top: 1px solid #303030; text-align: left; vertical-align: top }
.amber td { color: #e8aa3c }
"""


def stacked(sheets: list[Image.Image]) -> Image.Image:
    """Sheets below one another."""
    whole = Image.new("RGB", (WIDE, sum(sheet.height for sheet in sheets)), _GROUND)
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    return whole
