"""Routes about sign-offs: what people decided about a take, and about which files of it."""

from __future__ import annotations

from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from secondunit.wire import SignOff, SignOffList, Take
from secondunit.wire.errors import Conflict, OutOfRange, SecondUnitError

from ..ids import new_signoff_id, now
from ..store import signoffs, takes
from ..take_digest import take_digest
from .desk import Desk
from .endpoint import Routes
from .parameters import ID, Frames, User


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("takes")

    def find(take: str) -> Take:
        return desk.store.read(lambda connection: takes.find(connection, take))

    def digest(take: Take) -> str:
        return take_digest(take, desk.shows.bounds(take))

    @api.get("/v1/takes/{take}/signoffs")
    async def list_signoffs(take: ID, frames: Frames = "true") -> SignOffList:
        """What was decided about a take, oldest first, and the digest of its frames as they are now.

        With `frames=false` they are not read: the answer is quick, and has no digest.
        """
        target = await run_in_threadpool(find, take)
        history = await run_in_threadpool(
            desk.store.read, lambda connection: signoffs.of_take(connection, target.id)
        )
        if frames == "false":
            return SignOffList(history)
        try:
            return SignOffList(history, await desk.reads.ask(lambda: digest(target)))
        except SecondUnitError as error:  # what was decided is told all the same
            return SignOffList(history, problem=error.problem)

    @api.post("/v1/takes/{take}/signoffs", {201: "The sign-off as it is kept."})
    async def add_signoff(take: ID, signoff: SignOff, user: User = "") -> SignOff:
        """Record a decision on a take; nothing that was decided before is changed by it.

        The same id with the same words is kept once, however often sent. A `take_digest` that is not that of
        the frames as they are now is refused, and so is the acceptance without a reason of a take whose comp
        check is red.
        """
        target = await run_in_threadpool(find, take)
        if signoff.take != target.id:
            raise OutOfRange("The sign-off is of another take.", where="take")
        record = await run_in_threadpool(earlier, signoff)
        if record is None:
            signoff.require_reason(target.check)
            # One after the other: nothing is recorded by a thread that nobody waits for any more.
            current = await desk.reads.ask(lambda: digest(target))
            record = await run_in_threadpool(keep, target, signoff, current, user)
        return record

    def earlier(signoff: SignOff) -> SignOff | None:
        return desk.store.read(lambda connection: signoffs.find(connection, signoff)) if signoff.id else None

    def keep(take: Take, signoff: SignOff, current: str, user: str) -> SignOff:
        if signoff.take_digest not in ("", current):
            raise Conflict(
                f"The frames of {take.label} are not those that were looked at.",
                remedy="Look at the take again, then decide.",
                kept="Nothing was recorded.",
                where="take_digest",
            )
        by = signoff.by.strip()
        signoff = replace(
            signoff,
            by=by,
            take_digest=current,
            id=signoff.id or new_signoff_id(),
            when=now(),
            entered_by=user if user != by else "",
        )
        return desk.store.write(lambda transaction: signoffs.add(transaction, signoff, take))

    return api
