"""A notice of the desktop by the system's own program, for hosts without Qt. Waits for nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from secondunit.wire.visible import visible

#: How many letters of a sentence a notice shows.
MOST = 200
_HEADING, _SENTENCE = "SECONDUNIT_NOTICE_HEADING", "SECONDUNIT_NOTICE_SENTENCE"
_APPLE = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")
#: A balloon of the task bar: it goes when its process goes.
_WINDOWS = (
    "Add-Type -AssemblyName System.Windows.Forms, System.Drawing; "
    "$icon = New-Object System.Windows.Forms.NotifyIcon; "
    "$icon.Icon = [System.Drawing.SystemIcons]::Information; $icon.Visible = $true; "
    f"$icon.ShowBalloonTip(8000, $env:{_HEADING}, $env:{_SENTENCE}, 'Info'); "
    "Start-Sleep -Seconds 9; $icon.Dispose()"
)


def notice_command(
    heading: str, sentence: str, platform: str = sys.platform
) -> tuple[list[str], Mapping[str, str]]:
    """The program that shows a notice on a system, its arguments, and what it finds in its environment.

    Nothing of the texts is code there: they are arguments or variables, and markup is written out.
    """
    head, text = visible(heading)[:MOST], visible(sentence)[:MOST]
    if platform == "win32":
        shell = ["powershell", "-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-Command"]
        return [*shell, _WINDOWS], {_HEADING: head, _SENTENCE: text}
    if platform == "darwin":
        script = [part for line in _APPLE for part in ("-e", line)]
        return ["osascript", *script, head, text], {}
    from html import escape

    return ["notify-send", "--app-name=Second Unit", "--", head, escape(text, quote=False)], {}


def send_notice(heading: str, sentence: str) -> bool:
    """Show a notice; false where this system has no program for it."""
    import subprocess
    from shutil import which

    command, variables = notice_command(heading, sentence)
    if which(command[0]) is None:
        return False
    try:
        subprocess.Popen(
            command,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # On Windows a console program would flash up otherwise.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return False
    return True
