"""Near copies: where a take shows nearly what another take of its show, or a reference, shows already.

A near copy says that two pictures are nearly one. It does not say whose picture it is, or who had it first.
"""

from __future__ import annotations

from .value import dataclass

#: From how alike two pictures are nearly one: the mean correlation of their parts, see docs/decisions/133.
#: Of elements that lie over a plate more is asked: two young puffs of steam are much alike.
NEAR, NEAR_ELEMENT = 0.7, 0.85


@dataclass(frozen=True)
class NearCopy:
    """A frame that is nearly a frame of a past take, or nearly a reference.

    `alike` is 0 to 1. `take` and `label` are the past take's, for a reference those of the take that it came
    with (empty: this one's own). `frames` counts the frames that are nearly the same take or reference.
    """

    frame: int
    alike: float
    take: str = ""
    label: str = ""
    other_frame: int | None = None
    reference: str = ""
    mirrored: bool = False
    frames: int = 1

    @property
    def sentence(self) -> str:
        """`frame 1012 is nearly take sh020/fire v003, frame 1008, mirrored (0.93)`."""
        if self.reference:
            other = f"the reference {self.reference}" + (f" of {self.label}" if self.label else "")
        else:
            other = f"take {self.label}, frame {self.other_frame}"
        more = f", and {self.frames - 1} more of the frames looked at" if self.frames > 1 else ""
        return (
            f"frame {self.frame} is nearly {other}{', mirrored' if self.mirrored else ''} "
            f"({self.alike:.2f}){more}"
        )


@dataclass(frozen=True)
class CopySearch:
    """What a take was held against: how many of its frames, how many past takes and references.

    `reason` says why it was held against nothing; `copies` are what was found, the most alike first.
    """

    frames: int = 0
    takes: int = 0
    references: int = 0
    copies: tuple[NearCopy, ...] = ()
    reason: str = ""

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        if self.reason:
            return f"Not held against past takes: {self.reason}."
        if self.copies:
            found = "; ".join(copy.sentence for copy in self.copies)
            return f"{found[:1].upper()}{found[1:]}."
        if not self.takes and not self.references:
            return "There is no past take of other shots and no reference to hold it against."
        frames = "its frame" if self.frames == 1 else f"none of {self.frames} frames"
        none = "is not nearly" if self.frames == 1 else "is nearly"
        return (
            f"{frames[:1].upper()}{frames[1:]} {none} one of {_count(self.takes, 'past take')} and "
            f"{_count(self.references, 'reference')}."
        )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
