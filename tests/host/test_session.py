"""The session: it follows the document, keeps the panel's state there, marks newer versions, and mends."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit import __version__
from secondunit.host import CameraView, Dialling, LinkState, Question, Session, Source
from secondunit.wire import (
    ColorSpace,
    Control,
    Format,
    FrameRange,
    JobState,
    Kind,
    PlacementKind,
    Plate,
    Rate,
)
from secondunit.wire.errors import HostError, UnknownColorSpace

Until = Callable[..., None]
PLATE = Plate("/p/a.%04d.exr", FrameRange(1001, 1010), Rate(24), Format(128, 72), ColorSpace("ACEScg"))


@pytest.fixture
def session(host: Any, home: Path) -> Iterator[Session]:
    made = Session(host, Dialling(command="", user="Łukasz Ō", home=str(home)))
    yield made
    made.close()


@pytest.fixture
def run(session: Session) -> Callable[..., None]:
    """Pump the session until something holds; fails after ten seconds."""

    def pump(holds: Callable[[], object], what: str = "") -> None:
        end, rest = time.monotonic() + 10.0, threading.Event()
        while not holds():
            rest.wait(0.002)
            assert 0.0 <= session.pump() <= 1.0
            assert time.monotonic() < end, f"it never came to hold {what}: {session.panel.message}"

    return pump


@pytest.fixture
def online(session: Session, service: Any, run: Callable[..., None]) -> Session:
    session.start()
    run(lambda: session.panel.capability is not None and session.panel.fields.kind is not None)
    return session


def add_takes(service: Any, *versions: int, **changes: Any) -> list[Any]:
    module = sys.modules[type(service).__module__]
    job = service.make_job(state=JobState.DONE, shot=changes.get("shot", "shot"))
    made = []
    for version in versions:
        take = module.take_of(job, version=version, **changes)
        made.append(service.add_take(replace(take, id=f"t{version:025d}{take.shot}"[:26])))
    return made


def test_a_value_set_is_kept_in_the_document_and_taken_up_again(
    online: Session, host: Any, home: Path
) -> None:
    online.set("prompt", "grey smoke 💨")
    online.use_matte("alpha of Roto1")
    online.commands.add_reference("/r/a.png", "subject", 0.4)
    stored = json.loads(json.dumps(host.kept()))
    again = Session(type(host)(state=stored), Dialling(command="", home=str(home)))
    again.document_changed()
    assert again.panel.fields.value("prompt") == "grey smoke 💨"
    assert again.matte == "alpha of Roto1"
    assert [(one.path, one.role, one.strength) for one in again.panel.references] == [
        ("/r/a.png", "subject", 0.4)
    ]
    again.clear("prompt")
    assert "prompt" not in again.host.kept()["fields"]  # type: ignore[operator]


def test_a_key_frame_stands_where_the_artist_does_and_its_moment_can_be_typed(
    online: Session, host: Any, home: Path
) -> None:
    panel, commands = online.panel, online.commands
    panel.use(shot=None, plate=PLATE)
    panel.outside.use_frame(PLATE.frames.last)
    commands.add_reference("/r/a.png", "key_frame")
    panel.outside.use_frame(None)
    commands.add_reference("/r/b.png")
    commands.change_reference(1, "key_frame")
    assert [one.frame for one in panel.references] == [PLATE.frames.last, PLATE.frames.first]
    assert commands.change_reference(1, moment="1004:1002-1006") is None
    assert panel.references[1].moment == "1004:1002-1006"
    problem = commands.change_reference(1, moment="soon")
    assert problem is not None and "1024:1010-1040" in problem.remedy
    stored = json.loads(json.dumps(host.kept()))
    again = Session(type(host)(state=stored), Dialling(command="", home=str(home)))
    again.document_changed()
    assert [one.moment for one in again.panel.references] == [str(PLATE.frames.last), "1004:1002-1006"]


def test_the_plate_follows_the_selection_stays_without_one_and_can_be_pinned(
    session: Session, host: Any
) -> None:
    offered: list[Source] = []
    host.sources = lambda: tuple(offered)
    host.plate = lambda source: replace(PLATE, path=f"/p/{source}.%04d.exr")
    offered[:] = [Source("merge", "Merge1", needs_render=True, selected=True), Source("a", "Read1")]
    session.look()
    assert (session.source, session.follows) == ("a", True), "what must be rendered is never taken by itself"
    offered[:] = [Source("b", "Read2", selected=True), Source("a", "Read1")]
    session.look()
    assert session.panel.plate is not None and session.panel.plate.path == "/p/b.%04d.exr"
    offered[:] = [Source("a", "Read1"), Source("b", "Read2")]
    session.look()
    assert session.source == "b", "a click beside the nodes does not change the plate"
    session.use_source("a")
    offered[:] = [Source("b", "Read2", selected=True), Source("a", "Read1")]
    session.look()
    assert (session.source, session.follows) == ("a", False)
    session.use_source("")
    assert session.panel.plate is None
    session.use_source("auto")
    assert session.source == "b"


def test_a_plate_that_is_gone_is_said_at_its_chooser_and_stops_generating(
    online: Session, service: Any
) -> None:
    online.use_source("gone")
    assert online.source_problems["source"].code == "host.nothing_selected"
    assert online.panel.message is None, "looking around is no act that failed"
    problem = online.commands.generate()
    assert problem is not None and problem.code == "host.nothing_selected"
    assert not service.jobs


def test_a_host_that_cannot_say_something_is_heard_once_and_taken_back(session: Session, host: Any) -> None:
    ask = host.shot

    def refuse() -> Any:
        raise UnknownColorSpace("The config has no ACEScg.", remedy="Choose a space.")

    host.shot = refuse
    session.look()
    assert session.panel.message is not None and session.panel.message.code == "color.unknown_space"
    session.panel.say(None)
    session.look()
    assert session.panel.message is None, "the same trouble is not said at every look"
    host.shot = ask
    session.look()
    assert session.panel.shot == ask()


def test_a_document_whose_name_cannot_be_read_for_a_moment_keeps_its_show_and_shot(session: Session) -> None:
    def refuse() -> Any:
        raise HostError("The host does not answer.")

    panel = session.panel
    session.names = lambda: {"show": "kraken", "shot": "sh010"}
    session.look()
    session.names = refuse
    session.look()
    assert (panel.show_name, panel.shot_name) == ("kraken", "sh010")
    session.document_changed()
    assert (panel.show_name, panel.shot_name) == ("show", "shot"), "of another document nothing is known yet"


def test_a_camera_sets_what_the_artist_has_not_and_says_what_it_could_not(
    online: Session, service: Any, host: Any, run: Callable[..., None]
) -> None:
    service.kinds = (
        Kind("smoke", "Smoke", controls=(
            Control("camera_height", "Camera height", unit="m", default=1.6, minimum=0, maximum=500),
            Control("camera_pitch", "Pitch", unit="deg", default=0.0, minimum=-80, maximum=80),
            Control("focal", "Focal length", unit="mm", default=35.0, minimum=4, maximum=1200),
        )),
    )  # fmt: skip
    host.views["cam"] = CameraView("Cam", height=2.5, pitch=-88.0, focal=50.0, sensor=36.0,
                                   remarks=("The camera moves.",))  # fmt: skip
    online.commands.refresh()
    run(lambda: "controls.focal" in online.panel.fields)
    online.set("controls.camera_height", 3.0)
    online.use_camera("cam")
    fields = online.panel.fields
    assert (fields.value("controls.focal"), fields.origin("controls.focal")) == (50.0, "camera")
    assert (fields.value("controls.camera_height"), fields.origin("controls.camera_height")) == (3.0, "hand")
    assert online.panel.brief().controls == {"camera_height": 3.0, "focal": 50.0}
    assert online.panel.camera_remarks[0] == "The camera moves."
    assert "Pitch" in online.panel.camera_remarks[1]
    online.clear("controls.camera_height")
    assert fields.value("controls.camera_height") == 2.5
    online.use_camera("")
    assert online.panel.brief().controls == {}


def test_what_is_placed_is_marked_when_a_newer_version_is_there_whatever_its_shot(
    online: Session, service: Any, host: Any, run: Callable[..., None]
) -> None:
    first, second = add_takes(service, 1, 2, shot="sh777")
    online.panel.takes.put(first)
    assert online.commands.place(first.id, PlacementKind.COMP) is None
    (placed,) = host.placed()
    run(lambda: host.marks.get(placed.id) == 2, "marked by asking")
    assert online.panel.newer(placed) == 2
    add_takes(service, 3, shot="sh777")
    run(lambda: host.marks.get(placed.id) == 3, "marked by the event")
    assert online.commands.newest(placed.id) is None
    run(lambda: host.placed()[0].version == 3, "changed to the newest")
    run(lambda: host.marks.get(placed.id) == 0, "no mark on the newest")
    assert online.commands.version_to(placed.id, 2) is None
    assert host.placed()[0].version == 2
    problem = online.commands.version_to(placed.id, 9)
    assert problem is not None and "no version 9" in problem.message
    assert second.shot == "sh777"


def test_a_question_of_the_host_is_shown_until_it_is_answered(session: Session, host: Any) -> None:
    host.asked = (Question("space", "Which space is the plate in?", (("lin", "Linear"), ("log", "Log"))),)
    session.look()
    assert [one.id for one in session.panel.questions] == ["space"]
    problem = session.commands.answer("space", "red")
    assert problem is not None
    assert session.commands.answer("space", "log") is None
    assert session.panel.questions == ()
    assert host.answers == {"space": "log"}


def test_notes_are_asked_for_when_a_take_is_shown_and_come_with_events(
    online: Session, service: Any, run: Callable[..., None]
) -> None:
    (take,) = add_takes(service, 1)
    run(lambda: online.panel.takes.get(take.id))
    online.gallery.choose(take.id)
    assert online.viewer.a == take.id
    assert online.commands.add_note(take.id, "less of it", 1002) is None
    run(lambda: online.panel.notes(take.id))
    assert [(note.text, note.frame) for note in online.panel.notes(take.id)] == [("less of it", 1002)]
    problem = online.commands.add_note(take.id, "  ")
    assert problem is not None and problem.code == "prompt.bad"
    assert online.gallery.note_count(take) == 1


def test_the_one_provider_is_chosen_and_its_terms_are_sentences(online: Session) -> None:
    panel = online.panel
    assert (panel.brief().provider, panel.brief().model) == ("onboard", "")
    assert panel.fields["provider"].choices == ("onboard",)
    assert panel.fields.choice_label("provider", "onboard") == "On this machine"
    assert panel.terms()[0] == "Simulated on this machine; nothing leaves it.", "said once"
    assert any(line.startswith("Frames: 1 to ") for line in panel.terms())
    problem = online.set("provider", "elsewhere")
    assert problem is not None and problem.where == "provider"


def test_an_estimate_is_told_in_sentences(online: Session, run: Callable[..., None]) -> None:
    online.set("prompt", "thick unicorn")
    run(lambda: online.panel.estimate is not None and online.panel.estimate.ignored)
    said = {line.about: line for line in online.panel.estimate_lines()}
    assert said["verdict"].text == "Allowed: nothing leaves this machine."
    assert said["time"].text == "Takes about 12 s."
    assert said["cost"].text == "Costs nothing."
    assert said["memory"].text == "Needs 100 MB of memory."
    assert said["understood"].text == "Understood: “thick” sets Density to 2.5."
    assert (said["ignored"].text, said["ignored"].tone) == ("Not understood: “unicorn”.", "warning")


def test_a_job_that_another_host_ended_is_shown_as_it_is(
    online: Session, service: Any, run: Callable[..., None]
) -> None:
    job = service.make_job(state=JobState.RUNNING)
    run(lambda: online.panel.jobs.get(job.id))
    ended = replace(job, state=JobState.DONE, changed="2030-01-01T00:00:00Z")
    service.jobs[job.id] = ended
    assert online.commands.cancel(job.id) is None
    run(lambda: online.panel.jobs.get(job.id) == ended)
    assert online.panel.message is not None and online.panel.message.code == "conflict"


def test_a_service_of_another_version_is_offered_to_be_restarted(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    service.version = "0.0.1"
    session.start()
    run(lambda: session.panel.connection.state is LinkState.AWAY)
    mend = session.panel.connection.mend
    assert mend is not None and mend.act == "restart" and mend.sentence
    service.version = __version__
    assert session.commands.mend() is None
    run(lambda: session.panel.connection.state is LinkState.ONLINE, "mended without waiting for its turn")
    assert session.panel.connection.mend is None


def test_a_service_that_is_newer_than_the_plug_in_is_left_alone(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    service.version = "9.0.0"
    session.start()
    run(lambda: session.panel.connection.state is LinkState.AWAY)
    mend = session.panel.connection.mend
    assert mend is not None and mend.act == "start"
    assert "Update this plug-in" in session.panel.connection.remedy
    session.commands.mend()
    run(lambda: session.panel.connection.state is LinkState.AWAY)
    assert not any(asked == "POST /v1/stop" for asked in service.asked)


def test_mending_ends_an_older_service_and_starts_this_one(home: Path, service: Any) -> None:
    started: list[str] = []

    class Starting(Dialling):
        def _command(self) -> str:
            return "start"

        def _start(self, command: str, said: Any) -> Any:
            started.append(command)
            service.version = __version__
            service.start()
            return type("Ended", (), {"poll": lambda self: None})()

    service.version = "0.0.1"
    answer = service.answer

    def ending(method: str, path: list[str], *rest: Any) -> Any:
        found = answer(method, path, *rest)
        if (method, path) == ("POST", ["stop"]):
            threading.Thread(target=service.stop).start()
        return found

    service.answer = ending
    client = Starting(home=str(home)).mend()
    assert started == ["start"]
    assert client.status().version == service.version
