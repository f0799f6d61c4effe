"""The small pictures of the kinds' looks that panels show: made once by `secondunit looks`, and packaged."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from .reel import Reel

#: How wide a small picture of a look is, in pixels, and what it is written with.
WIDTH, QUALITY = 192, 85
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


def packaged(kind: str, look: str) -> bytes | None:
    """The picture of a look as it was packaged; None where there is none, as for a studio's own kind."""
    for path in PICTURES.glob("*.jpg"):
        if path.name == name_of(kind, look):
            return path.read_bytes()
    return None


__all__ = ["WIDTH", "name_of", "packaged", "thumbnail"]
