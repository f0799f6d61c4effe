"""A blocking client of the service: one method a route, wire values in and out, errors of the tree.

For worker threads only: every call waits for the network. One connection a request, so that a client may be
used from several threads and survives a restart of the service.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from secondunit import __version__
from secondunit.wire import (
    Brief,
    CapabilityList,
    CharacterList,
    Estimate,
    FrameRange,
    Job,
    JobPage,
    Kind,
    KindList,
    Note,
    NoteList,
    PixelValues,
    Plate,
    PlateFrame,
    PlatePath,
    PlatePixel,
    Problem,
    SecondUnitError,
    ServiceStatus,
    ShowSettings,
    SignOff,
    SignOffList,
    Spaces,
    Take,
    TakePage,
    Viewing,
    Window,
    decode,
    dumps,
    loads,
)
from secondunit.wire.cast import CastTakeList
from secondunit.wire.errors import (
    NewerSchema,
    ServiceAbsent,
    ServiceError,
    ServiceLost,
    ServiceMismatch,
    UnknownField,
    raised,
)

from .cast_match_client import CastMatchClient
from .look_client import LookClient
from .provider_client import ProviderClient
from .review_client import ReviewClient

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse

T = TypeVar("T")

#: The pictures of a take that the service serves.
PICTURES = ("thumbnail", "contact", "movie")
#: What a frame may be looked at on or as; `behind` is its plate alone.
VIEWS = ("plate", "black", "white", "grey", "checker", "alpha", "behind")


def _no_pause() -> None:
    pass


class Client(ReviewClient, LookClient, ProviderClient, CastMatchClient):
    """The service at `url`, spoken to with `token` in the name of `user`.

    `timeout` is in seconds. `pause` is called between the items of a long answer: a worker thread lets the
    host's main thread have the interpreter there.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        user: str = "",
        timeout: float = 10.0,
        pause: Callable[[], None] = lambda: None,
    ) -> None:
        self.url, self.token, self.user, self.timeout, self._pause = url, token, user, timeout, pause

    def status(self, timeout: float | None = None) -> ServiceStatus:
        """What the service says of itself; raises `ServiceMismatch` for one whose values are newer."""
        body = self._send("GET", "/v1/status", timeout=timeout)
        try:
            return loads(ServiceStatus, body)
        except (NewerSchema, UnknownField):
            raise ServiceMismatch(
                f"The service is version {_version_in(body)}, newer than this plug-in ({__version__}).",
                remedy="Update the plug-in, then start the host again.",
            ) from None

    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of element it makes, with its controls."""
        return loads(KindList, self._send("GET", "/v1/kinds")).kinds

    def capabilities(self, show: str = "") -> CapabilityList:
        """Every provider and model that a show may ask, the on-board one first, and those that are absent."""
        query = _query({"show": show})
        return loads(CapabilityList, self._send("GET", "/v1/capabilities" + query, timeout=30.0))

    def inspect(
        self, path: str, show: str = "", *, part: str = "", accept_damage: bool = False,
        frames: FrameRange | None = None, config: str = "", rate_required: bool = False, comp: bool = False,
        timeout: float = 60.0,
    ) -> Plate:  # fmt: skip
        """The plate at `path` on the service's machine: a file, a folder, a pattern or a movie.

        Its colour space is empty where neither the files nor the show's rules say it: then it must be asked
        for, never guessed. `PlatePath` says what the other words mean.
        Raises `NotFound`, `MissingFrames`, `BadInput`, `DamagedPicture`, `NoRights`.
        """
        place = PlatePath(path, show, part, accept_damage, frames, config, rate_required, comp)
        return loads(Plate, self._send("POST", "/v1/plates", dumps(place), timeout=timeout))

    def colorspaces(self, config: str = "", show: str = "") -> Spaces:
        """The colour spaces that pixels can be in: of a config, else the show's, else the service's own.

        Raises `UnknownConfig`.
        """
        query = _query({"config": config, "show": show})
        return loads(Spaces, self._send("GET", "/v1/colorspaces" + query))

    def show(self, show: str) -> ShowSettings:
        """A show's rules."""
        return loads(ShowSettings, self._send("GET", _path("/v1/shows", show)))

    def cast(self, show: str) -> CharacterList:
        """The characters of a show, each with its versions; raises `NoRights`."""
        return loads(CharacterList, self._send("GET", "/v1/cast" + _query({"show": show})))

    def cast_takes(self, show: str) -> CastTakeList:
        """The takes of a show that show somebody of its cast, each character in its version."""
        return loads(CastTakeList, self._send("GET", "/v1/cast/takes" + _query({"show": show})))

    def character_picture(self, show: str, name: str, version: int) -> bytes:
        """A small picture (PNG) of a version of a character; raises `NotFound`."""
        path = _path("/v1/cast", name, str(version), "thumbnail")
        return self._send("GET", path + _query({"show": show}), timeout=30.0)

    def estimate(self, brief: Brief) -> Estimate:
        """What a brief would cost, and what was understood of its prompt."""
        return loads(Estimate, self._send("POST", "/v1/estimate", dumps(brief)))

    def submit(self, brief: Brief, key: str = "") -> Job:
        """Make a job of a brief; the same `key` and brief give the same job again, however often sent."""
        headers = {"Idempotency-Key": key} if key else {}
        return loads(Job, self._send("POST", "/v1/jobs", dumps(brief), headers=headers))

    def jobs(self, *, show: str = "", shot: str = "", element: str = "", state: str = "", limit: int = 0,
             after: str = "") -> JobPage:  # fmt: skip
        """A page of jobs, newest first."""
        query = {
            "show": show,
            "shot": shot,
            "element": element,
            "state": state,
            "limit": limit,
            "after": after,
        }
        items, following = self._page("/v1/jobs", query, "jobs", Job)
        return JobPage(items, following)

    def job(self, job: str) -> Job:
        """One job; raises `NotFound`."""
        return loads(Job, self._send("GET", _path("/v1/jobs", job)))

    def job_brief(self, job: str) -> Brief:
        """The brief a job was made of."""
        return loads(Brief, self._send("GET", _path("/v1/jobs", job, "brief")))

    def cancel(self, job: str) -> Job:
        """Ask a job to stop; raises `Conflict` when it has ended."""
        return loads(Job, self._send("POST", _path("/v1/jobs", job, "cancel")))

    def retry(self, job: str) -> Job:
        """Take up a failed or cancelled job again, keeping its finished frames."""
        return loads(Job, self._send("POST", _path("/v1/jobs", job, "retry")))

    def takes(self, *, show: str = "", shot: str = "", element: str = "", job: str = "", limit: int = 0,
              after: str = "") -> TakePage:  # fmt: skip
        """A page of takes, newest first; `job` asks for those of one run."""
        query = {"show": show, "shot": shot, "element": element, "job": job, "limit": limit, "after": after}
        items, following = self._page("/v1/takes", query, "takes", Take)
        return TakePage(items, following)

    def take(self, take: str) -> Take:
        """One take; raises `NotFound`."""
        return loads(Take, self._send("GET", _path("/v1/takes", take)))

    def take_brief(self, take: str) -> Brief:
        """The brief a take was made of."""
        return loads(Brief, self._send("GET", _path("/v1/takes", take, "brief")))

    def picture(self, take: str, preview: str = "thumbnail") -> bytes:
        """The bytes of a take's `thumbnail` or `contact` sheet (PNG) or `movie` (MP4)."""
        return self._send("GET", _path("/v1/takes", take, preview))

    def frame(
        self, take: str, frame: int, width: int = 960, view: str = "plate", viewing: Viewing | None = None,
        crop: Window | None = None,
    ) -> bytes:  # fmt: skip
        """A frame in one of `VIEWS`, at most `width` wide, or its `crop` as PNG; raises `NotFound`."""
        look = {"width": width, "view": view, **(vars(viewing) if viewing is not None else {})}
        path = _path("/v1/takes", take, "frames", str(frame), *(("pixels",) if crop is not None else ()))
        if crop is not None:
            look |= {"x": crop.x, "y": crop.y, "across": crop.width, "down": crop.height}
        return self._send("GET", path + _query(look), timeout=30.0)

    def plate_frame(self, look: PlateFrame, exact: bool = False) -> bytes:
        """A frame of a plate or its crop as JPEG, `exact` as PNG; raises `NotFound`, `DamagedPicture`."""
        path = "/v1/plates/pixels" if exact else "/v1/plates/frame"
        return self._send("POST", path, dumps(look), timeout=30.0)

    def plate_pixel(self, place: PlatePixel) -> PixelValues:
        """The scene-linear values of one pixel of a plate; raises as `plate_frame`."""
        return loads(PixelValues, self._send("POST", "/v1/plates/pixel", dumps(place), timeout=30.0))

    def take_pixel(self, take: str, frame: int, x: int, y: int) -> PixelValues:
        """The scene-linear values of one pixel of a take itself."""
        path = _path("/v1/takes", take, "frames", str(frame), "pixel") + _query({"x": x, "y": y})
        return loads(PixelValues, self._send("GET", path, timeout=30.0))

    def job_preview(self, job: str, width: int = 320) -> bytes:
        """The newest finished frame of a running job as PNG or JPEG; raises `NotFound` before the first."""
        return self._send("GET", _path("/v1/jobs", job, "preview") + _query({"width": width}), timeout=30.0)

    def notes(self, take: str) -> tuple[Note, ...]:
        """What was said of a take, oldest first."""
        return loads(NoteList, self._send("GET", _path("/v1/takes", take, "notes"))).notes

    def add_note(self, note: Note) -> Note:
        """Say something of a take; gives the note as it is kept.

        A note without an id gets one here, and is sent a second time when the answer to the first is lost: a
        note of an id is kept once however often it is sent.
        """
        if not note.id:
            note = replace(note, id=f"n{os.urandom(12).hex()}")
        path, body = _path("/v1/takes", note.take, "notes"), dumps(note)
        try:
            return loads(Note, self._send("POST", path, body))
        except ServiceLost:
            return loads(Note, self._send("POST", path, body))

    def signoffs(self, take: str, *, frames: bool = True) -> SignOffList:
        """What was decided about a take, oldest first, and the digest of its frames as they are now.

        Without `frames` they are not read: quick, and there is no digest.
        """
        path = _path("/v1/takes", take, "signoffs") + ("" if frames else _query({"frames": "false"}))
        return loads(SignOffList, self._send("GET", path, timeout=600.0 if frames else 30.0))

    def sign_off(self, signoff: SignOff) -> SignOff:
        """Record a decision on a take; gives it as it is kept. Sent again as notes are.

        Raises `Conflict` where `take_digest` is not that of the take's frames as they are now.
        """
        if not signoff.id:
            signoff = replace(signoff, id=f"s{os.urandom(12).hex()}")
        path, body = _path("/v1/takes", signoff.take, "signoffs"), dumps(signoff)
        try:
            return loads(SignOff, self._send("POST", path, body, timeout=600.0))
        except ServiceLost:
            return loads(SignOff, self._send("POST", path, body, timeout=600.0))

    def stop(self) -> ServiceStatus:
        """Ask the service to end in order; running jobs are taken up again at its next start."""
        return loads(ServiceStatus, self._send("POST", "/v1/stop"))

    def open_events(self, after: int, *, show: str = "", timeout: float = 25.0) -> HTTPResponse:
        """The open stream of events after number `after`; the caller reads and closes it.

        `timeout` is how long (s) it may be silent: the service speaks at least every 10 s.
        """
        query = _query({"after": after, "show": show})
        return self._open("GET", "/v1/events" + query, None, {"Accept": "text/event-stream"}, timeout)

    def _page(
        self, path: str, query: Mapping[str, object], name: str, cls: type[T]
    ) -> tuple[tuple[T, ...], str]:
        """A page read item by item, with a pause after each."""
        import json

        try:
            body = json.loads(self._send("GET", path + _query(query)))
        except ValueError:
            raise ServiceError("The service's answer is not JSON.") from None
        items = []
        for item in body.get(name, ()):
            items.append(decode(cls, item))
            self._pause()
        return tuple(items), str(body.get("next", ""))

    def _send(
        self, method: str, path: str, body: str | None = None, *, headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> bytes:  # fmt: skip
        return self.ask_media(method, path, body, headers=headers, timeout=timeout)[0]

    def ask_media(
        self, method: str, path: str, body: str | None = None, *, headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> tuple[bytes, HTTPMessage]:  # fmt: skip
        """The body and the headers of the answer to one request."""
        from http.client import HTTPException

        response = self._open(method, path, body, headers or {}, timeout or self.timeout)
        try:
            with response:
                return response.read(), response.headers
        except (OSError, HTTPException) as error:
            raise lost(error) from None

    def _open(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str], timeout: float
    ) -> HTTPResponse:
        """The answer to one request, its body not read yet; an answer of 400 and more is raised."""
        from http.client import HTTPConnection, HTTPException
        from urllib.parse import quote, urlsplit

        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=timeout)
        fields = {"Authorization": f"Bearer {self.token}", "Connection": "close", **headers}
        if self.user:
            fields["X-Secondunit-User"] = quote(self.user, safe=" !#$&'()*+,-./:;<=>?@[]^_`{|}~")
        if body is not None:
            fields["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body.encode() if body is not None else None, fields)
            response = connection.getresponse()
            if response.status >= 400:
                with response:
                    raise _refusal(response.status, response.read())
        except ConnectionRefusedError:
            raise ServiceAbsent("The service does not answer.", where=self.url) from None
        except (OSError, HTTPException) as error:
            raise lost(error) from None
        return response


def _refusal(status: int, body: bytes) -> SecondUnitError:
    """The error that an answer carries; one without a readable problem is named by its status."""
    try:
        return raised(loads(Problem, body))
    except SecondUnitError:
        return ServiceError(
            f"The service answered with status {status} and no reason.",
            remedy="See the service's log, or check that nothing else listens on its port.",
        )


def _version_in(body: bytes) -> str:
    """The version that a status of another schema names."""
    import json

    status = json.loads(body)
    return str(status.get("version", "?"))[:20] if isinstance(status, dict) else "?"


def lost(error: Exception) -> ServiceLost:
    """What a connection that failed means."""
    if isinstance(error, TimeoutError):
        return ServiceLost("The service did not answer in time.")
    return ServiceLost("The connection to the service broke off.")


def _path(*parts: str) -> str:
    from urllib.parse import quote

    return "/".join([parts[0], *(quote(part, safe="") for part in parts[1:])])


def _query(values: Mapping[str, object]) -> str:
    from urllib.parse import urlencode

    parameters = {name: value for name, value in values.items() if value not in ("", 0)}
    return "?" + urlencode(parameters) if parameters else ""
