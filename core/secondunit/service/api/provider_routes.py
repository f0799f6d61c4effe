"""Routes about providers: who else may do it, and a person's yes to one exact brief."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from secondunit.wire import Brief, Estimate, JobState, OfferList
from secondunit.wire.errors import BadInput, NotFound
from secondunit.wire.rights import Approving

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
    def offers_for_job(job: ID, user: User = "") -> Response:
        """Who else may do what a refused, failed or uncertain job could not; empty for any other."""
        row = desk.store.read(lambda connection: jobs.find_row(connection, without_nul(job)))
        if row.job.state not in _STRANDED:
            return wire(OfferList())
        return wire(offers(row.work.brief, user_name(user) or row.job.user))

    @routes.post("/offers", response_class=Response, responses=gives("OfferList"), openapi_extra=of("Brief"))
    async def offers_for_brief(request: Request, user: User = "") -> Response:
        """Who else may do what a brief asks for; nothing is begun."""
        brief = await read(request, Brief)
        return wire(await run_in_threadpool(offers, brief, user_name(user)))

    @routes.post(
        "/approvals", response_class=Response, responses=gives("Estimate"), openapi_extra=of("Approving")
    )
    async def approvals(request: Request, user: User = "") -> Response:
        """Keep and record a person's yes to one exact brief; gives its estimate anew."""
        approving = await read(request, Approving)
        try:
            return wire(await run_in_threadpool(approved, approving, user_name(user)))
        except NotFound as error:  # what the brief names, not this path
            return refusal(error, 422)

    def approved(approving: Approving, user: str) -> Estimate:
        sites = desk.planner.sites
        plan = desk.planner.plan(approving.brief, user)
        plan.require()
        if sites is None or plan.capability is None:
            raise BadInput("What this machine makes by itself needs no approval.", where="brief.provider")
        from ..remote.approving import approve

        approve(sites, approving, plan.estimate, user)
        return desk.planner.plan(approving.brief, user).estimate

    return routes
