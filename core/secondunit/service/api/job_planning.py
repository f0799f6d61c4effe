"""From a plan to a job that is durable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import Job

from ..ids import new_job_id, now
from ..plan import Plan

if TYPE_CHECKING:
    from .desk import Desk


def plan_job(desk: Desk, plan: Plan, key: str, user: str) -> tuple[Job, bool]:
    """Take a plan in as a job; raises the first problem that keeps it from being done."""
    plan.require()
    brief, estimate = plan.brief, plan.estimate
    if not desk.planner.makers.of(brief).takes_comp:
        desk.planner.plates.remember(brief)
    moment = now()
    job = Job(
        id=new_job_id(),
        show=brief.show,
        shot=brief.shot,
        element=brief.element,
        brief_digest=estimate.brief_digest,
        frames=brief.frames,
        kind=brief.kind,
        prompt=brief.prompt,
        status="Waiting",
        created=moment,
        changed=moment,
        user=user,
        provider=brief.provider,
        model=brief.model,
        elsewhere=plan.elsewhere,
        cost=estimate.cost,
    )
    return desk.queue.plan(job, plan.work(job.id, desk.home.scratch, user), estimate.memory, key)
