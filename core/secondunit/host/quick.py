"""The quick look of a panel: a small frame that follows while its fields change, before anything is made.

Whoever can show it watches it. The first change after that is wished for at once; while a picture is on its
way the newest change waits, and one that takes long is ended for it. Once nothing changes any more, a place
that is larger than the picture has the same frame drawn sharper, which is ended by the next change. Nothing
waits, nothing is kept, and nothing of it is written into a show. Knows the panel's state; knows no widget and
no host.
"""

from __future__ import annotations

import os
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from secondunit.wire.errors import Conflict, NotFound, SecondUnitError
from secondunit.wire.value import dataclass

from .choosing import is_elsewhere, is_on_board
from .link import QUICK
from .state import PanelTopic

if TYPE_CHECKING:
    from collections.abc import Callable

    from secondunit.wire import Brief, Problem
    from secondunit.wire.quick import QuickFacts, QuickWish

    from .client import Client
    from .state import PanelState

#: How long a look may take before a newer change ends it, in seconds: shorter, and a slider that is dragged
#: on and on would never show anything.
PATIENCE = 1.0
#: From so many pixels across on the display a sharper one is drawn. The widest is twice as wide as usual, of
#: the same shape, so that what was simulated holds for both.
SEEN = 600
#: How long nothing has changed, in seconds, before a sharper one is drawn.
STILL = 0.4


class QuickStage(str, Enum):
    """How a quick look stands: nothing to show, the first one on its way, or a picture."""

    NONE = "none"
    WORKING = "working"
    READY = "ready"


@dataclass(frozen=True)
class QuickPreview:
    """A quick look: JPEG, and what it is."""

    data: bytes
    facts: QuickFacts

    @property
    def label(self) -> str:
        """`Quick look · frame 40 · 480 px`."""
        return f"Quick look · frame {self.facts.frame} · {self.facts.width} px"


