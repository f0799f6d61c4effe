"""Text on pictures: frame numbers and names for contact sheets and review movies.

It draws with the font inside Pillow, which has the letters of ASCII, and with a font of the machine where a
name has others.
"""

from __future__ import annotations

import functools
import unicodedata

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Looked for in the machine's font directories; those with the most letters first.
_MACHINE_FONTS = (
    "NotoSansCJK-Regular.ttc", "Arial Unicode.ttf", "msyh.ttc", "NotoSans-Regular.ttf", "DejaVuSans.ttf",
    "arial.ttf",
)  # fmt: skip
# Of the font size; Pillow's own font hints the space away at the sizes of a label.
_WORD_SPACE = 0.3


def draw(
    image: Image.Image,
    text: str,
    at: tuple[int, int],
    size: int,
    *,
    ink: int = 200,
    right: bool = False,
    width: int = 0,
) -> None:
    """Draw `text` in grey `ink` (0-255), letters `size` pixels high, cut to `width` pixels with an ellipsis.

    `at` is the left end of the text, or the right with `right`, at half the height of its capitals.
    """
    font, text = _font(size, text)
    if width:
        text = _cut(text, font, size, width)
    x, y = at
    if right:
        x -= round(_length(text, font, size))
    pen = ImageDraw.Draw(image)
    for word in text.split(" "):
        pen.text((round(x), y), word, fill=(ink, ink, ink), font=font, anchor="lm")
        x += round(font.getlength(word) + _WORD_SPACE * size)


def width_of(text: str, size: int) -> int:
    """How wide `text` is in pixels."""
    font, text = _font(size, text)
    return int(_length(text, font, size)) + 1


def _length(text: str, font: Font, size: int) -> float:
    return sum(font.getlength(word) + _WORD_SPACE * size for word in text.split(" ")) - _WORD_SPACE * size


def _cut(text: str, font: Font, size: int, width: int) -> str:
    if _length(text, font, size) <= width:
        return text
    while text and _length(text + "...", font, size) > width:
        text = text[:-1]
    return text + "..." if text else ""


def _font(size: int, text: str) -> tuple[Font, str]:
    if text.isascii():
        return _pillow(size), text
    font = _machine(size)
    if font:
        return font, text
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return _pillow(size), bare.encode("ascii", "replace").decode()


@functools.lru_cache(maxsize=32)
def _pillow(size: int) -> Font:
    return ImageFont.load_default(size)


@functools.lru_cache(maxsize=32)
def _machine(size: int) -> Font | None:
    for name in _MACHINE_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
