"""Names that Nuke takes: letters, digits and underscores of ASCII, beginning with a letter."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from ..placement import placed_name

if TYPE_CHECKING:
    from secondunit.wire import Take

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
                          "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "đ": "d"})  # fmt: skip


def node_name(text: str) -> str:
    """`text` as the name of a node; what cannot be spelled gives a number that is its own."""
    composed = unicodedata.normalize("NFC", text).translate(_SPELLED)
    ascii = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    plain = re.sub(r"\W+", "_", ascii, flags=re.ASCII).strip("_")
    loss = any(letter.isalnum() and not letter.isascii() for letter in composed) and not _marks_only(composed)
    if loss or not plain:
        plain = "_".join(
            part for part in (plain, f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}") if part
        )
    return plain if plain[0].isalpha() else "n" + plain


def _marks_only(text: str) -> bool:
    """Whether taking the accents off leaves nothing but ASCII."""
    return all(
        letter.isascii() or unicodedata.combining(letter) for letter in unicodedata.normalize("NFKD", text)
    )


def group_name(take: Take, names: Collection[str] = ()) -> str:
    """`SecondUnit_smoke_left`, spelled as Nuke allows, and not one of `names`."""
    name = node_name(placed_name(take))
    candidate, number = name, 2
    while candidate in names:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
