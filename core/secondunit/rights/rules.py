"""The rules of a show, from `rights.toml` beside its `secondunit.toml`: what may leave, and on what terms.

A file that is not there has no rules, and without a rule nothing leaves. A word the file should not hold is
refused with its path. Reading is all that happens here; `gate` judges.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from secondunit.media.foreign import settings_of
from secondunit.wire import Task, canonical, decode
from secondunit.wire.errors import BadSettings, MissingField, OutOfRange, SecondUnitError
from secondunit.wire.rights import MaterialKind
from secondunit.wire.training import TrainedOn, TrainingTerm

from .clock import require_day
from .money import read_amount

RULES_FILE = "rights.toml"
ANY = "*"


class Training(StrEnum):
    """Whether a provider learns from what it is sent, the strictest first."""

    NONE = "none"
    OPTED_OUT = "opted_out"
    ALLOWED = "allowed"


class Visibility(StrEnum):
    """Who can see what a provider made, the strictest first."""

    PRIVATE = "private"
    ACCOUNT = "account"
    PUBLIC = "public"


class When(StrEnum):
    """When a rule asks for a person's approval."""

    NEVER = "never"
    LIKENESS = "likeness"
    ALWAYS = "always"


class NameFaces(StrEnum):
    """Of which plates it has to be said who is seen in them before any of them leaves.

    `seen`: of those in which a face was found on this machine; `always`: also where nobody could look.
    """

    NEVER = "never"
    SEEN = "seen"
    ALWAYS = "always"


class MeasureConsent(StrEnum):
    """Whose consent it takes to measure the faces of a character: to describe them in numbers and compare.

    `named`: of everybody whom the character or an input on record names; `always`: a character that names
    nobody is not measured either; `never`: of nobody.
    """

    NEVER = "never"
    NAMED = "named"
    ALWAYS = "always"


