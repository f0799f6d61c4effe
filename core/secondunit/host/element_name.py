"""What takes are called until somebody says it: after their task and the first words of the prompt."""

from __future__ import annotations

import re

from secondunit.wire import Task

#: At most so many words of a prompt go into a name, each of at most so many letters.
MOST_WORDS, LONGEST_WORD = 2, 16
#: Words that say nothing of what is made; the verbs are those that the task says already.
_EMPTY = frozenset(
    re.findall(
        "[a-z]+",
        "a an the and or of in on at to from with without by for as no not into over under out up down off "
        "its it this that these those there some any all very make makes made create add adds remove removes "
        "take takes replace replaces erase paint change clean please just only behind before through is are",
    )
)
#: Tasks that are named by what they make, not by what they do to a plate.
_MADE = (Task.ELEMENT, Task.IMAGE, Task.VIDEO)


def element_name(task: Task, prompt: str) -> str:
    """`inpaint_wires`, `restyle_oil_painting`, `crow_flying`: a name that every disk takes."""
    words = [word for word in re.findall(r"[^\W\d_]{2,}", prompt.casefold()) if word not in _EMPTY]
    shown = [word[:LONGEST_WORD] for word in words[:MOST_WORDS]]
    first = [] if task in _MADE and shown else [task.value]
    return "_".join([*first, *shown])
