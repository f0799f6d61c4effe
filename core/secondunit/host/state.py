"""What a panel holds, which of its topics changed, and its three ways to speak: ask, say and touch.

All parts of a panel share it and know no other part by it. Lives on the host's main thread; nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from .assembly import assemble
from .choosing import taken
from .fields import Fields
from .legible import legible
from .link import CALLS, Connection, Link, LinkState
from .marks import Marks
from .records import Jobs, Notes, Takes
from .signoffs import SignOffs

if TYPE_CHECKING:
    from secondunit.wire import (
        BinList,
        Brief,
        Capability,
        CastMember,
        Estimate,
        Guide,
        Matte,
        Note,
        Plate,
        Playlist,
        Problem,
        Reference,
        SignOffList,
        Take,
    )

    from .client import Client
    from .protocol import CameraView, Placed, Question, Shot

T = TypeVar("T")

#: How long the fields must rest before an estimate is asked for, in seconds.
REST = 0.35

#: The controls that a camera sets, and what of it.
_CAMERA = {"camera_height": "height", "camera_pitch": "pitch", "focal": "focal", "sensor": "sensor"}


class PanelTopic(str, Enum):
    """What of a panel changed: observers draw by it."""

    CONNECTION = "connection"
    KINDS = "kinds"
    CAPABILITIES = "capabilities"
    FIELDS = "fields"
    #: The footage that is read, and what there is to choose from.
    PLATE = "plate"
    REFERENCES = "references"
    QUESTIONS = "questions"
    ESTIMATE = "estimate"
    JOBS = "jobs"
    TAKES = "takes"
    NOTES = "notes"
    SIGNOFFS = "signoffs"
    PLACED = "placed"
    PLACING = "placing"
    GALLERY = "gallery"
    VIEWER = "viewer"
    #: The pixel under the pointer.
    PIXEL = "pixel"
    PICTURES = "pictures"
    QUICK = "quick"
    #: The matte that is being drawn.
    DRAWING = "drawing"
    #: The match to the cast that is shown.
    MATCH = "match"
    #: The sequence of the shot, character by character.
    CONTINUITY = "continuity"
    MESSAGE = "message"


class PanelState:
    """The values of one panel, and how its parts speak to the service and to whoever draws them."""

    def __init__(self, link: Link, *, clock: Callable[[], float] = monotonic) -> None:
        self.link = link
        self.clock = clock
        self.fields = Fields()
        self.shot: Shot | None = None
        self.plate: Plate | None = None
        self.matte: Matte | None = None
        #: The camera that sets controls, and what of it could not be taken over, as sentences.
        self.camera: CameraView | None = None
        self.camera_remarks: tuple[str, ...] = ()
        #: Pictures that show what is meant, in the order they were added.
        self.references: tuple[Reference, ...] = ()
        #: The guides that the host has of its scene.
        self.guides: tuple[Guide, ...] = ()
        #: Those of a brief that was filled in: a field that names their files means just them.
        self.recalled_guides: tuple[Guide, ...] = ()
        #: Characters of the show's cast that the brief names, in their order.
        self.cast: tuple[CastMember, ...] = ()
        #: The shot's frame on which the artist stands; None where the host does not say.
        self.frame: int | None = None
        #: What the artist has to decide before a plate can be read or a take placed.
        self.questions: tuple[Question, ...] = ()
        self.estimate: Estimate | None = None
        #: The prompt that the estimate was made for.
        self.estimated_prompt = ""
        self.estimating = False
        self.jobs, self.takes = Jobs(), Takes()
        #: What was said of takes, and what was decided about them.
        self.take_notes, self.take_signoffs = Notes(), SignOffs()
        #: This user's stars and hidden takes; the bin, None while nobody asked; the show's playlists.
        self.marks = Marks()
        self.bin: BinList | None = None
        #: The briefs of takes that were looked at.
        self.take_briefs: dict[str, Brief] = {}
        self.playlists: tuple[Playlist, ...] = ()
        #: The role in which this host's user signed off last.
        self.role = ""
        #: Ids of the jobs that were asked for from this document: they are shown whatever their shot.
        self.own_jobs: list[str] = []
        #: What sits in the document, as it was last read.
        self.placed: tuple[Placed, ...] = ()
        #: What went wrong last, for the foot of the panel; None when the last act went well.
        self.message: Problem | None = None
        #: The plate with what was decided of it, as a brief has it.
        self.as_decided: Callable[[Plate | None], Plate | None] = lambda plate: plate
        #: Called when the form was filled by something else than the artist's hand.
        self.on_filled: Callable[[], None] = lambda: None
        #: Called with an estimate that came and its brief; with None where there is none any more.
        self.on_estimate: Callable[[Estimate | None, Brief | None], None] = lambda estimate, brief: None
        #: Called when the panel was set to another show or shot.
        self.on_shot: Callable[[], None] = lambda: None
        self._changed: set[PanelTopic] = set()
        self._estimate_due: float | None = None

    # What is read ------------------------------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        """How the host stands with the service."""
        return self.link.connection

    @property
    def online(self) -> bool:
        """Whether the service answers."""
        return self.connection.state is LinkState.ONLINE

    @property
    def user(self) -> str:
        """The name that this host speaks in."""
        return str(getattr(self.link.dialling, "user", ""))

    @property
    def show_name(self) -> str:
        """The show that the panel is set to."""
        return str(self.fields.value("show"))

    @property
    def shot_name(self) -> str:
        """The shot that the panel is set to."""
        return str(self.fields.value("shot"))

    def shot_takes(self) -> tuple[Take, ...]:
        """The takes of the shot, newest first."""
        return self.takes.of_shot(self.show_name, self.shot_name)

    def notes(self, take: str) -> tuple[Note, ...]:
        """What is known to have been said of a take, oldest first."""
        return self.take_notes.of(take)

    def signoffs(self, take: str) -> SignOffList:
        """What is known to have been decided about a take, oldest first."""
        return self.take_signoffs.of(take)

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every provider and model of the service."""
        return self.fields.capabilities

    @property
    def capability(self) -> Capability | None:
        """What the fields `provider` and `model` choose."""
        return self.fields.capability

    @property
    def used_references(self) -> tuple[Reference, ...]:
        """The references that the chosen model takes; the others are kept, and go into no brief."""
        return taken(self.references, self.capability)

    @property
    def used_guides(self) -> tuple[Guide, ...]:
        """The host's guides that the chosen model takes; of masks the first."""
        intake = self.capability.intake if self.capability is not None else None
        kinds = {need.kind for need in intake.guides} if intake is not None else set()
        first = {guide.kind: guide for guide in reversed(self.guides)}
        return tuple(guide for guide in self.guides if guide.kind in kinds and first[guide.kind] is guide)

    def brief(self) -> Brief:
        """The brief as the panel describes it; raises the first `SecondUnitError` that stands in its way."""
        track = self.camera.track if self.camera is not None else None
        plate = self.as_decided(self.plate)
        brief = assemble(
            self.fields, self.shot, plate, self.matte, self.used_references, self.cast, self.frame,
            track, self.used_guides, self.recalled_guides,
        )  # fmt: skip
        # What was guided by a scene keeps the camera that it was seen through.
        return replace(brief, camera=track) if brief.guides and brief.camera is None else brief

    # What is set -------------------------------------------------------------------------------------------

    def set(self, name: str, value: object) -> Problem | None:
        """Set a field by hand and have it estimated soon; returns what is wrong with the value."""
        before = (self.show_name, self.shot_name)
        problem = self.fields.set(name, value)
        self._fields_changed(before)
        return problem

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide a field again."""
        before = (self.show_name, self.shot_name)
        self.fields.clear(name)
        self._fields_changed(before)

    def replace(self, hand: Mapping[str, object]) -> None:
        """Take the host's own stored values as everything that was set by hand (after an undo or a load)."""
        before = (self.show_name, self.shot_name)
        self.fields.replace(hand)
        self._fields_changed(before)

    def use(self, *, shot: Shot | None, plate: Plate | None, matte: Matte | None = None) -> None:
        """What the host has open now; nothing happens when it is what it was."""
        if (shot, plate, matte) != (self.shot, self.plate, self.matte):
            self.shot, self.plate, self.matte = shot, plate, matte
            self.fields.use_matte(matte)
            self.touch(PanelTopic.PLATE)
            self.want_estimate()

    def use_camera(self, view: CameraView | None) -> None:
        """Let a camera see the element, and set the controls that it knows and the artist has not; None takes
        it away."""
        values = {
            control: getattr(view, name)
            for control, name in _CAMERA.items()
            if view is not None and getattr(view, name) is not None
        }
        before, remarks = (self.camera, self.fields.camera), self.camera_remarks
        outside = self.fields.use_camera(values)
        self.camera = view
        if view is not None and view.track is not None:
            outside = ()  # the controls only show then what the track says
        self.camera_remarks = (view.remarks if view is not None else ()) + tuple(
            f"{label} of this camera is outside the control's range." for label in outside
        )
        if remarks != self.camera_remarks:
            self.touch(PanelTopic.PLATE)
        if before != (self.camera, self.fields.camera):
            self.touch(PanelTopic.FIELDS)
            self.want_estimate()

    def use_document(self, names: Mapping[str, str]) -> None:
        """What the open file's name says of `show` and `shot`: they are so until a hand writes others."""
        before = (self.show_name, self.shot_name)
        if self.fields.use_document(names):
            self._fields_changed(before)

    def use_references(self, references: tuple[Reference, ...]) -> None:
        """Take these as all the reference pictures."""
        if references != self.references:
            self.references = references
            self.touch(PanelTopic.REFERENCES)
            self.want_estimate()

    def use_guides(self, guides: tuple[Guide, ...]) -> None:
        """Take these as all the guides that the host has."""
        if guides != self.guides:
            self.guides = guides
            self.touch(PanelTopic.PLATE)
            self.want_estimate()

    def use_cast(self, cast: tuple[CastMember, ...]) -> None:
        """Name these characters in the brief."""
        if cast != self.cast:
            self.cast = cast
            self.touch(PanelTopic.REFERENCES)
            self.want_estimate()

    def use_questions(self, questions: tuple[Question, ...]) -> None:
        """What the host asks the artist now."""
        if questions != self.questions:
            self.questions = questions
            self.touch(PanelTopic.QUESTIONS)

    def want_estimate(self) -> None:
        """Ask for an estimate once the fields have rested."""
        self._estimate_due = self.clock() + REST

    def take_estimate(self, answer: Estimate, brief: Brief) -> None:
        """Take in what a brief would take, as the service answered."""
        self.estimating = False
        self.estimate, self.estimated_prompt = answer, brief.prompt
        self.on_estimate(answer, brief)
        if self.fields.take_kind(answer.kind):
            # What was set on another kind is not asked of this one.
            self.want_estimate()
            self.touch(PanelTopic.FIELDS)
        words = {word.control: word.value for word in answer.understood}
        if self.fields.understand(answer.settings, words):
            self.touch(PanelTopic.FIELDS)
        self.touch(PanelTopic.ESTIMATE)

    def forget_estimate(self) -> None:
        """There is no estimate of what the form describes now."""
        self.estimate = None
        self.on_estimate(None, None)
        self.touch(PanelTopic.ESTIMATE)

    def _fields_changed(self, before: tuple[str, str]) -> None:
        self.touch(PanelTopic.FIELDS)
        self.want_estimate()
        if before != (self.show_name, self.shot_name):
            self.on_shot()

    # Ways to speak -----------------------------------------------------------------------------------------

    def ask(
        self,
        work: Callable[[Client], T],
        then: Callable[[T], None],
        key: str = "",
        otherwise: Callable[[Problem], None] | None = None,
        lane: str = CALLS,
    ) -> None:
        """Have a worker thread do `work`; a problem becomes the panel's message."""
        self.link.ask(work, then, otherwise or self.say, key, lane)

    def say(self, problem: Problem | None) -> None:
        """Show a problem at the foot of the panel; None takes it away."""
        problem = legible(problem)
        if self.message != problem:
            self.message = problem
            self.touch(PanelTopic.MESSAGE)

    def touch(self, topic: PanelTopic) -> None:
        """Note that a topic changed: observers hear of it at the end of the next pump."""
        self._changed.add(topic)
