"""Slips of the keyboard: a letter too many or too few, two in the wrong order, one that sounds alike."""

from __future__ import annotations

#: Letters that sound alike: `sparcs`, `explozion`.
_ALIKE = frozenset({frozenset("ck"), frozenset("sz"), frozenset("iy")})


def is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` but for one slip.

    Of the four errors that Damerau counts (1964, "A technique for computer detection and correction of
    spelling errors") another letter is left out, where it does not sound alike: it makes a word
    of a word, as `ruins` of `rains`.
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, wanted = typed[same:], meant[same:]
    if len(typed) != len(meant):
        longer, shorter = (rest, wanted) if len(rest) > len(wanted) else (wanted, rest)
        return longer[1:] == shorter
    if frozenset((rest[0], wanted[0])) in _ALIKE and rest[1:] == wanted[1:]:
        return True
    return rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]


__all__ = ["is_slip"]
