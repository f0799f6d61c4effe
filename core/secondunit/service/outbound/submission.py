"""One job on its way to a provider: its pieces, what is known of each, and its turns at the gate."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import partial
from pathlib import Path

from secondunit.engines import Stop
from secondunit.engines.provider_files import answer_folder, given
from secondunit.media.whole import MARK
from secondunit.providers import Preview, Provider, Ticket
from secondunit.wire import Money, Prepared, Problem, Work, dumps, loads
from secondunit.wire.errors import ProviderAbsent, ProviderError, RateLimited

from ..execution.record import JobRecord
from ..store import JobRow, errands
from ..store.errands import Errand, ErrandState
from .gateway import Clearance, Gateway
from .picture import keep


class PieceStanding(Enum):
    """What is to be done about a piece."""

    SEND = "it is not with the provider"
    RECOVER = "it may be with the provider"
    AWAIT = "the provider has it"
    HERE = "it is fetched"
    FAILED = "it has failed in this turn"
    UNCERTAIN = "nobody knows whether the provider took it"


#: Refusals that pass by themselves: nothing was taken, and it is sent again.
_PASSING = (RateLimited.code, ProviderAbsent.code)


class Submission:
    """The pieces of one job in its present turn; all of it belongs to one thread."""

    def __init__(self, record: JobRecord, gateway: Gateway, row: JobRow, prepared: Prepared) -> None:
        self.record, self.row, self.work, self.turn = record, row, row.work, row.turn
        self.prepared = prepared
        self.name = row.work.brief.provider
        self.label = label_of(row.work)
        self._gateway = gateway
        self._clearances: dict[int, Clearance] = {}
        self._provider: Provider | None = None
        self._every: dict[str, Errand] = {}
        #: The newest errand of each piece; the digest of each request; the pieces that were seen to lie here.
        self._newest: dict[int, Errand] = {}
        self._digests: dict[int, str] = {}
        self._here: set[int] = set()
        for errand in record.store.read(lambda connection: errands.of(connection, row.job.id)):
            self._know(errand)
        self._display, self._progress = 0, row.job.progress
        self._doors: dict[str, contextlib.ExitStack] = {}
        requests = self.clearance().requests()
        self.requests = {
            piece.number: request for piece, request in zip(prepared.pieces, requests, strict=True)
        }

    @property
    def provider(self) -> Provider:
        """The provider; raises `NotFound`, `ProviderError`."""
        if self._provider is None:
            self._provider = self._gateway.provider(self.work.brief.show, self.name)
        return self._provider

    @property
    def pieces(self) -> tuple[int, ...]:
        """The numbers of the pieces, in order."""
        return tuple(self.requests)

    def clearance(self, turn: int = 0) -> Clearance:
        """The gate's side of a turn, of the present one by default."""
        turn = turn or self.turn
        if turn not in self._clearances:
            self._clearances[turn] = self._gateway.clearance(self.work, self.prepared, turn)
        return self._clearances[turn]

    def open(self, errand: Errand) -> None:
        """Open the door for an errand, unless it is: it stays open while this submission goes on."""
        if errand.key not in self._doors:
            door = contextlib.ExitStack()
            door.enter_context(self.clearance(errand.turn).open(errand.piece))
            self._doors[errand.key] = door

    def close(self) -> None:
        """Shut every door."""
        while self._doors:
            self._doors.popitem()[1].close()

    # ---- what is told ----

    def tell(self, progress: float, words: str) -> None:
        """Say how far the job is (0 to 1), never less than before, and what it does."""
        self._progress = max(self._progress, progress)
        self.record.tell(self.row.job.id, self._progress, words, 0)

    @contextlib.contextmanager
    def awaiting(self, stop: Stop) -> Iterator[None]:
        """While the block waits for the provider, whoever cancels is told what is waited for."""

        def told() -> None:
            if not self.record.stopping():
                self.tell(0.0, f"Cancelling: waiting for {self.label}'s answer")

        forget = stop.when_told(told)
        try:
            yield
        finally:
            forget()

    # ---- what is known ----

    def errand(self, piece: int) -> Errand | None:
        """The newest errand of a piece."""
        return self._newest.get(piece)

    def every(self) -> tuple[Errand, ...]:
        """Every errand of the job, of all turns."""
        return tuple(self._every.values())

    def at(self, *states: ErrandState) -> list[Errand]:
        """The newest errands of the pieces that are in one of these states."""
        newest = (self.errand(piece) for piece in self.pieces)
        return [errand for errand in newest if errand is not None and errand.state in states]

    def standing(self, piece: int) -> PieceStanding:
        """What is to be done about a piece now."""
        errand = self.errand(piece)
        if errand is None:
            return PieceStanding.SEND
        current = errand.turn == self.turn
        match = current or errand.digest == self._digest(piece)
        if errand.state is ErrandState.FETCHED and match:
            if piece not in self._here and self.answer(piece).is_dir():
                self._here.add(piece)
            return PieceStanding.HERE if piece in self._here else PieceStanding.AWAIT
        if errand.state in (ErrandState.SENT, ErrandState.MADE) and match:
            return PieceStanding.AWAIT
        if not current:
            return PieceStanding.SEND
        if errand.state is ErrandState.SUBMITTING:
            return PieceStanding.RECOVER
        if errand.state is ErrandState.UNCERTAIN:
            return PieceStanding.UNCERTAIN
        passing = errand.problem is not None and errand.problem.code in _PASSING
        if errand.state is ErrandState.REJECTED and passing:
            return PieceStanding.SEND
        return PieceStanding.FAILED

    def standings(self, *wanted: PieceStanding) -> list[int]:
        """The pieces that stand so."""
        return [piece for piece in self.pieces if self.standing(piece) in wanted]

    def problem(self) -> Problem | None:
        """Why the first piece that failed did so, and what was kept; None where none has."""
        failed = self.standings(PieceStanding.FAILED, PieceStanding.UNCERTAIN)
        if not failed:
            return None
        errand = self.errand(failed[0])
        assert errand is not None
        problem = errand.problem or Problem(ProviderError.code, f"The job was called off at {self.label}.")
        if len(self.pieces) > 1:
            place = f"piece {self.pieces.index(failed[0]) + 1} of {len(self.pieces)}"
            problem = dataclasses.replace(problem, where=problem.where or place)
        return dataclasses.replace(problem, kept=self.kept() or problem.kept)

    def which(self, piece: int) -> str:
        """Which of several pieces this is, in brackets."""
        many = len(self.pieces)
        return f" (piece {self.pieces.index(piece) + 1} of {many})" if many > 1 else ""

    def kept(self) -> str:
        """What a retry need not pay again, as a sentence; empty for nothing."""
        here, all_of_them = len(self.standings(PieceStanding.HERE)), len(self.pieces)
        if not here:
            return ""
        clause = (
            "What came back is kept" if here == all_of_them else f"{here} of {all_of_them} pieces are kept"
        )
        return f"{clause} and will not be paid again."

    # ---- what is learnt ----

    def put(self, errand: Errand) -> Errand:
        """Write an errand as it stands now: durable when this returns, however long the disk refuses."""
        errand = self.record.insist(
            lambda: self.record.store.write(lambda transaction: errands.put(transaction, errand))
        )
        self._know(errand)
        return errand

    def _know(self, errand: Errand) -> None:
        self._every[errand.key] = errand
        newest = self._newest.get(errand.piece)
        if newest is None or newest.turn <= errand.turn:
            self._newest[errand.piece] = errand

    def _digest(self, piece: int) -> str:
        if piece not in self._digests:
            self._digests[piece] = self.requests[piece].digest
        return self._digests[piece]

    def set_out(self, piece: int) -> Errand:
        """Write that a piece is about to be sent in this turn; what is stale of it goes."""
        for leftover in self.at(ErrandState.SENT, ErrandState.MADE):
            if (
                leftover.piece == piece and leftover.turn != self.turn
            ):  # asked with other files: not ours any more
                self.put(dataclasses.replace(leftover, state=ErrandState.LEFT))
        shutil.rmtree(self.answer(piece), ignore_errors=True)
        self._here.discard(piece)
        key, digest = self.clearance().key(piece), self._digest(piece)
        reserve = self.clearance().price(piece)
        errand = Errand(key, self.row.job.id, self.turn, piece, ErrandState.SUBMITTING, digest, held=reserve)
        return self.put(errand)

    def note(
        self,
        errand: Errand,
        state: ErrandState,
        *,
        ticket: Ticket | None = None,
        problem: Problem | None = None,
        billed: Money | None = None,
    ) -> Errand:
        """Write what was learnt of an errand."""
        return self.put(
            dataclasses.replace(
                errand,
                state=state,
                problem=problem,
                ticket=dumps(ticket) if ticket is not None else errand.ticket,
                billed=billed if billed is not None else errand.billed,
            )
        )

    def settled(self, turns: Iterable[int]) -> None:
        """Note that the money of these turns is settled."""
        for turn in turns:
            self.record.store.write(partial(errands.settled, job=self.row.job.id, turn=turn))
            for errand in [row for row in self._every.values() if row.turn == turn]:
                self._know(dataclasses.replace(errand, settled=True))

    # ---- files ----

    def answer(self, piece: int) -> Path:
        """Where what comes back for a piece lies; it is there when all of it is."""
        return answer_folder(Path(self.work.scratch), piece)

    def landing(self, piece: int) -> Path:
        """A new folder to fetch a piece into, beside its place; what earlier fetches left there goes."""
        place = self.answer(piece)
        place.parent.mkdir(parents=True, exist_ok=True)
        start = f".{piece}{MARK}"
        for left in place.parent.iterdir():
            if left.name.startswith(start):
                shutil.rmtree(left, ignore_errors=True)
        return place.with_name(f"{start}{self.turn}")

    def came(self, piece: int) -> tuple[Path, ...]:
        """The files that came back for a piece."""
        return given(self.answer(piece))

    def show(self, preview: Preview) -> None:
        """Keep the provider's newest picture, if it is another one."""
        mark = hash(preview.data)
        if mark != self._display:
            self._display = mark
            keep(Path(self.work.scratch), preview.data, preview.media_type)


def label_of(work: Work) -> str:
    """What an artist calls the provider of a job."""
    model = work.capability
    return work.brief.provider if model is None else model.label


def ticket_of(errand: Errand) -> Ticket:
    """The provider's ticket of an errand that has one."""
    return loads(Ticket, errand.ticket)
