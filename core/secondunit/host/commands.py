"""What the buttons of a panel do: each command returns at once, and a failure becomes the panel's message.

A command takes plain ids, so that an operator of any host can call it. Placing happens here and now on the
main thread; everything that needs the service comes back through the pump.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from os import urandom
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from secondunit.wire.errors import (
    Conflict,
    NotFound,
    NothingSelected,
    Problem,
    SecondUnitError,
    ServiceLost,
    Unexpected,
)

from .panel import PAGE, Panel
from .protocol import Host, Placed

if TYPE_CHECKING:
    from secondunit.wire import Brief, Job, PlacementKind, Take

P = ParamSpec("P")


def _command(
    act: Callable[Concatenate[Commands, P], None],
) -> Callable[Concatenate[Commands, P], Problem | None]:
    """Turn whatever an act raises into the panel's message; clear the message when it went well."""

    @wraps(act)
    def safely(self: Commands, /, *args: P.args, **kwargs: P.kwargs) -> Problem | None:
        problem: Problem | None = None
        try:
            act(self, *args, **kwargs)
        except SecondUnitError as error:
            problem = error.problem
        except Exception as error:
            problem = Unexpected(f"{type(error).__name__}: {error}"[:300]).problem
        self.panel.say(problem)
        return problem

    return safely


class Commands:
    """The acts of one panel in one host."""

    def __init__(self, panel: Panel, host: Host) -> None:
        self.panel, self.host = panel, host
        self._unsure: tuple[Brief, str] | None = None

    @_command
    def look(self, source: str = "", matte: str = "") -> None:
        """Read shot, plate and matte from the host again; `source` and `matte` are ids of its sources."""
        shot = self.host.shot()
        try:
            plate = self.host.plate(source) if source else None
            mask = self.host.matte(matte) if matte else None
        except SecondUnitError:
            self.panel.use(shot=shot, plate=None)
            raise
        self.panel.use(shot=shot, plate=plate, matte=mask)

    @_command
    def estimate(self) -> None:
        """Have the brief estimated now."""
        self.panel.brief()
        self.panel.want_estimate()

    @_command
    def generate(self) -> None:
        """Make a job of the brief."""
        brief = self.panel.brief()
        # After a lost answer the same brief goes out under the same key: it cannot be made twice.
        key = self._unsure[1] if self._unsure is not None and self._unsure[0] == brief else _new_key()
        self._unsure = (brief, key)

        def then(answer: Job) -> None:
            self._unsure = None
            if answer.id not in self.panel.own_jobs:
                self.panel.own_jobs.append(answer.id)
            self.panel.put_job(answer)
            self.host.keep(self.panel.state())

        def otherwise(problem: Problem) -> None:
            if problem.code != ServiceLost.code:
                self._unsure = None
            self.panel.say(problem)

        self.panel.ask(lambda client: client.submit(brief, key), then, otherwise=otherwise)

    @_command
    def cancel(self, job: str) -> None:
        """Ask a job to stop."""
        known = self.panel.jobs.get(job)
        if known is not None and known.state.ended:
            raise Conflict("This job has ended already.")
        self.panel.ask(lambda client: client.cancel(job), self._take_in)

    @_command
    def retry(self, job: str) -> None:
        """Take up a failed or cancelled job again; finished frames are not made again."""
        self.panel.ask(lambda client: client.retry(job), self._take_in)

    @_command
    def place(self, take: str, kind: PlacementKind, *, offset: int = 0, blend: str = "", mix: float = 1.0,
              gain: float = 1.0, depth: float = 10.0, channel: int = 0) -> None:  # fmt: skip
        """Put a take into the open document."""
        from secondunit.wire import Placement

        found = self._take(take)
        placement = Placement(
            take, kind, offset, blend or found.blend, mix=mix, gain=gain, depth=depth, channel=channel
        )
        self.host.place(placement, found)

    @_command
    def version(self, placed: str, step: int) -> None:
        """Change what is placed to the next version up (`step` 1) or down (-1), in place.

        Where the versions of the element are not known yet they are asked for, and the step follows then.
        """
        here = self._placed(placed)
        if here.placement.take in {take.id for take in self._versions(here)}:
            self._step(here, step)
            return

        def then(answer: tuple[Take, ...]) -> None:
            for take in answer:
                self.panel.takes.put(take)
            self.panel.touch("takes")
            self._step_later(placed, step)

        show, shot, element = here.show, here.shot, here.element
        self.panel.ask(
            lambda client: client.takes(show=show, shot=shot, element=element, limit=PAGE).takes, then
        )

    @_command
    def refresh(self) -> None:
        """Ask the service for everything anew."""
        self.panel.refresh()

    @_command
    def reveal(self, take: str) -> None:
        """Show a take's folder in the system's file browser."""
        self.host.reveal(self._take(take).folder)

    def _take_in(self, answer: Job) -> None:
        self.panel.put_job(answer)

    def _take(self, id: str) -> Take:
        found = self.panel.takes.get(id)
        if found is None:
            raise NotFound("This take is not known here.", remedy="Press Refresh.", where=id)
        return found

    def _placed(self, id: str) -> Placed:
        for placed in self.host.placed():
            if placed.id == id:
                return placed
        raise NothingSelected("What was placed there is gone.", where=id)

    def _versions(self, here: Placed) -> tuple[Take, ...]:
        return self.panel.takes.versions(here.show, here.shot, here.element)

    def _step(self, here: Placed, step: int) -> None:
        versions = self._versions(here)
        beyond = [take for take in versions if (take.version - here.version) * step > 0]
        if not beyond:
            end = "newest" if step > 0 else "oldest"
            raise NotFound(f"{here.shot}/{here.element} v{here.version:03d} is the {end} version.")
        self.host.set_version(here.id, beyond[0] if step > 0 else beyond[-1])

    @_command
    def _step_later(self, placed: str, step: int) -> None:
        self._step(self._placed(placed), step)


def _new_key() -> str:
    return urandom(18).hex()
