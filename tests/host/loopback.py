"""A small strict service on loopback for the tests of the host side: it speaks the routes, refuses the rest.

Everything is in memory and scripted by the test: `add_take`, `change`, `say`. Run as a program it streams the
progress of many jobs, for benchmarks.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import threading
import time
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from secondunit import __version__
from secondunit.wire import (
    SCHEMA,
    BinList,
    BinnedTake,
    Brief,
    Capability,
    CapabilityList,
    CastMatch,
    CastMatchApproval,
    CastMatchList,
    CastMatchOffer,
    CastMatchState,
    CastMatchWish,
    CharacterList,
    Estimate,
    EstimateList,
    Event,
    FrameRange,
    Job,
    JobPage,
    JobState,
    KindList,
    MarkChange,
    MarkList,
    Matte,
    MatteFiles,
    MatteLook,
    MatteWish,
    ModelAnswer,
    Note,
    NoteList,
    Offer,
    OfferList,
    OpenedMatte,
    PixelValues,
    Plate,
    PlateFrame,
    PlatePath,
    PlatePixel,
    Playlist,
    PlaylistChange,
    PlaylistList,
    SequenceContinuity,
    ServiceAddress,
    ServiceStatus,
    ShowSettings,
    SignOff,
    SignOffList,
    Spaces,
    Take,
    TakeMark,
    TakePage,
    Topic,
    WrittenMatte,
    WrittenMatteList,
    brief_digest,
    dumps,
    loads,
)
from secondunit.wire.capability import Absent
from secondunit.wire.errors import BadInput, Conflict, NotFound, UnknownConfig
from secondunit.wire.rights import Approving, ApprovingList
from secondunit.wire.saved_look import LookList, LookRemoval, LookSaving, SavedLook, name_for


def _beside(name: str) -> Any:
    """A module beside this one: this file is loaded by its path, and run as a program, in many places."""
    known = f"secondunit_test_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None and spec.loader is not None
        sys.modules[known] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[known]


_values, _http = _beside("loopback_values"), _beside("loopback_http")
SMOKE, ONBOARD, VIEWS = _values.SMOKE, _values.ONBOARD, _values.VIEWS
png, take_of, estimate_of = _values.png, _values.take_of, _values.estimate_of
page, stamp, Handler = _values.page, _values.stamp, _http.Handler


class Loopback:
    """The service; `with Loopback(home) as service:` serves until the block ends."""

    def __init__(self, home: Path, *, version: str = __version__, token: str = "t" * 43,
                 schema: int = SCHEMA) -> None:  # fmt: skip
        self.home, self.token, self.version, self.schema = home, token, version, schema
        self.kinds = (SMOKE,)
        self.capabilities: tuple[Capability, ...] = (ONBOARD,)
        #: Providers that cannot be had now, what a brief for somebody else is told, and who else may do it.
        self.absent: tuple[Absent, ...] = ()
        self.estimates: dict[str, Estimate] = {}
        self.offers: tuple[Offer, ...] = ()
        #: What models were told, and which models there are after each answer.
        self.answers: list[ModelAnswer] = []
        self.after_answers: list[tuple[Capability, ...]] = []
        self.approvals: list[Approving] = []
        self.list_approvals: list[ApprovingList] = []
        #: What is offered to bring takes closer to their cast, what was approved, and how that stands.
        self.cast_offers: list[CastMatchOffer] = []
        self.cast_approvals: list[CastMatchApproval] = []
        self.cast_matches: list[CastMatch] = []
        self.notes: list[Note] = []
        self.signoffs: list[SignOff] = []
        #: The pages of comp checks, by take.
        self.pages: dict[str, bytes] = {}
        #: The continuity of every shot's sequence, its page, and faces by take, character and frame.
        self.sequence: SequenceContinuity | None = None
        #: The shots whose sequence was asked for.
        self.continuity_of: list[str] = []
        self.faces: dict[tuple[str, str, int], bytes] = {}
        #: Marks by take and user, the bin, and playlists by id, as the service keeps them.
        self.marks: dict[tuple[str, str], TakeMark] = {}
        self.bin: dict[str, BinnedTake] = {}
        self.playlists: dict[str, Playlist] = {}
        #: The digest of a take's frames, scripted by the test.
        self.digests: dict[str, str] = {}
        #: What is found at a path, scripted by the test; and what the job preview shows: frames done so far.
        self.plates: dict[str, Plate] = {}
        #: The paths of plates whose files are gone, and the state of all others.
        self.lost: set[str] = set()
        self.stamp = "a1"
        #: Draws plates as a service would, where a test looks at their pixels: the look, and whether exactly.
        self.draw: Callable[[PlateFrame, bool], bytes] | None = None
        #: Draws a part of a take's frame as a service would: the take's id, its frame, the query.
        self.draw_part: Callable[[str, int, dict[str, str]], bytes] | None = None
        #: Drawn mattes: what was asked to be written, and what is answered to whoever opens one.
        self.drawn: list[MatteWish] = []
        self.opened: OpenedMatte | None = None
        #: Draws them, and writes them, as a service would, where a test looks at their pixels.
        self.draw_matte: Callable[[MatteLook], bytes] = lambda look: png(look.width, 16, (0, 0, 0))
        self.write_matte: Callable[[MatteWish], WrittenMatte] | None = None
        #: The cast of every show.
        self.cast = CharacterList()
        #: The colour spaces of a config, by its name.
        self.spaces: dict[str, Spaces] = {}
        #: The looks that somebody saved, and pictures of those of the kinds by kind and name.
        self.looks: list[SavedLook] = []
        #: Those that were taken away, and the pictures that were saved with some, by their choice.
        self.away: list[SavedLook] = []
        self.saved_pictures: dict[str, bytes] = {}
        self.look_pictures: dict[tuple[str, str], bytes] = {}
        self.previews: dict[str, int] = {}
        self.jobs: dict[str, Job] = {}
        self.briefs: dict[str, Brief] = {}
        self.keys: dict[str, str] = {}
        self.takes: dict[str, Take] = {}
        self.events: list[Event] = []
        self.asked: list[str] = []
        self.users: list[str] = []
        self.silent_once: set[str] = set()
        self.news = threading.Condition()
        self.server: ThreadingHTTPServer | None = None
        self._number = 0

    def __enter__(self) -> Loopback:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, port: int = 0) -> None:
        """Serve, and write where."""
        service = self

        class Served(Handler):
            loopback = service

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Served)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "token").write_text(self.token)
        address = ServiceAddress(self.url, os.getpid(), str(self.home / "token"), self.version, "")
        (self.home / "service.json").write_text(dumps(address))

    def stop(self) -> None:
        """Die as with kill -9: connections break off, service.json stays."""
        server, self.server = self.server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            with self.news:
                self.news.notify_all()

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def make_job(self, **changes: Any) -> Job:
        """A new job with an id of its own, known to the service and told of."""
        self._number += 1
        known: dict[str, Any] = {
            "id": f"j{self._number:025d}", "show": "show", "shot": "shot", "element": "smoke",
            "brief_digest": "0" * 64, "frames": FrameRange(1001, 1004), "changed": stamp(0),
            "elsewhere": changes.get("provider", "") not in ("", "onboard", "comp"),
        }  # fmt: skip
        job = Job(**{**known, **changes})
        self.jobs[job.id] = job
        self.say(Topic.JOB_CREATED, job=job)
        return job

    def change(self, job: str, **changes: Any) -> Job:
        """Write a job anew and tell of it."""
        fresh = replace(self.jobs[job], changed=stamp(len(self.events) + 1), **changes)
        self.jobs[job] = fresh
        self.say(Topic.JOB_PROGRESS if "progress" in changes else Topic.JOB_CHANGED, job=fresh)
        return fresh

    def add_take(self, take: Take) -> Take:
        """Store a take and tell of it."""
        self.takes[take.id] = take
        self.say(Topic.TAKE_CREATED, take=take)
        return take

    def add_note(self, take: str, text: str, frame: int | None = None, user: str = "kim") -> Note:
        """A note as another host would leave it."""
        return self._note(Note(take, text, frame, user))

    def say(
        self, topic: Topic, *, job: Job | None = None, take: Take | None = None, note: Note | None = None,
        signoff: SignOff | None = None, mark: TakeMark | None = None, playlist: Playlist | None = None,
    ) -> None:  # fmt: skip
        """Append an event and wake the streams."""
        with self.news:
            number = len(self.events) + 1
            at = stamp(number - 1)
            self.events.append(
                Event(number, topic, at, job, take, note, signoff, mark=mark, playlist=playlist)
            )
            self.news.notify_all()

    def status(self) -> ServiceStatus:
        running = sum(not job.state.ended for job in self.jobs.values())
        return ServiceStatus(self.version, self.schema, os.getpid(), "", 0, running, len(self.events))

    def _save_look(self, saving: LookSaving) -> SavedLook:
        look = replace(saving.look, name=name_for(saving.look.label))
        before = [other for other in self.looks if (other.kind, other.choice) == (look.kind, look.choice)]
        if before and not saving.replace:
            raise Conflict(f"There is a look {look.label!r} already.")
        if saving.picture:
            look = replace(look, picture=f"{len(self.saved_pictures)}")
            self.saved_pictures[look.choice] = b64decode(saving.picture)
        self.looks = [*(other for other in self.looks if other not in before), look]
        return look

    def _remove_look(self, removal: LookRemoval) -> SavedLook:
        here, there = (self.away, self.looks) if removal.restore else (self.looks, self.away)
        for look in here:
            if (look.kind, look.name, look.scope) == (removal.kind, removal.name, removal.scope):
                here.remove(look)
                there.append(look)
                return look
        raise NotFound("There is no such look.")

    def _answered(self, answer: ModelAnswer) -> CapabilityList:
        """Keeps an answer; the models are then those that are set for it."""
        asked = [
            each.question
            for each in self.capabilities
            if (each.provider, each.model) == (answer.provider, answer.model) and each.question is not None
        ]
        if not asked or asked[0].part != answer.part:
            raise Conflict("That is not asked now.")
        self.answers.append(answer)
        self.capabilities = self.after_answers.pop(0)
        return CapabilityList(self.capabilities, self.absent)

    # Routes --------------------------------------------------------------------------------------------

    def answer(self, method: str, path: list[str], query: dict[str, str], body: bytes, headers: Any) -> Any:
        match (method, *path):
            case ("GET", "status"):
                return self.status()
            case ("POST", "stop"):
                return self.status()
            case ("GET", "kinds"):
                return KindList(self.kinds)
            case ("GET", "looks"):
                return LookList(tuple(self.looks))
            case ("POST", "looks"):
                return self._save_look(loads(LookSaving, body))
            case ("POST", "looks", "remove"):
                return self._remove_look(loads(LookRemoval, body))
            case ("GET", "looks", scope, _, look, "picture"):
                return self.saved_pictures[f"{scope}:{look}"]
            case ("GET", "kinds", kind, "looks", look, "picture"):
                if (kind, look) not in self.look_pictures:
                    raise NotFound("There is no picture of this look.")
                return self.look_pictures[kind, look]
            case ("GET", "shows", show):
                return ShowSettings(show, str(self.home / show))
            case ("POST", "estimate"):
                return self._estimate(loads(Brief, body))
            case ("POST", "approvals", "list"):
                return self._approve_list(loads(ApprovingList, body))
            case ("POST", "approvals"):
                yes = loads(Approving, body)
                self.approvals.append(yes)
                return self._estimate(yes.brief)
            case ("POST", "cast-matches", "offer"):
                wish = loads(CastMatchWish, body)
                if not self.cast_offers:
                    raise NotFound("No take drifts.")
                return replace(self.cast_offers[0], wish=wish)
            case ("POST", "cast-matches"):
                yes_to_all = loads(CastMatchApproval, body)
                if self.cast_offers[0].digests != yes_to_all.brief_digests or self.cast_approvals:
                    raise Conflict("This list is another one than was approved.")
                self.cast_approvals.append(yes_to_all)
                self.cast_matches.append(CastMatch("m1", "nordlys", yes_to_all, self.cast_offers[0].tries))
                return self.cast_matches[-1]
            case ("GET", "cast-matches"):
                return CastMatchList(tuple(self.cast_matches))
            case ("GET", "cast-matches", _):
                return self.cast_matches[-1]
            case ("POST", "cast-matches", _, "stop"):
                stopped = replace(self.cast_matches[-1], state=CastMatchState.STOPPED, why="Stopped.")
                self.cast_matches[-1] = stopped
                return stopped
            case ("POST", "offers"):
                loads(Brief, body)
                return OfferList(self.offers)
            case ("GET", "jobs", job, "offers"):
                if self._job(job).state not in (JobState.FAILED, JobState.REFUSED, JobState.UNCERTAIN):
                    raise Conflict("The job did not fail.")
                return OfferList(self.offers)
            case ("POST", "jobs"):
                return self._submit(loads(Brief, body), headers.get("Idempotency-Key", ""))
            case ("GET", "jobs"):
                return JobPage(*page(self.jobs.values(), query))
            case ("GET", "jobs", job):
                return self._job(job)
            case ("GET", "jobs", job, "brief"):
                return self.briefs[self._job(job).id]
            case ("POST", "jobs", job, "cancel"):
                known = self._job(job).state
                if known.ended and known is not JobState.UNCERTAIN:
                    raise Conflict("The job has ended.")
                return self.change(job, state=JobState.CANCELLED)
            case ("POST", "jobs", job, "retry"):
                if self._job(job).state not in (JobState.FAILED, JobState.CANCELLED, JobState.UNCERTAIN):
                    raise Conflict("The job is not one that failed.")
                return self.change(job, state=JobState.PLANNED, problem=None)
            case ("GET", "takes"):
                return TakePage(*page([t for t in self.takes.values() if t.id not in self.bin], query))
            case ("GET", "marks"):
                user = unquote(headers.get("X-Secondunit-User", ""))
                return MarkList(tuple(mark for (_, owner), mark in self.marks.items() if owner == user))
            case ("POST", "takes", take, "mark"):
                user = unquote(headers.get("X-Secondunit-User", ""))
                return self.mark(self._take(take).id, user, loads(MarkChange, body))
            case ("GET", "bin"):
                return BinList(tuple(self.bin.values()))
            case ("POST", "takes", take, "bin"):
                record = self._take(take)
                self.bin[take] = BinnedTake(record, record.folder + ".binned", 2024)
                self.say(Topic.TAKE_BINNED, take=record)
                return self.bin[take]
            case ("POST", "takes", take, "restore"):
                self.bin.pop(take, None)
                self.say(Topic.TAKE_RESTORED, take=self._take(take))
                return self._take(take)
            case ("GET", "playlists"):
                return PlaylistList(tuple(self.playlists.values()))
            case ("POST", "playlists"):
                fresh = replace(loads(Playlist, body), id=f"p{len(self.playlists):025d}", changed=stamp(0))
                return self._keep_playlist(fresh)
            case ("GET", "playlists", id, "takes"):
                return TakePage(tuple(self.takes[take] for take in self.playlists[id].takes))
            case ("POST", "playlists", id, "change"):
                change, before = loads(PlaylistChange, body), self.playlists[id]
                changed = stamp(len(self.events) + 1)
                name = change.name or before.name
                return self._keep_playlist(
                    replace(before, name=name, takes=change.of(before.takes), changed=changed)
                )
            case ("POST", "playlists", id, "remove"):
                removed = self.playlists.pop(id)
                self.say(Topic.PLAYLIST_REMOVED, playlist=removed)
                return removed
            case ("GET", "takes", take):
                return self._take(take)
            case ("GET", "colorspaces"):
                config = query.get("config", "studio.ocio")
                if config not in self.spaces:
                    raise UnknownConfig(f"There is no config {config!r}.", where=config)
                return self.spaces[config]
            case ("GET", "cast"):
                if not query.get("show"):
                    raise BadInput("The show whose cast it is.", where="show")
                return self.cast
            case ("GET", "cast", name, version, "thumbnail"):
                character = self.cast.find(name)
                if character is None or character.find(int(version)) is None:
                    raise NotFound(f"The show's cast has no {name}.", where=name)
                return png(64, 64, (60 * int(version) % 256, 90, 120))
            case ("GET", "capabilities"):
                return CapabilityList(self.capabilities, self.absent)
            case ("POST", "answers"):
                return self._answered(loads(ModelAnswer, body))
            case ("POST", "plates"):
                path = loads(PlatePath, body).path
                if path not in self.plates:
                    raise NotFound(f"There is no file {Path(path).name}.", where=path)
                return self.plates[path]
            case ("POST", "plates", "frame" | "pixels" as what):
                look = self._plate_on_disk(loads(PlateFrame, body))
                if self.draw is not None:
                    return self.draw(look, what == "pixels")
                whole = look.crop is None
                high = look.plate.format.height * look.width // look.plate.format.width
                size = (look.width, max(1, high)) if whole else (look.crop.width, look.crop.height)
                mark = zlib.crc32(f"{look.plate.path} {look.viewing} {what}".encode())
                color = mark & 127, mark >> 8 & 127, mark >> 16 & 127
                return png(*size, color, look.frame * 5 % max(1, size[0] - 4))
            case ("GET", "mattes"):
                return WrittenMatteList(tuple(_written(wish, n) for n, wish in enumerate(self.drawn, 1)))
            case ("POST", "mattes"):
                wish = loads(MatteWish, body)
                written = self.write_matte(wish) if self.write_matte is not None else None
                self.drawn.append(wish)
                return written or _written(wish, len(self.drawn))
            case ("POST", "mattes", "open"):
                if self.opened is None:
                    place = loads(MatteFiles, body).path
                    raise NotFound("There are no shapes beside these files.", where=place)
                return self.opened
            case ("POST", "mattes", "frame"):
                return self.draw_matte(loads(MatteLook, body))
            case ("POST", "plates", "pixel"):
                place = self._plate_on_disk(loads(PlatePixel, body))
                values = (str(place.x), str(place.y), str(place.frame))
                return PixelValues(place.x, place.y, ("R", "G", "B"), values, self.stamp)
            case ("GET", "takes", take, "frames", frame, "pixel"):
                x, y = int(query.get("x", "0")), int(query.get("y", "0"))
                return PixelValues(x, y, ("R", "G", "B", "A"), (str(x), str(y), frame, "1"))
            case ("GET", "jobs", job, "preview"):
                if self._job(job).id not in self.previews:
                    raise NotFound("The job has no finished frame yet.", where=job)
                return self._picture(query, "320", job, self.previews[job], "plate")
            case ("GET", "takes", take, "brief"):
                if self._take(take).job not in self.briefs:
                    raise NotFound("The test gave this take no brief.", where=take)
                return self.briefs[self._take(take).job]
            case ("GET", "takes", take, "notes"):
                return NoteList(tuple(note for note in self.notes if note.take == self._take(take).id))
            case ("GET", "shows", _, "continuity", *form):
                self.continuity_of.append(query.get("shot", ""))
                if self.sequence is None:
                    raise NotFound("sh010 is in no sequence.", remedy="There are: none.")
                return f"<html>{query['shot']} {form}".encode() if form else self.sequence
            case ("GET", "takes", take, "faces", character, frame):
                if (take, character, int(frame)) not in self.faces:
                    raise NotFound("There is no such face.")
                return self.faces[take, character, int(frame)]
            case ("GET", "takes", take, "check", "page"):
                return self.pages[take]
            case ("GET", "takes", take, "signoffs"):
                digest = self.digests.get(self._take(take).id, "0" * 64)
                digest = "" if query.get("frames") == "false" else digest
                return SignOffList(tuple(one for one in self.signoffs if one.take == take), digest)
            case ("POST", "takes", take, "signoffs"):
                return self._sign_off(loads(SignOff, body), unquote(headers.get("X-Secondunit-User", "")))
            case ("POST", "takes", take, "notes"):
                note = loads(Note, body)
                if note.take != self._take(take).id:
                    raise BadInput("The note is about another take.", where="take")
                user = unquote(headers.get("X-Secondunit-User", "")) or note.user
                return self._note(replace(note, user=user))
            case ("GET", "takes", take, "frames", frame, "pixels"):
                if self.draw_part is not None:
                    return self.draw_part(self._take(take).id, int(frame), query)
                return self._picture(query, "960", take, int(frame), query.get("view", "plate"))
            case ("GET", "takes", take, "frames", frame):
                if int(frame) not in self._take(take).frames:
                    raise NotFound(f"{self._take(take).label} has no frame {frame}.")
                return self._picture(query, "960", take, int(frame), query.get("view", "plate"))
            case ("GET", "takes", take, "thumbnail"):
                return (Path(self._take(take).folder) / "previews/thumbnail.png").read_bytes()
            case _:
                raise NotFound(f"There is nothing at {'/'.join(path)}.")

    def mark(self, take: str, user: str, change: MarkChange) -> TakeMark:
        """A mark as another panel would change it."""
        before = self.marks.get((take, user), TakeMark(take, user))
        star = before.star if change.star is None else change.star
        hidden = before.hidden if change.hidden is None else change.hidden
        mark = TakeMark(take, user, star, hidden, stamp(len(self.events) + 1))
        self.marks[take, user] = mark
        self.say(Topic.MARK_CHANGED, mark=mark)
        return mark

    def _keep_playlist(self, playlist: Playlist) -> Playlist:
        self.playlists[playlist.id] = playlist
        self.say(Topic.PLAYLIST_CHANGED, playlist=playlist)
        return playlist

    def _plate_on_disk(self, look: Any) -> Any:
        """What is asked of a plate, unless the test has taken that away."""
        if look.plate.path in self.lost:
            raise NotFound(f"{Path(look.plate.path).name} is not there.", where=look.plate.path)
        return look

    def _job(self, id: str) -> Job:
        if id not in self.jobs:
            raise NotFound("There is no such job.", where=id)
        return self.jobs[id]

    def _take(self, id: str) -> Take:
        if id not in self.takes:
            raise NotFound("There is no such take.", where=id)
        return self.takes[id]

    def _note(self, note: Note) -> Note:
        """Keep a note once; raises `Conflict` when its id was used for another."""
        known = next((one for one in self.notes if one.id == note.id), None) if note.id else None
        if known is not None:
            if (known.take, known.text, known.frame) != (note.take, note.text, note.frame):
                raise Conflict("This id was used for another note.", where="id")
            return known
        kept = replace(note, id=note.id or f"n{len(self.notes) + 1:025d}", created=stamp(len(self.events)))
        self.notes.append(kept)
        self.say(Topic.NOTE_CREATED, note=kept)
        return kept

    def _sign_off(self, signoff: SignOff, user: str) -> SignOff:
        """Keep a sign-off once; raises `Conflict` for another of its id, or one of other frames."""
        digest = self.digests.get(self._take(signoff.take).id, "0" * 64)
        earlier = next((one for one in self.signoffs if one.id == signoff.id), None) if signoff.id else None
        if earlier is not None:
            if not earlier.same_as(signoff):
                raise Conflict("This id was used for another sign-off.", where="id")
            return earlier
        if signoff.take_digest not in ("", digest):
            raise Conflict("The frames are not those that were looked at.", where="take_digest")
        record = replace(
            signoff, id=signoff.id or f"s{len(self.signoffs) + 1:025d}", take_digest=digest,
            when=stamp(len(self.events)), entered_by=user if user != signoff.by else "",
        )  # fmt: skip
        self.signoffs.append(record)
        self.say(Topic.SIGN_OFF_CREATED, signoff=record)
        return record

    def _picture(self, query: dict[str, str], usual: str, of: str, frame: int, view: str) -> bytes:
        """A 16:9 picture whose colour is the take's and the view's, and whose stripe is the frame's."""
        width = int(query.get("width", usual))
        if not 16 <= width <= 4096:
            raise BadInput("The width is out of range.", where="width")
        if view not in VIEWS:
            raise BadInput(f"There is no view {view!r}.", where="view")
        mark = zlib.crc32(f"{of} {view}".encode())
        color = mark & 127, mark >> 8 & 127, mark >> 16 & 127
        return png(width, max(1, width * 9 // 16), color, frame * 5 % max(1, width - 4))

    def _estimate(self, brief: Brief) -> Estimate:
        """As scripted for a provider, or once somebody approved; else what this machine says."""
        told = self.estimates.get(brief.provider)
        if told is None:
            return estimate_of(brief, self.kinds)
        digest = brief_digest(brief)
        approved = {brief_digest(yes.brief): yes.by for yes in self.approvals}
        approved |= {one: yes.by for yes in self.list_approvals for one in yes.brief_digests}
        if approved.get(digest, "") in told.approvers:
            told = replace(told, allowed=True, approvers=(), verdict="Allowed: ana approved it.")
        return replace(told, brief_digest=digest)

    def _approve_list(self, yes: ApprovingList) -> EstimateList:
        """Every brief as it is estimated now is the one that was named."""
        if yes.brief_digests != tuple(self._estimate(brief).brief_digest for brief in yes.briefs):
            raise Conflict("This list is another one than was approved.", kept="Nothing was approved.")
        self.list_approvals.append(yes)
        return EstimateList(tuple(self._estimate(brief) for brief in yes.briefs))

    def _submit(self, brief: Brief, key: str) -> Job:
        if key in self.keys:
            job = self.jobs[self.keys[key]]
            if job.brief_digest != brief_digest(brief):
                raise Conflict("This key was used for another brief.")
            return job
        self._estimate(brief)
        job = self.make_job(
            provider=brief.provider,
            model=brief.model,
            show=brief.show,
            shot=brief.shot,
            element=brief.element,
            frames=brief.frames,
            kind=brief.kind,
            prompt=brief.prompt,
            brief_digest=brief_digest(brief),
        )
        self.briefs[job.id] = brief
        if key:
            self.keys[key] = job.id
        return job

    def since(self, number: int) -> Iterator[Event]:
        """The events after a number, then those to come, until the service dies; the next is another one."""
        server = self.server
        while server is not None and self.server is server:
            fresh = [event for event in self.events[number:] if event.number > number]
            for event in fresh:
                if self.server is not server:
                    return
                yield event
                number = event.number
            with self.news:
                if len(self.events) <= number:
                    self.news.wait(0.1)


def _written(wish: MatteWish, version: int) -> WrittenMatte:
    path = f"/drawn/{wish.shot}/{wish.name}/v{version:03d}/{wish.name}.%04d.exr"
    return WrittenMatte(wish.name, version, Matte(path, wish.drawing.frames))


def _make_takes(service: Loopback, number: int) -> None:
    """Takes of ended jobs in many versions, that share one noisy thumbnail of 384 x 216 pixels."""
    previews = service.home / "previews"
    previews.mkdir(parents=True, exist_ok=True)
    (previews / "thumbnail.png").write_bytes(png(384, 216, (70, 90, 120), 100))
    for each in range(number):
        job = service.make_job(element=f"smoke_{each % 40:02d}", state=JobState.DONE)
        take = take_of(job, folder=str(service.home), version=each // 40 + 1)
        service.takes[take.id] = take


def main() -> None:
    """Serve `--takes` takes with a thumbnail each, and `--jobs` jobs that change `--rate` times a second.

    Ends when the input is closed.
    """
    import argparse

    read = argparse.ArgumentParser()
    read.add_argument("--home", type=Path, required=True)
    read.add_argument("--jobs", type=int, default=200)
    read.add_argument("--rate", type=float, default=5.0)
    read.add_argument("--takes", type=int, default=0)
    given = read.parse_args()
    with Loopback(given.home) as service:
        _make_takes(service, given.takes)
        jobs = [service.make_job(state=JobState.RUNNING) for _ in range(given.jobs)]
        sys.stdout.write(json.dumps({"url": service.url}) + "\n")
        sys.stdout.flush()
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        turn = 0
        while True:
            time.sleep(0 if jobs else 1)
            for job in jobs:
                service.change(job.id, progress=(turn % 1000) / 1000, status=f"{time.time():.6f}")
                time.sleep(1 / (given.rate * given.jobs))
            turn += 1


if __name__ == "__main__":
    main()
