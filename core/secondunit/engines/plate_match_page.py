"""The page of a plate's match: what was measured as plots and numbers, in one file without a script."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PureWindowsPath

from secondunit.wire.plate_match import CHANNELS, MatchedLevels, MatchedShutter, PlateMatch

_COLORS = ("#e0705f", "#67b36b", "#6f9be0")
#: A plot's size and its margins (left, top, right, bottom), in points.
_WIDE, _HIGH = 440, 260
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 14, 14, 40
_STYLE = """
:root { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; background: #1c1c1c; color: #d6d6d6; font: 14px/1.5 system-ui, sans-serif }
main { max-width: 980px; margin: 0 auto; padding: 24px }
h1 { font-size: 24px; font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere }
h2 { font-size: 16px; font-weight: 600; margin: 0 0 4px }
p { margin: 0 0 8px; color: #a8a8a8 }
.doubts { margin: 16px 0; padding: 8px 16px 8px 32px; border-left: 3px solid #d6a24c; background: #262319;
  color: #e4d3ad }
.parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 20px;
  margin: 20px 0 }
section { background: #232323; border-radius: 4px; padding: 14px 16px }
svg { display: block; width: 100%; height: auto; margin: 6px 0 }
svg text { fill: #9a9a9a; font: 12px system-ui, sans-serif }
svg .value { fill: #d6d6d6 }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums }
th, td { text-align: right; padding: 2px 0 2px 12px; font-weight: 400 }
th { color: #8f8f8f }
th:first-child, td:first-child { text-align: left; padding-left: 0 }
i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px }
"""
Point = tuple[float, float]


def match_page(match: PlateMatch) -> str:
    """HTML of a match: a section each for grain (strength and size), sharpness, levels, cast and shutter."""
    name = PureWindowsPath(match.plate).name
    about = f"Frames {match.frames}, {match.width} x {match.height}, light in {match.colorspace}."
    doubts = "".join(f"<li>{escape(doubt)}</li>" for doubt in match.doubts)
    parts = (_grain(match), _size(match), _sharpness(match), _levels(match), _cast(match), _shutter(match))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}: plate match'
        f'</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(name)}</h1><p>{escape(about)}</p>"
        + (f'<ul class="doubts">{doubts}</ul>' if doubts else "")
        + f'<div class="parts">{"".join(parts)}</div></main></body></html>\n'
    )


def _grain(match: PlateMatch) -> str:
    if not match.grain:
        return _section("Grain", "Not measured.")
    lines = [
        [(_stops(band.exposure), 100 * band.deviation) for band in channel.bands] for channel in match.grain
    ]
    points = [point for line in lines for point in line]
    low, high = math.floor(min(x for x, _ in points)), math.ceil(max(x for x, _ in points))
    most = _round_up(max(y for _, y in points))
    plot = _Plot(low, max(high, low + 1), 0.0, most)
    body = plot.frame(
        [(stop, _signed(stop)) for stop in _steps(low, high)],
        [(most * part / 4, f"{most * part / 4:.3g}") for part in range(5)],
        "stops from mid grey", "deviation, % of 1.0",
    )  # fmt: skip
    for line, color in zip(lines, _COLORS, strict=True):
        body += plot.line(line, color) + "".join(plot.dot(point, color) for point in line)
    alike = f"A frame's grain is {100 * match.correlation:.0f} % alike to the next one's."
    return _section("Grain by exposure", alike, plot.svg(body, "Deviation of grain by exposure"))


def _size(match: PlateMatch) -> str:
    if not match.grain:
        return ""
    plot = _Plot(0.0, 0.5, -30.0, 20.0)
    body = plot.frame(
        [(part / 10, f"{part / 10:.1f}") for part in range(6)],
        [(level, _signed(level)) for level in (-30, -20, -10, 0, 10, 20)],
        "cycles a pixel", "dB above white noise",
    )  # fmt: skip
    for channel, color in zip(match.grain, _COLORS, strict=True):
        rings = [
            ((ring + 0.5) / 32, min(20.0, max(-30.0, 10 * math.log10(max(power, 1e-9)))))
            for ring, power in enumerate(channel.spectrum)
        ]
        body += plot.line(rings, color)
    return _section("Grain by size", "White noise is level at 0 dB; coarse grain falls to the right.",
                    plot.svg(body, "Spectrum of grain"))  # fmt: skip


def _sharpness(match: PlateMatch) -> str:
    if not match.blur:
        return _section("Sharpness", "Not measurable: no straight edge stands alone.")
    plot = _Plot(0.0, 0.5, 0.0, 1.0)
    body = plot.frame(
        [(part / 10, f"{part / 10:.1f}") for part in range(6)],
        [(part / 4, f"{25 * part}") for part in range(5)],
        "cycles a pixel", "contrast left, %",
    )  # fmt: skip
    body += plot.line([(0.0, 0.5), (0.5, 0.5)], "#5a5a5a", "3 4")
    for blur, color in zip(match.blur, _COLORS, strict=True):
        curve = []
        for step in range(51):
            at = step / 100
            box = math.sin(math.pi * at) / (math.pi * at) if at else 1.0
            curve.append((at, math.exp(-2 * (math.pi * blur.sigma * at) ** 2) * box))
        body += plot.line(curve, color)
        if blur.mtf50 <= 0.5:
            body += plot.dot((blur.mtf50, 0.5), color)
    rows = [
        (name, f"{blur.sigma:.2f}", f"{blur.lower:.2f} to {blur.upper:.2f}", f"{blur.mtf50:.3f}")
        for name, blur in zip(CHANNELS, match.blur, strict=True)
    ]
    table = _table(("", "blur, px", "half of the edges", "MTF50"), rows)
    text = f"By {match.edges} straight edges. The lines are of the blur, the dots where edges have 50 %."
    return _section("Sharpness", text, plot.svg(body, "Contrast by frequency") + table)


def _levels(match: PlateMatch) -> str:
    levels = match.levels
    if levels is None:
        return _section("Levels", "Not measured.")
    rows = [
        (name, f"{levels.floor[index]:.5g}", f"{levels.ceiling[index]:.5g}")
        for index, name in enumerate(CHANNELS)
    ]
    ends = "The ceiling is where the camera clips." if levels.clipped else "Nothing is clipped."
    text = f"{ends} The darkest is {100 * levels.flare:.1f} % of the mean light: flare is that at the most."
    return _section("Levels", text, _bars(levels) + _table(("", "floor", "ceiling"), rows))


def _bars(levels: MatchedLevels) -> str:
    ends = [(_stops(low), _stops(high)) for low, high in zip(levels.floor, levels.ceiling, strict=True)]
    low, high = math.floor(min(a for a, _ in ends)), math.ceil(max(b for _, b in ends))
    plot = _Plot(low, max(high, low + 1), 0.0, 3.0, high=130)
    body = plot.frame([(stop, _signed(stop)) for stop in _steps(low, high)], [], "stops from mid grey", "")
    for index, (start, end) in enumerate(ends):
        left, right = plot.x(start), plot.x(end)
        top = plot.y(2.8 - index)
        body += (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(1.0, right - left):.1f}" height="16" rx="2" '
            f'fill="{_COLORS[index]}"/>'
        )
    return plot.svg(body, "From floor to ceiling")


def _cast(match: PlateMatch) -> str:
    cast = match.cast
    if cast is None:
        return _section("Cast", "Not measured: the plate is black.")
    text = (
        f"Grey is as {cast.reference} shows it."
        if cast.reference
        else "An estimate over the whole picture: nobody named what is grey. It is not given to elements."
    )
    rows = [(name, f"{cast.gains[index]:.3f}") for index, name in enumerate(CHANNELS)]
    most = max(cast.gains)
    code = "".join(f"{round(255 * (0.5 * gain / most) ** (1 / 2.2)):02x}" for gain in cast.gains)
    plot = (
        f'<svg viewBox="0 0 {_WIDE} 60" role="img" aria-label="Grey as the plate has it, beside grey">'
        f'<rect width="{_WIDE // 2}" height="60" fill="#{code}"/>'
        f'<rect x="{_WIDE // 2}" width="{_WIDE // 2}" height="60" fill="#bababa"/>'
        '<text x="10" y="50" style="fill:#111">in the plate</text>'
        f'<text x="{_WIDE // 2 + 10}" y="50" style="fill:#111">neutral</text></svg>'
    )
    return _section("Cast", text, plot + _table(("", "times green"), rows))


def _shutter(match: PlateMatch) -> str:
    if match.shutter is None:
        return _section("Shutter", "Not measurable in this plate.")
    open_ = match.shutter
    text = (
        f"{open_.angle:.0f} degrees, give or take {open_.uncertainty:.0f}, by {open_.edges} edges that move. "
        f"What moves is drawn out by {open_.length:.1f} pixels at {open_.direction:.0f} degrees."
    )
    return _section("Shutter", text, _dial(open_))


def _dial(open_: MatchedShutter) -> str:
    center, radius = _WIDE / 2, 84.0
    wide = max(0.0, open_.angle - open_.uncertainty), min(360.0, open_.angle + open_.uncertainty)
    body = f'<circle cx="{center}" cy="100" r="{radius}" fill="#171717" stroke="#4a4a4a"/>'
    body += _sector(center, radius, wide[1], "#54492f") + _sector(center, radius, open_.angle, "#d6a24c")
    body += _sector(center, radius, wide[0], "#d6a24c")
    body += f'<text class="value" x="{center}" y="205" text-anchor="middle">{open_.angle:.0f}&#176;</text>'
    return f'<svg viewBox="0 0 {_WIDE} 215" role="img" aria-label="Shutter angle">{body}</svg>'


def _sector(center: float, radius: float, angle: float, color: str) -> str:
    if angle >= 359.9:
        return f'<circle cx="{center}" cy="100" r="{radius}" fill="{color}"/>'
    turn = math.radians(angle - 90)
    x, y = center + radius * math.cos(turn), 100 + radius * math.sin(turn)
    return (
        f'<path d="M{center} 100V{100 - radius}A{radius} {radius} 0 {int(angle > 180)} 1 {x:.2f} {y:.2f}Z" '
        f'fill="{color}"/>'
    )


class _Plot:
    """Where values stand in a plot of so many points."""

    def __init__(self, left: float, right: float, bottom: float, top: float, high: int = _HIGH) -> None:
        self._x, self._y, self._high = (left, right), (bottom, top), high

    def x(self, value: float) -> float:
        share = (value - self._x[0]) / (self._x[1] - self._x[0])
        return _LEFT + share * (_WIDE - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (value - self._y[0]) / (self._y[1] - self._y[0])
        return self._high - _BOTTOM - share * (self._high - _TOP - _BOTTOM)

    def frame(
        self, across: Iterable[tuple[float, str]], up: Iterable[tuple[float, str]], below: str, beside: str
    ) -> str:
        """Lines and numbers of both axes, and what they are."""
        low, high = self.y(self._y[0]), self.y(self._y[1])
        text = ""
        for value, label in across:
            x = self.x(value)
            text += f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="#343434"/>'
            text += f'<text x="{x:.1f}" y="{low + 16:.1f}" text-anchor="middle">{label}</text>'
        for value, label in up:
            y = self.y(value)
            text += (
                f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#343434"/>'
                f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
            )
        middle = (_LEFT + _WIDE - _RIGHT) / 2
        text += f'<text x="{middle}" y="{self._high - 6}" text-anchor="middle">{below}</text>'
        if beside:
            half = (low + high) / 2
            text += (
                f'<text x="14" y="{half:.1f}" text-anchor="middle" transform="rotate(-90 14 {half:.1f})">'
                f"{beside}</text>"
            )
        return text

    def line(self, points: Sequence[Point], color: str, dash: str = "") -> str:
        places = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return f'<polyline points="{places}" fill="none" stroke="{color}" stroke-width="1.8"{dashed}/>'

    def dot(self, point: Point, color: str) -> str:
        return f'<circle cx="{self.x(point[0]):.1f}" cy="{self.y(point[1]):.1f}" r="3" fill="{color}"/>'

    def svg(self, body: str, label: str) -> str:
        return f'<svg viewBox="0 0 {_WIDE} {self._high}" role="img" aria-label="{escape(label)}">{body}</svg>'


def _section(title: str, text: str, body: str = "") -> str:
    return f"<section><h2>{escape(title)}</h2><p>{escape(text)}</p>{body}</section>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    lines = ""
    for row, color in zip(rows, _COLORS, strict=True):
        first = f'<td><i style="background:{color}"></i>{escape(row[0])}</td>'
        lines += f"<tr>{first}{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
    return f"<table><tr>{head}</tr>{lines}</table>"


def _stops(light: float) -> float:
    """Stops from mid grey; what is nearly no light stands at ten below it."""
    return max(-10.0, math.log2(max(light, 1e-9) / 0.18))


def _signed(value: float) -> str:
    return f"{value:+.0f}" if value else "0"


def _steps(low: int, high: int) -> range:
    return range(low, high + 1, max(1, (high - low) // 8 + (high - low > 8)))


def _round_up(value: float) -> float:
    """A round number that is no less."""
    size = 10.0 ** math.floor(math.log10(max(value, 1e-9)))
    return next(size * step for step in (1, 2, 4, 5, 8, 10, 20) if size * step >= value)
