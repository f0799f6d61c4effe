"""`install`: put Second Unit into a host, take it out again, or look at it."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.install import blender, nuke, resolve
from secondunit.install.bundle import InstallReport
from secondunit.wire import state_home
from secondunit.wire.errors import BadInput, ServiceError
from secondunit.wire.home import COMMAND_FILE

from . import exits
from .output import Output
from .reach import own_command, reach, write_command

#: Where the extension's zip goes when no place is named.
ZIP = "second_unit.zip"


def add_install_arguments(parser: argparse.ArgumentParser) -> None:
    """Which host, where, and whether to put in, take out or look."""
    parser.add_argument(
        "--host", required=True, choices=("nuke", "resolve", "blender"), help="which application"
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--user", action="store_true", help="for this user (the default)")
    where.add_argument("--system", action="store_true", help="for all users (Resolve)")
    where.add_argument(
        "--path",
        type=Path,
        metavar="PATH",
        help="a folder for NUKE_PATH, of another Resolve, or the zip to write for Blender",
    )
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--uninstall", action="store_true", help="take it out again")
    act.add_argument("--check", action="store_true", help="say what is there, and change nothing")


def install(arguments: argparse.Namespace, output: Output) -> int:
    """Put Second Unit into Nuke, Resolve or Blender, take it out again, or look at it."""
    act = "check" if arguments.check else "uninstall" if arguments.uninstall else "install"
    report = {"nuke": _nuke, "resolve": _resolve, "blender": _blender}[arguments.host](arguments, act)
    lines = list(report.lines)
    if act == "install":
        write_command()
        lines.append(f"Hosts start the service with: {own_command()}")
    elif act == "check":
        lines += _service()
    output.value({"host": arguments.host, "act": act, "in_order": report.good, "lines": lines})
    for line in lines:
        output.line(line)
    return exits.DONE if report.good else exits.UNEXPECTED


def _nuke(arguments: argparse.Namespace, act: str) -> InstallReport:
    if arguments.system:
        raise BadInput(
            "Nuke has no folder of all users.", remedy="Give --path, a folder for NUKE_PATH.", where="system"
        )
    place = nuke.NukeFolders.studio(arguments.path) if arguments.path else nuke.NukeFolders.user()
    return {"install": nuke.install, "uninstall": nuke.uninstall, "check": nuke.check}[act](place)


def _resolve(arguments: argparse.Namespace, act: str) -> InstallReport:
    if arguments.path:
        place = resolve.ResolveFolders.other(arguments.path)
    elif arguments.system:
        place = resolve.ResolveFolders.system()
    else:
        place = resolve.ResolveFolders.user()
    return {"install": resolve.install, "uninstall": resolve.uninstall, "check": resolve.check}[act](place)


def _blender(arguments: argparse.Namespace, act: str) -> InstallReport:
    if arguments.system:
        raise BadInput(
            "Blender installs its extensions itself, for its user.",
            remedy="Leave --system out.",
            where="system",
        )
    target = (arguments.path or Path(ZIP)).expanduser().absolute()
    if target.is_dir():
        target /= ZIP
    return {"install": blender.install, "uninstall": blender.uninstall, "check": blender.check}[act](target)


def _service() -> list[str]:
    """How a host comes to the service, in sentences: the command it finds, and whether one runs."""
    path = Path(state_home()) / COMMAND_FILE
    try:
        command = path.read_text("utf-8").strip()
    except OSError:
        command = ""
    lines = [f"Hosts start the service with: {command or 'nothing yet (secondunit register)'}"]
    if command and command != own_command():
        lines.append("That is another installation than this one. To have this one used: secondunit register")
    try:
        answer = reach(start=False).status()
    except ServiceError:
        return [*lines, "Service: not running; the panel starts it."]
    return [*lines, f"Service: version {answer.version} runs since {answer.started}, process {answer.pid}"]
