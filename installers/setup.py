"""Put what this project needs on the machine: `python3 installers/setup.py`, or with `--work` to work only.

With `--work` it makes `.venv` for the service and no more. Without, the tests' packages go in as well, and
each Blender and each Qt of a Nuke whose Python is here gets an environment. Repeatable; the second time takes
a second or two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

import environments
import system_packages
from environments import SetupFailed

ALL_BLENDERS = tuple(environments.BLENDERS)
ALL_QTS = tuple(environments.QTS)


def prepare(
    blenders: tuple[str, ...] = ALL_BLENDERS,
    qts: tuple[str, ...] = (),
    service: environments.Environment = environments.SERVICE,
) -> dict[str, str]:
    """Set up the service with its locks, the named Blenders and versions of Qt; prints a line each.

    As many of them are made at a time as there are cores, the service first: each is unpacked and compiled by
    one. Returns, for each that could not be set up, the reason. Raises `SetupFailed` when the service itself
    cannot be set up.
    """
    say(system_packages.install())
    skipped: dict[str, str] = {}
    wanted = {version: environments.BLENDERS[version] for version in blenders}
    wanted |= {name: environments.QTS[name] for name in qts}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as side_by_side:
        made = side_by_side.submit(_make, service)
        hosts = {name: side_by_side.submit(_make, environment) for name, environment in wanted.items()}
        try:
            made.result()
        except BaseException:  # without the service the others are for nothing
            side_by_side.shutdown(wait=False, cancel_futures=True)
            raise
        for name, host in hosts.items():
            try:
                host.result()
            except SetupFailed as error:
                skipped[name] = str(error)
                say(f"Skipped {error}")
    return skipped


def _make(environment: environments.Environment) -> None:
    _say_if_new(environment)
    say(environments.prepare(environment))


def _say_if_new(environment: environments.Environment) -> None:
    """Say what takes minutes before it begins: the packages of each environment are up to 1 GB."""
    if not environment.python.exists():
        say(f"{environment.name}: making {environment.folder}; the first time that takes minutes ...")


def register() -> None:
    """Let this user's hosts find the service that was set up here."""
    command = [str(environments.SERVICE.python), "-m", "secondunit", "register"]
    answer = subprocess.run(command, cwd=environments.ROOT, capture_output=True, text=True, check=False)
    say((answer.stdout or answer.stderr).strip())


def say(line: str) -> None:
    """Print a line at once, also into a pipe, and whole where another thread prints as well."""
    print(f"{line}\n", end="", flush=True)


def main() -> int:
    """Run the set-up from the command line."""
    parser = argparse.ArgumentParser(description="Set up Second Unit's environments on this machine.")
    parser.add_argument(
        "--blender", action="append", choices=ALL_BLENDERS, help="only this Blender (repeatable)"
    )
    parser.add_argument(
        "--work", action="store_true", help="only what it takes to work: nothing of tests and demo"
    )
    parser.add_argument("--no-blender", action="store_true", help="no Blender")
    parser.add_argument("--no-qt", action="store_true", help="no older Qt (they are for tests of the panel)")
    arguments = parser.parse_args()
    blenders = () if arguments.no_blender or arguments.work else tuple(arguments.blender or ALL_BLENDERS)
    qts = () if arguments.no_qt or arguments.work else ALL_QTS
    try:
        prepare(blenders, qts, environments.SERVICE if arguments.work else environments.TESTS)
    except SetupFailed as error:
        say(f"Set-up stopped. {error}")
        return 1
    register()
    if arguments.work:
        say("Next: python3 installers/install.py --host nuke (or resolve, blender), or: secondunit desk")
    else:
        say("Next: python3 installers/demo.py, or python3 installers/test.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
