"""A person's yes to one brief: kept and recorded under the very digest that the gate will ask about."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.rights.money import counted, spoken
from secondunit.wire import Estimate
from secondunit.wire.errors import BadInput, Conflict, OutOfRange, Refused
from secondunit.wire.rights import Approving, ApprovingList

from ..ids import new_job_id
from .sites import Sites


def approve(sites: Sites, approving: Approving, estimate: Estimate, user: str) -> Approval:
    """Keep a yes to the brief of an estimate; raises `Refused` where this person may not give it, `Conflict`.

    `user` is who sent it, which is noted where that is somebody else.
    """
    by = approving.by.strip()
    _require_may(by, estimate)
    if estimate.allowed:
        raise Conflict(f"It is allowed already: {estimate.verdict}", where="brief")
    if not estimate.approvers:
        raise Refused(f"An approval is not what is missing: {estimate.verdict}", where="brief")
    approval = Approval(
        id="a" + new_job_id()[1:],
        by=by,
        brief_digest=estimate.brief_digest,
        ceiling=approving.ceiling,
        when=utc_now(),
        note=noted(approving.note, by, user),
    )
    return sites.rights(approving.brief.show).approve(approval)


def approve_list(
    sites: Sites, approving: ApprovingList, estimates: Sequence[Estimate], user: str
) -> Approval:
    """Keep one yes to several briefs of a show, which share its ceiling.

    Raises `Conflict` where a brief is another than was named, `Refused` where one may not be made, or not on
    this person's word, `OutOfRange` for a ceiling below what all of them cost.
    """
    by = approving.by.strip()
    digests = tuple(estimate.brief_digest for estimate in estimates)
    if digests != approving.brief_digests:
        raise Conflict(
            "This list is another one than was approved: a brief or a file of one has changed.",
            remedy="Look at the new estimates, then approve those.",
            kept="Nothing was approved.",
            where="brief_digests",
        )
    if len({brief.show for brief in approving.briefs}) > 1:
        raise BadInput("Briefs of one show are approved at once.", where="briefs")
    for number, estimate in enumerate(estimates):
        _require_may(by, estimate)
        if not estimate.allowed and not estimate.approvers:
            raise Refused(
                f"An approval is not what is missing: {estimate.verdict}", where=f"briefs[{number}]"
            )
    if all(estimate.allowed for estimate in estimates):
        raise Conflict(f"All of it is allowed already: {estimates[0].verdict}", where="briefs")
    whole = sum(counted(estimate.cost) for estimate in estimates)
    currencies = sorted({estimate.cost.currency for estimate in estimates if counted(estimate.cost)})
    if currencies not in ([], [approving.ceiling.currency]):
        raise OutOfRange(
            f"They cost in {' and '.join(currencies)}, and the ceiling is in "
            f"{approving.ceiling.currency[:10]}.",
            where="ceiling",
        )
    if whole > counted(approving.ceiling, "ceiling"):
        currency = approving.ceiling.currency
        raise OutOfRange(f"The ceiling is below the price, {spoken(whole, currency)}.", where="ceiling")
    return sites.rights(approving.briefs[0].show).approve(Approval(
        "a" + new_job_id()[1:], by, digests[0], approving.ceiling, utc_now(),
        note=noted(approving.note, by, user), briefs=tuple(dict.fromkeys(digests)),
    ))  # fmt: skip


def noted(note: str, by: str, user: str) -> str:
    """A note as it is kept: with who sent it, where that is somebody else than who said yes."""
    return (note if user in ("", by) else f"{note} (entered by {user})".strip())[:2000]


def _require_may(by: str, estimate: Estimate) -> None:
    if estimate.approvers and by not in estimate.approvers:
        raise Refused(
            f"{by[:80]} may not approve this.",
            remedy=f"{' or '.join(estimate.approvers)} may.",
            where="by",
        )
