"""Draw the panel model into a Blender layout: the same sections in every editor.

Only reads; a layout is all it touches, so that a test can record what an artist would see.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any, TypeAlias

from secondunit.host import CONTROLS, FieldEditor, LinkState, Panel, Placed, Source
from secondunit.host.choosing import role_label, stands
from secondunit.host.outside import offer_words
from secondunit.host.queue import ADVICE
from secondunit.host.sentences import duration, job_sentence, outline
from secondunit.host.signoffs import decision_lines
from secondunit.host.terms import held, made_by, maker, price, round_trip
from secondunit.wire import Decision, Job, JobState, Offer, PlacementKind, Problem, SecondUnitError, Take
from secondunit.wire.visible import visible

from .cameras import PREFIX as CAMERA
from .plates import RENDER
from .properties import owner
from .session import AUTOMATIC
from .thumbnails import icon_of

#: Blender's own layout, or what a test records instead; a scene, whose properties are made at run time.
Layout: TypeAlias = Any
Scene: TypeAlias = Any
#: The groups of fields that have a section; those of any other group stand among the controls.
GROUPS = ("Shot", "Provider", "Cast", "Brief", "Frames", "Delivery")
#: How many jobs and takes the panel lists.
MOST_JOBS, MOST_TAKES = 6, 8
#: How many decisions about a take are listed.
MOST_DECISIONS = 3
_PLACED_ICONS = {PlacementKind.COMP: "NODETREE", PlacementKind.PLANE: "MESH_PLANE",
                 PlacementKind.STRIP: "SEQUENCE", PlacementKind.VOLUME: "VOLUME_DATA"}  # fmt: skip
_JOB_ICONS = {JobState.DONE: "CHECKMARK", JobState.FAILED: "ERROR", JobState.REFUSED: "CANCEL",
              JobState.CANCELLED: "X", JobState.UNCERTAIN: "QUESTION"}  # fmt: skip
_DECISION_ICONS = {Decision.ACCEPTED: "CHECKMARK", Decision.CHANGES: "FILE_REFRESH",
                   Decision.REJECTED: "CANCEL"}  # fmt: skip


def draw_connection(layout: Layout, panel: Panel) -> None:
    """How the host stands with the service; one line when all is well."""
    connection = panel.connection
    row = layout.row(align=True)
    online = connection.state is LinkState.ONLINE
    if online or len(connection.sentence) < _wide - 6:
        row.label(text=connection.sentence, icon="LINKED" if online else "UNLINKED")
    else:
        _lines(row, connection.sentence, icon="UNLINKED")
    mend = connection.mend
    if mend is not None and mend.act == "restart":
        layout.operator("second_unit.mend", text=mend.label, icon="FILE_REFRESH")
    row.operator("second_unit.refresh" if online else "second_unit.connect", text="", icon="FILE_REFRESH")
    if connection.remedy:
        _lines(layout, connection.remedy)


def draw_problem(layout: Layout, problem: Problem | None) -> None:
    """What went wrong last, what was kept and what to do."""
    if problem is None:
        return
    box = layout.box()
    box.alert = True
    _lines(box, problem.message, icon="ERROR")
    for text in (problem.kept, problem.remedy):
        if text:
            _lines(box, text)


_CHOOSERS = (
    ("source", "Plate", "No plate"),
    ("matte_source", "Matte", "No matte"),
    ("camera_source", "Camera", "No camera"),
)


def draw_shot(layout: Layout, scene: Scene, panel: Panel, sources: tuple[Source, ...]) -> None:
    """Show, shot, element, plate, matte and camera."""
    settings = scene.second_unit
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Shot")
    by_id = {source.id: source.label for source in sources}
    footage = [source for source in sources if not source.id.startswith(CAMERA)]
    automatic = next((source.label for source in footage if not source.needs_render), "none here")
    seen_by = f"Scene camera: {scene.camera.name}" if scene.camera is not None else "No scene camera"
    for role, text, none in _CHOOSERS:
        choice = getattr(settings, role)
        by_id[AUTOMATIC] = seen_by if role == "camera_source" else f"Automatic: {automatic}"
        row = layout.split(factor=0.35)
        row.label(text=text)
        label = by_id.get(choice, none if not choice else "Not in this scene")
        row.menu(f"SECONDUNIT_MT_{role}", text=visible(label))
    if settings.source == RENDER:
        layout.operator("second_unit.render_plate", icon="RENDER_ANIMATION")
    if panel.plate is not None:
        plate = panel.plate
        _lines(layout, f"{plate.frames}, {plate.format}, {plate.rate} fps, {plate.colorspace.name}")


def draw_provider(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Task, provider and model, what the model takes and on what terms, and who cannot be had now."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Provider")
    capability = panel.capability
    for number, term in enumerate(panel.terms()):
        warns = capability is not None and capability.leaves and number == 0
        _lines(layout, term, icon="EXPORT" if warns else "NONE")
    for why in panel.outside.unusable():
        column = layout.column()
        column.enabled = False
        _lines(column, why, icon="UNLINKED")
    _references(layout, panel)
    _cast(layout, panel)
    _fields(layout, scene, panel, "Cast")


def _references(layout: Layout, panel: Panel) -> None:
    """The pictures that show what is meant, each with its role; those that are not sent are greyed."""
    used = panel.used_references
    for number, reference in enumerate(panel.references):
        row = layout.row(align=True)
        name = row.row()
        name.enabled = reference in used
        name.label(text=visible(reference.path.rpartition("/")[2]), icon="IMAGE_REFERENCE")
        row.operator("second_unit.reference_role", text=role_label(reference.role)).number = number
        if stands(reference, panel.capability):
            moment = row.operator("second_unit.reference_moment", text=reference.moment or "frame")
            moment.number, moment.moment = number, reference.moment
        row.operator("second_unit.remove_reference", text="", icon="X").number = number
    capability = panel.capability
    if capability is not None and capability.references > len(panel.references):
        layout.operator("second_unit.add_reference", icon="FILE_IMAGE")


def _cast(layout: Layout, panel: Panel) -> None:
    """The characters that the brief names, and a button for one more."""
    cast, characters = panel.outside.cast, panel.outside.characters
    for number, member in enumerate(cast):
        row = layout.row(align=True)
        row.enabled = panel.outside.takes_cast
        button = row.operator(
            "second_unit.change_cast", text=f"{member.name} v{member.version:03d}", icon="USER"
        )
        button.number, button.name, button.version = number, member.name, member.version
        newer = characters.newer(member)
        if newer and panel.outside.takes_cast:
            button = row.operator("second_unit.change_cast", text=f"v{newer:03d}", icon="FILE_NEW")
            button.number, button.name, button.version = number, member.name, newer
    if panel.outside.takes_cast:
        if characters.said():
            _lines(layout, characters.said(), icon="INFO")
        button = layout.operator("second_unit.change_cast", text="Add Character", icon="ADD")
        button.number = len(cast)


def draw_brief(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Kind, prompt, what was understood of it, and the sliders."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Brief")


def _prose(layout: Layout, scene: Scene, panel: Panel, name: str) -> None:
    """A text with its label above it, and what was understood of it."""
    layout.label(text=panel.fields[name].label)
    _field(layout, scene, panel, name, text="")
    estimate = panel.estimate
    if estimate is not None and estimate.understood:
        words = ", ".join(dict.fromkeys(word.words for word in estimate.understood))
        _lines(layout, f"Understood: {words}")
    if estimate is not None and estimate.ignored:
        _lines(layout, f"Not understood: {', '.join(estimate.ignored)}", icon="INFO")


def draw_controls(layout: Layout, scene: Scene, panel: Panel) -> None:
    """The kind's own controls by group; a value that the prompt set says so."""
    layout.use_property_split, layout.use_property_decorate = True, False
    for group, names in panel.fields.grouped():
        controls = [name for name in names if name.startswith(CONTROLS) or group not in GROUPS]
        if not controls:
            continue
        layout.label(text=group)
        column = layout.column(align=True)
        for name in controls:
            _field(column, scene, panel, name)
    if panel.fields.kind is None and not panel.fields.situation.elsewhere:
        named = bool(panel.fields.kinds)
        layout.label(
            text="The controls appear once it is said what to make."
            if named
            else "The controls appear once the service answers."
        )


