"""The page itself: HTML with every picture and movie inside it, so that one file can be sent and opened."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from html import escape

from PIL import Image

from secondunit.media.display import Shown
from secondunit.wire import Control, Scalar

from .reel import Reel

_STYLE = """
:root { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; background: #1c1c1c; color: #d6d6d6; font: 14px/1.5 system-ui, sans-serif }
main { max-width: 1960px; margin: 0 auto; padding: 24px }
h1 { font-size: 24px; font-weight: 600; margin: 0 0 4px }
h2 { font-size: 20px; font-weight: 600; margin: 48px 0 8px; padding-top: 16px; border-top: 1px solid #3a3a3a }
h3 { font-size: 16px; font-weight: 600; margin: 32px 0 2px }
p { margin: 0 0 8px; color: #a8a8a8; max-width: 90ch }
a { color: inherit; text-decoration: none }
nav { display: grid; grid-template-columns: repeat(auto-fill, minmax(176px, 1fr)); gap: 12px; margin: 24px 0 }
nav a { display: block; background: #262626; border-radius: 4px; overflow: hidden }
nav a:hover, nav a:focus-visible { outline: 2px solid #7aa2d6 }
nav img { display: block; width: 100%; height: 99px; object-fit: cover }
nav span { display: block; padding: 4px 8px 6px; font-size: 12px; color: #bdbdbd }
.strip { display: grid; grid-template-columns: repeat(6, 1fr); gap: 2px; margin: 8px 0 }
.shots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: 8px }
.strip img, .shots img, .shots video { display: block; width: 100%; height: auto; background: #000 }
figure { margin: 0 }
figcaption { font-size: 12px; color: #8f8f8f; padding: 2px 0 0 }
dl { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 8px 0 0; font-size: 13px }
dl div { white-space: nowrap }
.shots img { cursor: zoom-in }
.shots img.whole { position: fixed; inset: 0; width: 100vw; height: 100vh; object-fit: none; z-index: 1;
  background: #1c1c1c; cursor: zoom-out }
dt, dd { display: inline; margin: 0 }
dt { color: #8f8f8f }
"""

#: A click shows a still at its own pixels, another one as it was.
_SCRIPT = """
addEventListener('click', ({target}) => target.matches('.shots img') && target.classList.toggle('whole'))
"""


def page(reels: Iterable[Reel], title: str, made: str) -> str:
    """The page of these looks, grouped by kind in their order; `made` says how they were made."""
    listed = list(reels)
    kinds = list(dict.fromkeys(reel.kind.name for reel in listed))
    sections = [_section([reel for reel in listed if reel.kind.name == name]) for name in kinds]
    index = "".join(
        f'<a href="#{_anchor(reel)}"><img alt="" src="{_picture(reel.stills["black"], 352)}">'
        f"<span>{escape(reel.kind.label)} \N{MIDDLE DOT} {escape(reel.look.label)}</span></a>"
        for reel in listed
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(made)}</p><nav>{index}</nav>"
        f"{''.join(sections)}</main><script>{_SCRIPT}</script></body></html>\n"
    )


def _section(reels: list[Reel]) -> str:
    kind = reels[0].kind
    what = " ".join((type(kind).__doc__ or "").split())
    return f"<h2>{escape(kind.label)}</h2><p>{escape(what)}</p>" + "".join(_look(reel) for reel in reels)


def _look(reel: Reel) -> str:
    strip = "".join(f'<img alt="" loading="lazy" src="{_picture(frame)}">' for frame in reel.strip)
    stills = "".join(
        f'<figure><img alt="" loading="lazy" tabindex="0" src="{_picture(still)}">'
        f"<figcaption>over {escape(name)}</figcaption></figure>"
        for name, still in reel.stills.items()
    )
    movie = base64.b64encode(reel.movie).decode("ascii")
    return (
        f'<section id="{_anchor(reel)}"><h3>{escape(reel.look.label)}</h3><p>{escape(reel.look.help)}</p>'
        f'<div class="strip">{strip}</div><div class="shots">'
        f'<figure><video controls loop muted autoplay playsinline src="data:video/mp4;base64,{movie}">'
        f"</video><figcaption>over {escape(reel.movie_ground)}, moving</figcaption></figure>{stills}</div>"
        f"<dl>{_settings(reel)}</dl></section>"
    )


def _settings(reel: Reel) -> str:
    by_name = {control.name: control for control in reel.kind.controls()}
    rows = [
        (by_name[name].label, _value(by_name[name], value))
        for name, value in reel.look.settings.items()
        if value != by_name[name].default
    ]
    rows += [("simulate", f"{reel.simulate:.2f} s a frame"), ("render", f"{reel.render:.2f} s a frame")]
    return "".join(f"<div><dt>{escape(label)}</dt> <dd>{escape(value)}</dd></div>" for label, value in rows)


def _value(control: Control, value: Scalar) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {control.unit}".strip()


def _anchor(reel: Reel) -> str:
    return f"{reel.kind.name}-{reel.look.name}"


def _picture(shown: Shown, width: int = 0) -> str:
    """A picture as a data URL: JPEG, at most `width` wide where given."""
    image = Image.fromarray(shown)
    if width and image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, subsampling=0)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")


__all__ = ["page"]
