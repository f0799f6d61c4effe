"""This user's marks as far as a panel knows them: stars, hidden takes. Knows values only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import TakeMark


class Marks:
    """Marks by take; `version` rises with every change."""

    def __init__(self) -> None:
        self._of: dict[str, TakeMark] = {}
        self.version = 0

    def star(self, take: str) -> bool:
        """Whether a take has a star."""
        mark = self._of.get(take)
        return mark is not None and mark.star

    def hidden(self, take: str) -> bool:
        """Whether a take was put out of sight."""
        mark = self._of.get(take)
        return mark is not None and mark.hidden

    def put(self, mark: TakeMark) -> bool:
        """Take in a mark; false for news older than what is known."""
        known = self._of.get(mark.take)
        if known is not None and (known.changed > mark.changed or known == mark):
            return False
        self._of[mark.take] = mark
        self.version += 1
        return True

    def use(self, marks: Iterable[TakeMark]) -> bool:
        """Take in what the service knows, beside what an event brought since; true for news."""
        news = [self.put(mark) for mark in marks]
        return any(news)
