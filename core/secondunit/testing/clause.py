"""A clause: one sentence that every provider keeps, and the play that shows it.

It knows the stand; it knows no provider and no test framework.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from secondunit.providers import Provider, State, Status, Ticket
from secondunit.wire import dumps, loads
from secondunit.wire.errors import SecondUnitError, Uncertain

from .guard import sockets_guarded
from .stand import DoesNotApply, Stand

KEY = "3f0c4f6e-5d1b-4f53-9f0e-0a6c1d2b7e11"


@dataclass(frozen=True)
class Clause:
    """`sentence` says what is kept; `play` raises `Broke` where it is not."""

    name: str
    sentence: str
    play: Callable[[Stand], None]

    def hold(self, stand: Stand) -> str | None:
        """Play it; None where it is kept, or why it does not apply. Raises `Broke` with the sentence."""
        try:
            with sockets_guarded() as past_the_door:
                self.play(stand)
            if past_the_door:
                raise Broke(f"it connects to {past_the_door[0]} past its door")
        except DoesNotApply as reason:
            return str(reason) or "cannot happen to it"
        except Broke as broke:
            raise Broke(f"{self.sentence} But {broke}.") from broke.__cause__
        except SecondUnitError as error:
            raise Broke(f"{self.sentence} But {type(error).__name__} was raised: {error}") from error
        finally:
            stand.close()
        return None

    def __str__(self) -> str:
        return self.name


def clause_into(
    clauses: list[Clause],
) -> Callable[[str], Callable[[Callable[[Stand], None]], Callable[[Stand], None]]]:
    """The decorator that puts a play at the end of `clauses`, under its sentence and its own name."""

    def clause(sentence: str) -> Callable[[Callable[[Stand], None]], Callable[[Stand], None]]:
        def keep(play: Callable[[Stand], None]) -> Callable[[Stand], None]:
            clauses.append(Clause(play.__name__.replace("_", " "), sentence, play))
            return play

        return keep

    return clause


class Broke(AssertionError):
    """A clause is not kept; the text says which, and what was seen."""


@dataclass(frozen=True)
class Report:
    """What the suite found: clauses kept, those that do not apply (with reasons), those that broke."""

    kept: tuple[str, ...]
    not_applicable: tuple[tuple[str, str], ...]
    broke: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        lines = [f"kept           {name}" for name in self.kept]
        lines += [f"does not apply {name}: {why}" for name, why in self.not_applicable]
        lines += [f"BROKE          {name}: {why}" for name, why in self.broke]
        return "\n".join(lines)


def report(clauses: Iterable[Clause], stand: Callable[[], Stand]) -> Report:
    """Play every clause on a fresh stand, to its end."""
    passes, idle, broke = [], [], []
    for clause in clauses:
        try:
            why_not = clause.hold(stand())
        except Exception as problem:
            broke.append((clause.name, str(problem)))
        else:
            if why_not is None:
                passes.append(clause.name)
            else:
                idle.append((clause.name, why_not))
    return Report(tuple(passes), tuple(idle), tuple(broke))


# ---- what the plays are made of ----


def require(true: bool, otherwise: str) -> None:
    """Raise `Broke` with what was seen instead."""
    if not true:
        raise Broke(otherwise)


def raises(
    kinds: type[SecondUnitError] | tuple[type[SecondUnitError], ...], act: Callable[[], object]
) -> SecondUnitError:
    """The error of one of these kinds that `act` raises; `Broke` for any other, or for none."""
    named = " or ".join(kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))
    try:
        gave = act()
    except kinds as error:
        require(bool(error.problem.message), f"{type(error).__name__} came without a sentence")
        return error
    except DoesNotApply:
        raise
    except Exception as other:
        raise Broke(f"{type(other).__name__} ({other}) was raised in place of {named}") from other
    raise Broke(f"nothing was raised in place of {named}; it gave {gave!r}")


def stored(ticket: Ticket) -> Ticket:
    """The ticket as it comes back from the store."""
    again = loads(Ticket, dumps(ticket))
    require(again == ticket, "the ticket is another one after its way through JSON")
    return again


def submitted(stand: Stand, key: str = KEY) -> tuple[Provider, Ticket]:
    """A provider with one job, well submitted."""
    provider = stand.provider()
    return provider, stored(provider.submit(stand.request, key))


def polled(provider: Provider, ticket: Ticket) -> Status:
    """One poll, held against what every status must be."""
    status = provider.poll(ticket)
    require(0.0 <= status.progress <= 1.0, f"progress is {status.progress}, outside 0 to 1")
    require(status.retry_after >= 0.0, "it asks to wait a negative time")
    if status.state in (State.FAILED, State.LOST):
        require(status.problem is not None and bool(status.problem.message), "it fails without a sentence")
    return status


def settled(provider: Provider, ticket: Ticket, tries: int = 4) -> Status:
    """Polls until the job is final, a few times at most: some need a second look before they are sure."""
    status = polled(provider, ticket)
    for _ in range(tries):
        if status.state.final:
            break
        status = polled(provider, ticket)
    return status


def recovered(provider: Provider, stand: Stand, key: str = KEY) -> Ticket | None:
    """What a recover says; None also where it honestly cannot know."""
    try:
        return provider.recover(stand.request, key)
    except Uncertain:
        return None


def fetched(stand: Stand, provider: Provider, ticket: Ticket, name: str = "got") -> None:
    """A fetch, held against what the far end made, byte for byte."""
    into = stand.folder / name
    paths = provider.fetch(ticket, into)
    require([path.read_bytes() for path in paths] == list(stand.far.results), "the bytes are not those made")
    require(all(path.parent == into for path in paths), "a file lies outside the folder")
    require(sorted(into.iterdir()) == sorted(paths), "the folder holds files that were not named")
    nothing_left(stand, name)


def nothing_left(stand: Stand, *but: str) -> None:
    """No file, whole or in part, that a failed step left behind."""
    left: list[Path] = [path for path in stand.folder.iterdir() if path.name not in but]
    require(not left, f"{[path.name for path in left]} was left behind")
