"""Read FCPXML as Final Cut Pro exports it, versions 1.0 to 1.14 and bundles, by its exact times.

The standard adapter cannot be mended around: it counts 23.976 as 23, knows no multicam, audition,
synchronised clip, title or time map, and gives an empty cut where it understood nothing
(docs/decisions/030).
"""

from __future__ import annotations

import opentimelineio as otio

from secondunit.wire.errors import BadInput

from ..markup import Element, parse
from .resources import Resources
from .story import story_of
from .tracks import timeline_of

#: The file inside a bundle (`.fcpxmld`) that holds the document.
DOCUMENT = "Info.fcpxml"
_ONE_PROJECT = "In Final Cut Pro select the one project in the browser, then File > Export XML."


def read_fcpxml(body: bytes) -> otio.schema.Timeline:
    """The timeline of the one project of a document. Raises `BadInput` by element and place."""
    return read_document(parse(body))


def read_document(root: Element) -> otio.schema.Timeline:
    """The timeline of a document that is parsed already. Raises `BadInput`."""
    if root.tag != "fcpxml":
        raise BadInput(f"This is no FCPXML: it begins with <{root.tag[:40]}>.", remedy=_ONE_PROJECT)
    projects = list(root.every("project"))
    if len(projects) != 1:
        raise BadInput(_counted(root, projects), remedy=_ONE_PROJECT)
    (project,) = projects
    sequence = project.first("sequence")
    name = project.get("name")
    if sequence is None:
        raise BadInput(f"The project {name[:60]!r} holds no sequence.", remedy=_ONE_PROJECT)
    story = story_of(sequence, name, Resources(root))
    if not story.pieces:
        spines = [child for child in sequence.children if child.tag == "spine"]
        count = sum(len(spine.children) for spine in spines)
        why = f"of the {count} elements of its storyline none has one" if count else "its storyline is empty"
        raise BadInput(
            f"The project {name[:60]!r} shows no picture: {why}.",
            remedy="Export the project whose picture is cut.",
        )
    return timeline_of(story)


def _counted(root: Element, projects: list[Element]) -> str:
    if not projects:
        tags = sorted(
            {e.tag for t in ("event", "fcpxml") for e in _children(root, t) if e.tag.endswith("clip")}
        )
        clips = f", only {' and '.join(tags)} of an event" if tags else ""
        return f"This FCPXML holds no project, and so no cut{clips}."
    names = ", ".join(repr(project.get("name")[:40]) for project in projects[:5])
    more = " and more" if len(projects) > 5 else ""
    return f"This FCPXML holds {len(projects)} projects: {names}{more}."


def _children(root: Element, tag: str) -> list[Element]:
    return [child for element in root.every(tag) for child in element.children]
