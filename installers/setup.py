"""Put everything this project needs on the machine: `python3 installers/setup.py`.

Makes `.venv` for the service, and one environment for each Blender and each Qt of a Nuke whose Python is
here. Repeatable; the second time takes a second or two.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

import environments
import system_packages
from environments import SetupFailed

ALL_BLENDERS = tuple(environments.BLENDERS)
ALL_QTS = tuple(environments.QTS)


def prepare(blenders: tuple[str, ...] = ALL_BLENDERS, qts: tuple[str, ...] = ()) -> dict[str, str]:
    """Set up the service, the named Blenders and the named versions of Qt; prints a line each.

    Returns, for each that could not be set up, the reason. Raises `SetupFailed` when the service itself
    cannot be set up.
    """
    say(system_packages.install())
    _say_if_new(environments.SERVICE)
    say(environments.prepare(environments.SERVICE))
    skipped: dict[str, str] = {}
    wanted = {version: environments.BLENDERS[version] for version in blenders}
    wanted |= {name: environments.QTS[name] for name in qts}
    for name, environment in wanted.items():
        try:
            _say_if_new(environment)
            say(environments.prepare(environment))
        except SetupFailed as error:
            skipped[name] = str(error)
            say(f"Skipped {error}")
    return skipped


def _say_if_new(environment: environments.Environment) -> None:
    """Say what takes minutes before it begins: the packages of each environment are about 1 GB."""
    if not environment.python.exists():
        say(f"{environment.name}: making {environment.folder}; the first time that takes minutes ...")


def register() -> None:
    """Let this user's hosts find the service that was set up here."""
    command = [str(environments.SERVICE.python), "-m", "secondunit", "register"]
    answer = subprocess.run(command, cwd=environments.ROOT, capture_output=True, text=True, check=False)
    say((answer.stdout or answer.stderr).strip())


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def main() -> int:
    """Run the set-up from the command line."""
    parser = argparse.ArgumentParser(description="Set up Second Unit's environments on this machine.")
    parser.add_argument(
        "--blender", action="append", choices=ALL_BLENDERS, help="only this Blender (repeatable)"
    )
    parser.add_argument("--no-blender", action="store_true", help="no Blender")
    parser.add_argument("--no-qt", action="store_true", help="no older Qt (they are for tests of the panel)")
    arguments = parser.parse_args()
    blenders = () if arguments.no_blender else tuple(arguments.blender or ALL_BLENDERS)
    try:
        prepare(blenders, () if arguments.no_qt else ALL_QTS)
    except SetupFailed as error:
        say(f"Set-up stopped. {error}")
        return 1
    register()
    say("Next: python3 installers/demo.py, or python3 installers/test.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
