"""What people decided about takes, as far as a panel knows it, and how it is said. Knows values only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .sentences import when

if TYPE_CHECKING:
    from secondunit.wire import SignOff, SignOffList

#: A decision's value, how it is said of a take, and how it is asked for: the values of `Decision`, which is
#: loaded when a take is looked at, not in a host's start.
LABELS = {
    "accepted": ("Accepted", "Accept"),
    "changes": ("Changes", "Changes"),
    "rejected": ("Rejected", "Reject"),
}


class SignOffs:
    """The sign-offs of takes, oldest first, with the digest of a take's frames where that was asked."""

    def __init__(self) -> None:
        self._of: dict[str, SignOffList] = {}

    def of(self, take: str) -> SignOffList:
        """What is known to have been decided about a take."""
        from secondunit.wire import SignOffList

        return self._of.get(take) or SignOffList()

    def known(self, take: str) -> bool:
        """Whether it was asked what was decided about a take."""
        return take in self._of

    def newest(self, take: str) -> SignOff | None:
        """The last decision about a take, whoever's it is."""
        signoffs = self.of(take).signoffs
        return signoffs[-1] if signoffs else None

    def use(self, take: str, page: SignOffList) -> bool:
        """Take in what the service knows of a take, beside what an event brought since; true for news."""
        before = self._of.get(take)
        ids = {signoff.id for signoff in page.signoffs}
        later = tuple(signoff for signoff in self.of(take).signoffs if signoff.id not in ids)
        digest = page.take_digest or ("" if page.problem else self.of(take).take_digest)
        self._of[take] = replace(page, signoffs=(*page.signoffs, *later), take_digest=digest)
        return self._of[take] != before

    def put(self, signoff: SignOff) -> bool:
        """Take in one decision; false when it was known."""
        from secondunit.wire import SignOffList

        page = self.of(signoff.take)
        if any(signoff.id and signoff.id == earlier.id for earlier in page.signoffs):
            return False
        # The service took the digest of the frames as they were at this very moment.
        self._of[signoff.take] = SignOffList((*page.signoffs, signoff), signoff.take_digest)
        return True


def decision_lines(page: SignOffList) -> tuple[str, ...]:
    """What was decided, oldest first, a line each: `Accepted by ana, lead   22 Nov 20:41: Good.`"""
    lines = []
    for signoff in page.signoffs:
        parts = (signoff_words(signoff, page.stands(signoff)), when(signoff.when))
        line = "   ".join(part for part in parts if part)
        lines.append(f"{line}: {signoff.why}" if signoff.why else line)
    return tuple(lines)


def signoff_words(signoff: SignOff, stands: bool | None = None) -> str:
    """`Accepted by ana, supervisor`; for `stands` see `SignOffList.stands`."""
    entered = f" (entered by {signoff.entered_by})" if signoff.entered_by else ""
    note = ", of files that have changed since" if stands is False else ""
    return f"{LABELS[signoff.decision.value][0]} by {signoff.by}, {signoff.role}{entered}{note}"
