"""Draw the panel model into a Blender layout: the same sections in every editor.

Only reads; a layout is all it touches, so that a test can record what an artist would see.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from secondunit.host import CONTROLS, Field, FieldEditor, LinkState, Panel, Source
from secondunit.host.choosing import prompt_hint, role_label, stands, takes_passes
from secondunit.host.model_list import ASKS
from secondunit.host.model_questions import asking_models
from secondunit.host.sentences import duration, outline
from secondunit.host.terms import price
from secondunit.host.value_words import AUTOMATIC as AUTO
from secondunit.host.value_words import is_automatic
from secondunit.wire import Problem, SecondUnitError
from secondunit.wire.visible import visible

from .cameras import PREFIX as CAMERA
from .drawn_shapes import PREFIX as SHAPE
from .handle_link import OBSTACLES
from .handles import obstacles
from .lines import SPLIT, Layout, fits, sentence
from .listing import draw_offers
from .plates import RENDER
from .properties import label_of, owner
from .session import AUTOMATIC

#: A scene, whose properties are made at run time.
Scene: TypeAlias = Any
#: The groups of fields that have a section; those of any other group stand among the controls.
GROUPS = ("Shot", "Provider", "Cast", "Brief", "Frames", "Delivery")


def draw_connection(layout: Layout, panel: Panel) -> None:
    """How the host stands with the service; nothing when all is well."""
    connection = panel.connection
    mend = connection.mend
    if connection.state is not LinkState.ONLINE:
        row = layout.row(align=True)
        sentence(row, connection.sentence, icon="UNLINKED")
        row.operator("second_unit.connect", text="", icon="FILE_REFRESH")
    if mend is not None and mend.act == "restart":
        layout.operator("second_unit.mend", text=mend.label, icon="FILE_REFRESH")
    if connection.remedy:
        sentence(layout, connection.remedy, quiet=True)


def draw_problem(layout: Layout, problem: Problem | None) -> None:
    """What went wrong last, what was kept and what to do."""
    if problem is None:
        return
    box = layout.box()
    box.alert = True
    sentence(box, problem.message, icon="ERROR")
    for text in (problem.kept, problem.remedy):
        if text:
            sentence(box, text)


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
    footage = [source for source in sources if not source.id.startswith((CAMERA, SHAPE))]
    automatic = next((source.label for source in footage if not source.needs_render), "none here")
    seen_by = f"Scene camera: {scene.camera.name}" if scene.camera is not None else "No scene camera"
    for role, text, none in _CHOOSERS:
        choice = getattr(settings, role)
        by_id[AUTOMATIC] = seen_by if role == "camera_source" else f"Automatic: {automatic}"
        label = visible(by_id.get(choice, none if not choice else "Not in this scene"))
        row = layout.split(factor=SPLIT) if fits(label, 1 - SPLIT, icons=3) else layout.column(align=True)
        row.label(text=text)
        choice_row = row.row(align=True)
        choice_row.menu(f"SECONDUNIT_MT_{role}", text=label)
        if role == "source":
            choice_row.operator("second_unit.plate_files", text="", icon="FILE_FOLDER")
    if settings.source == RENDER:
        layout.operator("second_unit.render_plate", icon="RENDER_ANIMATION")
    if panel.plate is not None:
        plate = panel.plate
        facts = f"{plate.frames}, {plate.format}, {plate.rate} fps, {plate.colorspace.name}"
        sentence(layout, facts, quiet=True)
    if panel.cuts.accepted:
        row = layout.row(align=True)
        sentence(row, "Its cuts are accepted.", icon="CHECKMARK")
        row.operator("second_unit.ask_about_cuts", text="", icon="X")


def draw_provider(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Task, provider and model, what the model takes and on what terms, and who cannot be had now."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Provider")
    capability = panel.capability
    for number, term in enumerate(panel.terms()):
        warns = capability is not None and capability.leaves and number == 0
        sentence(layout, term, icon="EXPORT" if warns else "NONE")
    for why in panel.outside.unusable():
        column = layout.column()
        column.enabled = False
        sentence(column, why, icon="UNLINKED")
    _asking(layout, panel)
    _references(layout, panel)
    _cast(layout, panel)
    _fields(layout, scene, panel, "Cast")


def _asking(layout: Layout, panel: Panel) -> None:
    """The models that can be used once they are told something, with a button that opens the question."""
    for capability in asking_models(panel.capabilities):
        text = f"{capability.model_label} {ASKS}"
        button = layout.operator("second_unit.ask_model", text=visible(text), icon="QUESTION")
        button.provider, button.model = capability.provider, capability.model


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
        if takes_passes(capability):
            layout.operator("second_unit.add_reference", text="Add Pass", icon="FILE_MOVIE")
        else:
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
        if not panel.outside.takes_cast:
            continue
        offered = characters.offered(member)
        if offered:
            icon = "PINNED" if offered == characters.pinned(member.name) else "FILE_NEW"
            button = row.operator("second_unit.change_cast", text=f"v{offered:03d}", icon=icon)
            button.number, button.name, button.version = number, member.name, offered
        lacking = (consent.sentence for consent in characters.consents(member) if consent.reason)
        for words in (characters.appearance(member), characters.pin(member), *lacking):
            if words:
                sentence(layout, words, quiet=True)
    if panel.outside.takes_cast:
        if characters.said():
            sentence(layout, characters.said(), icon="INFO")
        button = layout.operator("second_unit.change_cast", text="Add Character", icon="ADD")
        button.number = len(cast)


def draw_prompt(layout: Layout, scene: Scene, panel: Panel) -> None:
    """What to make in words, and what was understood of it."""
    for name in panel.fields.names():
        if panel.fields[name].editor is not FieldEditor.PROSE:
            continue
        layout.label(text=panel.fields[name].label)
        # What stands after the colon is an example, too long for the one line of a sidebar.
        hint = prompt_hint(panel.fields.task, panel.capability).partition(":")[0]
        _field(layout, scene, panel, name, text="", placeholder=hint)
    estimate = panel.estimate
    if estimate is not None and estimate.understood:
        words = ", ".join(dict.fromkeys(word.words for word in estimate.understood))
        sentence(layout, f"Understood: {words}", quiet=True)
    if estimate is not None and estimate.ignored:
        sentence(layout, f"Not understood: {', '.join(estimate.ignored)}", icon="INFO")


def draw_brief(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Kind, look, and what else says what to make; the prompt stands above."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Brief")


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
        when = "it is said what to make" if named else "the service answers"
        sentence(layout, f"The controls appear once {when}.", quiet=True)


def draw_frames(layout: Layout, scene: Scene, panel: Panel) -> None:
    """Frames, handles, format, rate and delivery."""
    layout.use_property_split, layout.use_property_decorate = True, False
    _fields(layout, scene, panel, "Frames")
    _fields(layout, scene, panel, "Delivery")


def draw_questions(layout: Layout, panel: Panel) -> None:
    """What only the artist can decide, with a button for each answer."""
    for question in panel.asked:
        box = layout.box()
        sentence(box, question.text, icon="QUESTION")
        if question.help:
            sentence(box, question.help, quiet=True)
        answers = box.column(align=True)
        for choice, label in question.choices:
            answer = answers.operator("second_unit.answer", text=visible(label))
            answer.question, answer.choice = question.id, choice


def draw_generate(layout: Layout, panel: Panel) -> None:
    """What will be made and the estimate, in a line each, and the buttons that set it going."""
    # What is known of another brief says nothing of one that is paid for.
    waits = panel.outside.waits
    estimate = None if waits else panel.estimate
    try:
        brief = panel.brief()
    except SecondUnitError as error:
        if panel.message is None or panel.message.message != error.problem.message:
            sentence(layout, error.problem.message, icon="INFO")
    else:
        sentence(layout, outline(brief), icon="FILE_MOVIE")
    problems = estimate.problems if estimate is not None else ()
    draw_questions(layout, panel)
    if estimate is not None:
        outside = panel.outside
        size = estimate.disk / 1e6
        text = price(estimate) if outside.elsewhere else f"About {duration(estimate.seconds)}, {size:,.0f} MB"
        if not any(_is_blank(panel, problem) for problem in problems):
            sentence(layout, text, icon="TIME")
        if outside.elsewhere:
            sentence(layout, outside.leaving(), icon="EXPORT")
        if not estimate.allowed or outside.elsewhere:
            sentence(layout, estimate.verdict, icon="CHECKMARK" if estimate.allowed else "LOCKED")
        if outside.approvers:
            sentence(layout, outside.missing(), icon="USER")
        if outside.may_approve:
            approve = layout.operator("second_unit.approve", icon="CHECKMARK")
            approve.ceiling = estimate.cost.amount
        draw_offers(layout, outside.instead)
        for problem in problems:
            if _is_blank(panel, problem):
                sentence(layout, f"{problem.message} {problem.remedy}".strip(), quiet=True)
            else:
                sentence(layout, str(problem), icon="ERROR")
        for warning in estimate.warnings:
            sentence(layout, warning, icon="INFO")
    row = layout.row(align=True)
    row.scale_y = 1.4
    start = row.row(align=True)
    start.enabled = not waits if estimate is None else (estimate.allowed and not problems)
    start.operator("second_unit.generate", icon="PLAY")
    if "seed" in panel.fields:
        start.menu("SECONDUNIT_MT_variants", text="Variants")
    if panel.online:
        row.operator("second_unit.refresh", text="", icon="FILE_REFRESH")


def _is_blank(panel: Panel, problem: Problem) -> bool:
    """Whether a problem is only that nothing was asked for yet: that is no fault of anybody's."""
    return problem.where == "prompt" and not str(panel.fields.value("prompt")).strip()