class QuickLook:
    """The quick look of one panel; touches the topic `quick`."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.panel = f"{os.getpid()}-{os.urandom(6).hex()}"
        #: Whether somebody shows it.
        self.watching = False
        self.picture: QuickPreview | None = None
        #: Why there is nothing to show; empty where there is, or where nothing was wished for.
        self.sentence = ""
        self._seen: tuple[Brief | None, int] | None = None
        self._wanted: tuple[Brief, int] | None = None
        self._turn = self._shown = self._on_way = 0
        #: What stands there and may be drawn sharper; whether that is what is on its way.
        self._coarse: tuple[Brief, int] | None = None
        self._refining = False
        self._since = 0.0
        self._frame: int | None = None
        self._warmed = ""
        self._host_frame: int | None = None
        #: The shot's frame that is looked at; None where nobody says.
        self.place: Callable[[], int | None] = lambda: state.frame
        #: Across how many pixels of the display it was shown last; 0 where nobody says.
        self.room = 0

    @property
    def stage(self) -> QuickStage:
        """How it stands."""
        if self.picture is not None:
            return QuickStage.READY
        return QuickStage.WORKING if self.working else QuickStage.NONE

    @property
    def working(self) -> bool:
        """Whether a picture of something newer is on its way."""
        return (bool(self._on_way) and not self._refining) or self._wanted is not None

    @property
    def pending(self) -> bool:
        """Whether a picture is on its way or about to be wished for, a sharper one included."""
        return bool(self._on_way) or self._wanted is not None or self._blurred

    def watch(self, on: bool) -> None:
        """Follow the fields from now on, or leave off; what is set already is no change."""
        if on != self.watching:
            self.watching = on
            self.leave()

    def leave(self) -> None:
        """Show no quick look until something changes again."""
        if (self._on_way or self._wanted is not None) and self._state.online:
            self._end()
        self._coarse, self._refining = None, False
        self._wanted, self._seen = None, self._look() if self.watching else None
        self._turn += 1
        self._on_way, self._shown = 0, self._turn
        self._set(None, "")

    def look_away(self) -> None:
        """Leave what is shown or on its way; costs nothing where there is none, as at every played frame."""
        if self.pending or self.picture is not None or self.sentence:
            self.leave()
        self._shown = self._turn  # one that was ended for a newer one may still come

    def tick(self, changed: bool) -> None:
        """Once a pump: wish for what is to be seen now, where the form `changed` or the frame did."""
        if not self.watching:
            return
        self._warm()
        if changed or self._seen is None or self.place() != self._frame:
            look, host = self._look(), self._state.frame
            before, self._seen = self._seen, look
            # Whoever steps through the plate on the canvas sees the plate until a quick look is there.
            stepped = before is not None and look[0] == before[0] and host == self._host_frame
            self._host_frame = host
            if before is not None and look != before and not (stepped and self.stage is QuickStage.NONE):
                self._want(*look)
        if self._wanted is None:
            self._refine()
        elif not self._on_way:
            self._ask(*self._wanted)
        elif self._refining or self._state.clock() - self._since > PATIENCE:
            self._end()
            self._ask(*self._wanted)

    @property
    def _blurred(self) -> bool:
        """Whether it stands in a place that shows more of it than it has."""
        return self._coarse is not None and self.room >= SEEN

    def _refine(self) -> None:
        """Wish for what stands there once more, sharper, where nothing has changed for a while."""
        if self._on_way or not self._blurred or self._state.clock() - self._since < STILL:
            return
        assert self._coarse is not None
        brief, frame = self._coarse
        self._ask(brief, frame, sharp=True)

    def _end(self) -> None:
        """Have the service end what it draws."""
        panel = self.panel
        self._state.ask(lambda client: end_quick_look(client, panel), _nothing, "quick end", _nothing)

    def _warm(self) -> None:
        """Have the service ready for the kind of the estimate: the first touch waits for no loading."""
        state = self._state
        kind = state.estimate.kind if state.estimate is not None and state.online else ""
        if kind and kind != self._warmed:
            self._warmed = kind
            state.ask(lambda client: ready_quick_looks(client, kind), _nothing, "quick ready", _nothing)

    def _look(self) -> tuple[Brief | None, int]:
        """What a picture depends on: the brief, but for how its take is called and written, and the frame."""
        from secondunit.wire import Delivery

        state = self._state
        self._frame = here = self.place()
        try:
            brief = state.brief()
        except SecondUnitError:
            return None, 0
        frame = here if here is not None else brief.frames.first
        frame = min(max(frame, brief.frames.first), brief.frames.last)
        return replace(brief, delivery=Delivery(), element="quick"), frame

    def _want(self, brief: Brief | None, frame: int) -> None:
        state = self._state
        capability = state.capability
        if brief is None or not state.online:
            return
        if capability is not None and is_elsewhere(capability):
            name = capability.label or capability.provider
            elsewhere = f"{name} makes this elsewhere: there is no quick look of it."
            self._set(None, "" if is_on_board(capability) else elsewhere)
            return
        self._wanted, self._coarse = (brief, frame), None
        state.touch(PanelTopic.QUICK)

    def _ask(self, brief: Brief, frame: int, sharp: bool = False) -> None:
        from secondunit.wire.quick import USUAL, WIDEST, QuickWish

        self._wanted = self._coarse = None
        self._refining = sharp
        self._turn += 1
        self._on_way = turn = self._turn
        self._since = self._state.clock()
        wish = QuickWish(brief, frame, self.panel, WIDEST if sharp else USUAL)
        self._state.ask(
            lambda client: quick_look(client, wish), lambda picture: self._came(turn, wish, picture),
            "quick look", lambda problem: self._failed(turn, problem), QUICK,
        )  # fmt: skip

    def _came(self, turn: int, wish: QuickWish, picture: QuickPreview) -> None:
        if turn == self._on_way:
            self._on_way, self._since = 0, self._state.clock()
            # A plate that has no more pixels than these has no sharper look.
            if not self._refining and wish.width == picture.facts.width and self._wanted is None:
                self._coarse = wish.brief, wish.frame
        if turn > self._shown:
            self._shown = turn
            self._set(picture, "")

    def _failed(self, turn: int, problem: Problem) -> None:
        if turn != self._on_way:
            return  # it was ended for a newer one
        self._on_way = 0
        if self._refining:
            return  # what stands there is as true as it was
        if problem.code == NotFound.code:
            self._set(None, "")  # a service without quick looks, or a plate that is gone: the canvas says so
        elif problem.code != Conflict.code:
            self._set(None, problem.message)

    def _set(self, picture: QuickPreview | None, sentence: str) -> None:
        self.picture, self.sentence = picture, sentence
        self._state.touch(PanelTopic.QUICK)


def quick_look(client: Client, wish: object) -> QuickPreview:
    """Wish for a quick look, and wait for it; for worker threads. Raises `Conflict` for an older wish."""
    from urllib.parse import unquote

    from secondunit.wire import dumps, loads
    from secondunit.wire.errors import ServiceError
    from secondunit.wire.quick import QuickFacts

    body, headers = client.ask_media("POST", "/v1/quicklooks", dumps(wish), timeout=90.0)
    facts = headers.get("X-Secondunit-Facts")
    if facts is None:
        raise ServiceError("The service's quick look does not say what it is.")
    return QuickPreview(body, loads(QuickFacts, unquote(facts).encode()))


def end_quick_look(client: Client, panel: str) -> None:
    """Have the service end what it makes for a panel; for worker threads."""
    from secondunit.wire import dumps
    from secondunit.wire.quick import QuickEnd

    client.ask_media("POST", "/v1/quicklooks/end", dumps(QuickEnd(panel)))


def ready_quick_looks(client: Client, kind: str) -> None:
    """Have the service load what quick looks of a kind need; for worker threads."""
    from secondunit.wire import dumps
    from secondunit.wire.quick import QuickReady

    client.ask_media("POST", "/v1/quicklooks/ready", dumps(QuickReady(kind)))


def _nothing(_: object) -> None:
    """Nobody waits for it."""
