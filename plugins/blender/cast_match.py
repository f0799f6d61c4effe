"""A match to the cast below the take that it is of: what would be tried, one yes to all, which is closest."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import IntProperty, StringProperty

from secondunit.host import Panel
from secondunit.host.cast_matching import TRIES
from secondunit.host.terms import money
from secondunit.wire import Take
from secondunit.wire.cast_match import MOST_TRIES

from . import session
from .lines import Layout, sentence
from .outside import result, with_properties

#: What stands before a sentence of a state.
_ICONS = {"good": "CHECKMARK", "warning": "ERROR", "error": "ERROR"}


@with_properties(
    take=StringProperty(options={"SKIP_SAVE", "HIDDEN"}),
    tries=IntProperty(name="Tries", default=TRIES, min=1, max=MOST_TRIES, options={"SKIP_SAVE"}),
)
class SECONDUNIT_OT_match_to_cast(bpy.types.Operator):
    bl_idname = "second_unit.match_to_cast"
    bl_label = "Match to the Cast"
    bl_description = "Other references and seeds, tried under one approval; all takes stay"
    take: str
    tries: int

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.offer_cast_match(self.take, tries=self.tries))


@with_properties(
    ceiling=StringProperty(name="Up to, in All", options={"SKIP_SAVE"}),
    note=StringProperty(name="Note", options={"SKIP_SAVE"}),
)
class SECONDUNIT_OT_approve_cast_match(bpy.types.Operator):
    bl_idname = "second_unit.approve_cast_match"
    bl_label = "Approve All"
    bl_description = "One yes to this very list, up to a cost in all; recorded under your name"
    ceiling: str
    note: str

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        return context.window_manager.invoke_props_dialog(self)  # type: ignore[union-attr]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.approve_cast_match(self.ceiling, self.note))


class SECONDUNIT_OT_stop_cast_match(bpy.types.Operator):
    bl_idname = "second_unit.stop_cast_match"
    bl_label = "Stop the Match"
    bl_description = "Begin nothing more; what runs is finished, and all takes stay"

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.stop_cast_match())


def draw_match(layout: Layout, panel: Panel, take: Take) -> None:
    """A way into a match where a take drifts, and below it the match that is looked at."""
    matching = panel.cast_matching
    if any(drift.amber or drift.median is None for drift in take.drift):
        layout.operator("second_unit.match_to_cast", icon="USER").take = take.id
    if matching.wish is None or take.id not in matching.wish.takes:
        return
    box = layout.box()
    for row in matching.rows():
        came = f" ({row.standing})" if row.standing else ""
        sentence(box, f"{row.why} {row.price}{came}", quiet=True)
    for text, state in matching.lines():
        sentence(box, text, _ICONS.get(state, "NONE"))
    if matching.may_approve and matching.offer is not None:
        most = matching.offer.most
        text = f"Approve All ({money(most.amount, most.currency)})"
        approve = box.operator("second_unit.approve_cast_match", text=text, icon="CHECKMARK")
        approve.ceiling = most.amount
    if matching.running:
        box.operator("second_unit.stop_cast_match", icon="CANCEL")


CLASSES = (
    SECONDUNIT_OT_match_to_cast,
    SECONDUNIT_OT_approve_cast_match,
    SECONDUNIT_OT_stop_cast_match,
)
