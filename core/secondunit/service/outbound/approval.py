"""A person's yes to one brief: kept and recorded under the very digest that the gate will ask about."""

from __future__ import annotations

from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.wire import Estimate
from secondunit.wire.errors import Conflict, Refused
from secondunit.wire.rights import Approving

from ..ids import new_job_id
from .sites import Sites


def approve(sites: Sites, approving: Approving, estimate: Estimate, user: str) -> Approval:
    """Keep a yes to the brief of an estimate; raises `Refused` where this person may not give it, `Conflict`.

    `user` is who sent it, which is noted where that is somebody else.
    """
    by = approving.by.strip()
    if estimate.approvers and by not in estimate.approvers:
        raise Refused(
            f"{by[:80]} may not approve this.",
            remedy=f"{' or '.join(estimate.approvers)} may.",
            where="by",
        )
    if estimate.allowed:
        raise Conflict(f"It is allowed already: {estimate.verdict}", where="brief")
    if not estimate.approvers:
        raise Refused(f"An approval is not what is missing: {estimate.verdict}", where="brief")
    note = approving.note if user in ("", by) else f"{approving.note} (entered by {user})".strip()
    approval = Approval(
        id="a" + new_job_id()[1:],
        by=by,
        brief_digest=estimate.brief_digest,
        ceiling=approving.ceiling,
        when=utc_now(),
        note=note[:2000],
    )
    return sites.rights(approving.brief.show).approve(approval)
