"""The gate: a pure function from a show's rules, an ask and what is on record to a verdict in one sentence.

Nothing is allowed that no rule allows. It reads no file, knows no clock and keeps nothing: the same three
values give the same verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from secondunit.wire import Money, Task
from secondunit.wire.capability import NO_END
from secondunit.wire.rights import PERFORMANCE, Ask, MaterialKind, Verdict
from secondunit.wire.training import TrainedOn, grounds_within

from .approvals import Approval, approval_for
from .clock import later, over
from .consent import Consent, lacking, lacking_here
from .inputs import InputRight
from .money import counted, read_amount, spoken
from .rules import ANY, Rule, Rules, Training, Visibility, When

#: How long a verdict stands, in seconds; then the gate is asked again.
STANDS = 15 * 60
#: What this machine calls itself: the hosts of a verdict on which nothing leaves it.
HERE = ("localhost", "127.0.0.1", "::1")
_NAMELESS = "a likeness has to name whose it is"


@dataclass(frozen=True)
class Left:
    """What a budget has left, in millionths: `who` is how a sentence calls it (`the shot sh010`)."""

    who: str
    millionths: int


@dataclass(frozen=True)
class Known:
    """What is on record and stands: nothing that was withdrawn is in it."""

    consents: tuple[Consent, ...] = ()
    inputs: Mapping[str, InputRight] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    left: tuple[Left, ...] = ()
    #: What is billed or held on each approval, by its id, in millionths; empty where the ask's money is held.
    spent: Mapping[str, int] = field(default_factory=dict)


_NOTHING = Known()


def verdict(rules: Rules, ask: Ask, records: Known = _NOTHING) -> Verdict:
    """What the rules say to an ask; the verdict is sealed."""
    for rule in rules.rule:
        if rule.deny and not _outside(rule, ask):
            return _refused(rules, ask, rule, f"forbids {_what(ask)}")
    near: tuple[int, Rule, str] | None = None
    for rule in rules.rule:
        if rule.deny or rule.provider not in (ask.provider, ANY):
            continue
        reason, depth, approval = _examined(rules, rule, ask, records)
        if not reason:
            return _allowed(rules, ask, rule, approval)
        if near is None or depth > near[0]:
            near = depth, rule, reason
    if near is None:
        sentence = f"No rule of {ask.show} allows the provider {ask.provider[:40]!r}."
        return _sealed(rules, ask, Verdict(False, sentence))
    return _refused(rules, ask, near[1], f"does not allow this: {near[2]}")


def kept_here(rules: Rules, ask: Ask, records: Known = _NOTHING) -> Verdict:
    """What the rules say to an ask of a provider that the studio declares to run on this machine.

    Only a prohibition forbids it, what its model was trained on, where the show asks that, and a performance
    that those who are in it did not consent to.
    """
    for rule in rules.rule:
        if rule.deny and not _outside(rule, ask):
            return _refused(rules, ask, rule, f"forbids {_what(ask)}")
    own = [rule for rule in rules.rule if not rule.deny and not _outside(rule, ask)]
    first_rule = next((rule for rule in own if rule.trained_on and not over(rule.expires, ask.when)), None)
    reason = _trained_on(rules, first_rule, ask)
    if not reason and ask.task is Task.PERFORMANCE:
        reason = _performance(replace(ask, provider=""), records)
    if reason:
        return _sealed(rules, ask, Verdict(False, f"{reason[:1].upper()}{reason[1:]}."))
    model = f"{ask.provider} {ask.model}".strip()
    sentence = f"{_declared(ask)}: {model} runs on this machine."
    return _sealed(rules, ask, Verdict(True, sentence, hosts=HERE))


def greeting(rules: Rules, ask: Ask, *, leaves: bool = True) -> Verdict:
    """Whether a provider may be asked what it offers, and at which hosts; nothing of the show goes with it.

    Of the ask only show, provider and time count. What is declared local needs no rule.
    """
    ask = replace(ask, materials=(), cost=Money())
    named = [rule for rule in rules.rule if rule.provider in (ask.provider, ANY)]
    for rule in named:
        if rule.deny and _is_of_all(rule):
            return _refused(rules, ask, rule, f"forbids {ask.provider}")
    if not leaves:
        sentence = f"{_declared(ask)}: {ask.provider} is asked on this machine what it offers."
        return _sealed(rules, ask, Verdict(True, sentence, hosts=HERE))
    allowing = [rule for rule in named if not rule.deny]
    standing = [rule for rule in allowing if not over(rule.expires, ask.when) and not _terms(rules, rule)]
    if standing:
        hosts = tuple(dict.fromkeys(host for rule in standing for host in rule.hosts))
        sentence = f"The rule {standing[0].name!r} allows to ask {ask.provider} what it offers."
        return _sealed(rules, ask, Verdict(True, sentence, standing[0].name, hosts=hosts))
    if allowing:
        rule = allowing[0]
        reason = f"it expired on {rule.expires}" if over(rule.expires, ask.when) else _terms(rules, rule)
        return _refused(rules, ask, rule, f"does not allow to ask {ask.provider}: {reason}")
    sentence = f"No rule of {ask.show} allows the provider {ask.provider[:40]!r}."
    return _sealed(rules, ask, Verdict(False, sentence))


def approvers(rules: Rules, ask: Ask, records: Known = _NOTHING) -> tuple[str, ...]:
    """Who may approve an ask that lacks nothing but an approval; empty where it lacks more, or nothing."""
    if verdict(rules, ask, records).allowed or any(r.deny and not _outside(r, ask) for r in rules.rule):
        return ()
    names: dict[str, None] = {}
    for rule in rules.rule:
        if rule.deny or rule.provider not in (ask.provider, ANY):
            continue
        asking = replace(rule, approval=When.NEVER, approval_above="")
        if not _examined(rules, asking, ask, records)[0]:
            names |= dict.fromkeys(rule.approvers)
    return tuple(names)


def _declared(ask: Ask) -> str:
    """Whose word it is that a provider runs here: the gate cannot know what listens on this machine."""
    return f"Declared local by {ask.local_by}" if ask.local_by else "Declared local"


def _is_of_all(rule: Rule) -> bool:
    """Whether a prohibition leaves its provider nothing."""
    lists = (rule.models, rule.accounts, rule.tasks, rule.materials, rule.geography)
    return all(not named or ANY in named for named in lists)


def _examined(rules: Rules, rule: Rule, ask: Ask, records: Known) -> tuple[str, int, str]:
    """Why a rule does not allow an ask (empty: it does), how many of its conditions held, who approved."""
    reason = _outside(rule, ask)
    if reason:
        return reason, 0, ""
    checks: list[Callable[[], str]] = [
        lambda: f"it expired on {rule.expires}" if over(rule.expires, ask.when) else "",
        lambda: _terms(rules, rule),
        lambda: _kept(rule, ask),
        lambda: _trained_on(rules, rule, ask),
        lambda: _cost(rules, rule, ask),
        lambda: _inputs(rules, ask, records),
        lambda: _consents(ask, records),
        lambda: _budget(ask, records),
    ]
    for depth, check in enumerate(checks, 1):
        reason = check()
        if reason:
            return reason, depth, ""
    if _needs_approval(rules, rule, ask):
        approval, reason = approval_for(ask, records.approvals, rule.approvers, records.spent)
        return reason, len(checks) + 1, approval.id if approval else ""
    return "", len(checks) + 2, ""


def _outside(rule: Rule, ask: Ask) -> str:
    """Why an ask is not what a rule speaks of; a list that a prohibition leaves out is no condition."""
    asked = (
        ("provider", (rule.provider,), ask.provider),
        ("model", rule.models, ask.model),
        ("account", rule.accounts, ask.account),
        ("task", rule.tasks, ask.task.value),
        ("geography", rule.geography, ask.geography),
    )
    for word, named, value in asked:
        if not named and rule.deny:
            continue
        if ANY not in named and value not in named:
            return f"it names no {word} {value!r}" if value else f"it asks which {word}"
    kinds = {material.kind.value for material in ask.materials}
    if ANY in rule.materials or (rule.deny and not rule.materials):
        return ""
    if rule.deny:
        return "" if kinds & set(rule.materials) else "it names another material"
    missing = sorted(kinds - set(rule.materials))
    return f"it names no {' and no '.join(missing)}" if missing else ""


def _terms(rules: Rules, rule: Rule) -> str:
    least = rules.terms
    trainings, views = list(Training), list(Visibility)
    if rule.training is None or trainings.index(rule.training) > trainings.index(least.training):
        return "its contract lets the provider learn from what is sent, and the show's terms do not"
    if rule.visibility is None or views.index(rule.visibility) > views.index(least.visibility):
        return "others could see what is made, and the show's terms forbid that"
    if rule.retention is None or rule.retention > least.retention:
        return f"the provider keeps things {rule.retention} days, and the show's terms say {least.retention}"
    return ""


def _trained_on(rules: Rules, rule: Rule | None, ask: Ask) -> str:
    """Why what a model was trained on is not what the show asks for: as the rule says, else its maker."""
    wanted = rules.terms.trained_on
    origins = (rule.trained_on if rule else ()) or ask.trained_on or (TrainedOn.UNKNOWN,)
    if not wanted or grounds_within(origins, wanted):
        return ""
    model = f"{ask.provider} {ask.model}".strip()
    *first, last = (ground.said for ground in wanted)
    grounds = f"{', '.join(first)} or {last}" if first else last
    return (
        f"what {model} was trained on is {' and '.join(ground.said for ground in origins)}, "
        f"and the show's terms ask for {grounds}"
    )


def _kept(rule: Rule, ask: Ask) -> str:
    """Why what the service says that it keeps is more than the rule grants it."""
    granted = rule.retention or 0
    if ask.retention is None or ask.retention <= granted:
        return ""
    if ask.retention >= NO_END:
        return f"the service does not say that it keeps what is sent for {granted} days at most"
    return f"the service keeps what is sent {ask.retention} days, and the rule grants it {granted}"


def _cost(rules: Rules, rule: Rule, ask: Ask) -> str:
    cost = counted(ask.cost)
    if cost and ask.cost.currency != rules.currency:
        return f"the price is in {ask.cost.currency[:10]}, and the show counts in {rules.currency}"
    if rule.highest_cost and cost > read_amount(rule.highest_cost, rules.currency, "highest_cost"):
        return f"this costs {spoken(cost, rules.currency)}, and {rule.highest_cost} is the most"
    return ""


def _inputs(rules: Rules, ask: Ask, records: Known) -> str:
    for material in ask.materials:
        right = records.inputs.get(material.hash)
        if right is None:
            if rules.terms.input_rights:
                return f"the rights of the {material.kind.value} {material.hash[:12]} are not on record"
            continue
        reason = right.why_not(material, ask)
        if reason:
            return reason
    return ""


def _consents(ask: Ask, records: Known) -> str:
    if ask.task is Task.PERFORMANCE:
        return _performance(ask, records)
    for material in ask.materials:
        if material.kind is MaterialKind.LIKENESS and not material.persons:
            return _NAMELESS
        for person in material.persons:
            reason = lacking(person, records.consents, ask)
            if reason:
                return reason
    return ""


def _performance(ask: Ask, records: Known) -> str:
    """Why a performance may not drive a likeness: who acts and who is driven have both to have consented to
    this very use; whoever has not is named. Without a provider it is done on this machine.
    """
    if not ask.performer:
        return "a performance has to name who acts in the plate"
    if any(material.kind is MaterialKind.LIKENESS and not material.persons for material in ask.materials):
        return _NAMELESS
    driven = (person for material in ask.materials for person in material.persons)
    persons = dict.fromkeys((ask.performer, *driven))
    use = replace(ask, use=PERFORMANCE)
    reasons = [
        lacking(person, records.consents, use)
        if ask.provider
        else lacking_here(person, records.consents, ask.show, ask.when, PERFORMANCE)
        for person in persons
    ]
    return " and ".join(reason for reason in reasons if reason)


def _budget(ask: Ask, records: Known) -> str:
    cost = counted(ask.cost)
    if not cost:
        return ""
    if not records.left:
        return "it costs money, and the show has no budget"
    for left in records.left:
        if cost > left.millionths:
            currency = ask.cost.currency
            rest = spoken(max(0, left.millionths), currency)
            return f"it costs {spoken(cost, currency)}, and {left.who} has {rest} left"
    return ""


def _needs_approval(rules: Rules, rule: Rule, ask: Ask) -> bool:
    if rule.approval is When.ALWAYS:
        return True
    likeness = bool(ask.performer) or any(
        material.kind is MaterialKind.LIKENESS or material.persons for material in ask.materials
    )
    if rule.approval is When.LIKENESS and likeness:
        return True
    if not rule.approval_above:
        return False
    return counted(ask.cost) > read_amount(rule.approval_above, rules.currency, "approval_above")


def _allowed(rules: Rules, ask: Ask, rule: Rule, approval: str) -> Verdict:
    sentence = f"The rule {rule.name!r} allows {_what(ask)} under {rule.contract}."
    return _sealed(rules, ask, Verdict(True, sentence, rule.name, hosts=rule.hosts, approval=approval))


def _refused(rules: Rules, ask: Ask, rule: Rule, reason: str) -> Verdict:
    return _sealed(rules, ask, Verdict(False, f"The rule {rule.name!r} {reason}.", rule.name))


def _what(ask: Ask) -> str:
    kinds = sorted({material.kind.value for material in ask.materials})
    model = f"{ask.provider} {ask.model}".strip()
    return f"{model} to do {ask.task.value} with {' and '.join(kinds) or 'words alone'}"


def _sealed(rules: Rules, ask: Ask, decision: Verdict) -> Verdict:
    return replace(
        decision, show=ask.show, shot=ask.shot, user=ask.user, provider=ask.provider, model=ask.model,
        account=ask.account, brief_digest=ask.brief_digest, ask_digest=ask.digest, rules_digest=rules.digest,
        geography=ask.geography, hashes=tuple(material.hash for material in ask.materials), cost=ask.cost,
        until=later(ask.when, STANDS) if decision.allowed else "",
    ).sealed()  # fmt: skip