def draw_frames(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Frames, handles, format, rate and delivery."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Frames")
    _fields(layout, scene, panel, "Delivery")


def draw_generate(layout: Layout, panel: Panel) -> None:
    """What will be made and the estimate, in a line each, and the button."""
    # What is known of another brief says nothing of one that is paid for.
    waits = panel.outside.waits
    estimate = None if waits else panel.estimate
    try:
        brief = panel.brief()
    except SecondUnitError as error:
        if panel.message is None or panel.message.message != error.problem.message:
            _lines(layout, error.problem.message, icon="INFO")
    else:
        layout.label(text=outline(brief), icon="FILE_MOVIE")
    if estimate is not None:
        outside = panel.outside
        size = estimate.disk / 1e6
        text = price(estimate) if outside.elsewhere else f"About {duration(estimate.seconds)}, {size:,.0f} MB"
        layout.label(text=text, icon="TIME")
        if outside.elsewhere:
            _lines(layout, outside.leaving(), icon="EXPORT")
        if not estimate.allowed or outside.elsewhere:
            _lines(layout, estimate.verdict, icon="CHECKMARK" if estimate.allowed else "LOCKED")
        if outside.approvers:
            _lines(layout, outside.missing(), icon="USER")
        if outside.may_approve:
            approve = layout.operator("second_unit.approve", icon="CHECKMARK")
            approve.ceiling = estimate.cost.amount
        _offers(layout, outside.instead)
        for problem in estimate.problems:
            _lines(layout, str(problem), icon="ERROR")
        for warning in estimate.warnings:
            _lines(layout, warning, icon="INFO")
    row = layout.row()
    row.scale_y = 1.4
    row.enabled = not waits if estimate is None else (estimate.allowed and not estimate.problems)
    row.operator("second_unit.generate", icon="PLAY")


