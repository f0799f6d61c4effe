"""Text for eyes: characters that are not seen, and what they do, are written out.

A prompt, a name or a vendor's sentence may hold what clears a terminal, turns a line round or hides a part of
it. Shown are: the control characters C0 and C1 with ESC and DEL; the marks of Unicode's bidirectional
algorithm (UAX #9); spaces without width, ends of lines and of paragraphs, tags. A joiner between two letters
or pictures that are not ASCII stays: Persian, Hindi and emoji of several parts are written with them.
"""

from __future__ import annotations

import re

_JOINERS = "\u200c\u200d"
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_SEEN = f"[^\x00-\x7f{_HIDDEN}{_JOINERS}]"
_SHOWN = re.compile(f"[{_HIDDEN}]|(?<!{_SEEN})[{_JOINERS}]|[{_JOINERS}](?!{_SEEN})")
#: JSON writes C0 out by itself, and the ends of its own lines are no part of a text.
_SHOWN_JSON = re.compile(f"(?![\x00-\x1f])(?:{_SHOWN.pattern})")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, *, lines: bool = False) -> str:
    """The text with what is not seen written out: `\\x1b`, `\\u202e`; with `lines` it keeps their ends."""

    def shown(match: re.Match[str]) -> str:
        letter = match[0]
        if lines and letter == "\n":
            return letter
        return _SHORT.get(letter) or _escape(ord(letter))

    return _SHOWN.sub(shown, text) if _SHOWN.search(text) else text


def visible_json(text: str) -> str:
    """JSON with what is not seen written in JSON's own escapes: the same value, in letters that are seen."""

    def shown(match: re.Match[str]) -> str:
        code = ord(match[0])
        if code <= 0xFFFF:
            return f"\\u{code:04x}"
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

    return _SHOWN_JSON.sub(shown, text)


def _escape(code: int) -> str:
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
