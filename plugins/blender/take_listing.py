"""Draw takes: which of them, how they are placed, what was decided about them, and the bin. Only reads."""

from __future__ import annotations

from typing import Any

from secondunit.host import Panel
from secondunit.host.comp_check import layout_line
from secondunit.host.drift_lines import drift_line
from secondunit.host.gallery import ALL, BIN, Gallery
from secondunit.host.sentences import amount
from secondunit.host.signoffs import decision_lines
from secondunit.host.terms import made_by, round_trip
from secondunit.host.whose_picture import copies_line, training_line
from secondunit.wire import Decision, Take

from .cast_match import draw_match
from .fresh import FreshPlacement
from .lines import LETTER, Layout, sentence, width
from .listing import PLACED_ICONS
from .take_notes import draw_notes
from .thumbnails import icon_of

#: How many takes the panel lists, and how many of them as wide as the panel.
MOST_TAKES, WIDE_TAKES = 8, 2
#: How many units of Blender's interface a small picture is wide and high, and the pixels of a unit.
SMALL, BLENDER_UNIT = 5.0, 20.0
#: How many decisions about a take are listed.
MOST_DECISIONS = 3
_DECISION_ICONS = {Decision.ACCEPTED: "CHECKMARK", Decision.CHANGES: "FILE_REFRESH",
                   Decision.REJECTED: "CANCEL"}  # fmt: skip
#: What is said where a choice leaves nothing.
_NONE = {"starred": "No take of this shot has your star.", "hidden": "No take of this shot is hidden.",
         BIN: "The bin is empty. Nothing in it is ever deleted by itself."}  # fmt: skip
#: What is said of a playlist without takes, or whose takes are on their way.
EMPTY = "Nothing in this playlist. A take's menu adds it."


def draw_takes(
    layout: Layout, settings: Any, panel: Panel, gallery: Gallery, fresh: FreshPlacement | None = None
) -> None:
    """The takes that the choice leaves, with how to place them; `fresh` is what was placed a moment ago."""
    takes = gallery.rows()
    if gallery.choice == BIN:
        _bin(layout, panel, takes)
        return
    if not takes:
        nothing = EMPTY if gallery.playlist else _NONE.get(gallery.choice, "No take of this shot yet.")
        sentence(layout, nothing)
        return
    column = layout.column(align=True)
    column.prop(settings, "place_as", text="")
    column.prop(settings, "place_offset")
    if settings.place_as == "plane":
        column.prop(settings, "place_depth")
    for number, take in enumerate(takes[:MOST_TAKES]):
        _take(layout, panel, take, number < WIDE_TAKES, fresh)
    if len(takes) > MOST_TAKES:
        layout.label(text=f"and {len(takes) - MOST_TAKES} {'more' if gallery.playlist else 'older'}")


def is_worth_choosing(panel: Panel, gallery: Gallery) -> bool:
    """Whether there is anything among which one could choose."""
    return bool(panel.shot_takes() or panel.playlists) or gallery.choice != ALL


def _bin(layout: Layout, panel: Panel, takes: tuple[Take, ...]) -> None:
    """What was moved aside, how large all of it is, and the way back."""
    binned = panel.bin
    if binned is None:
        layout.label(text="Looking into the bin ...")
        return
    if not takes:
        sentence(layout, _NONE[BIN])
    sizes = {entry.take.id: entry.bytes for entry in binned.takes}
    for take in takes:
        row = layout.row(align=True)
        row.label(text=f"{take.element} v{take.version:03d}  {amount(sizes.get(take.id, 0))}", icon="TRASH")
        row.operator("second_unit.restore_take", text="", icon="LOOP_BACK").take = take.id
    if binned.takes:
        sentence(layout, f"{amount(binned.bytes)} in the bin of the show", quiet=True)


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
    shot = f"{take.shot} / " if take.shot != panel.shot_name else ""
    sentence(column, f"{shot}{take.element} v{take.version:03d}{choice}")
    sentence(column, f"{take.frames}, {made_by(take, panel.capabilities)}", quiet=True)
    batch = panel.variants.words(take.id)
    if batch:
        sentence(column, batch, quiet=True)
    if take.round_trip is not None:
        sentence(column, round_trip(take.round_trip))
    for remark in take.remarks:
        sentence(column, remark)
    drift, state = drift_line(take.drift)
    if drift:
        sentence(column, drift, "ERROR" if state == "warning" else "NONE", quiet=state != "warning")
    draw_match(column, panel, take)
    copies, amber = copies_line(take)
    if copies:
        sentence(column, copies, "ERROR" if amber else "NONE", quiet=not amber)
    if training_line(take):
        sentence(column, training_line(take), quiet=True)
    kept = layout_line(take.check)[0] if take.check is not None else ""
    if kept:
        sentence(column, kept, quiet=True)
    _decisions(column, panel, take)
    draw_notes(column, panel, take)
    if fresh is not None and fresh.take == take.id:
        box.operator("second_unit.open_placed", text=fresh.words, icon=PLACED_ICONS[fresh.kind])
    buttons = box.row(align=True)
    buttons.operator("second_unit.place", icon="IMPORT").take = take.id
    star = "SOLO_ON" if panel.marks.star(take.id) else "SOLO_OFF"
    buttons.operator("second_unit.star", text="", icon=star).take = take.id
    buttons.operator("second_unit.add_note", text="", icon="TEXT").take = take.id
    decide = buttons.operator("second_unit.sign_off", text="", icon="GREASEPENCIL")
    decide.take, decide.role = take.id, panel.role
    buttons.operator("second_unit.take_menu", text="", icon="DOWNARROW_HLT").take = take.id


def _decisions(layout: Layout, panel: Panel, take: Take) -> None:
    """What was decided about a take, the last decision first."""
    page = panel.signoffs(take.id)
    lines = tuple(zip(page.signoffs, decision_lines(page), strict=True))
    for signoff, line in lines[: -1 - MOST_DECISIONS : -1]:
        sentence(layout, line, icon=_DECISION_ICONS[signoff.decision])
