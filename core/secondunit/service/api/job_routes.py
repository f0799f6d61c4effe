"""Routes about jobs: plan, list, look, cancel, retry."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from secondunit.engines.comp import shown_on
from secondunit.wire import Brief, Job
from secondunit.wire.errors import NotFound

from ..ids import new_job_id, now
from ..previews import Sight
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
        brief = await read(request, Brief)
        try:
            job, fresh = await run_in_threadpool(plan_job, desk, brief, without_nul(key), user_name(user))
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
    def preview(job: ID, width: Width = 320) -> Response:
        """The newest finished frame of a job; of one that is done, the middle of its take."""
        row = desk.store.read(lambda connection: jobs.find_row(connection, without_nul(job)))
        if row.job.take:
            take = desk.store.read(lambda connection: takes.find(connection, row.job.take))
            middle = (take.frames.first + take.frames.last) // 2
            config = "" if take.colorspace.config else desk.shows.config(take.show)
            of = row.work.brief
            sight = Sight(take, of.plate, width, shown_on(of, "plate"), config)
            return shown(desk.previews.frame(sight, middle))
        return shown(desk.previews.job(row.work, width))

    @routes.post("/{job}/cancel", response_class=Response, responses=gives("Job"))
    def cancel(job: ID) -> Response:
        """End a job and remove its unfinished files."""
        return wire(desk.queue.cancel(without_nul(job)))

    @routes.post("/{job}/retry", response_class=Response, responses=gives("Job"))
    def retry(job: ID) -> Response:
        """Plan a failed, cancelled or uncertain job again; finished frames are kept."""
        return wire(desk.queue.retry(without_nul(job)))

    return routes


def plan_job(desk: Desk, brief: Brief, key: str, user: str) -> tuple[Job, bool]:
    """Plan a brief and take it in as a job; raises the first problem that keeps it from being done."""
    plan = desk.planner.plan(brief, user)
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
