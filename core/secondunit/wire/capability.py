"""The capability: one model of one provider, what it does, within which limits and on which terms."""

from __future__ import annotations

from dataclasses import field

from .control import Control
from .errors import Problem
from .intake import Intake
from .licence import Licence
from .model_question import ModelQuestion
from .task import Task
from .training import TrainedOn, TrainingTerm
from .value import dataclass

#: Days that stand for no end: a service that does not say how long it keeps what it is sent.
NO_END = 1_000_000


@dataclass(frozen=True)
class Limit:
    """One limit as an artist reads it: `Frames`, `1 to 10,000`."""

    label: str
    text: str


@dataclass(frozen=True)
class Capability:
    """What a panel offers as provider and model.

    `references` is how many reference pictures it takes, `prompt` the longest prompt in characters (0: none).
    `leaves` is true when material leaves this machine to do it; `terms` says on what terms, in one sentence.
    """

    provider: str
    label: str
    model: str = ""
    model_label: str = ""
    tasks: tuple[Task, ...] = (Task.ELEMENT,)
    kinds: tuple[str, ...] = ()
    made_by: str = "simulated"
    #: It takes in frames that are finished already: it is chosen by them, and not for what it does.
    adopts: bool = False
    leaves: bool = False
    terms: str = ""
    references: int = field(default=0, metadata={"unit": "pictures"})
    prompt: int = field(default=0, metadata={"unit": "characters"})
    limits: tuple[Limit, ...] = ()
    #: Its provider declares that asking costs nothing: what is lost with a server is then sent again by
    #: itself, once.
    free: bool = False
    #: What can be set on this model beside prompt, seed, pictures and size.
    controls: tuple[Control, ...] = ()
    #: What it takes and gives, in numbers; None for what is made on this machine.
    intake: Intake | None = None
    #: Why it cannot be asked at all now: a workflow file that cannot be read. It then does no task.
    problem: Problem | None = None
    #: What its provider has to be told once before it can be asked; it has a `problem` until then.
    question: ModelQuestion | None = None
    #: The last day that it can be used (ISO 8601), where its provider says so.
    retires: str = ""
    #: How long the service itself says that it keeps what is sent; None where it cannot be asked at all.
    retention: int | None = field(default=None, metadata={"unit": "days"})
    #: What its maker publishes that it was trained on; None where nobody looked, which is unknown.
    training: TrainingTerm | None = None
    #: On what terms its code and its weights may be used, where they work on this machine.
    licences: tuple[Licence, ...] = ()

    @property
    def trained_on(self) -> tuple[TrainedOn, ...]:
        """The grounds of its training term; empty where there is none."""
        return self.training.grounds if self.training is not None else ()


@dataclass(frozen=True)
class Absent:
    """A provider that is set up and cannot say now what it offers, and why."""

    provider: str
    problem: Problem


@dataclass(frozen=True)
class CapabilityList:
    """Everything this service can ask for, the on-board provider first, then in the show's order."""

    capabilities: tuple[Capability, ...] = ()
    absent: tuple[Absent, ...] = ()