@dataclass(frozen=True)
class Terms:
    """The least that a provider's terms must grant before anything of this show goes there."""

    training: Training = Training.NONE
    visibility: Visibility = Visibility.PRIVATE
    retention: int = field(default=30, metadata={"unit": "days"})
    #: Whether every input must have its rights on record.
    input_rights: bool = True
    #: Of which plates with faces it has to be said who they are.
    name_faces: NameFaces = NameFaces.SEEN
    #: Whose consent it takes to measure a likeness on this machine.
    measure_consent: MeasureConsent = MeasureConsent.NAMED
    #: On what a model may have been trained; without it the show does not ask.
    trained_on: tuple[TrainedOn, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One line of permission, or with `deny` of prohibition; each list names things, `*` stands for any.

    `geography` and `hosts` are where it may go; `training`, `retention` and `visibility` are what the
    contract grants, `evidence` where that can be read and `evidence_date` when it was; `expires` is the last
    day. `trained_on` is what its models were trained on, with evidence and a date of its own. `approval` says
    when one of `approvers` must have said yes: also above `approval_above`.
    """

    name: str
    provider: str
    models: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    geography: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    deny: bool = False
    training: Training | None = None
    visibility: Visibility | None = None
    retention: int | None = field(default=None, metadata={"unit": "days"})
    contract: str = ""
    evidence: str = ""
    evidence_date: str = ""
    trained_on: tuple[TrainedOn, ...] = ()
    trained_on_evidence: str = ""
    trained_on_date: str = ""
    expires: str = ""
    approval: When = When.NEVER
    approvers: tuple[str, ...] = ()
    approval_above: str = ""
    highest_cost: str = ""

    @property
    def training_term(self) -> TrainingTerm | None:
        """What it says that its models were trained on; None where it says nothing."""
        if not self.trained_on:
            return None
        says = f"as the rule {self.name!r} has it"
        return TrainingTerm(self.trained_on, says, self.trained_on_evidence, self.trained_on_date)

    def __post_init__(self) -> None:
        if not self.name.strip() or "\n" in self.name:
            raise MissingField("A rule needs a name of one line.", where="name")
        _known("tasks", self.tasks, [task.value for task in Task])
        _known("materials", self.materials, [kind.value for kind in MaterialKind])
        for name in ("evidence_date", "expires", "trained_on_date"):
            if getattr(self, name):
                require_day(getattr(self, name), name)
        for name in ("trained_on_evidence", "trained_on_date"):
            if set(self.trained_on) - {TrainedOn.UNKNOWN} and not getattr(self, name):
                raise MissingField(f"A rule that says what models were trained on states its {name}.",
                                   where=name)  # fmt: skip
        if self.deny:
            return
        for name in _NEEDED:
            if getattr(self, name) in ((), "", None):
                raise MissingField(f"A rule that allows something states its {name}.", where=name)
        if (self.approval is not When.NEVER or self.approval_above) and not self.approvers:
            raise MissingField("A rule that asks for approval names its approvers.", where="approvers")


_NEEDED = ("models", "accounts", "tasks", "materials", "geography", "hosts", "training", "visibility",
           "retention", "contract", "evidence", "evidence_date", "expires")  # fmt: skip


@dataclass(frozen=True)
class SpendingLimit:
    """The most that may be spent by a `scope` (show, shot or user); an empty `name` is each of them."""

    scope: str
    limit: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.scope not in ("show", "shot", "user"):
            raise OutOfRange("A budget is of a show, a shot or a user.", where="scope")


@dataclass(frozen=True)
class Rules:
    """Everything `rights.toml` says; without it nothing is allowed."""

    currency: str = "USD"
    terms: Terms = Terms()
    rule: tuple[Rule, ...] = ()
    budget: tuple[SpendingLimit, ...] = ()

    def __post_init__(self) -> None:
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise OutOfRange("A currency is three capital letters, such as USD.", where="currency")
        names = [rule.name for rule in self.rule]
        for number, rule in enumerate(self.rule):
            if names.index(rule.name) != number:
                raise OutOfRange(f"Two rules are called {rule.name!r}.", where=f"rule[{number}].name")
            for name in ("approval_above", "highest_cost"):
                if getattr(rule, name):
                    read_amount(getattr(rule, name), self.currency, f"rule[{number}].{name}")
        for number, limit in enumerate(self.budget):
            read_amount(limit.limit, self.currency, f"budget[{number}].limit")

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of these rules in canonical JSON."""
        return sha256(canonical(self).encode()).hexdigest()


def read_rules(path: Path) -> Rules:
    """The rules in a file, none where there is no file; raises `BadSettings`, `NotAFile`, `NoRights`."""
    try:
        text = settings_of(path)
    except FileNotFoundError:
        return Rules()
    return parse_rules(text, str(path))


def parse_rules(text: bytes, where: str = RULES_FILE) -> Rules:
    """The rules in a TOML text; raises `BadSettings`."""
    try:
        return decode(Rules, _upgraded(_plain(tomllib.loads(text.decode()))))
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(f"The rules cannot be read: {error}.", where=where) from None
    except SecondUnitError as error:
        problem = error.problem
        place = f"{where}: {problem.where}" if problem.where else where
        raise BadSettings(
            problem.message, remedy=problem.remedy, kept="Until then nothing leaves.", where=place
        ) from None


def _upgraded(rules: dict[str, Any]) -> dict[str, Any]:
    """Rules as they are written now: `name_faces` was true or false once."""
    terms = rules.get("terms")
    if isinstance(terms, dict) and isinstance(said := terms.get("name_faces"), bool):
        return {**rules, "terms": {**terms, "name_faces": "always" if said else "never"}}
    return rules


def _plain(value: Any) -> Any:
    """TOML's own days as text; the rest as it is."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _known(name: str, words: tuple[str, ...], choices: list[str]) -> None:
    for word in words:
        if word != ANY and word not in choices:
            raise OutOfRange(
                f"{word[:40]!r} is not known here.",
                remedy=f"It is one of: {', '.join(choices)}, or {ANY}.",
                where=name,
            )
