"""The page of a comp check: every figure with its light, and the pictures and plots that it is judged by.

One file with everything inside it, so that it can be opened from a disk and sent to somebody.
"""

from __future__ import annotations

import base64
import io
from html import escape

from PIL import Image

from secondunit.media.display import Shown
from secondunit.wire import CheckFigure, CheckLight, CheckSubject, CompCheck, Take

from .pictures import CheckPictures
from .plots import curve

_STYLE = """
:root { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; background: #1c1c1c; color: #d6d6d6; font: 14px/1.5 system-ui, sans-serif }
main { max-width: 1328px; margin: 0 auto; padding: 24px }
h1 { font-size: 24px; font-weight: 600; margin: 0 }
h2 { font-size: 17px; font-weight: 600; margin: 36px 0 8px; padding-top: 14px; border-top: 1px solid #3a3a3a }
p { margin: 0 0 8px; color: #a8a8a8; max-width: 100ch }
header { display: flex; align-items: baseline; gap: 16px; margin-bottom: 4px }
table { border-collapse: collapse; margin: 16px 0 0; width: 100% }
td { padding: 7px 20px 7px 0; border-top: 1px solid #303030; vertical-align: top }
td:first-child { width: 92px } td:nth-child(2) { width: 110px; color: #f0f0f0 }
td:nth-child(3) { width: 110px; text-align: right; color: #f0f0f0; font-variant-numeric: tabular-nums }
.light { font-weight: 600; white-space: nowrap }
.light::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 50%;
  background: currentColor; margin-right: 8px }
.green { color: #6cc07a } .amber { color: #e8aa3c } .red { color: #ff6a5c } .none { color: #8f8f8f }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px }
.exact { display: flex; flex-wrap: wrap; gap: 12px }
figure { margin: 0 }
img { display: block; max-width: 100%; height: auto; background: #000 }
.exact img { image-rendering: pixelated }
figcaption { font-size: 12px; color: #a0a0a0; padding: 3px 0 0 }
svg { display: block; width: 100%; height: auto; background: #161616 }
svg text { font: 11px system-ui, sans-serif; fill: #a0a0a0 }
"""
_LIGHTS = {
    CheckLight.GREEN: "Green",
    CheckLight.AMBER: "Amber",
    CheckLight.RED: "Red",
    CheckLight.NONE: "Not judged",
}
_NAMES = {
    CheckSubject.OUTSIDE: "Outside",
    CheckSubject.EDGE: "Edge",
    CheckSubject.GRAIN: "Grain",
    CheckSubject.FLICKER: "Flicker",
    CheckSubject.LEVELS: "Levels",
    CheckSubject.NUMBERS: "Numbers",
    CheckSubject.LAYOUT: "Layout",
}


def page(take: Take, check: CompCheck, pictures: CheckPictures, remark: str = "") -> str:
    """The page of a take; `remark` says why something of it is missing."""
    shown, frame = pictures.shown, pictures.frame
    parts = [
        f"<header><h1>{escape(take.label)}</h1>{_light(check.light)}</header>",
        f"<p>{escape(_facts(take))}</p>",
        f"<p class=amber>{escape(remark)}</p>" if remark else "",
        f"<table>{''.join(_row(figure) for figure in check.figures)}</table>",
    ]
    pair = [name for name in ("comp", "plate") if name in shown]
    titles = {"comp": "The comp" if "plate" in shown else "The take on mid grey", "plate": "The plate"}
    parts.append(f"<h2>Frame {frame}</h2><div class=pair>")
    parts += [_figure(shown[name], titles[name]) for name in pair]
    parts.append("</div>")
    if "difference" in shown:
        parts.append(
            "<h2>Difference to the plate</h2><p>Amber is what the take changed, by how much; red is "
        )
        parts.append("what it may not change.</p>")
        parts.append(f"<div>{_figure(shown['difference'], f'Frame {frame}')}</div>")
    if "layout" in shown:
        parts.append("<h2>The layout</h2><p>Lines of the guide over the take: green where it has an edge ")
        parts.append(
            f"there, red where it has none.</p><div>{_figure(shown['layout'], f'Frame {frame}')}</div>"
        )
    edges = [name for name in shown if name.startswith("edge")]
    if edges:
        parts.append("<h2>The edge, pixel by pixel</h2><div class=exact>")
        parts += [_figure(shown[name], name.removeprefix("edge ").capitalize()) for name in edges]
        parts.append("</div>")
    if "grain of the comp" in shown:
        parts.append("<h2>Grain beside grain</h2><p>What is finer than seven pixels, both raised alike.</p>")
        parts.append("<div class=exact>")
        parts += [_figure(shown[f"grain of the {name}"], name.capitalize()) for name in ("comp", "plate")]
        parts.append("</div>")
    parts.append(_curves(check))
    parts.append(
        "<h2>Waveform</h2><p>Luminance in stops around mid grey, a line every two; the brighter line "
    )
    parts.append("is mid grey.</p><div class=exact>")
    waves = [name for name in shown if name.startswith("waveform")]
    parts += [_figure(shown[name], name.removeprefix("waveform of the ").capitalize()) for name in waves]
    parts.append("</div>")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Comp check: {escape(take.label)}</title>"
        f"<style>{_STYLE}</style><body><main>{''.join(parts)}</main></body></html>"
    )


def _facts(take: Take) -> str:
    size = f"{take.format.width}x{take.format.height}"
    frames = "one frame" if len(take.frames) == 1 else f"{len(take.frames)} frames"
    parts = (
        take.maker or take.made_by,
        take.prompt[:120],
        f"{take.frames}, {frames}",
        size,
        take.colorspace.name,
    )
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _light(light: CheckLight) -> str:
    return f"<span class='light {light.value}'>{_LIGHTS[light]}</span>"


def _row(figure: CheckFigure) -> str:
    value = f"{figure.value:,g} {figure.unit}".strip() if figure.unit or figure.value else ""
    cells = (_light(figure.light), _NAMES[figure.subject], escape(value), escape(figure.sentence))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _curves(check: CompCheck) -> str:
    if not check.frames:
        return ""
    figure = check.figure(CheckSubject.FLICKER)
    mark = figure.frame if figure is not None else None
    return (
        "<h2>Frame by frame</h2><p>Mean luminance of the take</p>"
        f"{curve(check.frames, check.luminance, mark, '#d8d8d8')}<p style='margin-top:10px'>Mean alpha</p>"
        f"{curve(check.frames, check.alpha, mark, '#7fb2e5')}"
        f"{_layout(check)}"
    )


def _layout(check: CompCheck) -> str:
    if not check.layout:
        return ""
    figure = check.figure(CheckSubject.LAYOUT)
    mark = figure.frame if figure is not None else None
    return (
        "<p style='margin-top:10px'>How far it keeps to the layout: 1 on every line, 0 is chance</p>"
        f"{curve(check.frames, check.layout, mark, '#6cc07a')}"
    )


def _figure(pixels: Shown, caption: str) -> str:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=6)
    text = base64.b64encode(out.getvalue()).decode("ascii")
    height, width = pixels.shape[:2]
    return (
        f"<figure><img alt='{escape(caption)}' width={width} height={height} "
        f"src='data:image/png;base64,{text}'><figcaption>{escape(caption)}</figcaption></figure>"
    )
