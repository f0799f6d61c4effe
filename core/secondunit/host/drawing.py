"""The matte that a panel draws: begun over its plate, looked at, written for its shot, opened again.

What is drawn is kept with the document until it is written; the service draws and writes every pixel of it.
Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import Conflict, NothingSelected, OutOfRange, SecondUnitError
from secondunit.wire.value import dataclass

from .drawn_mattes import (
    DRAWN,
    drawn_source,
    list_drawn,
    look_at_drawing,
    open_drawn,
    source_id,
    unlisted_source,
    write_drawn,
)
from .shape_editor import ShapeEditor
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import DrawnMatte, MatteLook, OpenedMatte, Problem, Window, WrittenMatte

    from .protocol import Source
    from .state import PanelState

T = TypeVar("T")

#: The name of a drawing that nobody set otherwise.
USUAL_NAME = "matte"


@dataclass(frozen=True)
class MattePicture:
    """The drawing as the service drew it: a grey PNG of a part of the picture (None: all of it)."""

    look: MatteLook
    body: bytes

    @property
    def crop(self) -> Window:
        """The part of the format that it shows."""
        return self.look.crop or self.look.drawing.format.window


class MatteDrawing(ShapeEditor):
    """The drawing of one panel; every act touches the topic `drawing`."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        super().__init__(lambda: state.touch(PanelTopic.DRAWING))
        self.active = False
        self.name = USUAL_NAME
        #: What was written last of this drawing, and what is to be said of files that it was opened from.
        self.written: WrittenMatte | None = None
        self.remark = ""
        self.writing = False
        self.picture: MattePicture | None = None
        #: The drawn mattes of the shot.
        self.listed: tuple[WrittenMatte, ...] = ()
        #: Called with the id of the source that was written.
        self.on_written: Callable[[str], None] = lambda source: None
        #: Called when drawing begins: the plate is to be seen.
        self.on_begin: Callable[[], None] = lambda: None
        self._stored: DrawnMatte | None = None
        self._looking: MatteLook | None = None
        self._wanted: MatteLook | None = None
        self._refused: DrawnMatte | None = None
        #: How many documents were opened: an answer for one of them is not for the next.
        self.documents = 0

    # What is read -----------------------------------------------------------------------------------------

    @property
    def unwritten(self) -> bool:
        """Whether something is drawn that is in no file."""
        return self.drawing is not None and bool(self.drawing.shapes) and self.drawing != self._stored

    def sources(self, chosen: str) -> tuple[Source, ...]:
        """The drawn mattes of the shot as what can be chosen, the `chosen` one though it be not listed."""
        listed = tuple(drawn_source(written) for written in self.listed)
        if chosen.startswith(DRAWN) and all(source.id != chosen for source in listed):
            return (unlisted_source(chosen), *listed)
        return listed

    # Beginning and ending ---------------------------------------------------------------------------------

    def draw(self, chosen: str) -> None:
        """Draw, or change the drawn matte that is `chosen`; what is drawn and not written goes first."""
        path = chosen[len(DRAWN) :].partition(":")[2] if chosen.startswith(DRAWN) else ""
        here = self.written is not None and self.written.matte.path == path
        if path and not self.unwritten and not here:
            self.open(path)
            return
        problem = self.begin()
        self._state.say(problem)

    def begin(self) -> Problem | None:
        """Draw over the plate of the panel; what was drawn over one of its size goes on.

        What was drawn over one of another size is let go when this is asked for a second time. Returns what
        is in the way.
        """
        from secondunit.wire import DrawnMatte

        plate = self._state.plate
        if plate is None:
            return NothingSelected("There is no plate to draw over.", remedy="Choose a plate first.").problem
        drawing = self.drawing
        if drawing is not None and drawing.format != plate.format:
            if drawing.shapes and drawing != self._refused:
                self._refused = drawing
                return Conflict(
                    f"What is drawn is for a plate of {drawing.format}; this one is {plate.format}.",
                    remedy="Choose its plate, or draw once more to begin with nothing.",
                    kept="What is drawn is kept." if self.unwritten else "",
                ).problem
            drawing = None
        if drawing is None:
            self._begin_with(DrawnMatte(plate.frames, plate.format))
        elif drawing.frames != plate.frames:
            self.drawing = replace(drawing, frames=plate.frames)
        self.active, self._refused = True, None
        self.on_begin()
        self._touch()
        return None

    def begin_anew(self) -> None:
        """Let go of the drawing in hand and begin with nothing on it; undo brings it back."""
        if self.drawing is not None:
            self._change(replace(self.drawing, shapes=()), -1)
            self.written, self._stored, self.remark = None, None, ""

    def close(self) -> None:
        """Draw no more; the drawing stays."""
        self.active, self.corners, self._held = False, (), None
        self._touch()

    def open(self, path: str) -> None:
        """Take up a drawn matte by the pattern of its files, to change it."""
        show = self._state.show_name
        self._state.ask(
            lambda client: open_drawn(client, path, show),
            self._for_this(self._take_opened),
            "open drawing",
            self._for_this(self._state.say),
        )

    def _take_opened(self, opened: OpenedMatte) -> None:
        record = opened.record
        self._begin_with(record.drawing)
        self._stored, self.name = record.drawing, record.name
        parts = []
        if opened.changed:
            parts.append(f"{_files(opened.changed)} changed since, not by this drawing")
        if opened.missing:
            parts.append(f"{_files(opened.missing)} missing")
        said = "; ".join(parts)
        self.remark = f"{said}. Writing it makes a new version; those files stay as they are." if said else ""
        problem = self.begin()
        if problem is not None:
            self._state.say(problem)

    def _begin_with(self, drawing: DrawnMatte | None) -> None:
        self.begin_with(drawing)
        self.picture, self.written, self._stored, self.remark = None, None, None, ""

    def set_name(self, name: str) -> Problem | None:
        """The name under which it is written; returns what is wrong with it."""
        from secondunit.wire import check_name

        try:
            check_name("matte", name)
        except SecondUnitError as error:
            return error.problem
        self.name = name
        self._touch()
        return None

    # Files ------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Have the drawing written for the shot, and used as the panel's matte."""
        from secondunit.wire import MatteWish

        state, drawing = self._state, self.drawing
        if self.writing or state.plate is None or drawing is None:
            return
        try:
            if not drawing.shapes:
                raise OutOfRange("Nothing is drawn yet.", remedy="Draw a shape first.")
            wish = MatteWish(state.show_name, state.shot_name, self.name, drawing, state.plate)
        except SecondUnitError as error:
            state.say(error.problem)
            return
        self.writing = True
        # Without a key: what another document has written meanwhile takes no one's place.
        state.ask(
            lambda client: write_drawn(client, wish),
            self._for_this(lambda written: self._take_written(written, drawing)),
            otherwise=self._for_this(self._not_written),
        )
        self._touch()

    def refresh(self) -> None:
        """Ask which mattes were drawn for the shot; a service that cannot say leaves the list."""
        show, shot = self._state.show_name, self._state.shot_name
        if show and shot:
            self._state.ask(
                lambda client: list_drawn(client, show, shot),
                self._for_this(self._take_list),
                "drawn mattes",
                _nothing,
            )

    def look(self, frame: int, width: int, crop: Window | None) -> None:
        """Have the drawing at a frame, or a part of it, drawn about `width` pixels across."""
        from secondunit.wire import MatteLook, ShapeKey

        drawing = self.drawing
        if drawing is None or not self._state.online:
            return
        still = tuple(replace(s, keys=(ShapeKey(frame, s.points_at(frame)),)) for s in drawing.shapes)
        self._wanted = MatteLook(replace(drawing, shapes=still), frame, width, crop)
        self._ask_look()

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values: the drawing until it is written."""
        from secondunit.wire import encode

        if not self.unwritten:
            return {}
        return {"name": self.name, "drawing": encode(self.drawing)}

    def restore(self, state: object) -> None:
        """Take up what a document keeps; what cannot be read is left out."""
        from secondunit.wire import DrawnMatte, decode

        self.close()
        self._begin_with(None)
        self.listed, self.name = (), USUAL_NAME
        self.writing, self._looking, self._wanted = False, None, None
        self.documents += 1
        if isinstance(state, Mapping) and state.get("drawing"):
            try:
                self._begin_with(decode(DrawnMatte, state["drawing"]))
                self.set_name(str(state.get("name", "")))
            except SecondUnitError:
                self._begin_with(None)

    # Inside -----------------------------------------------------------------------------------------------

    def _for_this(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """What takes an answer, but for one that comes once another document is open."""
        document = self.documents

        def take(answer: T) -> None:
            if self.documents == document:
                then(answer)

        return take

    def _ask_look(self) -> None:
        look = self._wanted
        known = self.picture.look if self.picture is not None else None
        if look is None or self._looking is not None or look == known:
            return
        self._looking = look
        self._state.ask(
            lambda client: look_at_drawing(client, look),
            self._for_this(lambda body: self._take_look(MattePicture(look, body))),
            "look at drawing",
            self._for_this(self._not_seen),
        )

    def _take_look(self, picture: MattePicture) -> None:
        self._looking, self.picture = None, picture
        self._touch()
        self._ask_look()

    def _not_seen(self, problem: Problem) -> None:
        self._looking = None
        if self._state.online:
            self._state.say(problem)

    def _take_list(self, listed: tuple[WrittenMatte, ...]) -> None:
        if listed != self.listed:
            self.listed = listed
            self._state.touch(PanelTopic.PLATE)

    def _take_written(self, written: WrittenMatte, drawing: DrawnMatte) -> None:
        self.writing, self.written, self._stored, self.remark = False, written, drawing, ""
        self.listed = (written, *(other for other in self.listed if other != written))
        self._state.say(None)
        self.on_written(source_id(written.matte))
        self._touch()

    def _not_written(self, problem: Problem) -> None:
        self.writing = False
        self._state.say(problem)
        self._touch()


def _files(names: tuple[str, ...]) -> str:
    """`roof.1001.exr was`, `roof.1001.exr and 2 more were`."""
    count = len(names)
    return f"{names[0]} was" if count == 1 else f"{names[0]} and {count - 1} more were"


def _nothing(problem: Problem) -> None:
    """Nobody waits for it."""
