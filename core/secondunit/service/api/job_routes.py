"""Routes about jobs: plan, list, look, cancel, retry."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from secondunit.engines.comp import shown_on
from secondunit.wire import Brief, Job
from secondunit.wire.errors import NotFound

from ..ids import new_job_id, now
from ..plan import Plan
from ..previews import Shown, Sight
from ..store import jobs, takes
from .answers import refusal, shown, wire
from .bodies import (
    ID,
    SHOWN,
    After,
    Key,
    Limit,
    Name,
    State,
    User,
    Width,
    gives,
    of,
    read,
    user_name,
    without_nul,
)
from .desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes, bound to a service."""
    routes = APIRouter(prefix="/v1/jobs", tags=["jobs"])

    @routes.post(
        "",
        response_class=Response,
        status_code=201,
        responses={**gives("Job", 201, "The new job."), **gives("Job", 200, "The job this key made before.")},
        openapi_extra=of("Brief"),
    )
    async def plan(request: Request, key: Key = "", user: User = "") -> Response:
        """Make a job of a brief; it is durable when the answer comes."""
        brief, user = await read(request, Brief), user_name(user)
        without_nul(key)
        try:
            # Looked at first, taken in then: what was left behind on the way makes no job that nobody awaits.
            plan = await desk.reads.ask(lambda: desk.planner.plan(brief, user))
            job, fresh = await desk.reads.ask(lambda: plan_job(desk, plan, key, user))
        except NotFound as error:  # a kind or a file that the brief names, not this path
            return refusal(error, 422)
        return wire(job, 201 if fresh else 200)

    @routes.get("", response_class=Response, responses=gives("JobPage"))
    def list_jobs(
        show: Name = "",
        shot: Name = "",
        element: Name = "",
        state: State = "",
        limit: Limit = 50,
        after: After = "",
    ) -> Response:
        """Jobs, newest first."""
        for text in (show, shot, element, state, after):
            without_nul(text)
        return wire(
            desk.store.read(
                lambda connection: jobs.page(
                    connection,
                    show=show,
                    shot=shot,
                    element=element,
                    state=state,
                    limit=limit,
                    after=after,
                )
            )
        )

    @routes.get("/{job}", response_class=Response, responses=gives("Job"))
    def get_job(job: ID) -> Response:
        """One job."""
        return wire(desk.store.read(lambda connection: jobs.find(connection, without_nul(job))))

    @routes.get("/{job}/brief", response_class=Response, responses=gives("Brief"))
    def get_brief(job: ID) -> Response:
        """The brief a job was made of."""
        return wire(
            desk.store.read(lambda connection: jobs.find_row(connection, without_nul(job))).work.brief
        )

    @routes.get("/{job}/preview", response_class=Response, responses=SHOWN)
    async def preview(job: ID, width: Width = 320) -> Response:
        """The newest finished frame of a job; of one that is done, the middle of its take."""
        without_nul(job)
        return shown(await desk.reads.ask(lambda: newest(job, width)))

    def newest(job: str, width: int) -> Shown:
        row = desk.store.read(lambda connection: jobs.find_row(connection, job))
        if row.job.take:
            take = desk.store.read(lambda connection: takes.find(connection, row.job.take))
            middle = (take.frames.first + take.frames.last) // 2
            config = "" if take.colorspace.config else desk.shows.config(take.show)
            of = row.work.brief
            sight = Sight(take, of.plate, width, shown_on(of, "plate"), config, desk.shows.bounds(take))
            return desk.previews.frame(sight, middle)
        return desk.previews.job(row.work, width)

    @routes.post("/{job}/cancel", response_class=Response, responses=gives("Job"))
    async def cancel(job: ID) -> Response:
        """End a job and remove its unfinished files."""
        without_nul(job)
        return wire(await desk.reads.ask(lambda: desk.queue.cancel(job)))

    @routes.post("/{job}/retry", response_class=Response, responses=gives("Job"))
    async def retry(job: ID) -> Response:
        """Plan a failed, cancelled or uncertain job again; finished frames are kept."""
        without_nul(job)
        return wire(await desk.reads.ask(lambda: desk.queue.retry(job)))

    return routes


def plan_job(desk: Desk, plan: Plan, key: str, user: str) -> tuple[Job, bool]:
    """Take a plan in as a job; raises the first problem that keeps it from being done."""
    plan.require()
    brief, estimate = plan.brief, plan.estimate
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
        cost=estimate.cost,
    )
    return desk.queue.plan(job, plan.work(job.id, desk.home.scratch, user), estimate.memory, key)
