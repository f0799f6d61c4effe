"""What can be done with a take once it is there, and with a brief several times: stars, the bin, variants.

Thin operators over the panel's commands, without UNDO flag: nothing of it changes the document, but for a
brief that fills the form, which is one undo step of its own once it has come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from secondunit.host import Commands
from secondunit.host.gallery import BIN
from secondunit.host.review_commands import FEWEST, MOST
from secondunit.host.sentences import amount
from secondunit.wire import Problem
from secondunit.wire.visible import visible

from . import continuity, playlists, session, side_by_side
from .lines import Layout
from .outside import HIDDEN, result, with_properties


def _of_take(name: str, label: str, description: str, act: Callable[[Commands, str], Problem | None]) -> Any:
    """An operator that does one thing with the take of an id."""

    def execute(self: Any, context: bpy.types.Context) -> set[Any]:
        return result(self, act(session.current().commands, self.take))

    operator = type(
        f"SECONDUNIT_OT_{name}",
        (bpy.types.Operator,),
        {
            "bl_idname": f"second_unit.{name}",
            "bl_label": label,
            "bl_description": description,
            "__annotations__": {},
            "execute": execute,
        },
    )
    return with_properties(take=StringProperty(options={"SKIP_SAVE", "HIDDEN"}))(operator)


def _star(commands: Commands, take: str) -> Problem | None:
    return commands.star(take, not commands.panel.marks.star(take))


def _hide(commands: Commands, take: str) -> Problem | None:
    return commands.hide(take, not commands.panel.marks.hidden(take))


_OF_TAKES = (
    _of_take("star", "Star", "Put your star on this take, or take it away; others do not see it", _star),
    _of_take("hide", "Hide", "Put this take out of your sight, or bring it back; its files stay", _hide),
    _of_take(
        "put_in_bin",
        "To the Bin",
        "Move this take's folder aside on its own disk; the bin gives it back, and deletes nothing",
        lambda commands, take: commands.put_in_bin(take),
    ),
    _of_take(
        "restore_take",
        "Take Out of the Bin",
        "Move this take's folder back to where it lay",
        lambda commands, take: commands.restore(take),
    ),
    _of_take(
        "use_brief",
        "Use This Brief",
        "Put all that made this take back into the form: prompt, seed, controls, footage; nothing is sent",
        lambda commands, take: commands.use_brief(take),
    ),
)


class SECONDUNIT_OT_keep_variant(bpy.types.Operator):
    bl_idname = "second_unit.keep_variant"
    bl_label = "Keep This Variant"
    bl_description = "Put your star on this variant; the others of its batch stay, or go to the bin"
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]
    bin_rest: BoolProperty(options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        return result(self, session.current().commands.keep_variant(self.take, self.bin_rest))


class SECONDUNIT_OT_variants(bpy.types.Operator):
    bl_idname = "second_unit.variants"
    bl_label = "Variants"
    bl_description = "Make this brief with so many seeds at once; they stand together as one batch"
    number: IntProperty(default=FEWEST, min=FEWEST, max=MOST, options=HIDDEN)  # type: ignore[valid-type]

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here = session.current()
        here.look_at_plate()
        return result(self, here.panel.message or here.commands.variants(self.number))


class SECONDUNIT_MT_variants(bpy.types.Menu):
    bl_idname = "SECONDUNIT_MT_variants"
    bl_label = "Variants"

    def draw(self, context: bpy.types.Context | None) -> None:
        """So many seeds of the brief at once."""
        layout: Any = self.layout
        for number in range(FEWEST, MOST + 1):
            layout.operator("second_unit.variants", text=f"{number} Seeds").number = number


class SECONDUNIT_OT_take_menu(bpy.types.Operator):
    bl_idname = "second_unit.take_menu"
    bl_label = "More"
    bl_description = "Everything else that can be done with this take"
    take: StringProperty(options=HIDDEN)  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        take = str(self.take)

        def draw(menu: Any, _context: Any) -> None:
            draw_acts(menu.layout, session.current(), take)

        manager: Any = context.window_manager
        known = session.current().panel.takes.get(take)
        manager.popup_menu(draw, title=visible(known.label) if known is not None else "Take")
        return {"FINISHED"}


def draw_acts(layout: Layout, here: session.BlenderSession, id: str) -> None:
    """Every act on a take as an entry of a menu, of one in the bin how it comes back."""

    def entry(act: str, text: str, icon: str = "NONE") -> Any:
        button = layout.operator(f"second_unit.{act}", text=text, icon=icon)
        button.take = id
        return button

    panel = here.panel
    if here.gallery.choice == BIN:
        entry("restore_take", "Take Out of the Bin", "LOOP_BACK")
        return
    take = panel.takes.get(id)
    entry("use_brief", "Use This Brief", "COPYDOWN")
    others = panel.variants.others(id)
    if others:
        entry("keep_variant", "Keep This Variant").bin_rest = False
        entry("keep_variant", f"Keep This Variant, Bin the Other {len(others)}").bin_rest = True
    side_by_side.draw_entries(layout, panel, id)
    continuity.draw_entry(layout, panel, id)
    playlists.draw_entries(layout, here, id)
    layout.separator()
    entry("hide", "Show Again" if panel.marks.hidden(id) else "Hide", "HIDE_ON")
    size = f" ({amount(take.bytes)})" if take is not None and take.bytes else ""
    entry("put_in_bin", f"To the Bin{size}", "TRASH")
    layout.separator()
    entry("reveal", "Show Files", "FILE_FOLDER")


CLASSES = (
    *_OF_TAKES,
    SECONDUNIT_OT_keep_variant,
    SECONDUNIT_OT_variants,
    SECONDUNIT_MT_variants,
    SECONDUNIT_OT_take_menu,
)
