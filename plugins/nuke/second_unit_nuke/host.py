"""Nuke as a host: the script that is open now, looked up anew at every call.

No Node object is kept: after an undo, a paste or another script it would be invalid.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import nuke
from secondunit.host import CameraView, Placed, Question, Shot, Source
from secondunit.host.document_name import names_of_document, shot_pattern
from secondunit.host.folders import show_folder
from secondunit.wire import Guide, GuideKind, Matte, Placement, PlacementKind, Plate, Take
from secondunit.wire.errors import HostError

from . import cameras, colors, dag, finding, guides, memory, plates, shots
from .render_requests import RENDER

#: Questions that are answered for as long as this Nuke runs, not in the script.
LIMITED, READ_ONLY, VIEWS = "limited edition", "read-only script", "views"


class NukeHost:
    """The `Host` of one running Nuke; works with and without a window."""

    def __init__(self, versions: Callable[[Take], Sequence[Take]] = lambda take: ()) -> None:
        #: The versions of a take's element that are known; what is placed carries them all.
        self.known = versions
        self.plates = plates.NukePlates()
        self._guides = guides.NukeGuides(self.plates.requests)
        self._read: set[str] = set()

    @property
    def name(self) -> str:
        """`Nuke 15.1`."""
        return f"Nuke {nuke.NUKE_VERSION_MAJOR}.{nuke.NUKE_VERSION_MINOR}"

    def kinds(self) -> tuple[PlacementKind, ...]:
        """A Group, or the same as plain nodes."""
        return PlacementKind.COMP, PlacementKind.NODES

    def shot(self) -> Shot:
        """The root's range, exact rate, full-size format and working space.

        Raises `UnknownColorSpace` while a question about colour is open, and `UnknownConfig`.
        """
        return Shot(shots.root_frames(), shots.root_rate(), shots.root_format(), colors.working_space())

    def frame(self) -> int:
        """The frame that Nuke stands on."""
        return int(nuke.frame())

    def document_names(self) -> dict[str, str]:
        """What the script's file says of show and shot; nothing before it is saved."""
        return names_of_document(script_path(), shot_pattern())

    def sources(self) -> tuple[Source, ...]:
        """The selection, what the Viewer shows, and the script's Reads."""
        return self.plates.sources()

    def plate(self, source: str) -> Plate:
        """The plate behind a source; raises `NothingSelected`, `MissingFrames`, `HostError`."""
        return self.plates.plate(source)

    def matte(self, source: str) -> Matte:
        """The matte behind a source; raises `NothingSelected`, `MissingFrames`, `HostError`."""
        return self.plates.matte(source)

    def cameras(self) -> tuple[Source, ...]:
        """The script's Camera nodes, a selected one first."""
        return cameras.cameras()

    def camera(self, source: str) -> CameraView:
        """The camera behind a source at the first frame; raises `NothingSelected`."""
        return cameras.view(source)

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        """Depth, motion vectors and mattes of the selection, the Viewer's node and the Reads."""
        return self._guides.sources(kind)

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """The guide behind a source; raises `NothingSelected`, `BadInput`, `MissingFrames`, `HostError`."""
        return self._guides.guide(kind, source, shot)

    def questions(self) -> tuple[Question, ...]:
        """Colour that no config names, what has to be rendered, and limits worth knowing before."""
        questions = [colors.question(), self._limit(), self._locked(), self._views()]
        return (
            *(question for question in questions if question is not None),
            *self.plates.requests.questions(),
        )

    def answer(self, question: str, choice: str) -> None:
        """Take the artist's choice; raises `HostError` for one that was not offered."""
        asked = {query.id: query for query in self.questions()}.get(question)
        if asked is None or choice not in dict(asked.choices):
            raise HostError(
                "That was not a choice.", remedy="Choose one of those that are offered.", where=question
            )
        if question.startswith(RENDER):
            self.plates.requests.answer(question.removeprefix(RENDER), choice)
        elif question in (LIMITED, READ_ONLY, VIEWS):
            self._read.add(question)
        else:
            memory.answer(question, choice)

    def place(self, placement: Placement, take: Take) -> Placed:
        """Build the placement natively, one undo step; raises `CannotPlace`, `HostError`."""
        versions = (
            version for version in self.known(take) if version.colorspace.name == take.colorspace.name
        )
        takes = {version.id: version for version in (*versions, take)}
        from . import placing

        place = placing.place(placement, tuple(takes.values()), self._beside())
        finding.remember(place.id)
        return place

    def placed(self) -> tuple[Placed, ...]:
        """Every take in the script."""
        nodes = finding.ours()
        if not nodes:
            return ()
        # Loaded when there is something to read: the panel opens sooner.
        from . import placements

        return placements.placed(nodes)

    def set_version(self, placed: str, take: Take) -> Placed:
        """Another version in the same node, one undo step; raises `CannotPlace`, `NothingSelected`."""
        from . import placements

        return placements.set_version(placed, take, self.known)

    def mark(self, placed: str, newest: int) -> None:
        """Say on a node that a newer version is there; no undo step."""
        from . import placements

        placements.mark(placed, newest)

    def reveal(self, path: str) -> None:
        """Show a file or folder in the system's file browser; raises `HostError`."""
        show_folder(path)

    def keep(self, state: Mapping[str, object]) -> None:
        """Store the panel's state in the script; no undo step."""
        memory.keep(state)

    def kept(self) -> dict[str, object]:
        """The state that was stored in this script."""
        return memory.kept()

    def forget(self) -> None:
        """Another script is open: what was counted and asked in the last one is void."""
        dag.forget()
        finding.forget()
        self.plates.forget()
        self._guides.forget()
        self._read.clear()

    def forget_processes(self) -> None:
        """End the renders: Nuke closes."""
        self.plates.renders.close()

    def _beside(self) -> str:
        """The node to connect to: the selected one, else the plate's, else what the Viewer shows."""
        for node in dag.selected():
            if node.Class() not in plates.NO_PICTURE:
                return node.fullName()
        if self.plates.node:
            return self.plates.node
        viewed = dag.viewed()
        return viewed.fullName() if viewed is not None else ""

    def _limit(self) -> Question | None:
        edition = dag.edition()
        if not edition or LIMITED in self._read:
            return None
        return Question(
            LIMITED,
            f"Nuke {edition} lets Python touch {dag.MOST_NODES} nodes of a script.",
            (("ok", "Understood"),),
            f"{dag.touched()} are used so far. Select only the plate before you use it, place a Group rather "
            "than plain nodes, and open the script again when the limit is reached: what is placed stays.",
        )

    def _locked(self) -> Question | None:
        if READ_ONLY in self._read:
            return None
        path = script_path()
        if not path or not Path(path).exists() or os.access(path, os.W_OK):
            return None
        return Question(
            READ_ONLY,
            f"{Path(path).name} cannot be written.",
            (("ok", "Understood"),),
            "Takes can be placed, but are lost unless you save the script under another name.",
        )

    def _views(self) -> Question | None:
        views = nuke.views()
        if VIEWS in self._read or len(views) < 2:
            return None
        return Question(
            VIEWS,
            f"This script has {len(views)} views; Second Unit works in one of them, {views[0]}.",
            (("ok", "Understood"),),
            "The plate is read in that view, and an element that is placed looks the same in all of them.",
        )


def script_path() -> str:
    """The file of the open script; empty before it is saved."""
    name = str(nuke.root().name())
    return "" if name in ("Root", "root", "") else name
