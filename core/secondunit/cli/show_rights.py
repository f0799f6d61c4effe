"""`rights show`, `check` and `budget`: what may leave a show, what is left to spend; nothing is changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import Money, Task
from secondunit.wire.errors import MissingField
from secondunit.wire.rights import Ask, Material, MaterialKind

from . import exits
from .briefs import user
from .footage import hashed
from .output import Output
from .reach import rights_of

if TYPE_CHECKING:
    from secondunit.rights import Rule, Rules
    from secondunit.rights.show import ShowRights

_NO_RULES = "it holds no rules, so nothing leaves"
_NO_FILE = "there is no such file, so nothing leaves"
_MEASURED = {
    "never": "faces are measured without a consent",
    "named": "whoever is named is measured under a consent for the use 'measure'",
    "always": "nobody is measured but under a consent for the use 'measure'",
}
#: So many days before a contract ends it is said.
SOON = 30


def show(arguments: argparse.Namespace, output: Output) -> int:
    """Say what may leave a show, to whom and on what terms, and what is on record."""
    rights = rights_of(arguments.show)
    rules = rights.rules()
    consents = list(rights.consents.standing())
    approvals = list(rights.approvals.standing())
    inputs = sum(1 for name in rights.inputs.names() if rights.inputs.withdrawn(name) is None)
    output.value({"rules": rules, "consents": dict(consents), "approvals": dict(approvals), "inputs": inputs})
    terms = rules.terms
    none = "" if rules.rule else f": {_NO_RULES if rights.rules_path.is_file() else _NO_FILE}"
    output.line(f"Rules     {rights.rules_path}{none}")
    output.line(f"Terms     training {terms.training.value}, {terms.visibility.value}, "
                f"kept {terms.retention} days at most")  # fmt: skip
    if terms.trained_on:
        grounds = ", ".join(ground.said for ground in terms.trained_on)
        output.line(f"          models trained on material that is {grounds}")
    output.line(f"          {_MEASURED[terms.measure_consent.value]}")
    headings = ("rule", "provider", "models", "tasks", "materials", "approval", "until")
    output.table(headings, [_row(rule) for rule in rules.rule])
    for remark in _remarks(rules):
        output.remark(remark)
    output.line(f"Inputs    {inputs:,} on record")
    output.table(
        ("consent", "person", "uses", "with", "until"),
        [(name, consent.person, _list(consent.uses), _list(consent.providers), consent.last_day)
         for name, consent in consents],
    )  # fmt: skip
    output.table(
        ("approval", "by", "brief", "up to", "when"),
        [
            (name, approval.by, approval.brief_digest[:12],
             f"{approval.ceiling.amount} {approval.ceiling.currency}", approval.when)
            for name, approval in approvals
        ],
    )  # fmt: skip
    return exits.DONE


def check(arguments: argparse.Namespace, output: Output) -> int:
    """Read the rules for faults; with --provider, say what the gate would answer now. Nothing is recorded."""
    rights = rights_of(arguments.show)
    rules = rights.rules()
    remarks = list(_remarks(rules))
    if not arguments.provider:
        output.value({"rules": len(rules.rule), "digest": rules.digest, "remarks": remarks})
        output.line(_whole(rights.rules_path, rules))
        for remark in remarks:
            output.remark(remark)
        return exits.DONE
    if arguments.file or arguments.task:
        verdict = rights.examine(_ask(arguments))
    else:  # nothing is said of what would leave: is there a rule for it at all?
        verdict = rights.greet(arguments.provider)
    output.value(verdict)
    output.line(verdict.sentence)
    return exits.DONE if verdict.allowed else exits.DENIED


def budget(arguments: argparse.Namespace, output: Output) -> int:
    """Say what is spent, held and left of every budget of a show."""
    from secondunit.rights.money import as_money, read_amount, spoken

    rights = rights_of(arguments.show)
    rules = rights.rules()
    reservations = rights.budget.held()
    rows = []
    for limit in rules.budget:
        most = read_amount(limit.limit, rules.currency, "budget")
        for name in _names(rights, limit.scope, limit.name):
            spend = rights.budget.spent(limit.scope, name)
            reserve = sum(
                reservation.counts
                for reservation in reservations
                if getattr(reservation, limit.scope) == name
            )
            amounts = {
                "limit": most,
                "billed": spend - reserve,
                "held": reserve,
                "left": max(0, most - spend),
            }
            money = {word: as_money(amount, rules.currency) for word, amount in amounts.items()}
            output.value({"scope": limit.scope, "name": name, **money})
            texts = [spoken(amount, rules.currency) for amount in amounts.values()]
            rows.append((f"{limit.scope} {name}", *texts))
    output.table(("budget", "limit", "billed", "held", "left"), rows)
    if not rules.budget:
        output.line("There is no budget: nothing that costs money is allowed.")
    return exits.DONE


def _names(rights: ShowRights, scope: str, name: str) -> list[str]:
    """Whom a limit is for; one without a name is for each that has spent anything."""
    if name or scope == "show":
        return [name or rights.show]
    return rights.budget.names(scope)


def _row(rule: Rule) -> tuple[str, ...]:
    if rule.deny:
        return (rule.name, rule.provider, _list(rule.models), _list(rule.tasks), _list(rule.materials),
                "forbidden", rule.expires)  # fmt: skip
    asks = "" if rule.approval == "never" else rule.approval.value
    asks += f"{', ' if asks else ''}above {rule.approval_above}" if rule.approval_above else ""
    return (rule.name, rule.provider, _list(rule.models), _list(rule.tasks), _list(rule.materials), asks,
            rule.expires)  # fmt: skip


def _remarks(rules: Rules) -> Iterator[str]:
    today = datetime.now(UTC).date()
    soon = (today + timedelta(days=SOON)).isoformat()
    for rule in rules.rule:
        if rule.expires and rule.expires < today.isoformat():
            yield f"The rule {rule.name!r} expired on {rule.expires}."
        elif rule.expires and rule.expires <= soon:
            yield f"The rule {rule.name!r} expires on {rule.expires}."
    if any(not rule.deny for rule in rules.rule) and not rules.budget:
        yield "There is no budget: nothing that costs money is allowed."


def _ask(arguments: argparse.Namespace) -> Ask:
    kind = MaterialKind(arguments.material)
    if not arguments.task:
        raise MissingField("What it does is missing.", remedy="Add --task TASK.", where="task")
    amount, _, currency = arguments.cost.partition(" ")
    materials = tuple(
        Material(kind, digest, tuple(arguments.person)) for digest in hashed(arguments.file).values()
    )
    return Ask(
        arguments.show, arguments.shot, user(), arguments.provider, "0" * 64, "", arguments.model,
        arguments.account, Task(arguments.task), materials, Money(amount, currency or "USD"),
        arguments.geography, arguments.use, arguments.performer,
    )  # fmt: skip


def _whole(path: Path, rules: Rules) -> str:
    """That the rules are there and whole."""
    count = len(rules.rule)
    if not count:
        return f"{path}: {_NO_RULES if path.is_file() else _NO_FILE}."
    return f"{path}: {count} rule{', complete' if count == 1 else 's, each complete'}."


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(words)
