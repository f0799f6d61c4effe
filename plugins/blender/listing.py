"""Draw what was asked for and what came of it: jobs, and what is placed in the scene. Only reads."""

from __future__ import annotations

from secondunit.host import Panel, Placed
from secondunit.host.offers import offer_words
from secondunit.host.queue import ADVICE
from secondunit.host.sentences import job_sentence
from secondunit.host.terms import held, maker
from secondunit.wire import Job, JobState, Offer, PlacementKind

from .lines import Layout, fits, sentence

#: How many jobs the panel lists.
MOST_JOBS = 6
PLACED_ICONS = {PlacementKind.COMP: "NODETREE", PlacementKind.PLANE: "MESH_PLANE",
                 PlacementKind.STRIP: "SEQUENCE", PlacementKind.VOLUME: "VOLUME_DATA"}  # fmt: skip
_JOB_ICONS = {JobState.DONE: "CHECKMARK", JobState.FAILED: "ERROR", JobState.REFUSED: "CANCEL",
              JobState.CANCELLED: "X", JobState.UNCERTAIN: "QUESTION"}  # fmt: skip


def draw_jobs(layout: Layout, panel: Panel) -> None:
    """Moving jobs with their progress, and those that ended badly; done ones are in the takes."""
    ended = [job for job in panel.jobs.all() if job.state.ended and job.state is not JobState.DONE]
    jobs = (*panel.jobs.active(), *ended)[:MOST_JOBS]
    if not jobs:
        layout.label(text="No job is running.")
    for job in jobs:
        _job(layout, panel, job)


def draw_placed(layout: Layout, placed: tuple[Placed, ...], panel: Panel, advice: str = "") -> None:
    """What sits in the scene, with its version up and down, whether a newer one is there, and advice."""
    for place in placed:
        newer = panel.newer(place)
        name = f"{place.element} v{place.version:03d}"
        if not fits(name, icons=3 + 2 * bool(newer)):
            layout.label(text=name, icon=PLACED_ICONS[place.placement.kind])
        row = layout.row(align=True)
        if fits(name, icons=3 + 2 * bool(newer)):
            row.label(text=name, icon=PLACED_ICONS[place.placement.kind])
        if newer:
            row.operator("second_unit.newest", text=f"v{newer:03d}", icon="FILE_NEW").placed = place.id
        for step, icon in ((-1, "TRIA_DOWN"), (1, "TRIA_UP")):
            button = row.operator("second_unit.version", text="", icon=icon)
            button.placed, button.step = place.id, step
    if not placed:
        layout.label(text="Nothing is placed in this scene.")
    if advice:
        sentence(layout, advice, "INFO")


def draw_offers(layout: Layout, offers: tuple[Offer, ...], job: str = "") -> None:
    """Who else may do it: a press fills the form and sends nothing."""
    for offer in offers:
        row = layout.row(align=True)
        button = row.operator("second_unit.take_offer", text=f"Try {offer_words(offer)}", icon="FORWARD")
        button.provider, button.model, button.job = offer.provider, offer.model, job
        sentence(layout, offer.verdict)


def _job(layout: Layout, panel: Panel, job: Job) -> None:
    row = layout.row(align=True)
    if job.state.ended:
        sentence(row, f"{job.element}: {job.state.value}", icon=_JOB_ICONS[job.state])
    else:
        row.progress(factor=job.progress, text=f"{job.element} {job.progress:.0%}")
        row.operator("second_unit.cancel", text="", icon="X").job = job.id
    credit = maker(job.provider, job.model, panel.capabilities) if job.elsewhere else ""
    if credit or held(job):
        sentence(layout, "   ".join(part for part in (credit, held(job)) if part))
    if not job.state.ended and job.elsewhere:
        sentence(layout, job_sentence(job, provider=credit.partition(",")[0]))
    elif not job.state.ended and job.status:
        sentence(layout, job.status)
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        row.operator("second_unit.retry", text="", icon="FILE_REFRESH").job = job.id
    if job.problem is not None:
        for text in (job.problem.message, job.problem.kept, job.problem.remedy):
            if text:
                sentence(layout, text)
    if job.state is JobState.UNCERTAIN:
        sentence(layout, ADVICE, icon="QUESTION")
        row = layout.row(align=True)
        row.operator("second_unit.cancel", text="Give Up").job = job.id
        row.operator("second_unit.retry", text="Send Again").job = job.id
    panel.outside.offers.want(job.id)
    draw_offers(layout, panel.outside.offers.of(job.id), job.id)