def draw_jobs(layout: Layout, panel: Panel) -> None:
    """Moving jobs with their progress, and those that ended badly; done ones are in the takes."""
    ended = [job for job in panel.jobs.all() if job.state.ended and job.state is not JobState.DONE]
    jobs = (*panel.jobs.active(), *ended)[:MOST_JOBS]
    if not jobs:
        layout.label(text="No job is running.")
    for job in jobs:
        _job(layout, panel, job)


def draw_takes(layout: Layout, settings: Any, panel: Panel) -> None:
    """The takes of the shot, with how to place them."""
    takes = panel.shot_takes()
    if not takes:
        layout.label(text="No take of this shot yet.")
        return
    column = layout.column()
    column.use_property_split, column.use_property_decorate = True, False
    column.prop(settings, "place_as")
    column.prop(settings, "place_offset")
    if settings.place_as == "plane":
        column.prop(settings, "place_depth")
    for take in takes[:MOST_TAKES]:
        _take(layout, panel, take)
    if len(takes) > MOST_TAKES:
        layout.label(text=f"and {len(takes) - MOST_TAKES} older")


def draw_placed(layout: Layout, placed: tuple[Placed, ...], panel: Panel, advice: str = "") -> None:
    """What sits in the scene, with its version up and down, whether a newer one is there, and advice."""
    for place in placed:
        newer = panel.newer(place)
        row = layout.row(align=True)
        row.label(text=f"{place.element} v{place.version:03d}", icon=_PLACED_ICONS[place.placement.kind])
        if newer:
            row.operator("second_unit.newest", text=f"v{newer:03d}", icon="FILE_NEW").placed = place.id
        for step, icon in ((-1, "TRIA_DOWN"), (1, "TRIA_UP")):
            button = row.operator("second_unit.version", text="", icon=icon)
            button.placed, button.step = place.id, step
    if not placed:
        layout.label(text="Nothing is placed in this scene.")
    if advice:
        _lines(layout, advice, "INFO")


def _fields(layout: Layout, scene: Scene, panel: Panel, group: str) -> None:
    """The brief's own fields of a group, in their order."""
    for name in dict(panel.fields.grouped()).get(group, ()):
        field = panel.fields[name]
        nothing_to_choose = field.kind == "choice" and field.choices == ("",)
        if name.startswith(CONTROLS) or nothing_to_choose:
            continue
        if field.editor is FieldEditor.PROSE:
            _prose(layout, scene, panel, name)
        else:
            _field(layout, scene, panel, name)


def _field(layout: Layout, scene: Scene, panel: Panel, name: str, **how: Any) -> None:
    target = owner(scene, panel.fields, name) if name in panel.fields else None
    if target is None:
        return
    problem = panel.error(name)
    row = layout.row(align=True)
    row.alert = problem is not None
    slider = panel.fields[name].maximum is not None and name.startswith(CONTROLS)
    row.prop(*target, slider=slider, **how)
    if any(panel.fields[name].states):
        row.label(text=panel.fields[name].states[bool(panel.fields.value(name))])
    if panel.fields.is_set(name) and name.startswith(CONTROLS):
        row.operator("second_unit.clear", text="", icon="LOOP_BACK").field = name
    elif panel.fields.origin(name) == "prompt":
        row.label(text="", icon="OUTLINER_OB_FONT")
    if problem is not None:
        _lines(layout, problem.message, icon="ERROR")
        if problem.remedy:
            _lines(layout, problem.remedy)


