"""The rights of one show, joined: rules, records, budget, ledger and key in `rights/` below the show's root.

Every question reads the files anew, so that a consent revoked a second ago counts. What is decided or done is
in the ledger before the caller hears of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from secondunit.wire import decode, encode
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import BudgetSpent, Refused, SecondUnitError
from secondunit.wire.rights import MEASURE, Ask, CallSent, FileSent, Verdict

from .approvals import Approval
from .budget import Budget, Cap, Spending
from .chain import newest
from .clock import later, utc_now
from .consent import Consent, lacking_here
from .gate import STANDS, Known, Left, approvers, greeting, kept_here, verdict
from .inputs import InputRight, InputRights
from .keys import ShowKey, chain_of, verified
from .keystore import signing_key
from .ledger import Ledger
from .local import LocalClaim
from .money import as_money, counted, read_amount
from .provenance import content
from .records import Records, Withdrawal
from .rules import RULES_FILE, MeasureConsent, Rules, read_rules
from .tally import Tallies

FOLDER, LEDGER, BUDGET, KEYS = "rights", "ledger.jsonl", "budget.db", "keys"
#: The most derived inputs that one row of the ledger lists.
ROW_OF_INPUTS = 1000
_NONE: Mapping[str, InputRight] = {}


class ShowRights:
    """What may leave a show, and the record of what did.

    `root` is the show's (absolute), `rules_path` its `rights.toml` (default: in the root), `key` what signs
    for it (default: its file, made when something is first signed), `anchor` a second place for the
    ledger's head, `tallies` a folder of this service's own for what is being counted.
    """

    def __init__(self, show: str, root: Path, *, rules_path: Path | None = None, key: ShowKey | None = None,
                 anchor: Path | None = None, tallies: Path | None = None) -> None:  # fmt: skip
        self.show, self.folder = show, root / FOLDER
        self.rules_path = rules_path or root / RULES_FILE
        self._key = key
        self.ledger = Ledger(
            self.folder / LEDGER, sign=lambda statement: self.key.sign(statement), vouched=self._vouched,
            anchor=anchor, name=show,
        )  # fmt: skip
        self.tallies = Tallies(tallies or self.folder / "tallies", self.ledger)
        self.budget = Budget(self.folder / BUDGET)
        self.consents = Records(self.folder / "consents", Consent, "consent")
        self.inputs = InputRights(self.folder / "inputs")
        self.claims = Records(self.folder / "local", LocalClaim, "claim")
        self.approvals = Records(self.folder / "approvals", Approval, "approval")

    @cached_property
    def key(self) -> ShowKey:
        """What signs for the show; raises `NoRights`, `ProvenanceError`."""
        return self._key or signing_key(self.folder / KEYS, self.show)

    def _vouched(self, statement: bytes, signature: bytes) -> bool:
        """Whether a signature is the show's, as far as there is a certificate to hold it against."""
        chain = chain_of(self.folder / KEYS) if self._key is None else self._key.chain
        return not chain or verified(chain, statement, signature)

    def rules(self) -> Rules:
        """The show's rules as they stand now; raises `BadSettings`: then nothing may leave."""
        return read_rules(self.rules_path)

    def greet(self, provider: str, *, leaves: bool = True, local_by: str = "") -> Verdict:
        """Whether a provider may be asked what it offers; nothing is recorded, nothing of the show leaves.

        Raises `LedgerTampered` where it would leave and the ledger does not hold.
        """
        if leaves:
            self.ledger.check()
        ask = Ask(self.show, "", "", provider, "", utc_now(), local_by=local_by)
        return greeting(self.rules(), ask, leaves=leaves)

    def examine(self, ask: Ask, *, leaves: bool = True) -> Verdict:
        """What the gate would say now; nothing is reserved and nothing recorded.

        Where nothing `leaves` this machine only a prohibition counts.
        """
        return self._judged(replace(ask, when=utc_now()), self.rules(), leaves=leaves)

    def approvers(self, ask: Ask) -> tuple[str, ...]:
        """Who may approve it, where an approval is all that is missing."""
        rules, ask = self.rules(), replace(ask, when=utc_now())
        return approvers(rules, ask, self._known(rules, ask)) if ask.show == self.show else ()

    def decide(self, ask: Ask, key: str, *, leaves: bool = True,
               derived: Mapping[str, InputRight] = _NONE) -> Verdict:  # fmt: skip
        """What the gate says now, with the money held under `key` (the job) where it allows; recorded.

        `derived` are the rights of what was made of inputs on record, by its own hash.
        """
        if leaves:
            self.ledger.check()
        rules, ask = self.rules(), replace(ask, when=utc_now())
        hold = self.budget.find(key) if counted(ask.cost) else None
        decision = self._judged(ask, rules, budget=hold is None, hold=hold, leaves=leaves, derived=derived)
        if decision.allowed and counted(ask.cost):
            spending = Spending(key, ask.show, ask.shot, ask.user, counted(ask.cost), ask.cost.currency,
                                decision.approval)  # fmt: skip
            try:
                self.budget.reserve(spending, self._caps(rules, ask, decision.approval))
            except BudgetSpent as spent:
                text = spent.problem.message[:1].lower() + spent.problem.message[1:]
                sentence = f"The rule {decision.rule!r} does not allow this: {text}"
                decision = replace(decision, allowed=False, sentence=sentence, until="", hosts=()).sealed()
        try:
            self.ledger.append("decision", ask.user, _decided(key, decision, ask))
        except BaseException:
            if decision.allowed and hold is None:
                self.budget.forget(key)
            raise
        return decision

    def refuse(self, ask: Ask, key: str, sentence: str) -> Verdict:
        """A refusal for a reason that no rule knows (a price that rose); recorded as the gate's own are."""
        decision = Verdict(False, sentence, show=ask.show, shot=ask.shot, user=ask.user,
                        provider=ask.provider,
                        model=ask.model, account=ask.account, brief_digest=ask.brief_digest,
                        ask_digest=ask.digest, cost=ask.cost).sealed()  # fmt: skip
        self.ledger.append("decision", ask.user, _decided(key, decision, ask))
        return decision

    def still(self, ask: Ask, key: str, *, leaves: bool = True,
              derived: Mapping[str, InputRight] = _NONE) -> Verdict:  # fmt: skip
        """What the gate says now of a job whose money is held already; a refusal is recorded.

        To be asked before each further step to the outside: a consent may have been revoked meanwhile.
        """
        if leaves:
            self.ledger.check()
        now = replace(ask, when=utc_now())
        hold = self.budget.find(key) if counted(ask.cost) else None
        decision = self._judged(now, self.rules(), budget=False, hold=hold, leaves=leaves, derived=derived)
        if not decision.allowed:
            self.ledger.append("stopped", ask.user, {"job": key, "verdict": decision})
        return decision

    def allowed(self, key: str) -> Verdict | None:
        """The last verdict on record that allowed this and has not lapsed; it says nothing about now.

        Raises `LedgerTampered` where the end of the ledger is not as it was written.
        """
        now = utc_now()
        for row in newest(self.ledger.path):
            if later(row.when, STANDS) <= now:
                return None
            if row.kind not in ("decision", "renewal") or row.body.get("job") != key:
                continue
            try:
                decision = decode(Verdict, row.body.get("verdict"))
            except SecondUnitError:
                continue
            if decision.allowed:
                return None if decision.why_not(now=now) else decision
        return None

    def rule_of(self, job: str) -> str:
        """The rule on which a job was allowed last, in any of its turns; empty where none is on record."""
        for row in newest(self.ledger.path):
            key = str(row.body.get("job", ""))
            if row.kind in ("decision", "renewal") and (key == job or key.startswith(f"{job}-")):
                with contextlib.suppress(SecondUnitError):
                    decision = decode(Verdict, row.body.get("verdict"))
                    if decision.allowed:
                        return decision.rule
        return ""

    def leave(self, decision: Verdict, key: str, host: str, files: Sequence[FileSent],
              call: CallSent | None = None) -> None:  # fmt: skip
        """Check that these files may leave for a host and record that they do; raises `Refused`.

        `call` is what goes over the wire. To be called before the first byte is sent.
        """
        entries = [encode(file) for file in files]
        hashes = tuple(file.sha256 for file in files)
        reason = decision.why_not(now=utc_now(), host=host, hashes=hashes)
        if reason:
            self.ledger.append(
                "held_back", decision.user, {"job": key, "host": host, "files": entries, "why": reason}
            )
            raise Refused(reason, remedy="Ask the gate again with the files that are to leave.", where=host)
        body: dict[str, object] = {**_about(decision, key), "host": host, "files": entries}
        if call is not None:
            body["call"] = call
        self.ledger.append("egress", decision.user, body)

    def look(self, decision: Verdict, key: str, host: str, call: CallSent) -> None:
        """Count a call of a piece that only looks; one row speaks of all when the piece is no longer out.

        Raises `LedgerTampered`: then it must not leave.
        """
        self.tallies.add(key, "polls", decision.user, _about(decision, key), host, call)

    def answered(self, key: str, provider: str, ticket: str, files: Iterable[Path], author: str, *,
                 again: bool = False) -> None:  # fmt: skip
        """Record what came back, byte for byte as it came; told `again`, only if it is not yet."""
        came = [{"name": path.name, "sha256": digest, "bytes": size}
                for path, (digest, size) in ((path, content(path)) for path in files)]  # fmt: skip
        body = {"job": key, "provider": provider, "ticket": ticket, "files": came}
        if not (again and self._has_answer(key, body)):
            self.ledger.append("answer", author, body)

    def _has_answer(self, key: str, body: Mapping[str, object]) -> bool:
        """Whether this is on record since the decision that it was sent on."""
        for row in newest(self.ledger.path):
            if row.kind == "answer" and row.body == body:
                return True
            if row.kind == "decision" and key.startswith(f"{row.body.get('job')}-"):
                return False
        return False

    def settle(self, key: str, billed: int, author: str) -> Spending:
        """Put the bill (millionths) in the place of what was held, 0 when nothing was billed; recorded."""
        settled = self.budget.settle(key, billed)
        body = {"job": key, "estimated": as_money(settled.reserved, settled.currency),
                "billed": as_money(billed, settled.currency)}  # fmt: skip
        self.ledger.append("cost", author, body)
        return settled

    def approve(self, approval: Approval) -> Approval:
        """Record and keep an approval, under each of its briefs; raises `LedgerTampered` before that.

        It is on record first: none counts that the ledger does not have, whatever happens in between.
        """
        self.ledger.check()
        self.ledger.append("approval", approval.by, approval)
        for digest in approval.briefs or (approval.brief_digest,):
            self.approvals.add(_approval_name(digest, approval.id), replace(approval, brief_digest=digest))
        return approval

    def retract(self, approval: Approval, by: str, why: str = "") -> Withdrawal:
        """Take an approval back from now on, for each of its briefs; recorded."""
        withdrawal = Withdrawal(utc_now(), by, why)
        for digest in approval.briefs or (approval.brief_digest,):
            withdrawal = self.approvals.withdraw(_approval_name(digest, approval.id), withdrawal)
        self.ledger.append("retraction", by, {"approval": approval.id, "withdrawal": withdrawal})
        return withdrawal

    def consent(self, name: str, consent: Consent, by: str) -> Consent:
        """Keep and record a performer's consent; raises `LedgerTampered` before anything is kept."""
        self.ledger.check()
        self.consents.add(name, consent)
        self.ledger.append("consent", by, {"name": name, "consent": consent})
        return consent

    def revoke(self, name: str, by: str, why: str = "") -> Withdrawal:
        """Take a consent back: it counts from now on, and in jobs that are running."""
        withdrawal = self.consents.withdraw(name, Withdrawal(utc_now(), by, why))
        self.ledger.append("revocation", by, {"name": name, "withdrawal": withdrawal})
        return withdrawal

    def record_input(self, right: InputRight) -> InputRight:
        """Keep and record the rights of an input; raises `LedgerTampered` before anything is kept."""
        self.ledger.check()
        self.inputs.record(right)
        self.ledger.append("input", right.recorded_by, right)
        return right

    def withdraw_input(self, digest: str, by: str, why: str = "") -> Withdrawal:
        """Take back what is on record of a content: it counts from now on, and in jobs that are running."""
        withdrawal = self.inputs.withdraw(digest, Withdrawal(utc_now(), by, why))
        self.ledger.append("input_withdrawn", by, {"hash": digest, "withdrawal": withdrawal})
        return withdrawal

    def unmeasured(self, persons: Iterable[str]) -> dict[str, str]:
        """Whose likeness may not be measured now, and why of each, as a sentence; nothing is recorded."""
        if self.rules().terms.measure_consent is MeasureConsent.NEVER:
            return {}
        consents, now = tuple(consent for _, consent in self.consents.standing()), utc_now()
        reasons = {
            person: lacking_here(person, consents, self.show, now, MEASURE)
            for person in dict.fromkeys(persons)
        }
        return {person: f"{reason[:1].upper()}{reason[1:]}." for person, reason in reasons.items() if reason}

    def record_measuring(self, job: str, persons: Iterable[str], consent: MeasuringConsent, by: str) -> None:
        """Record that the likenesses in a take are measured, or whose consent that lacks."""
        body = {"job": job, "persons": list(persons), "why": list(consent.why)}
        self.ledger.append("not_measured" if consent.lacking else "measured", by, body)

    def record_erasure(self, character: str, faces: int, by: str, why: str = "") -> None:
        """Record that what was kept of a character's faces was erased: how many, and nothing of them."""
        self.ledger.append("faces_erased", by, {"character": character, "faces": faces, "why": why})

    def record_thresholds(self, thresholds: Sequence[Mapping[str, object]], by: str) -> None:
        """Record by which thresholds the show's drift goes from now on, network by network, and whose."""
        self.ledger.append("drift_thresholds", by, {"networks": list(thresholds)})

    def declare_local(self, claim: LocalClaim) -> None:
        """Keep and record that a provider is declared local, once for each claim."""
        if not self.claims.exists(claim.name):
            self.ledger.check()
            self.claims.add(claim.name, claim)
            self.ledger.append("declared_local", claim.by, claim)

    def record_inputs(self, job: str, derived: Iterable[InputRight], by: str) -> None:
        """Record from which inputs what a job sends was made, in one row; the originals are the record."""
        listed = list(derived)
        for start in range(0, len(listed), ROW_OF_INPUTS):
            self.ledger.append("derived", by, {"job": job, "inputs": listed[start : start + ROW_OF_INPUTS]})

    def _judged(self, ask: Ask, rules: Rules, *, budget: bool = True, hold: Spending | None = None,
                leaves: bool = True, derived: Mapping[str, InputRight] = _NONE) -> Verdict:  # fmt: skip
        if ask.show != self.show:
            sentence = f"This was asked about another show: these are the rules of {self.show}."
            return Verdict(False, sentence, show=ask.show, user=ask.user, ask_digest=ask.digest).sealed()
        if not leaves:
            return kept_here(rules, ask, self._known(rules, ask, budget=False, derived=derived))
        return verdict(rules, ask, self._known(rules, ask, budget=budget, hold=hold, derived=derived))

    def _known(self, rules: Rules, ask: Ask, *, budget: bool = True, hold: Spending | None = None,
               derived: Mapping[str, InputRight] = _NONE) -> Known:  # fmt: skip
        persons = {person for material in ask.materials for person in material.persons}
        consents = self.consents.standing() if persons or ask.performer else iter(())
        hashes = dict.fromkeys(material.hash for material in ask.materials)
        inputs = {digest: derived.get(digest) or self.inputs.find(digest) for digest in hashes}
        caps = self._caps(rules, ask) if counted(ask.cost) else ()
        if budget:
            left = tuple(Left(cap.who, cap.most - self.budget.spent(cap.scope, cap.name)) for cap in caps)
        else:  # what is held already is enough
            left = tuple(Left(cap.who, counted(ask.cost)) for cap in caps)
        approvals = [approval for _, approval in self.approvals.standing(ask.brief_digest[:16])]
        if hold is not None:  # the one that the money is held on goes before others that would do, too
            approvals.sort(key=lambda approval: approval.id != hold.approval)
        priced = approvals if budget and counted(ask.cost) else []
        return Known(
            tuple(consent for _, consent in consents),
            {digest: right for digest, right in inputs.items() if right is not None},
            tuple(approvals),
            left,
            {approval.id: self.budget.spent("approval", approval.id) for approval in priced},
        )

    def _caps(self, rules: Rules, ask: Ask, approval: str = "") -> tuple[Cap, ...]:
        names = {"show": ask.show, "shot": ask.shot, "user": ask.user}
        caps = [
            Cap(limit.scope, names[limit.scope], read_amount(limit.limit, rules.currency, "budget"))
            for limit in rules.budget
            if limit.name in ("", names[limit.scope])
        ]
        if approval:
            ceiling = counted(self.approvals.get(_approval_name(ask.brief_digest, approval)).ceiling)
            caps.append(Cap("approval", approval, ceiling))
        return tuple(caps)


def _about(decision: Verdict, key: str) -> dict[str, str]:
    """What each row on something that leaves says of whose it is and on whose word."""
    return {"job": key, "provider": decision.provider, "model": decision.model, "account": decision.account,
            "rule": decision.rule, "verdict": decision.digest}  # fmt: skip


def _decided(key: str, decision: Verdict, ask: Ask) -> dict[str, object]:
    """A decision's row; that of a performance names who acts and whose likeness is driven."""
    body: dict[str, object] = {"job": key, "verdict": decision, "task": ask.task.value}
    if ask.performer:
        seen = {person for material in ask.materials for person in material.persons}
        driven = sorted(seen - {ask.performer})
        body |= {"performer": ask.performer, "driven": driven}
    return body


def _approval_name(brief_digest: str, approval: str) -> str:
    """Begins with the brief, so that the approvals of one brief are found without reading the others."""
    return f"{brief_digest[:16]}-{approval}"
