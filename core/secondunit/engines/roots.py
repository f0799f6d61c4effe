"""A work's paths below named roots: told apart when it is planned, found again where it is done.

A root is the folder of a path as the machine that planned has it. A worker on another machine finds it by the
path mapping rules of its session, the longest source first, as an Open Job Description session maps its own
PATH parameters. Paths are joined as text, so that those of the other system are mapped too.
Source: https://github.com/OpenJobDescription/openjd-specifications, How Jobs Are Run, "Path Mapping".
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.media.foreign import settings_of
from secondunit.wire import (
    ColorSpace,
    DataFlow,
    PathFormat,
    Purpose,
    Root,
    Work,
    WorkPath,
    WorkRequest,
)
from secondunit.wire.errors import BadInput, BadValue

if TYPE_CHECKING:
    from openjd.sessions import PathMappingRule

#: Below the scratch folder: one file a simulated frame.
CACHE = "cache"
#: What stands before the name of a path in a work without a place.
MARK = "$"
VERSION = "pathmapping-1.0"
HERE = PathFormat.WINDOWS if os.name == "nt" else PathFormat.POSIX
#: Asks for the text that stands for a path: its name, its purpose, and the text that stands there now.
_Place = Callable[[str, Purpose, str], str]


def request_of(work: Work) -> WorkRequest:
    """The request of a work that is planned here."""
    roots: dict[str, Root] = {}
    paths: list[WorkPath] = []

    def place(name: str, purpose: Purpose, text: str) -> str:
        # A root keeps its last separator: root and rest together are the path as it was written.
        cut = max(text.rfind(sign) for sign in (os.sep, "/")) + 1
        folder, rest = text[:cut], text[cut:]
        own = Root("delivery" if purpose is Purpose.STAGING else name, folder)
        root = next((root for root in roots.values() if root.path == folder), own)
        roots.setdefault(root.name, root)
        both_ways = (Purpose.SCRATCH, Purpose.STAGING, Purpose.PRINTS)
        flow = DataFlow.INOUT if purpose in both_ways else DataFlow.IN
        paths.append(WorkPath(name, purpose, root.name, rest, flow))
        if purpose is Purpose.SCRATCH:
            paths.append(WorkPath("cache", Purpose.CACHE, root.name, f"{rest}/{CACHE}", DataFlow.INOUT))
        if purpose is Purpose.STAGING:
            paths.append(WorkPath("delivery", Purpose.DELIVERY, root.name, "", DataFlow.OUT))
        return MARK + name

    placed = _placed(work, lambda name, purpose, text: place(name, purpose, _absolute(text)))
    return WorkRequest(replace(placed, planned=None), tuple(roots.values()), tuple(paths), HERE)


def work_of(request: WorkRequest, rules: Sequence[PathMappingRule] = ()) -> Work:
    """The work with the paths of this machine.

    Raises `BadInput` for a path of another system that no rule maps, `BadValue` for a request with a gap.
    """
    planned = _placed(request.work, lambda name, purpose, text: _planned(request, text))
    work = _placed(request.work, lambda name, purpose, text: _mapped(request, rules, text))
    return work if work == planned else replace(work, planned=planned)


def read_rules(path: Path | None) -> list[PathMappingRule]:
    """The path mapping rules of a session's file, the longest source first; without a file there are none.

    Raises `BadInput`, and what reading it raises.
    """
    if path is None:
        return []
    try:
        body = json.loads(settings_of(path))
        rules_ = body.get("path_mapping_rules", [])
        if body and body.get("version") != VERSION:
            raise ValueError(f"its version is {str(body.get('version'))[:40]!r}, not {VERSION!r}")
        if not rules_:
            return []
        from openjd.sessions import PathMappingRule  # takes longer to load than many a step takes

        rules = [PathMappingRule.from_dict(rule) for rule in rules_]
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput(
            f"The path mapping rules cannot be read: {error}.",
            remedy="Give the file that an Open Job Description session has as Session.PathMappingRulesFile.",
            where=str(path),
        ) from error
    return sorted(rules, key=lambda rule: -len(Path(rule.source_path).parts))


def _placed(work: Work, place: _Place) -> Work:
    """The work with every path as `place` has it; what names no file stays."""

    def space(name: str, colorspace: ColorSpace) -> ColorSpace:
        return replace(colorspace, config=config(name, colorspace.config))

    def config(name: str, text: str) -> str:
        if not text or text.startswith("ocio://"):
            return text
        return place(name, Purpose.CONFIG, str(Path(text).expanduser()))

    scratch = place("scratch", Purpose.SCRATCH, work.scratch)
    staging = place("staging", Purpose.STAGING, work.staging)
    brief = replace(work.brief, colorspace=space("config", work.brief.colorspace))
    if brief.plate is not None:
        path = place("plate", Purpose.PLATE, brief.plate.path)
        own = space("plate_config", brief.plate.colorspace)
        brief = replace(brief, plate=replace(brief.plate, path=path, colorspace=own))
    if brief.matte is not None:
        path = place("matte", Purpose.MATTE, brief.matte.path)
        brief = replace(brief, matte=replace(brief.matte, path=path))
    if brief.patch is not None:
        shape = replace(brief.patch.matte, path=place("patch", Purpose.MATTE, brief.patch.matte.path))
        folder = place("patched", Purpose.PLATE, brief.patch.folder)
        brief = replace(brief, patch=replace(brief.patch, matte=shape, folder=folder))
    occluder = brief.occluder
    if occluder.matte is not None:
        path = place("holdout", Purpose.MATTE, occluder.matte.path)
        occluder = replace(occluder, matte=replace(occluder.matte, path=path))
    if occluder.depth is not None:
        path = place("holdout_depth", Purpose.DEPTH, occluder.depth.path)
        occluder = replace(occluder, depth=replace(occluder.depth, path=path))
    brief = replace(brief, occluder=occluder)
    references = [
        replace(reference, path=place(f"reference_{number}", Purpose.REFERENCE, reference.path))
        for number, reference in enumerate(brief.references, 1)
    ]
    guides = [
        replace(guide, path=place(f"guide_{number}", Purpose.GUIDE, guide.path))
        for number, guide in enumerate(brief.guides, 1)
    ]
    cast = []
    for number, member in enumerate(brief.cast, 1):
        pictures = [
            place(f"character_{number}_{picture}", Purpose.CHARACTER, path)
            for picture, path in enumerate(member.pictures, 1)
        ]
        others = [
            place(f"character_{number}_other_{picture}", Purpose.CHARACTER, path)
            for picture, path in enumerate(member.others, 1)
        ]
        cast.append(replace(member, pictures=tuple(pictures), others=tuple(others)))
    return replace(
        work,
        brief=replace(brief, references=tuple(references), cast=tuple(cast), guides=tuple(guides)),
        scratch=scratch,
        staging=staging,
        prints=place("prints", Purpose.PRINTS, work.prints) if work.prints else "",
        colorspace_config=config("show_config", work.colorspace_config),
    )


def _absolute(text: str) -> str:
    """A path as every process of this machine reads it."""
    return text if Path(text).is_absolute() else str(Path.cwd() / text)


def _planned(request: WorkRequest, text: str) -> str:
    """Where the machine that planned has the path that `text` names; other text as it is."""
    if not text.startswith(MARK):
        return text
    name = text.removeprefix(MARK)
    path = next((path for path in request.paths if path.name == name), None)
    root = next((root for root in request.roots if path is not None and root.name == path.root), None)
    if path is None or root is None:
        raise BadValue(f"The request does not say where its {name[:60]} is.", where="paths")
    return root.path + path.path


def _mapped(request: WorkRequest, rules: Sequence[PathMappingRule], text: str) -> str:
    """Where this machine has the path that `text` names."""
    planned = _planned(request, text)
    if not text.startswith(MARK):
        return planned
    for rule in rules:
        if rule.source_path_format.value != request.path_format.value:
            continue
        applies, path = rule.apply(path=planned)
        if applies:
            return path
    if request.path_format is not HERE:
        raise BadInput(
            f"No path mapping rule says where this machine has {planned}, a path of "
            f"{'Windows' if request.path_format is PathFormat.WINDOWS else 'another system'}.",
            remedy="Map its folder in the farm's path mapping rules (Deadline Cloud: storage profiles).",
            where=text.removeprefix(MARK),
        )
    return planned