def _job(layout: Layout, panel: Panel, job: Job) -> None:
    row = layout.row(align=True)
    if job.state.ended:
        row.label(text=f"{job.element}: {job.state.value}", icon=_JOB_ICONS[job.state])
    else:
        row.progress(factor=job.progress, text=f"{job.element} {job.progress:.0%}")
        row.operator("second_unit.cancel", text="", icon="X").job = job.id
    credit = maker(job.provider, job.model, panel.capabilities) if job.elsewhere else ""
    if credit or held(job):
        layout.label(text="   ".join(part for part in (credit, held(job)) if part))
    if not job.state.ended and job.elsewhere:
        _lines(layout, job_sentence(job, provider=credit.partition(",")[0]))
    elif not job.state.ended and job.status:
        _lines(layout, job.status)
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        row.operator("second_unit.retry", text="", icon="FILE_REFRESH").job = job.id
    if job.problem is not None:
        for text in (job.problem.message, job.problem.kept, job.problem.remedy):
            if text:
                _lines(layout, text)
    if job.state is JobState.UNCERTAIN:
        _lines(layout, ADVICE, icon="QUESTION")
        row = layout.row(align=True)
        row.operator("second_unit.cancel", text="Give Up").job = job.id
        row.operator("second_unit.retry", text="Send Again").job = job.id
    panel.outside.want_offers(job.id)
    _offers(layout, panel.outside.offers(job.id), job.id)


def _offers(layout: Layout, offers: tuple[Offer, ...], job: str = "") -> None:
    """Who else may do it: a press fills the form and sends nothing."""
    for offer in offers:
        row = layout.row(align=True)
        button = row.operator("second_unit.take_offer", text=f"Try {offer_words(offer)}", icon="FORWARD")
        button.provider, button.model, button.job = offer.provider, offer.model, job
        _lines(layout, offer.verdict)


def _take(layout: Layout, panel: Panel, take: Take) -> None:
    box = layout.box()
    row = box.row()
    icon = icon_of(take)
    if icon:
        row.template_icon(icon_value=icon, scale=3.4)
    column = row.column(align=True)
    choice = f" ({take.choice})" if take.choice else ""
    column.label(text=f"{take.element} v{take.version:03d}{choice}")
    column.label(text=f"{take.frames}, {made_by(take, panel.capabilities)}")
    if take.round_trip is not None:
        column.label(text=round_trip(take.round_trip))
    for remark in take.remarks:
        _lines(column, remark)
    _decisions(column, panel, take)
    buttons = column.row(align=True)
    buttons.operator("second_unit.place", icon="IMPORT").take = take.id
    decide = buttons.operator("second_unit.sign_off", text="", icon="GREASEPENCIL")
    decide.take, decide.role = take.id, panel.role
    buttons.operator("second_unit.reveal", text="", icon="FILE_FOLDER").take = take.id


def _decisions(layout: Layout, panel: Panel, take: Take) -> None:
    """What was decided about a take, the last decision first."""
    page = panel.signoffs(take.id)
    lines = tuple(zip(page.signoffs, decision_lines(page), strict=True))
    for signoff, line in lines[: -1 - MOST_DECISIONS : -1]:
        _lines(layout, line, icon=_DECISION_ICONS[signoff.decision])


def fit(pixels: float, scale: float) -> None:
    """Wrap sentences to a region of that width, at the interface's scale."""
    global _wide
    _wide = max(16, int((pixels / scale - 34) / 6.6))


_wide = 46


def _lines(layout: Layout, text: str, icon: str = "NONE") -> None:
    """A sentence over as many lines as it needs; Blender's labels do not wrap."""
    column = layout.column(align=True)
    column.scale_y = 0.8
    for number, line in enumerate(wrap(visible(text), _wide - 3 * (icon != "NONE")) or [""]):
        column.label(text=line, icon=icon if number == 0 else "BLANK1" if icon != "NONE" else "NONE")
