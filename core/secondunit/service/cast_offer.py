"""What a match to the cast would try, with what it costs and whether it may be done: nothing is begun.

The same takes and the same files give the same list again, so that a yes can be bound to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from secondunit.rights.money import as_money, counted
from secondunit.wire import Brief, CastMatchOffer, CastMatchWish, CastMember, CastPicture, CastTry, Take
from secondunit.wire.cast_match import MOST_MATCHED, MOST_TRIES
from secondunit.wire.errors import BadInput, NotFound, SecondUnitError, raised

from .cast import member
from .cast_tries import is_close, tries_of
from .casting import as_pinned
from .plan import Planner
from .show_cut import show_cut
from .store import Store, takes

#: How many takes of a shot are read at once.
_PAGE = 200


@dataclass
class CastOffering:
    """Offers for takes of `store`; `tried` gives the digests of what was begun for a take before."""

    store: Store
    planner: Planner
    tried: Callable[[str], frozenset[str]] = field(default=lambda take: frozenset())

    def offer(self, wish: CastMatchWish, user: str) -> CastMatchOffer:
        """What would be tried for a wish; raises `NotFound`, and `BadInput` for takes of several shows,
        in several currencies, or that nobody may approve whole.
        """
        if wish.sequence:
            starts = self._drifting(wish.show, wish.sequence)
        else:
            starts = [self._find(take) for take in wish.takes]
        if len({take.show for take in starts}) > 1:
            raise BadInput("Takes of one show are matched at once.", where="takes")
        tries: list[CastTry] = []
        remarks: list[str] = []
        approvers: list[tuple[str, ...]] = []
        for take in starts:
            try:
                self._add(take, wish.tries, user, tries, approvers, remarks)
            except SecondUnitError as error:
                remarks.append(f"{take.label} is left out: {error.problem.message}")
        currencies = {one.cost.currency for one in tries if counted(one.cost)}
        if len(currencies) > 1:
            raise BadInput(
                f"The tries cost in {' and '.join(sorted(currencies))}.",
                remedy="Match takes of one provider at once.",
                where="takes",
            )
        most = as_money(sum(counted(one.cost) for one in tries), min(currencies, default="USD"))
        names = [name for name in dict.fromkeys(sum(approvers, ())) if all(name in own for own in approvers)]
        if approvers and not names:
            each = ", ".join(" or ".join(own) for own in dict.fromkeys(approvers))
            raise BadInput(
                f"Nobody may approve all of these: {each} may, each of another part.",
                remedy="Match takes at once that one person may approve.",
                where="takes",
            )
        return CastMatchOffer(wish, tuple(tries), most, tuple(names), tuple(dict.fromkeys(remarks)))

    def _find(self, id: str) -> Take:
        return self.store.read(lambda connection: takes.find(connection, id))

    def _drifting(self, show: str, sequence: str) -> list[Take]:
        """The newest take of each shot of a sequence that somebody should look at, in the order of the cut.

        Of a shot whose characters have their newest measured takes apart each of these. Raises `NotFound`.
        """
        settings = self.planner.shows.find(show)
        cut = show_cut(settings, self.store.read(lambda connection: takes.shots(connection, show)))
        if cut.problem is not None:
            raise raised(cut.problem)
        shots = [place.shot for place in cut.shots if place.sequence == sequence]
        if not shots:
            raise NotFound(
                f"{show} has no sequence {sequence}.",
                remedy=f"There are: {', '.join(settings.sequences) or 'none'}. They stand in the show's "
                "secondunit.toml.",
                where="sequence",
            )
        found: dict[str, Take] = {}
        for shot in shots:
            known: set[str] = set()
            for take in self._newest_first(show, shot):
                fresh = [drift for drift in take.drift if drift.character not in known]
                known |= {drift.character for drift in fresh}
                if any(drift.amber for drift in fresh):
                    found[take.id] = take
        if not found:
            raise NotFound(
                f"No measured take of {sequence} drifts.",
                remedy=f"secondunit continuity {sequence} --show {show} says which shots were measured.",
                where="sequence",
            )
        return list(found.values())[:MOST_MATCHED]

    def _newest_first(self, show: str, shot: str) -> Iterator[Take]:
        after = ""
        while True:
            page = self.store.read(
                lambda connection, after=after: takes.page(  # type: ignore[misc]
                    connection, show=show, shot=shot, limit=_PAGE, after=after
                )
            )
            yield from page.takes
            after = page.next
            if not after:
                return

    def _add(
        self,
        take: Take,
        most: int,
        user: str,
        tries: list[CastTry],
        approvers: list[tuple[str, ...]],
        remarks: list[str],
    ) -> None:
        reason = _why_not(take)
        if reason:
            remarks.append(f"{take.label} is left out: {reason}")
            return
        brief = self.store.read(lambda connection: takes.brief(connection, take.id))
        show = self.planner.shows.find(take.show)
        remarks += as_pinned(brief, show).warnings
        sites = self.planner.sites
        model = None
        if sites is not None and self.planner.makers.of(brief).elsewhere:
            model = sites.capability(brief.show, brief.provider, brief.model, brief.task)
        before, count = self.tried(take.id), 0
        for attempt, why in tries_of(take, brief, _pictures(Path(show.root), brief), model, MOST_TRIES):
            if count == most:
                return
            plan = self.planner.plan(attempt, user)
            plan.require()
            estimate = plan.estimate
            if estimate.brief_digest in before:
                continue
            count += 1
            if not estimate.allowed and estimate.approvers:
                approvers.append(estimate.approvers)
            tries.append(CastTry(
                take.id, attempt, why, estimate.brief_digest, estimate.cost,
                estimate.allowed or bool(estimate.approvers), estimate.verdict,
            ))  # fmt: skip
        if not count:
            remarks.append(f"{take.label} is left out: everything was tried before. Match its closest take.")


def _why_not(take: Take) -> str:
    """Why a take is not matched, as a sentence; empty where it can be."""
    if take.brought:
        return "it was brought, not made of a brief."
    if not take.drift:
        return "nothing was measured of its characters."
    return "it is close to its references already." if all(map(is_close, take.drift)) else ""


def _pictures(root: Path, brief: Brief) -> Mapping[str, tuple[CastPicture, ...]]:
    """The pictures of each character of a brief, in its version; raises what `member` raises."""
    return {
        character.name: member(root, CastMember(character.name, character.version)).pictures
        for character in brief.cast
    }
