"""What a provider says that means harm: in its words, its offers, its pictures, its name and its code."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from websockets.sync.server import ServerConnection, serve

from secondunit.providers import CancelOutcome, Request, State, Status, Ticket
from secondunit.providers.comfyui.listening import Listening
from secondunit.providers.http import HttpDoor
from secondunit.providers.registry import find_providers
from secondunit.rights.secret import Secret
from secondunit.service.outbound.picture import keep, kept
from secondunit.service.outbound.scrubbing import ScrubbedProvider, clean
from secondunit.wire import Capability, Problem, Task, dumps
from secondunit.wire.errors import ProviderBroken, SecondUnitError, Uncertain

KEY = "canary-of-the-words-81d2"
HARM = "half a \ud800 sign, a \x00 nul, \x1b[31mred, \u202egnp.exe and " + KEY + " " + "more " * 5000


class Harmful:
    """A provider whose every word means harm."""

    name = "harmful"

    def capabilities(self) -> Sequence[Capability]:
        return [Capability("harmful", f"House {KEY}", "m", "M", (Task.IMAGE,), made_by="AI model")]

    def estimate(self, request: Request) -> Any:
        subprocess.run([sys.executable, "-c", ""], check=True)
        raise ProviderBroken(HARM, remedy=HARM, kept=HARM, where=HARM)

    def submit(self, request: Request, key: str) -> Ticket:
        raise NotImplementedError

    def recover(self, request: Request, key: str) -> Ticket | None:
        return None

    def poll(self, ticket: Ticket) -> Status:
        return Status(State.FAILED, message=HARM, problem=Problem("provider.broken", HARM, HARM, HARM, HARM))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        return []

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        return CancelOutcome.UNKNOWN


@pytest.fixture
def scrubbed_provider() -> ScrubbedProvider:
    Secret("harmful", KEY)
    return ScrubbedProvider(Harmful())


def harmless(text: str) -> bool:
    plain = all(sign.isprintable() or sign in "\n\t" for sign in text)
    return bool(text) and plain and KEY not in text and len(text) <= 2000 and bool(text.encode())


def test_words_that_no_database_holds_are_made_to_hold(scrubbed_provider: ScrubbedProvider) -> None:
    status = scrubbed_provider.poll(Ticket("harmful", "t", "k"))
    assert status.problem is not None
    said = [status.message, status.problem.message, status.problem.where, status.problem.kept]
    with pytest.raises(ProviderBroken) as caught:
        scrubbed_provider.estimate(Request(Task.IMAGE))
    problem = caught.value.problem
    said += [problem.message, problem.remedy, problem.kept, problem.where]
    assert all(harmless(each) for each in said) and dumps(problem)
    assert said[0].startswith("half a ? sign")


def test_words_of_ours_stay_as_they_are() -> None:
    problem = Problem("a.b", "Größe: 漢字, – and “so on”.\nA line more.", "Do it.", "Kept.", "/a/b c.exr")
    assert clean(problem) == problem


def test_an_offer_holds_no_key(scrubbed_provider: ScrubbedProvider) -> None:
    (offer,) = scrubbed_provider.capabilities()
    assert KEY not in offer.label and offer.tasks == (Task.IMAGE,) and isinstance(offer, Capability)


def test_a_package_that_calls_its_code_ours_is_not_ours(tmp_path: Path) -> None:
    """A name of ours, or a place within our package, given by somebody else's package."""
    (tmp_path / "evil-1.0.dist-info").mkdir()
    (tmp_path / "evil-1.0.dist-info" / "METADATA").write_text("Name: evil\nVersion: 1.0\n", "utf-8")
    (tmp_path / "evil-1.0.dist-info" / "entry_points.txt").write_text(
        "[secondunit.providers]\nbedrock = secondunit.providers.folder:Folder\n", "utf-8"
    )
    from importlib.metadata import Distribution

    points = [point for each in Distribution.discover(path=[str(tmp_path)]) for point in each.entry_points]
    assert [point.name for point in points] == ["bedrock"]
    found = find_providers(points)
    assert "bedrock" not in found.makers
    assert [(each.name, each.package) for each in found.broken] == [("bedrock", "evil")]
    ours = EntryPoint("folder", "secondunit.providers.folder:Folder", "secondunit.providers")
    assert "folder" in find_providers([*points, ours]).makers


def test_a_picture_without_end_closes_the_ear_and_fills_no_memory() -> None:
    closed = threading.Event()
    codes: list[int | None] = []

    def speak(connection: ServerConnection) -> None:
        connection.send('{"type": "feature_flags", "data": {}}')
        try:
            connection.send(iter([bytes(1 << 20)] * 48))
            while True:  # what it says for its part before it has heard enough
                connection.recv(timeout=60)
        except Exception:
            codes.append(connection.close_code)
        closed.set()

    with serve(speak, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        door = HttpDoor(lambda call: None)
        ear = Listening(door, url, "client", {}, lambda: 100.0)
        ear.follow("job", 3, "errand")
        assert closed.wait(90)
        ear.close()
        door.close()
        server.shutdown()
        thread.join(5)
    assert codes == [1009]  # too big


@pytest.mark.parametrize("given", [Ticket("harmful", "half \ud800", "k"), None, "t1"])
def test_a_ticket_that_cannot_be_kept_leaves_it_uncertain_and_never_unpaid(given: Any) -> None:
    """The provider has the job by then: said to be refused it would be unpaid for, and sent twice."""

    class Taking(Harmful):
        def submit(self, request: Request, key: str) -> Ticket:
            made: Ticket = given
            return made

    with pytest.raises(Uncertain):
        ScrubbedProvider(Taking()).submit(Request(Task.IMAGE), "k")


def test_code_that_ends_its_process_ends_only_its_own_turn() -> None:
    class Leaving(Harmful):
        def poll(self, ticket: Ticket) -> Status:
            raise SystemExit(3)

        def submit(self, request: Request, key: str) -> Ticket:
            sys.exit("enough")

    with pytest.raises(Exception, match="tried to end"):
        ScrubbedProvider(Leaving()).poll(Ticket("harmful", "t", "k"))
    with pytest.raises(Exception, match="tried to end") as caught:
        ScrubbedProvider(Leaving()).submit(Request(Task.IMAGE), "k")
    assert not isinstance(caught.value, SecondUnitError)  # nobody knows what it had done by then


def test_a_picture_that_swells_when_it_is_shown_is_not_kept(tmp_path: Path) -> None:
    """It is shown within an artist's own program, which would have to hold every pixel of it."""
    for form, media_type in (("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")):
        for size, there in (((6_000, 4_000), False), ((640, 360), True)):
            held = io.BytesIO()
            Image.new("L", size).save(held, form, **({"lossless": True} if form == "WEBP" else {}))
            keep(tmp_path / f"{form}{there}", held.getvalue(), media_type)
            assert (kept(tmp_path / f"{form}{there}") is not None) is there
    keep(tmp_path / "cut", b"\x89PNG\r\n\x1a\n and nothing more", "image/png")
    assert kept(tmp_path / "cut") is None
