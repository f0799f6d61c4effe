"""The small pictures of the kinds' looks that panels show: made once by `secondunit looks`, and packaged."""

from __future__ import annotations

import io
from base64 import b64decode
from pathlib import Path

from PIL import Image

from secondunit.wire.errors import BadPicture

from .reel import Reel

#: How wide a small picture of a look is, in pixels, and what it is written with.
WIDTH, QUALITY = 192, 85
#: The most pixels of a picture that becomes one.
MOST_PIXELS = 4 << 20
#: Where the pictures of the kinds that come with us lie.
PICTURES = Path(__file__).with_name("pictures")


def name_of(kind: str, look: str) -> str:
    """What the picture of a look is called: `smoke-plume.jpg`."""
    return f"{kind}-{look}.jpg"


def thumbnail(reel: Reel) -> bytes:
    """A look as a small JPEG, over the ground that it moves on."""
    still = Image.fromarray(reel.stills[reel.movie_ground])
    high = round(still.height * WIDTH / still.width)
    file = io.BytesIO()
    still.resize((WIDTH, high), Image.Resampling.LANCZOS).save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def small_picture(text: str) -> bytes:
    """A picture that somebody sends (JPEG or PNG in base64) as a small JPEG; raises `BadPicture`.

    Whatever else it holds, its metadata too, is left behind.
    """
    try:
        with Image.open(io.BytesIO(b64decode(text, validate=True)), formats=("JPEG", "PNG")) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise BadPicture("This picture is too large for a look.", where="picture")
            still = sent.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise BadPicture(
            "The look's picture cannot be read.", remedy="Save the look without it.", where="picture"
        ) from error
    high = max(1, round(still.height * WIDTH / still.width))
    file = io.BytesIO()
    still.resize((WIDTH, high), Image.Resampling.LANCZOS).save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def packaged(kind: str, look: str) -> bytes | None:
    """The picture of a look as it was packaged; None where there is none, as for a studio's own kind."""
    for path in PICTURES.glob("*.jpg"):
        if path.name == name_of(kind, look):
            return path.read_bytes()
    return None


__all__ = ["WIDTH", "name_of", "packaged", "small_picture", "thumbnail"]
