"""Which editor a field is edited by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host import FieldEditor

from .choosers import FileEditor, ObstacleEditor
from .editors import (
    ChoiceEditor,
    ColorEditor,
    LookEditor,
    NumberEditor,
    SeedEditor,
    SwitchEditor,
    TextEditor,
)

if TYPE_CHECKING:
    from secondunit.host import Field

    from ..binding import QtWidgets
    from .editors import Editor, Words

#: Those of a field that says so itself.
_OWN = {
    FieldEditor.DRAWN: SeedEditor,
    FieldEditor.FILE: FileEditor,
    FieldEditor.OBSTACLES: ObstacleEditor,
}
#: Those of a kind of control; any other is a number.
_OF_KIND = {"bool": SwitchEditor, "color": ColorEditor, "text": TextEditor}


def editor_of(control: Field, parent: QtWidgets.QWidget, words: Words) -> Editor:
    """The editor that fits a field; `words` puts a choice in words, and says what one gets."""
    if control.editor is FieldEditor.LOOK:
        return LookEditor(control, parent, words)
    if control.editor in _OWN:
        return _OWN[control.editor](control, parent)
    if control.kind == "choice":
        return ChoiceEditor(control, parent, words)
    return _OF_KIND.get(control.kind, NumberEditor)(control, parent)
