"""Records what the extension's panel would draw, as lines."""

from __future__ import annotations

from typing import Any

import begin
import bpy


class Layout:
    """Records what would be drawn."""

    def __init__(self, lines: list[str], shared: bool = False) -> None:
        object.__setattr__(self, "lines", lines)
        #: Others stand in the same line: how much of it a label has is not known here.
        object.__setattr__(self, "shared", shared)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "alert" and value:
            self.lines.append("(alert)")

    def column(self, **_: object) -> Layout:
        return Layout(self.lines, self.shared)

    box = column

    def row(self, **_: object) -> Layout:
        return Layout(self.lines, True)

    split = row

    def label(self, text: str = "", icon: str = "NONE", **_: object) -> None:
        room = begin.part("lines").width() - 3 * (icon != "NONE")
        assert self.shared or len(text) <= room, f"cut after {room} letters: {text!r}"
        self.lines.append(f"{text} [{icon}]" if icon != "NONE" else text)

    def prop(self, data: Any, name: str, text: str = "", **_: object) -> None:
        self.lines.append(f"{text or data.bl_rna.properties[name].name}: {getattr(data, name)!r}")

    def progress(self, factor: float = 0.0, text: str = "", **_: object) -> None:
        self.lines.append(f"progress {factor:.2f} {text}")

    def operator(self, name: str, text: str | None = None, icon: str = "NONE", **_: object) -> Any:
        kind, _, act = name.partition(".")
        assert hasattr(getattr(bpy.ops, kind), act)
        self.lines.append(f"<{name}> {text}" if text else f"<{name}>")
        return type("Button", (), {})()

    def operator_menu_enum(self, name: str, property: str, **how: Any) -> None:
        self.operator(name, **how)

    def menu(self, name: str, text: str = "", **_: object) -> None:
        assert hasattr(bpy.types, name), name
        self.lines.append(f"menu {text}")

    def separator(self, **_: object) -> None:
        pass

    def template_icon(self, **_: object) -> None:
        self.lines.append("(picture)")


def drawn() -> list[str]:
    """Everything the panel shows, as lines."""
    lines: list[str] = []
    panels = begin.part("panels")
    main = type("Main", (), {"layout": Layout(lines)})()
    panels._draw_main(main, bpy.context)
    for section, label, _closed in panels._SECTIONS:
        lines.append(f"== {label}")
        panels.draw_section(Layout(lines), section, bpy.context)
    return lines