def _fields(layout: Layout, scene: Scene, panel: Panel, group: str) -> None:
    """The brief's own fields of a group, in their order."""
    for name in dict(panel.fields.grouped()).get(group, ()):
        field = panel.fields[name]
        nothing_to_choose = field.kind == "choice" and field.choices == ("",)
        if name.startswith(CONTROLS) or nothing_to_choose:
            continue
        if field.editor is not FieldEditor.PROSE:
            _field(layout, scene, panel, name)


def _field(layout: Layout, scene: Scene, panel: Panel, name: str, **how: Any) -> None:
    target = owner(scene, panel.fields, name) if name in panel.fields else None
    if target is None:
        return
    field, problem = panel.fields[name], panel.error(name)
    if problem is not None and _is_blank(panel, problem):
        problem = None
    automatic = is_automatic(field, panel.fields.value(name))
    label = f"{label_of(field)}: {AUTO}" if automatic else label_of(field)
    if "text" not in how and not _beside(field):
        layout.label(text=label)
        how["text"] = ""
    elif automatic:
        how["text"] = label
    row = layout.row(align=True)
    # A number and a switch have their label within: nothing of it is cut for the sake of a column.
    row.use_property_split = field.kind not in ("float", "int", "bool") and "text" not in how
    row.alert = problem is not None
    # What objects of the scene say is written anew at each look at them.
    row.enabled = name != CONTROLS + OBSTACLES or not obstacles(scene)
    slider = field.maximum is not None and name.startswith(CONTROLS)
    row.prop(*target, slider=slider, **how)
    if field.editor is FieldEditor.LOOK:
        row.menu("SECONDUNIT_MT_looks", text="", icon="DOWNARROW_HLT")
    if panel.fields.is_set(name) and name.startswith(CONTROLS):
        row.operator("second_unit.clear", text="", icon="LOOP_BACK").field = name
    elif panel.fields.origin(name) == "prompt":
        row.label(text="", icon="OUTLINER_OB_FONT")
    if any(field.states):
        sentence(layout, field.states[bool(panel.fields.value(name))], quiet=True)
    if problem is not None:
        sentence(layout, problem.message, icon="ERROR")
        if problem.remedy:
            sentence(layout, problem.remedy)


def _beside(field: Field) -> bool:
    """Whether a field's label stands whole beside its value, or within it."""
    if field.kind in ("float", "int", "bool"):
        return fits(label_of(field) + "   00.000", icons=2)
    return fits(label_of(field), SPLIT, icons=0)
