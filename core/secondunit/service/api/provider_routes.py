"""Routes about providers: who else may do it, and a person's yes to one exact brief."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from secondunit.wire import Brief, JobState, OfferList
from secondunit.wire.errors import BadInput, NotFound
from secondunit.wire.rights import Approving

from ..plan import Plan
from ..store import jobs
from .answers import refusal, wire
from .bodies import ID, User, gives, of, read, user_name, without_nul
from .desk import Desk

#: A job that another provider may be offered for.
_STRANDED = (JobState.REFUSED, JobState.FAILED, JobState.UNCERTAIN)


def router(desk: Desk) -> APIRouter:
    """The routes, bound to a service."""
    routes = APIRouter(prefix="/v1", tags=["providers"])

    def offers(brief: Brief, user: str) -> OfferList:
        from ..capabilities import capability_list  # elements and what cuts plates take a while to load
        from ..remote.offers import offers_for

        listed = capability_list(desk.planner.memory, desk.planner.sites, brief.show)
        return offers_for(brief, listed.capabilities, desk.planner, user)

    @routes.get("/jobs/{job}/offers", response_class=Response, responses=gives("OfferList"))
    async def offers_for_job(job: ID, user: User = "") -> Response:
        """Who else may do what a refused, failed or uncertain job could not; empty for any other."""
        without_nul(job)
        row = await run_in_threadpool(desk.store.read, lambda connection: jobs.find_row(connection, job))
        if row.job.state not in _STRANDED:
            return wire(OfferList())
        who = user_name(user) or row.job.user
        return wire(await desk.reads.ask(lambda: offers(row.work.brief, who)))

    @routes.post("/offers", response_class=Response, responses=gives("OfferList"), openapi_extra=of("Brief"))
    async def offers_for_brief(request: Request, user: User = "") -> Response:
        """Who else may do what a brief asks for; nothing is begun."""
        brief, user = await read(request, Brief), user_name(user)
        return wire(await desk.reads.ask(lambda: offers(brief, user)))

    @routes.post(
        "/approvals", response_class=Response, responses=gives("Estimate"), openapi_extra=of("Approving")
    )
    async def approvals(request: Request, user: User = "") -> Response:
        """Keep and record a person's yes to one exact brief; gives its estimate anew."""
        approving, user = await read(request, Approving), user_name(user)
        try:
            # One after the other: an approval that nobody hears of is none.
            plan = await desk.reads.ask(lambda: planned(approving, user))
            await run_in_threadpool(approve, approving, plan, user)
            return wire((await desk.reads.ask(lambda: planned(approving, user))).estimate)
        except NotFound as error:  # what the brief names, not this path
            return refusal(error, 422)

    def planned(approving: Approving, user: str) -> Plan:
        return desk.planner.plan(approving.brief, user)

    def approve(approving: Approving, plan: Plan, user: str) -> None:
        sites = desk.planner.sites
        plan.require()
        if sites is None or plan.capability is None:
            raise BadInput("What this machine makes by itself needs no approval.", where="brief.provider")
        from ..remote.approving import approve as record

        record(sites, approving, plan.estimate, user)

    return routes
