"""Slips of the keyboard: one letter too many, one too few, or two in the wrong order."""

from __future__ import annotations


def is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` but for one slip.

    Of the four errors that Damerau counts (1964, "A technique for computer detection and correction of
    spelling errors") another letter is left out: it makes a word of a word, as `ruins` of `rains`.
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
    return rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]


__all__ = ["is_slip"]
