"""The continuity of a sequence as one file of HTML: a card for each shot in cut order, its pictures inside.

It runs no script and fetches nothing, so that it can be opened from a disk and sent to somebody. Whatever a
show, a vendor or an artist named is escaped, and stands apart from the text around it where it is written
from right to left.
"""

from __future__ import annotations

import base64
from html import escape

from secondunit.wire import (
    Continuity,
    ContinuityShot,
    DriftWord,
    FrameDrift,
    SequenceContinuity,
    version_text,
)
from secondunit.wire.visible import visible

from .continuity_curve import sequence_curve, shot_curve
from .continuity_pictures import ContinuityPictures
from .scale_notes import drifts_of, scale_notes

_STYLE = """
:root { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; background: #1c1c1c; color: #d6d6d6; font: 14px/1.45 system-ui, sans-serif }
main { max-width: 1640px; margin: 0 auto; padding: 24px }
h1 { font-size: 24px; font-weight: 600; margin: 0 }
h2 { font-size: 19px; font-weight: 600; margin: 36px 0 6px; padding-top: 14px; border-top: 1px solid #3a3a3a }
h3 { font-size: 15px; font-weight: 600; margin: 0; color: #f0f0f0; overflow-wrap: anywhere }
h3 small { font-size: 12px; font-weight: 400; color: #a8a8a8; margin-inline-start: 6px }
p { margin: 4px 0; color: #a8a8a8; max-width: 110ch }
a { color: #e8aa3c } a:focus-visible { outline: 2px solid #e8aa3c; outline-offset: 2px }
.references { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 }
.references img { height: 96px; width: auto }
.shots { list-style: none; margin: 14px 0 0; padding: 0; display: grid; gap: 14px;
  grid-template-columns: repeat(auto-fill, minmax(min(350px, 100%), 1fr)) }
.shot { background: #242424; border: 1px solid #363636; border-radius: 4px; padding: 10px 12px 12px }
.shot.amber { border-color: #e8aa3c; background: #2a2620 }
.shot:target { box-shadow: 0 0 0 2px #d6d6d6 }
.shot.missing { border-style: dashed; background: none }
.crops { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 8px 0 }
figure { margin: 0 }
.crops img, .crops .none { display: block; width: 100%; aspect-ratio: 1; object-fit: contain;
  background: #121212 }
.crops .none { display: grid; place-content: center; color: #8f8f8f; font-size: 12px }
figcaption { font-size: 12px; color: #a8a8a8; padding-top: 2px; font-variant-numeric: tabular-nums }
svg { display: block; width: 100%; height: auto; background: #161616 }
.whole { overflow-x: auto } .whole svg { min-width: 720px }
svg text { font: 10px system-ui, sans-serif; fill: #a8a8a8 }
.word { margin: 6px 0 0 } .close { color: #6cc07a } .unclear { color: #e8aa3c } .far { color: #ff6a5c }
.withheld { color: #a8a8a8 }
.look { margin: 4px 0 0; padding-inline-start: 18px; color: #e8aa3c; overflow-wrap: anywhere }
"""
_CLASSES = {
    DriftWord.CLOSE: "close", DriftWord.UNCLEAR: "unclear", DriftWord.FAR: "far",
    DriftWord.WITHHELD: "withheld",
}  # fmt: skip


def continuity_page(of: SequenceContinuity, pictures: ContinuityPictures) -> str:
    """All characters of a sequence as HTML; a picture that is gone is named where it would stand."""
    title = f"Continuity of {of.sequence}, {of.show}"
    parts = [f"<h1>{_name(title)}</h1>", *(f"<p>{_text(remark)}</p>" for remark in of.remarks)]
    parts += [_character(number, one, of.shots, pictures) for number, one in enumerate(of.characters, 1)]
    return (
        f'<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style>"
        f"<body><main>{''.join(parts)}</main></body></html>"
    )


def _character(number: int, of: Continuity, shots: tuple[str, ...], pictures: ContinuityPictures) -> str:
    by_shot = {shot.take.shot: shot for shot in of.shots}
    cards: list[str] = []
    look: list[str] = []
    for place, name in enumerate(shots, 1):
        key, shot = f"c{number}s{place}", by_shot.get(name)
        if shot is None:
            cards.append(f"<li class='shot missing'><h3>{_name(name)}</h3><p>No measured take.</p></li>")
            continue
        amber, card = _card(key, shot, pictures)
        cards.append(card)
        if amber:
            look.append(f'<a href="#{key}">{_name(name)}</a>')
    said = f"{len(of.shots)} of {len(shots)} shots measured."
    if look:
        said += f" To look at: {', '.join(look)}."
    if of.missing:
        said += f" No measured take: {', '.join(map(_name, of.missing))}."
    shown = pictures.shown_references(of)
    references = "".join(
        f'<img alt="Reference {count}" src="{_data(data, "png")}">' for count, data in enumerate(shown, 1)
    )
    notes = "".join(f"<p>{_text(line)}</p>" for line in scale_notes(drifts_of(of)))
    label = _text(f"Distances of {of.character} over {len(of.shots)} shots in cut order")
    return (
        f"<section><h2>{_name(of.character)} {version_text(of.version)}</h2><p>{said}</p>"
        + (f"<div class=references>{references}</div>" if references else "")
        + (f"<div class=whole>{sequence_curve(of, label)}</div>" if len(of.shots) > 1 else "")
        + f"<ol class=shots>{''.join(cards)}</ol>{notes}</section>"
    )


def _card(key: str, shot: ContinuityShot, pictures: ContinuityPictures) -> tuple[bool, str]:
    """Whether somebody should look at a shot, and its card."""
    drift, take = shot.drift, shot.take
    warnings = list(shot.warnings)
    figures = []
    for number, place in enumerate(drift.faces):
        data, problem = pictures.crop(shot, place)
        what = "" if len(drift.faces) == 1 else ("farthest ", "nearest ")[number == 0]
        figures.append(_figure(shot, place, what, data))
        missing = f"there is no picture of it: {problem}"
        if problem and missing not in warnings:
            warnings.append(missing)
    amber = bool(warnings) or drift.amber
    word = next((warning for warning in warnings if warning.startswith(drift.word.value)), "")
    warnings = [warning for warning in warnings if warning != word]
    word = word or f"{drift.word.value} (median {drift.median or 0.0:.2f})"
    label = _text(f"Distances in {take.shot}: {word}")
    look = "".join(f"<li>{_text(warning)}</li>" for warning in warnings)
    card = (
        f'<li id="{key}" class="shot{" amber" if amber else ""}"><h3>{_name(take.shot)}'
        f"<small>{_name(f'{take.element} {version_text(take.version)}')}</small></h3>"
        + (f"<div class=crops>{''.join(figures)}</div>" if figures else "")
        + (shot_curve(shot, label) if drift.worst is not None else "")
        + f"<p class='word {_CLASSES[drift.word]}'>{_text(word)}</p>"
        + (f"<ul class=look>{look}</ul>" if look else "")
        + "</li>"
    )
    return amber, card


def _figure(shot: ContinuityShot, place: FrameDrift, what: str, data: bytes) -> str:
    says = f"{what}{place.distance or 0.0:.2f}, frame {place.frame}"
    alt = _text(f"{shot.drift.character} in {shot.take.shot}, {says}")
    shown = f'<img alt="{alt}" src="{_data(data, "jpeg")}">' if data else "<div class=none>no picture</div>"
    return f"<figure>{shown}<figcaption>{says}</figcaption></figure>"


def _data(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _text(text: str) -> str:
    return escape(visible(text))


def _name(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>"
