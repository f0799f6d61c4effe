"""Text on pictures: frame numbers and names for contact sheets and review movies.

It draws with the font inside Pillow, and with a font of the machine where a name has letters that it lacks.
"""

from __future__ import annotations

import functools

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Found by Pillow in the machine's font directories; the wide ones first.
_WIDE_FONTS = ("NotoSansCJK-Regular.ttc", "Arial Unicode.ttf", "msyh.ttc", "NotoSans-Regular.ttf",
               "DejaVuSans.ttf", "arial.ttf")  # fmt: skip


def draw(
    image: Image.Image, text: str, at: tuple[int, int], size: int, *, ink: int = 200, anchor: str = "lm",
    width: int = 0,
) -> None:  # fmt: skip
    """Draw `text` in grey `ink` (0-255), `size` pixels high, cut to `width` pixels with an ellipsis.

    `anchor` is Pillow's: `lm` puts the left middle of the text at `at`, `rm` the right middle.
    """
    font = _font(size, text)
    if width:
        text = _cut(text, font, width)
    # The middle of capital letters, whatever the letters: so labels stand on one line.
    ImageDraw.Draw(image).text(at, text, fill=(ink, ink, ink), font=font, anchor=anchor)


def width_of(text: str, size: int) -> int:
    """How wide `text` is in pixels."""
    return int(_font(size, text).getlength(text)) + 1


def _cut(text: str, font: Font, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…" if text else ""


def _font(size: int, text: str) -> Font:
    # The font inside Pillow covers Latin and little more.
    return _sized(size, all(ord(letter) < 0x250 or letter in "…–—·" for letter in text))


@functools.lru_cache(maxsize=64)
def _sized(size: int, latin: bool) -> Font:
    for name in () if latin else _WIDE_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
