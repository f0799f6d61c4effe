"""A match to the cast: tries to bring takes closer to their characters, under one approval with a ceiling."""

from __future__ import annotations

from enum import Enum

from .brief import Brief
from .errors import OutOfRange
from .estimate import Money
from .job import JobState
from .value import dataclass

#: The most tries for one take, and the most takes that are matched under one approval.
MOST_TRIES, MOST_MATCHED = 8, 200


@dataclass(frozen=True)
class CastMatchWish:
    """Takes of one show, by their ids, that are to come closer to their cast; at most `tries` for each.

    In their place a `sequence` of a `show` stands for the newest take of each of its shots that drifts.
    """

    takes: tuple[str, ...] = ()
    tries: int = 3
    show: str = ""
    sequence: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.tries <= MOST_TRIES:
            raise OutOfRange(f"A take is tried 1 to {MOST_TRIES} times.", where="tries")
        if bool(self.takes) == bool(self.sequence) or bool(self.show) != bool(self.sequence):
            raise OutOfRange("This names takes, or a sequence and its show.", where="takes")
        if len(self.takes) > MOST_MATCHED:
            raise OutOfRange(f"At most {MOST_MATCHED} takes are matched at once.", where="takes")
        if len(set(self.takes)) < len(self.takes):
            raise OutOfRange("A take is named twice.", where="takes")


@dataclass(frozen=True)
class CastTry:
    """A brief that may bring `take` closer to its cast: what is other in it and why, in one sentence.

    `cost` is its price, `verdict` the gate's word on it; `brief_digest` names the brief with its files.
    """

    take: str
    brief: Brief
    why: str
    brief_digest: str = ""
    cost: Money = Money()
    allowed: bool = True
    verdict: str = ""


@dataclass(frozen=True)
class CastMatchOffer:
    """What would be tried for a wish: `most` is what all of it costs, `approvers` who may say yes to it where
    a rule asks that. `remarks` say of takes that are left out why they are.
    """

    wish: CastMatchWish
    tries: tuple[CastTry, ...] = ()
    most: Money = Money()
    approvers: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def digests(self) -> tuple[str, ...]:
        """The digests of its briefs, in their order: what is approved."""
        return tuple(one.brief_digest for one in self.tries)


@dataclass(frozen=True)
class CastMatchApproval:
    """A person's yes to every brief of an offer, named by their digests in order, up to a cost in all."""

    wish: CastMatchWish
    brief_digests: tuple[str, ...]
    ceiling: Money
    by: str
    note: str = ""


class CastMatchState(str, Enum):
    """Where a match stands: under way, at its end, or ended before it."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class CastTryJob:
    """What became of try `number` (from 0): its job, and the takes that it made."""

    number: int
    job: str
    state: JobState
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CastMatchOutcome:
    """The take that is closest to its cast of `take` and what was tried for it, and why in one sentence."""

    take: str
    best: str
    sentence: str
    close: bool = False


@dataclass(frozen=True)
class CastMatch:
    """A match that was approved. Nothing of it is deleted: every take stays.

    `jobs` and `outcomes` are what is known now; `spent` is billed or held. `why` says in a sentence why it
    ended, empty while it runs. Times are UTC, ISO 8601.
    """

    id: str
    show: str
    approval: CastMatchApproval
    tries: tuple[CastTry, ...]
    user: str = ""
    created: str = ""
    state: CastMatchState = CastMatchState.RUNNING
    why: str = ""
    jobs: tuple[CastTryJob, ...] = ()
    outcomes: tuple[CastMatchOutcome, ...] = ()
    spent: Money = Money()


@dataclass(frozen=True)
class CastMatchList:
    """Matches, newest first."""

    matches: tuple[CastMatch, ...] = ()
