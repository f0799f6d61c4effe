"""A clearance: one turn of one job at the gate and through the transport, from its verdict to its bill.

It holds the verdict in hand, asks again before each further step, writes what leaves into the ledger before
the first byte, and keeps the job's money. It prepares nothing, sends nothing and stores nothing of its own.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.ground.addresses import is_loopback
from secondunit.providers.message import Message
from secondunit.providers.protocol import Estimated, Provider, Request, Ticket
from secondunit.rights.budget import Spending
from secondunit.rights.clock import utc_now
from secondunit.rights.inputs import InputRight
from secondunit.rights.money import as_money, counted
from secondunit.wire import Money, Prepared, PreparedFile, Work
from secondunit.wire.errors import Denied, NotFound, Refused, SecondUnitError
from secondunit.wire.rights import Ask, Material, Verdict

from .contents import Contents
from .gate_ask import ask_of, derived, lacking, material
from .pricing import amount_of, dearer, summed
from .redaction import call_sent
from .relay import Over
from .requests import alike, kind_of, request_of, without_words

if TYPE_CHECKING:
    from .sites import Sites

#: How many calls a piece may make that send something: so many, and so many more for each frame or file.
CALLS, CALLS_A_FRAME = 256, 64
#: How often a piece may be asked after, and how many of its results be fetched: a day at one a second.
LOOKS = 90_000
_CHANGED = "A file of the brief was changed since: what was seen and approved is not what would leave."
log = logging.getLogger(__name__)
_REMEDY = "Ask whoever keeps the show's rights.toml, or choose another provider."


class ShowClearance:
    """One turn of a job; its money is held under `name`, each piece goes by its `key`.

    After a service has died, a clearance of the same turn finds the money held and goes on with `still`.
    """

    def __init__(self, sites: Sites, work: Work, prepared: Prepared, turn: int) -> None:
        model = work.capability
        if model is None:
            raise NotFound("This job has no provider.", where=work.job)
        self.name = f"{work.job}-{turn}"
        self.capability = model
        self._work, self._prepared = work, prepared
        self._pieces = {piece.number: piece for piece in prepared.pieces}
        self._rights = sites.rights(work.brief.show)
        self._sites = sites
        self._transport = sites.transport(work.brief.show, work.brief.provider)
        self._settings = sites.settings(work.brief.show, work.brief.provider)
        leaves, brief = self.capability.leaves, work.brief
        self._claim = None if leaves else sites.claim(brief.show, brief.provider)
        self._lock = threading.RLock()
        self._chosen = tuple(self._pieces)
        self._verdict: Verdict | None = None
        self._stopped: Verdict | None = None
        self._cost: Money | None = None
        self._prices: dict[int, Money] = {}
        self._listed = False
        self._calls: Counter[int] = Counter()
        self._looks: Counter[int] = Counter()
        self._held_back: set[tuple[str, str]] = set()

    @property
    def provider(self) -> Provider:
        """Who makes it."""
        return self._sites.provider(self._work.brief.show, self._work.brief.provider)

    def key(self, piece: int) -> str:
        """The key of a piece: its errand at the door and its idempotency key at the provider."""
        return f"{self.name}-{piece}"

    # ---- what is asked for ----

    def requests(self) -> tuple[Request, ...]:
        """One request for each piece, in order, the same whatever the turn."""
        return tuple(self.request(piece.number) for piece in self._prepared.pieces)

    def request(self, piece: int) -> Request:
        """The request of a piece."""
        return request_of(self._work.brief, self.capability, self._pieces[piece], Path(self._work.scratch))

    def estimate(self, pieces: Sequence[int] | None = None) -> Estimated:
        """What these pieces (all of them) would cost and take now; raises what the provider raises."""
        numbers = self._pieces if pieces is None else pieces
        requests = {piece: without_words(self.request(piece)) for piece in numbers}
        answers: dict[str, Estimated] = {}
        for request, _count in alike(requests.values()):
            answers[kind_of(request)] = self.provider.estimate(request)
        estimates = {piece: answers[kind_of(request)] for piece, request in requests.items()}
        self._prices |= {piece: estimate.cost for piece, estimate in estimates.items()}
        return summed(list(estimates.values()))

    def price(self, piece: int) -> Money | None:
        """What a piece was to cost by the last estimate; None where that does not agree with what is held."""
        with self._lock:
            prices = [self._prices[number] for number in self._chosen if number in self._prices]
            whole = sum(counted(price) for price in prices)
            if len(prices) < len(self._chosen) or self._cost is None or whole != counted(self._cost):
                return None
            return self._prices.get(piece)

    # ---- the gate ----

    def decide(self, pieces: Sequence[int] | None = None, seen: Money | None = None) -> Verdict:
        """The gate's word on sending these pieces (all), the money for them held where it allows; recorded.

        `seen` is the price that a person saw: a higher one is refused. Asked again it holds nothing twice.
        """
        with self._lock:
            self._chosen = tuple(self._pieces) if pieces is None else tuple(pieces)
            try:
                self._cost = self._held() or self.estimate(self._chosen).cost
                self._price_again()
            except Denied as error:  # the gate does not even let the price be asked
                self._stopped = self._rights.refuse(self._ask(Money())[0], self.name, error.problem.message)
                return self._stopped
            ask, rights = self._ask(self._cost)
            if seen is not None and (rise := dearer(self._cost, seen)):
                verdict = self._rights.refuse(ask, self.name, rise)
            elif self._work.brief_digest != self._sites.digest(self._work):
                verdict = self._rights.refuse(ask, self.name, _CHANGED)
            else:
                if rights and not self._listed:
                    self._rights.record_inputs(self.name, rights.values(), self._work.user)
                    self._listed = True
                if self._claim and self._rights.examine(ask, leaves=False).allowed:
                    self._rights.declare_local(self._claim)
                verdict = self._rights.decide(ask, self.name, leaves=self.capability.leaves, derived=rights)
            if verdict.allowed:
                self._verdict, self._stopped = verdict, None
            else:
                self._stopped = verdict
            return verdict

    def _price_again(self) -> None:
        """After a service has died the money is held already: what each piece costs, if that can be had."""
        if any(piece not in self._prices for piece in self._chosen):
            with contextlib.suppress(SecondUnitError):
                self.estimate(self._chosen)

    def still(self) -> Verdict:
        """The gate's word on going on; a refusal is recorded. A verdict that allows is then in hand.

        The verdict stays the one that the ledger has, until it lapses or another is given: that is recorded.
        """
        with self._lock:
            if self._cost is None:
                self._cost = self._held() or Money()
            ask, rights = self._ask(self._cost)
            verdict = self._rights.still(ask, self.name, leaves=self.capability.leaves, derived=rights)
            if not verdict.allowed:
                self._stopped = verdict
                return verdict
            self._stopped = None
            if self._verdict is None or not _same(self._verdict, verdict):
                self._rights.ledger.append("renewal", self._work.user, {"job": self.name, "verdict": verdict})
                self._verdict = verdict
            return self._verdict

    def _ask(self, cost: Money) -> tuple[Ask, dict[str, InputRight]]:
        """The ask for the chosen pieces, and the rights of their files.

        Where the rights of an original are not on record, the gate is asked about that original: its sentence
        then names what a person can look up.
        """
        files = self._files(self._chosen)
        sources = dict.fromkeys(source for file in files for source in file.sources)
        rights = {source: self._rights.inputs.find(source) for source in sources}
        records = {source: right for source, right in rights.items() if right is not None}
        file_rights = derived(files, records, self._work.brief.show)
        missing: tuple[Material, ...] = ()
        if self.capability.leaves and self._rights.rules().terms.input_rights:
            missing = lacking(files, records)
        materials = missing or tuple(
            material(file.role, file.sha256, file_rights.get(file.sha256), file.persons) for file in files
        )
        work = self._work
        ask = ask_of(
            work.brief, work.brief_digest, work.user, self._settings, materials, cost, self._kept_there(),
            self.capability.trained_on, self._claim.by if self._claim else "",
        )  # fmt: skip
        return ask, file_rights

    def _kept_there(self) -> int | None:
        """How long the service says now that it keeps what it is sent; what it said before, if it is mute."""
        before, brief = self.capability.retention, self._work.brief
        if before is None:
            return None
        try:
            return self._sites.capability(brief.show, brief.provider, brief.model, brief.task).retention
        except SecondUnitError:
            return before

    def _files(self, pieces: Sequence[int]) -> list[PreparedFile]:
        return [file for piece in pieces for file in self._pieces[piece].files]

    # ---- the door ----

    @contextlib.contextmanager
    def open(self, piece: int) -> Iterator[None]:
        """The door for a piece's errand, open while the block runs; raises `Refused`.

        Hold it open for as long as the piece is out. What the piece sends is in the ledger before it leaves.
        After a refusal the last verdict that allowed lets the job be called off, and no file out; a service
        that was started anew finds it in the ledger.
        """
        with self._lock:
            if self._verdict is None:
                verdict = self._stopped or self.still()
                self._verdict = self._verdict or self._on_record()
                if self._verdict is None:
                    raise Refused(verdict.sentence, remedy=_REMEDY)
        try:
            with self._transport.out(self.key(piece), _Piece(self, piece)):
                yield
        finally:
            self._record_looks(piece)

    def pass_out(
        self, piece: int, message: Message, host: str, carried: Contents, account: str | None
    ) -> Verdict:
        """The verdict that lets a piece's call out, its row in the ledger; raises `Refused`."""
        with self._lock:
            verdict = self._in_hand()
            reason = verdict.why_not(now=utc_now(), host=host, hashes=carried.hashes)
            if not reason and not {file.sha256 for file in self._pieces[piece].files}.issuperset(
                carried.hashes
            ):
                reason = "One of the files that would leave belongs to another piece of the job."
            if account is not None and account != verdict.account:
                reason = "The provider's account was changed: the gate was asked about another."
            if not self.capability.leaves and not is_loopback(host):
                reason = f"{self.capability.label} runs on this machine: nothing may go to {host}."
            if self._stopped is not None and carried.hashes:
                reason = self._stopped.sentence
            reason = reason or self._too_many(piece, message)
            if reason:
                self._hold_back(piece, verdict, host, reason)
                raise Refused(reason, remedy=_REMEDY, where=host)
            if self.capability.leaves:
                self._record(piece, verdict, host, message, carried)
            return verdict

    def _too_many(self, piece: int, message: Message) -> str:
        """Why a piece may make no further call of this kind; counted where it may."""
        part = self._pieces[piece]
        most = CALLS + CALLS_A_FRAME * max(part.count, len(part.files))
        if message.looks:
            self._looks[piece] += 1
            if self._looks[piece] > LOOKS:
                return f"This piece of the job was asked {LOOKS:,} times, and no job needs more."
        else:
            self._calls[piece] += 1
            if self._calls[piece] > most:
                return f"This piece of the job made {most:,} calls, and no job needs more."
        return ""

    def _record_looks(self, piece: int) -> None:
        """Put on record how often a piece was asked after, as one row; what cannot be stays counted."""
        try:
            self._rights.tallies.close(self.key(piece))
        except SecondUnitError as error:
            log.warning("the polls of %s are not on record yet: %s", self.key(piece), error)

    def line_ended(self, piece: int, host: str, over: Over) -> None:
        """Record what went out over a line."""
        body = {"job": self.key(piece), "host": host, "provider": self._work.brief.provider,
                "bytes": over.bytes, "sha256": over.sha256}  # fmt: skip
        self._rights.ledger.append("line", self._work.user, body | ({"cut": True} if over.cut else {}))

    def _on_record(self) -> Verdict | None:
        """The verdict that an earlier service went by: the job is called off on it, and nothing else."""
        verdict, brief = self._rights.allowed(self.name), self._work
        if verdict is None or verdict.why_not(
            now=utc_now(), provider=brief.brief.provider, brief_digest=brief.brief_digest
        ):
            return None
        return verdict

    def _in_hand(self) -> Verdict:
        """The verdict, asked for anew where it has lapsed."""
        if self._verdict is None or self._verdict.why_not(now=utc_now()):
            verdict = self.still()
            if not verdict.allowed or self._verdict is None:
                raise Refused(verdict.sentence, remedy=_REMEDY)
        return self._verdict

    def _record(self, piece: int, verdict: Verdict, host: str, message: Message, carried: Contents) -> None:
        """Write down what leaves: a row for each call, but those that only look are counted."""
        call = call_sent(message)
        if message.looks:
            self._rights.look(verdict, self.key(piece), host, call)
            return
        names = {file.sha256: Path(file.path).name for file in self._pieces[piece].files}
        files = [replace(file, name=names.get(file.sha256, file.name)) for file in carried.files]
        self._rights.leave(verdict, self.key(piece), host, files, call)

    def _hold_back(self, piece: int, verdict: Verdict, host: str, reason: str) -> None:
        if (host, reason) not in self._held_back:
            self._held_back.add((host, reason))
            body = {"job": self.key(piece), "host": host, "provider": verdict.provider, "why": reason}
            self._rights.ledger.append("held_back", self._work.user, body)

    # ---- what came of it ----

    def answered(self, piece: int, ticket: Ticket, paths: Sequence[Path], *, again: bool = False) -> None:
        """Record what came back for a piece, byte for byte; told `again`, only if it is not yet."""
        self._rights.answered(
            self.key(piece), ticket.provider, ticket.id, paths, self._work.user, again=again
        )

    def discarded(self, piece: int, ticket: Ticket, reason: str) -> None:
        """Record that what the provider kept of a piece was taken away, or the reason why it was not."""
        body: dict[str, object] = {"job": self.key(piece), "provider": ticket.provider, "ticket": ticket.id}
        if reason:
            body["why_not"] = reason
        self._rights.ledger.append("discarded", self._work.user, body)

    def settle(self, billed: Money | None) -> Spending | None:
        """Put the bill in the place of what was held, None: all that was held; recorded. None: no money.

        A bill in another currency than the show's cannot be counted: then all that was held counts.
        """
        for piece in self._pieces:
            self._record_looks(piece)
        with self._lock:
            reservation, bill = self._rights.budget.find(self.name), amount_of(billed)
            if reservation is None:
                return self._unexpected(bill, billed) if bill and billed is not None else None
            amount = reservation.reserved
            if bill is not None and billed is not None and billed.currency == reservation.currency:
                amount = bill
            if reservation.billed is not None:
                return reservation
            return self._rights.settle(self.name, amount, self._work.user)

    def _unexpected(self, bill: int, billed: Money) -> Spending:
        """A bill for what was to cost nothing: it counts, whatever is left."""
        brief = self._work.brief
        self._rights.budget.reserve(
            Spending(self.name, brief.show, brief.shot, self._work.user, bill, billed.currency), ()
        )
        return self._rights.settle(self.name, bill, self._work.user)

    def release(self) -> Spending | None:
        """Hold nothing more for this turn: nothing was taken. No fault where nothing is held."""
        return self.settle(Money("0", self._currency())) if self._rights.budget.find(self.name) else None

    def _currency(self) -> str:
        reservation = self._rights.budget.find(self.name)
        return reservation.currency if reservation else Money().currency

    def _held(self) -> Money | None:
        """What this turn holds already."""
        reservation = self._rights.budget.find(self.name)
        return as_money(reservation.reserved, reservation.currency) if reservation else None


class _Piece:
    """A piece that is out, as the transport knows it."""

    def __init__(self, clearance: ShowClearance, number: int) -> None:
        self._clearance, self._number = clearance, number

    def pass_out(self, message: Message, host: str, carried: Contents, account: str | None) -> Verdict:
        return self._clearance.pass_out(self._number, message, host, carried, account)

    def line_ended(self, host: str, over: Over) -> None:
        self._clearance.line_ended(self._number, host, over)


def _same(before: Verdict, now: Verdict) -> bool:
    """Whether a verdict still stands, and another says just the same."""
    if before.why_not(now=utc_now()):
        return False
    plain = replace(now, ask_digest=before.ask_digest, until=before.until, digest=before.digest)
    return plain == before
