"""Draw what was asked for and what came of it: jobs, takes, what is placed in the scene. Only reads."""

from __future__ import annotations

from typing import Any

from secondunit.host import Panel, Placed
from secondunit.host.outside import offer_words
from secondunit.host.queue import ADVICE
from secondunit.host.sentences import job_sentence
from secondunit.host.signoffs import decision_lines
from secondunit.host.terms import held, made_by, maker, round_trip
from secondunit.wire import Decision, Job, JobState, Offer, PlacementKind, Take

from .fresh import FreshPlacement
from .lines import LETTER, Layout, fits, sentence, width
from .thumbnails import icon_of

#: How many jobs and takes the panel lists, and how many of the takes as wide as the panel.
MOST_JOBS, MOST_TAKES, WIDE_TAKES = 6, 8, 2
#: How many units of Blender's interface a small picture is wide and high, and the pixels of a unit.
SMALL, BLENDER_UNIT = 5.0, 20.0
#: How many decisions about a take are listed.
MOST_DECISIONS = 3
_PLACED_ICONS = {PlacementKind.COMP: "NODETREE", PlacementKind.PLANE: "MESH_PLANE",
                 PlacementKind.STRIP: "SEQUENCE", PlacementKind.VOLUME: "VOLUME_DATA"}  # fmt: skip
_JOB_ICONS = {JobState.DONE: "CHECKMARK", JobState.FAILED: "ERROR", JobState.REFUSED: "CANCEL",
              JobState.CANCELLED: "X", JobState.UNCERTAIN: "QUESTION"}  # fmt: skip
_DECISION_ICONS = {Decision.ACCEPTED: "CHECKMARK", Decision.CHANGES: "FILE_REFRESH",
                   Decision.REJECTED: "CANCEL"}  # fmt: skip


def draw_jobs(layout: Layout, panel: Panel) -> None:
    """Moving jobs with their progress, and those that ended badly; done ones are in the takes."""
    ended = [job for job in panel.jobs.all() if job.state.ended and job.state is not JobState.DONE]
    jobs = (*panel.jobs.active(), *ended)[:MOST_JOBS]
    if not jobs:
        layout.label(text="No job is running.")
    for job in jobs:
        _job(layout, panel, job)


def draw_takes(layout: Layout, settings: Any, panel: Panel, fresh: FreshPlacement | None = None) -> None:
    """The takes of the shot, with how to place them; `fresh` is what was placed a moment ago."""
    takes = panel.shot_takes()
    if not takes:
        layout.label(text="No take of this shot yet.")
        return
    column = layout.column(align=True)
    column.prop(settings, "place_as", text="")
    column.prop(settings, "place_offset")
    if settings.place_as == "plane":
        column.prop(settings, "place_depth")
    for number, take in enumerate(takes[:MOST_TAKES]):
        _take(layout, panel, take, number < WIDE_TAKES, fresh)
    if len(takes) > MOST_TAKES:
        layout.label(text=f"and {len(takes) - MOST_TAKES} older")


def draw_placed(layout: Layout, placed: tuple[Placed, ...], panel: Panel, advice: str = "") -> None:
    """What sits in the scene, with its version up and down, whether a newer one is there, and advice."""
    for place in placed:
        newer = panel.newer(place)
        name = f"{place.element} v{place.version:03d}"
        if not fits(name, icons=3 + 2 * bool(newer)):
            layout.label(text=name, icon=_PLACED_ICONS[place.placement.kind])
        row = layout.row(align=True)
        if fits(name, icons=3 + 2 * bool(newer)):
            row.label(text=name, icon=_PLACED_ICONS[place.placement.kind])
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
    panel.outside.want_offers(job.id)
    draw_offers(layout, panel.outside.offers(job.id), job.id)


def _take(layout: Layout, panel: Panel, take: Take, wide: bool, fresh: FreshPlacement | None) -> None:
    box = layout.box()
    icon = icon_of(take, wide)
    column = box.column(align=True)
    if icon and wide:
        column.template_icon(icon_value=icon, scale=width() * LETTER / BLENDER_UNIT)
    elif icon:
        row = box.row()
        row.template_icon(icon_value=icon, scale=SMALL)
        column = row.column(align=True)
    choice = f" ({take.choice})" if take.choice else ""
    sentence(column, f"{take.element} v{take.version:03d}{choice}")
    sentence(column, f"{take.frames}, {made_by(take, panel.capabilities)}", quiet=True)
    if take.round_trip is not None:
        sentence(column, round_trip(take.round_trip))
    for remark in take.remarks:
        sentence(column, remark)
    _decisions(column, panel, take)
    if fresh is not None and fresh.take == take.id:
        box.operator("second_unit.open_placed", text=fresh.words, icon=_PLACED_ICONS[fresh.kind])
    buttons = box.row(align=True)
    buttons.operator("second_unit.place", icon="IMPORT").take = take.id
    decide = buttons.operator("second_unit.sign_off", text="", icon="GREASEPENCIL")
    decide.take, decide.role = take.id, panel.role
    buttons.operator("second_unit.reveal", text="", icon="FILE_FOLDER").take = take.id


def _decisions(layout: Layout, panel: Panel, take: Take) -> None:
    """What was decided about a take, the last decision first."""
    page = panel.signoffs(take.id)
    lines = tuple(zip(page.signoffs, decision_lines(page), strict=True))
    for signoff, line in lines[: -1 - MOST_DECISIONS : -1]:
        sentence(layout, line, icon=_DECISION_ICONS[signoff.decision])
