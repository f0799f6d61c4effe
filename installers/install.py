"""Put Second Unit into a host, take it out again, or look at it: `python3 installers/install.py --host nuke`.

--host nuke               into ~/.nuke (also --user)
--host nuke --path DIR    a folder of its own for NUKE_PATH
--host blender --path ZIP the extension as a zip, for Blender's own "Install from Disk"
--host resolve            into Resolve's folders of this user (also --user), or of all users (--system)
--uninstall, --check      with the same place
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

import nuke_install

HOSTS = ("nuke", "blender", "resolve")


def main(words: list[str] | None = None) -> int:
    """Do what the command line says; 0 when it is done or in order, 1 when something stood in the way."""
    arguments = _parser().parse_args(words)
    if arguments.host == "blender":
        return _blender(arguments)
    act = "check" if arguments.check else "uninstall" if arguments.uninstall else "install"
    try:
        lines, good = (_resolve if arguments.host == "resolve" else _nuke)(arguments, act)
    except nuke_install.InstallFailed as error:
        print(error)
        return 1
    print("\n".join(lines))
    return 0 if good else 1


def _nuke(arguments: argparse.Namespace, act: str) -> tuple[list[str], bool]:
    """Do an act for Nuke; what it says, and whether it is in order."""
    if arguments.system:
        raise nuke_install.InstallFailed("Nuke has no folder of all users: give --path, for NUKE_PATH.")
    place = nuke_install.Place.studio(arguments.path) if arguments.path else nuke_install.Place.user()
    if act == "check":
        return nuke_install.check(place)
    return (nuke_install.uninstall(place) if act == "uninstall" else nuke_install.install(place)), True


def _resolve(arguments: argparse.Namespace, act: str) -> tuple[list[str], bool]:
    """Do an act for Resolve; what it says, and whether it is in order."""
    import resolve_install

    if arguments.path:
        place = resolve_install.Place.other(arguments.path)
    elif arguments.system:
        place = resolve_install.Place.system()
    else:
        place = resolve_install.Place.user()
    if act == "check":
        return resolve_install.check(place)
    return (resolve_install.uninstall(place) if act == "uninstall" else resolve_install.install(place)), True


def _blender(arguments: argparse.Namespace) -> int:
    """Blender installs and removes extensions itself: only the zip is made here."""
    import blender_extension

    if arguments.uninstall or arguments.check:
        print("Blender does that itself: Preferences > Get Extensions > Second Unit.")
        return 1
    target = arguments.path or nuke_install.ROOT / "build" / "second_unit.zip"
    print(blender_extension.build(target))
    print("In Blender: Preferences > Get Extensions > Install from Disk, and choose this file.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Put Second Unit into a host, or take it out again.")
    parser.add_argument("--host", required=True, choices=HOSTS, help="which application")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="for this user (the default)")
    where.add_argument("--system", action="store_true", help="for all users (Resolve)")
    where.add_argument(
        "--path",
        type=Path,
        help="a folder for NUKE_PATH, of another Resolve, or the zip to write for Blender",
    )
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--uninstall", action="store_true", help="take it out again")
    act.add_argument("--check", action="store_true", help="say what is there, and change nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
