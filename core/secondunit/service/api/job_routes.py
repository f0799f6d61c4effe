"""Routes about jobs: plan, list, look, cancel, retry."""

from __future__ import annotations

from starlette.responses import Response

from secondunit.engines.makers import shown_on
from secondunit.wire import Brief, Job, JobPage

from ..previews import Shown, Sight
from ..store import jobs, takes
from .answers import FRAME, shown
from .desk import Desk
from .endpoint import Reply, Routes
from .job_planning import plan_job
from .parameters import ID, After, Key, Limit, Name, State, User, Width

_STATUSES = {201: "The new job.", 200: "The job that this key made before."}


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("jobs")

    @api.post("/v1/jobs", _STATUSES)
    async def submit(brief: Brief, key: Key = "", user: User = "") -> Reply[Job]:
        """Make a job of a brief; it is durable when the answer comes."""
        # Looked at first, taken in then: what was left behind on the way makes no job that nobody awaits.
        plan = await desk.reads.ask(lambda: desk.planner.plan(brief, user))
        job, fresh = await desk.reads.ask(lambda: plan_job(desk, plan, key, user))
        return Reply(job, 201 if fresh else 200)

    @api.get("/v1/jobs")
    def list_jobs(
        show: Name = "", shot: Name = "", element: Name = "", state: State = "", limit: Limit = 50,
        after: After = "",
    ) -> JobPage:  # fmt: skip
        """Jobs, newest first."""
        return desk.store.read(
            lambda connection: jobs.page(
                connection, show=show, shot=shot, element=element, state=state, limit=limit, after=after
            )
        )

    @api.get("/v1/jobs/{job}")
    def get_job(job: ID) -> Job:
        """One job."""
        return desk.store.read(lambda connection: jobs.find(connection, job))

    @api.get("/v1/jobs/{job}/brief")
    def get_job_brief(job: ID) -> Brief:
        """The brief a job was made of."""
        return desk.store.read(lambda connection: jobs.find_row(connection, job)).work.brief

    @api.get("/v1/jobs/{job}/preview", FRAME)
    async def get_job_preview(job: ID, width: Width = 320) -> Response:
        """The newest finished frame of a job; of one that is done, the middle of its take."""
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

    @api.post("/v1/jobs/{job}/cancel")
    async def cancel(job: ID) -> Job:
        """End a job and remove its unfinished files."""
        return await desk.reads.ask(lambda: desk.queue.cancel(job))

    @api.post("/v1/jobs/{job}/retry")
    async def retry(job: ID) -> Job:
        """Plan a failed, cancelled or uncertain job again; finished frames are kept."""
        return await desk.reads.ask(lambda: desk.queue.retry(job))

    return api
