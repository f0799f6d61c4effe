"""Routes about providers: who else may do it, what a model is asked, a person's yes to one exact brief."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from secondunit.wire import Brief, CapabilityList, Estimate, EstimateList, JobState, ModelAnswer, OfferList
from secondunit.wire.errors import BadInput
from secondunit.wire.rights import Approving, ApprovingList

from ..plan import Plan
from ..store import jobs
from .desk import Desk
from .endpoint import Routes
from .parameters import ID, User

#: A job that another provider may be offered for.
_STRANDED = (JobState.REFUSED, JobState.FAILED, JobState.UNCERTAIN)


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("providers")

    def offers(brief: Brief, user: str) -> OfferList:
        from ..capabilities import capability_list  # elements and what cuts plates take a while to load
        from ..outbound.offers import offers_for

        listed = capability_list(desk.planner, brief.show)
        return offers_for(brief, listed.capabilities, desk.planner, user)

    @api.get("/v1/jobs/{job}/offers")
    async def get_job_offers(job: ID, user: User = "") -> OfferList:
        """Who else may do what a refused, failed or uncertain job could not; empty for any other."""
        row = await run_in_threadpool(desk.store.read, lambda connection: jobs.find_row(connection, job))
        if row.job.state not in _STRANDED:
            return OfferList()
        return await desk.reads.ask(lambda: offers(row.work.brief, user or row.job.user))

    @api.post("/v1/offers")
    async def offer(brief: Brief, user: User = "") -> OfferList:
        """Who else may do what a brief asks for; nothing is begun."""
        return await desk.reads.ask(lambda: offers(brief, user))

    @api.post("/v1/answers")
    async def add_answer(answer: ModelAnswer, user: User = "") -> CapabilityList:
        """Keep what a model is asked once, in its provider's table; gives what there is to choose from."""
        return await desk.reads.ask(lambda: answered(answer, user))

    @api.post("/v1/approvals")
    async def add_approval(approving: Approving, user: User = "") -> Estimate:
        """Keep and record a person's yes to one exact brief; gives its estimate anew."""
        # One after the other: an approval that nobody hears of is none.
        plan = await desk.reads.ask(lambda: planned(approving, user))
        await run_in_threadpool(approve, approving, plan, user)
        return (await desk.reads.ask(lambda: planned(approving, user))).estimate

    @api.post("/v1/approvals/list")
    async def add_list_approval(approving: ApprovingList, user: User = "") -> EstimateList:
        """Keep and record a person's yes to several briefs of a show; gives their estimates anew."""
        plans = await desk.reads.ask(lambda: planned_list(approving, user))
        await run_in_threadpool(approve_all, approving, plans, user)
        after = await desk.reads.ask(lambda: planned_list(approving, user))
        return EstimateList(tuple(plan.estimate for plan in after))

    def planned_list(approving: ApprovingList, user: str) -> tuple[Plan, ...]:
        return tuple(desk.planner.plan(brief, user) for brief in approving.briefs)

    def approve_all(approving: ApprovingList, plans: tuple[Plan, ...], user: str) -> None:
        sites = desk.planner.sites
        for plan in plans:
            plan.require()
        if sites is None or not all(plan.elsewhere for plan in plans):
            raise BadInput("What this machine makes by itself needs no approval.", where="briefs")
        from ..outbound.approval import approve_list

        approve_list(sites, approving, [plan.estimate for plan in plans], user)

    def answered(answer: ModelAnswer, user: str) -> CapabilityList:
        from ..capabilities import capability_list

        if desk.planner.sites is None:
            raise BadInput("Nobody else is asked here.", where="provider")
        desk.planner.sites.answer(answer, user)
        return capability_list(desk.planner, answer.show)

    def planned(approving: Approving, user: str) -> Plan:
        return desk.planner.plan(approving.brief, user)

    def approve(approving: Approving, plan: Plan, user: str) -> None:
        sites = desk.planner.sites
        plan.require()
        if sites is None or not plan.elsewhere:
            raise BadInput("What this machine makes by itself needs no approval.", where="brief.provider")
        from ..outbound.approval import approve as record

        record(sites, approving, plan.estimate, user)

    return api
