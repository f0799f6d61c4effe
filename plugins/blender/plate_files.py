"""A plate from files on disk: the sequence of a folder, or of a file, as a movie clip of the scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from bpy.props import BoolProperty, StringProperty

from secondunit.host.sequences import split_number
from secondunit.wire.errors import HostError, NothingSelected, SecondUnitError

from . import session, undo
from .outside import HIDDEN, result

#: How many names of sequences a sentence lists.
MOST_NAMES = 3


def first_file(path: Path) -> Path:
    """The first file of the one sequence (or movie) of a folder; of a file's own sequence.

    Raises `NothingSelected` where there is none, or more than one.
    """
    if not path.is_dir():
        if not path.is_file():
            raise NothingSelected("The file is not there.", remedy="Choose another.", where=str(path))
        wanted = _pattern(path)
        return min(file for file in _footage(path.parent) if _pattern(file) == wanted)
    firsts: dict[str, Path] = {}
    for file in sorted(_footage(path)):
        firsts.setdefault(_pattern(file), file)
    if not firsts:
        raise NothingSelected(
            f"There are no pictures and no movie in {path.name}.", remedy="Choose another folder.",
            where=str(path),
        )  # fmt: skip
    if len(firsts) > 1:
        names = ", ".join(list(firsts)[:MOST_NAMES]) + (", ..." if len(firsts) > MOST_NAMES else "")
        raise NothingSelected(
            f"{path.name} has {len(firsts)} sequences: {names}.",
            remedy="Choose a file of the one that is the plate.",
            where=str(path),
        )
    return next(iter(firsts.values()))


def load_clip(scene: Any, file: Path) -> Any:
    """The movie clip of a file, loaded once; its frames are those of its files where the shot has them.

    Raises `HostError` where Blender cannot read it.
    """
    for clip in bpy.data.movieclips:
        if Path(bpy.path.abspath(clip.filepath)) == file:
            return clip
    try:
        clip = bpy.data.movieclips.load(str(file))
    except RuntimeError as error:
        raise HostError(f"Blender cannot read {file.name}: {str(error).strip()[:200]}") from None
    numbered = split_number(file.name)
    clip.frame_start = scene.frame_start
    if numbered is not None and clip.source == "SEQUENCE":
        first, last = numbered[1], numbered[1] + clip.frame_duration - 1
        if first <= scene.frame_end and last >= scene.frame_start:
            clip.frame_start = first
    if scene.active_clip is None:
        scene.active_clip = clip
    else:
        clip.use_fake_user = True  # nothing else would keep it in the file
    return clip


def _footage(folder: Path) -> list[Path]:
    paths: Any = bpy.path
    endings = {*paths.extensions_image, *paths.extensions_movie}
    files = (file for file in folder.iterdir() if file.suffix.lower() in endings)
    return [file for file in files if not file.name.startswith(".") and file.is_file()]


def _pattern(file: Path) -> str:
    """The name of a file's sequence: its own where it has no number, or is a movie."""
    paths: Any = bpy.path
    movie = file.suffix.lower() in paths.extensions_movie
    numbered = split_number(file.name) if not movie else None
    return numbered[0] if numbered is not None else file.name


class SECONDUNIT_OT_plate_files(bpy.types.Operator):
    bl_idname = "second_unit.plate_files"
    bl_label = "Use as Plate"
    bl_description = "Choose a folder with a plate, or a file of it: it becomes a clip of the scene"
    filepath: StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})  # type: ignore[valid-type]
    directory: StringProperty(subtype="DIR_PATH", options={"SKIP_SAVE"})  # type: ignore[valid-type]
    filter_folder: BoolProperty(default=True, options=HIDDEN)  # type: ignore[valid-type]
    filter_image: BoolProperty(default=True, options=HIDDEN)  # type: ignore[valid-type]
    filter_movie: BoolProperty(default=True, options=HIDDEN)  # type: ignore[valid-type]

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[Any]:
        context.window_manager.fileselect_add(self)  # type: ignore[union-attr]
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[Any]:
        here, scene = session.current(), context.scene
        path = Path(bpy.path.abspath(self.filepath or self.directory))
        try:
            clip = load_clip(scene, first_file(path))
        except SecondUnitError as error:
            here.panel.say(error.problem)
            return result(self, error.problem)
        except OSError as error:
            problem = HostError(f"The folder cannot be read ({error.strerror}).", where=str(path)).problem
            here.panel.say(problem)
            return result(self, problem)
        settings: Any = scene.second_unit  # type: ignore[union-attr]
        settings.source = f"clip:{clip.name}"
        undo.push(f"plate {clip.name}")
        return result(self, here.panel.message)


CLASSES = (SECONDUNIT_OT_plate_files,)
