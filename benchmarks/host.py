"""The host side: what it costs to import, and what it ever asks of a host's main thread.

    python -m benchmarks.host [--jobs 200] [--rate 5] [--seconds 20]

1. `import secondunit.host` against `import http.client, json, dataclasses`, each alone in a bare interpreter
   (`-I -S`), turn about; the fastest of each counts. Goal: at most 1.3 times.
2. A service in a process of its own streams the progress of `--jobs` jobs, each `--rate` times a second. This
   process plays the host: its main thread pumps every 33 ms and presses a button every second. The longest
   single call counts. Goal: 8 ms.
3. From the event's birth in the service to the panel model. Goal: p99 below 60 ms.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICE = ROOT / "tests" / "host" / "loopback.py"
IMPORT_GOAL, CALL_GOAL, EVENT_GOAL = 1.3, 8.0, 60.0
TICK = 0.033
Act = Callable[[], object]


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--jobs", type=int, default=200)
    read.add_argument("--rate", type=float, default=5.0)
    read.add_argument("--seconds", type=float, default=20.0)
    given = read.parse_args()
    ours, theirs = import_times()
    print(f"host: import {ours:.1f} ms against {theirs:.1f} ms, ratio {ours / theirs:.2f}; goal at most "
          f"{IMPORT_GOAL}")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="secondunit-host-") as home:
        calls, delays, heard = day(Path(home), given.jobs, given.rate, given.seconds)
    for name, times in calls.items():
        worst, usual = max(times), statistics.median(times)
        print(f"host: {name}: worst {worst:.2f} ms, median {usual:.3f} ms ({len(times)} calls); "
              f"goal {CALL_GOAL:g} ms; ratio {CALL_GOAL / worst:.1f}")  # fmt: skip
    cut = statistics.quantiles(delays, n=100)
    print(f"host: event to panel model: p50 {cut[49]:.1f} ms, p99 {cut[98]:.1f} ms, "
          f"worst {max(delays):.1f} ms ({given.jobs} jobs, {heard / given.seconds:.0f} events a second); "
          f"goal p99 below {EVENT_GOAL:g} ms; ratio {EVENT_GOAL / cut[98]:.1f}")  # fmt: skip


def import_times(rounds: int = 12) -> tuple[float, float]:
    """The fastest import of the host side and of the standard library's three, in milliseconds."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        for modules, times in (("secondunit.host", ours), ("http.client, json, dataclasses", theirs)):
            code = (
                f"import sys; sys.path.insert(0, {str(ROOT / 'core')!r})\nimport time\n"
                f"began = time.perf_counter()\nimport {modules}\nprint(time.perf_counter() - began)"
            )
            answer = subprocess.run(
                [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
            )
            times.append(float(answer.stdout) * 1000)
    return min(ours), min(theirs)


def day(
    home: Path, jobs: int, rate: float, seconds: float
) -> tuple[dict[str, list[float]], list[float], int]:
    """Every call's time on the main thread by name, every event's delay (ms), and how many were applied."""
    from secondunit.host import Commands, Dialling, Link, LinkState, Panel, Shot
    from secondunit.wire import ColorSpace, Format, FrameRange, Job, Rate

    class Host:
        """Only what the buttons of this benchmark need."""

        def keep(self, state: object) -> None:
            json.dumps(state)

    command = [sys.executable, str(SERVICE), "--home", str(home), "--jobs", str(jobs), "--rate", str(rate)]
    service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    service.stdout.readline()
    panel = Panel(Link(Dialling(command="", home=str(home))))
    panel.use(shot=Shot(FrameRange(1001, 1048), Rate(24), Format(1920, 1080), ColorSpace("lin")), plate=None)
    commands = Commands(panel, Host())  # type: ignore[arg-type]
    calls: dict[str, list[float]] = {"pump": []}
    delays: list[float] = []
    put = panel.lists.put_job

    def watched(job: Job) -> None:
        known = panel.jobs.get(job.id)
        put(job)
        if job.status and (known is None or known.status != job.status):
            delays.append((time.time() - float(job.status)) * 1000)

    panel.lists.put_job = watched  # type: ignore[method-assign]
    buttons: dict[str, Act] = {
        "set": lambda: panel.set("controls.density", 0.5 + len(calls["pump"]) % 7 / 10),
        "prompt": lambda: panel.set("prompt", f"thick smoke number {len(calls['pump'])}"),
        "generate": commands.generate,
        "cancel": lambda: commands.cancel(panel.jobs.all()[-1].id),
        "refresh": commands.refresh,
        "draw": lambda: (panel.jobs.all()[:6], panel.jobs.active(), panel.shot_takes(), panel.brief()),
        "state": lambda: json.dumps(panel.state()),
    }
    try:
        panel.link.start()
        while panel.connection.state is not LinkState.ONLINE or not panel.jobs.all():
            panel.pump()
            time.sleep(0.01)
        delays.clear()
        end, count = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            for name, act in (("pump", panel.pump), *_due(buttons, count)):
                began = time.perf_counter()
                act()
                calls.setdefault(name, []).append((time.perf_counter() - began) * 1000)
            count += 1
            time.sleep(TICK)
    finally:
        panel.link.stop()
        service.terminate()
        service.wait()
    return calls, delays, len(delays)


def _due(buttons: dict[str, Act], count: int) -> list[tuple[str, Act]]:
    """One button every fifth tick, in turn."""
    names = list(buttons)
    if count % 5:
        return []
    name = names[count // 5 % len(names)]
    return [(name, buttons[name])]


if __name__ == "__main__":
    main()
