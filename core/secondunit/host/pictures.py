"""The pictures a panel shows, as the service sends them: asked for when they are wanted, kept within bounds.

`get` answers at once with what is here. What is missing is asked for in a lane of its own, the latest wish
first; a wish that nobody has any more is dropped before it is sent. Knows no widget: what turns bytes into a
picture of some toolkit is handed in as `decode` and runs on the worker thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from secondunit.wire.errors import Problem
from secondunit.wire.value import dataclass

from .link import PICTURES
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Plate, PlateFrame, Viewing, Window

    from .client import Client
    from .state import PanelState

#: What is kept: the bytes as they came, and what `decode` made of them; both in bytes.
MOST_BYTES, MOST_DECODED = 64 << 20, 192 << 20
#: The most pictures that anything is known of.
MOST_ENTRIES = 20_000
#: The most pictures that are wished for at once by whoever names no group.
MOST_WISHES = 200
#: How many requests wait in the lane; the rest wait here, where a change of mind costs nothing.
MOST_SENT = 24

#: The group whose wishes come last: what may be wanted soon.
LATER = "later"
THUMBNAIL, FRAME, JOB, CAST, FACE = "thumbnail", "frame", "job", "cast", "face"
#: A frame of a plate, a crop of it without any loss, and one of a take's frame.
PLATE_FRAME, PLATE_CROP, TAKE_CROP = "plate", "crop", "part"


@dataclass(frozen=True)
class PictureKey:
    """Names one picture: a take's `thumbnail`, one `frame` of it in a view, or the newest frame of a `job`.

    `width` in pixels; `view` is `plate`, `black`, `white`, `grey`, `checker`, `alpha` or `behind`. Of the
    `cast` of a `show`, `take` is a character's name and `frame` its version; of a `face` in a take's `frame`,
    `show` is the character's name. A `plate` has its `frame`;
    that and a take's may have a `crop`. `renewal` counts states of a plate's file. `viewing` is
    how light is looked at (None: plain).
    """

    take: str = ""
    job: str = ""
    frame: int | None = None
    width: int = 256
    view: str = "plate"
    what: str = FRAME
    show: str = ""
    plate: Plate | None = None
    crop: Window | None = None
    viewing: Viewing | None = None
    renewal: int = 0

    @property
    def text(self) -> str:
        """The key as one text."""
        if self.plate is not None or self.viewing is not None or self.crop is not None:
            return repr(self)
        return f"{self.what} {self.take}{self.job} {self.frame} {self.width} {self.view}{self.show}"


class _Entry:
    """What is known of one picture; `of` is how far its job was when it was asked for."""

    __slots__ = ("data", "decoded", "of", "problem", "serial", "turned", "weight")

    def __init__(self) -> None:
        self.data: bytes | None = None
        self.decoded: Any = None
        #: Whether `decode` was tried, also where it made nothing of the bytes.
        self.turned = False
        self.weight = 0
        self.serial = 0
        self.of = -1
        self.problem: Problem | None = None


class PictureCache:
    """The pictures of one panel, by key.

    `decode(bytes)` runs on the worker thread and gives whatever the widgets draw (`image` returns it);
    `weigh(decoded)` is its size in bytes.
    """

    def __init__(
        self, state: PanelState, *, most_bytes: int = MOST_BYTES, most_decoded: int = MOST_DECODED
    ) -> None:
        self._state = state
        self._most_bytes, self._most_decoded = most_bytes, most_decoded
        self.decode: Callable[[bytes], Any] | None = None
        self.weigh: Callable[[Any], int] = lambda decoded: 0
        self._entries: OrderedDict[PictureKey, _Entry] = OrderedDict()
        #: Those of them that are decoded, the least wanted first.
        self._images: OrderedDict[PictureKey, _Entry] = OrderedDict()
        self._bytes = self._decoded = 0
        #: Wishes by group, the first of a group first; those of no group the latest first.
        self._groups: dict[str, tuple[PictureKey, ...]] = {}
        self._wishes: OrderedDict[PictureKey, None] = OrderedDict()
        self._sent: dict[str, float] = {}
        self._arrived: set[PictureKey] = set()
        self._changed = False
        #: How long a picture takes from asking to arriving, in seconds, smoothed.
        self.latency = 0.05

    # What widgets call ------------------------------------------------------------------------------------

    def get(self, key: PictureKey) -> bytes | None:
        """The bytes of a picture (PNG or JPEG), at once; asks for it where it is not here or out of date."""
        entry = self._wanted(key)
        return entry.data if entry is not None else None

    def image(self, key: PictureKey) -> Any:
        """What `decode` made of a picture, at once, or None; asks for it as `get` does."""
        entry = self._wanted(key)
        return entry.decoded if entry is not None else None

    def has(self, key: PictureKey) -> bool:
        """Whether a picture is here; asks for nothing."""
        entry = self._entries.get(key)
        return entry is not None and (entry.data if self.decode is None else entry.decoded) is not None

    def serial(self, key: PictureKey) -> int:
        """Rises by one whenever the bytes of a picture changed; 0 before the first."""
        entry = self._entries.get(key)
        return entry.serial if entry is not None else 0

    def problem(self, key: PictureKey) -> Problem | None:
        """Why a picture could not be had, or None."""
        entry = self._entries.get(key)
        return entry.problem if entry is not None else None

    def arrived(self) -> frozenset[PictureKey]:
        """The pictures that came, or were found to be missing, since this was last called."""
        arrived, self._arrived = frozenset(self._arrived), set()
        return arrived

    def want(
        self, group: str, keys: Iterable[PictureKey], more: Mapping[str, Iterable[PictureKey]] | None = None
    ) -> None:
        """Wish for exactly these in a group, the first one first; its earlier wishes are dropped.

        Groups come before wishes made by `get`; the group `later` comes last of all. `more` names further
        groups that change at the same time.
        """
        for name, wished in {group: keys, **(more or {})}.items():
            self._groups[name] = tuple(wished)
        self.send()

    # What the session calls -------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether something was asked for that has not come yet."""
        return bool(self._sent)

    def send(self) -> None:
        """Bring the lane up to date with the wishes: nothing waits there that nobody wants any more."""
        self._changed = False
        wanted = self._order()[:MOST_SENT]
        now = self._state.clock()
        for key in wanted:
            if key.text not in self._sent:
                self._sent[key.text] = now
                self._ask(key)
        for dropped in self._state.link.keep(PICTURES, [key.text for key in wanted]):
            self._sent.pop(dropped, None)

    def tick(self) -> None:
        """Once a pump: send what was wished for since the last."""
        if self._changed:
            self.send()

    def reset(self) -> None:
        """After a reconnection: what could not be had may be asked for again, and nothing is on its way."""
        self._sent.clear()
        for entry in self._entries.values():
            entry.problem = None
        self._changed = True

    # Inside -----------------------------------------------------------------------------------------------

    def _wanted(self, key: PictureKey) -> _Entry | None:
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
            if key in self._images:
                self._images.move_to_end(key)
        if not self._complete(key, entry):
            if key not in self._wishes:
                self._changed = True
            self._wishes[key] = None
            self._wishes.move_to_end(key)
            while len(self._wishes) > MOST_WISHES:
                self._wishes.popitem(last=False)
        return entry

    def _complete(self, key: PictureKey, entry: _Entry | None) -> bool:
        """Whether nothing has to be asked for: it is here, decoded and of today, or it cannot be had."""
        if entry is None:
            return False
        if key.what == JOB and entry.of != self._made_of(key):
            return False
        if entry.problem is not None:
            return True
        return entry.data is not None and (self.decode is None or entry.turned)

    def _made_of(self, key: PictureKey) -> int:
        """How many frames a job has finished: its preview is out of date when there are more."""
        job = self._state.jobs.get(key.job)
        return job.frames_done if job is not None else 0

    def _order(self) -> list[PictureKey]:
        """Every wish that is still open, the most urgent first."""
        first = [key for group, keys in self._groups.items() if group != LATER for key in keys]
        last = self._groups.get(LATER, ())
        order = dict.fromkeys((*first, *reversed(self._wishes), *last))
        open_ = [key for key in order if not self._complete(key, self._entries.get(key))]
        still = set(open_)
        for key in [key for key in self._wishes if key not in still]:
            del self._wishes[key]
        return open_

    def _ask(self, key: PictureKey) -> None:
        entry, of, decode = self._entries.get(key), self._made_of(key), self.decode
        here = entry.data if entry is not None and key.what != JOB else None

        def work(client: Client) -> tuple[bytes, Any]:
            data = here if here is not None else _fetch(client, key)
            return data, _decoded(decode, data)

        self._state.link.ask(
            work,
            lambda answer: self._take_in(key, of, *answer),
            lambda problem: self._take_problem(key, of, problem),
            key.text,
            PICTURES,
        )

    def _take_in(self, key: PictureKey, of: int, data: bytes, decoded: Any) -> None:
        entry = self._answered(key, of)
        if entry.data != data:
            entry.serial += 1
        elif entry.turned and entry.decoded is not None:
            decoded = entry.decoded
        self._bytes += len(data) - len(entry.data or b"")
        self._decoded -= entry.weight
        entry.data, entry.decoded, entry.turned, entry.problem = data, decoded, self.decode is not None, None
        entry.weight = self.weigh(decoded) if decoded is not None else 0
        self._decoded += entry.weight
        self._images.pop(key, None)
        if entry.weight:
            self._images[key] = entry
        self._bound()

    def _take_problem(self, key: PictureKey, of: int, problem: Problem) -> None:
        self._answered(key, of).problem = problem

    def _answered(self, key: PictureKey, of: int) -> _Entry:
        asked = self._sent.pop(key.text, None)
        if asked is not None:
            self.latency += 0.2 * (max(0.0, self._state.clock() - asked) - self.latency)
        entry = self._entries.setdefault(key, _Entry())
        self._entries.move_to_end(key)
        entry.of = of
        self._arrived.add(key)
        self._changed = True
        self._state.touch(PanelTopic.PICTURES)
        return entry

    def _bound(self) -> None:
        """Throw out what was looked at longest ago: first decoded pictures, then whole entries."""
        while self._decoded > self._most_decoded and self._images:
            _, entry = self._images.popitem(last=False)
            self._decoded -= entry.weight
            entry.decoded, entry.turned, entry.weight = None, False, 0
        while (self._bytes > self._most_bytes and len(self._entries) > 1) or len(
            self._entries
        ) > MOST_ENTRIES:
            key, oldest_entry = self._entries.popitem(last=False)
            self._images.pop(key, None)
            self._bytes -= len(oldest_entry.data or b"")
            self._decoded -= oldest_entry.weight


def _fetch(client: Client, key: PictureKey) -> bytes:
    if key.what == JOB:
        return client.job_preview(key.job, key.width)
    if key.what == CAST and key.frame is not None:
        return client.character_picture(key.show, key.take, key.frame)
    if key.what == FACE and key.frame is not None:
        return client.face(key.take, key.show, key.frame)
    if key.plate is not None and key.frame is not None:
        return client.plate_frame(_look(key, key.plate, key.frame), exact=key.what == PLATE_CROP)
    if key.what in (FRAME, TAKE_CROP) and key.frame is not None:
        return client.frame(key.take, key.frame, key.width, key.view, key.viewing, key.crop)
    return client.picture(key.take, key.what if key.what != FRAME else THUMBNAIL)


def _look(key: PictureKey, plate: Plate, frame: int) -> PlateFrame:
    from secondunit.wire import PlateFrame, Viewing

    return PlateFrame(plate, frame, key.width, key.crop, key.viewing or Viewing(), key.show)


def _decoded(decode: Callable[[bytes], Any] | None, data: bytes) -> Any:
    """What a toolkit makes of the bytes; None for bytes that are no picture to it."""
    try:
        return decode(data) if decode is not None else None
    except Exception:
        return None
