"""`cast`: 200 characters, each in three versions of six pictures, opened through the service's route.

    python -m benchmarks.cast [--characters 200]

Every version has a `character.toml` and what was seen on entry, every second character a person with a
consent on record, every character a pin in a sequence. The route is asked in this process, without a network.
Goal: 300 ms, the median of nine, in processor time of the process and by the clock; the first, which reads
every file for the first time, is said apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient

GOAL = 300.0
TIMES = 9
VERSIONS, PICTURES = 3, 6
TOKEN, PORT = "t" * 43, 47_000


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    read.add_argument("--characters", type=int, default=200)
    count = read.parse_args().characters
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SECONDUNIT_SHOWS"] = folder
        root = Path(folder) / "heist"
        write_cast(root, count)
        print(f"{count} characters, {VERSIONS} versions, {PICTURES} pictures a version")
        _measure(Path(folder), count)


def write_cast(root: Path, count: int) -> None:
    """A show with a cast of so many characters, their pins and consents."""
    from secondunit.rights import Consent, Replica
    from secondunit.rights.records import Records
    from secondunit.service.cast_adding import add
    from secondunit.service.cast_pins import set_pins
    from secondunit.service.character_file import CharacterWords
    from secondunit.wire import CastPin

    views = ("front", "side", "back", "left", "right", "full")[:PICTURES]
    files = [root / "in" / f"{view}.png" for view in views]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\x89PNG\r\n\x1a\n")  # pixels are not looked at
    (root / "secondunit.toml").write_text('[sequences]\nsc01 = ["sh010", "sh020"]\n', "utf-8")
    records = Records(root / "rights" / "consents", Consent, "consent")
    lights = {file.name: "day" for file in files}
    for number in range(count):
        person = f"Person {number:03d}"
        persons = (person,) if number % 2 else ()
        for version in range(VERSIONS):
            words = CharacterWords(
                f"Character {number}", persons, "", f"coat {version}", "30", "", {}, lights
            )
            add(root, f"character_{number:03d}", files, words, ("front.png shows 2 faces.",))
        if persons:
            days = ("2026-01-01", "2099-12-31", person, "2026-01-01")
            records.add(
                f"person_{number}", Consent(person, Replica.ALTERATION, ("crowd",), ("heist",), ("*",), *days)
            )  # fmt: skip
    set_pins(root, tuple(CastPin(f"character_{n:03d}", 1 + n % VERSIONS, "sc01") for n in range(count)))


def _measure(folder: Path, count: int) -> None:
    from secondunit.wire import CharacterList, loads

    with _client(folder / "home") as client:
        clock, processor = [], []
        for _ in range(TIMES + 1):
            begin, used = time.perf_counter(), time.process_time()
            answer = client.get("/v1/cast", params={"show": "heist"})
            clock.append(1000 * (time.perf_counter() - begin))
            processor.append(1000 * (time.process_time() - used))
        used = time.process_time()
        cast = loads(CharacterList, answer.content)
        read = 1000 * (time.process_time() - used)
    assert len(cast.characters) == len(cast.pins) == count and not cast.remarks
    for word, times in (("processor", processor), ("clock", clock)):
        middle = statistics.median(times[1:])
        verdict = "met" if middle <= GOAL else "MISSED"
        print(f"{word}: {middle:.0f} ms (first {times[0]:.0f}, goal {GOAL:.0f}: {verdict})")
    print(f"read by the panel: {read:.0f} ms of {len(answer.content) / 1024:,.0f} KiB")


def _client(home_folder: Path) -> TestClient:
    """A client of the whole API over an empty store, in this process."""
    from starlette.testclient import TestClient
    from tests.noop import NoopEngine

    from secondunit.engines.speeds import Speeds
    from secondunit.service.api import Desk, create_app
    from secondunit.service.home import Home
    from secondunit.service.hub import Hub
    from secondunit.service.ids import now
    from secondunit.service.plan import Planner
    from secondunit.service.previews import FramePreviews
    from secondunit.service.scheduling import job_scheduler
    from secondunit.service.shows import Shows
    from secondunit.service.store import Store

    home = Home(home_folder)
    home.make()
    store = Store(home.database)
    queue = job_scheduler(
        store, NoopEngine(), "benchmark", scratch=home.scratch, slots=1, speeds=Speeds(home.speeds)
    )
    shows = Shows(home)
    planner = Planner(shows, 1 << 33)
    desk = Desk(home, store, queue, Hub(store), shows, planner, FramePreviews(home.previews), now(), _nothing)
    app = create_app(desk, token=TOKEN, port=PORT)
    return TestClient(app, f"http://127.0.0.1:{PORT}", headers={"Authorization": f"Bearer {TOKEN}"})


def _nothing() -> None:
    pass


if __name__ == "__main__":
    main()
