"""`desk`: the panel as an application of its own, for people without a host."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.wire.errors import Unexpected

from .briefs import user
from .output import Output
from .reach import own_command


def desk(arguments: argparse.Namespace, output: Output) -> int:
    """Open the desk: plates from files, takes out by drag, no host needed."""
    try:
        from secondunit.qt.desk.app import desk as run_desk
    except ImportError as error:
        raise Unexpected(
            f"The desk's windows cannot be made here: {error}"[:300],
            remedy="Install what Qt needs of the system; in a checkout installers/setup.py names it.",
        ) from None
    files = [str(Path(name).absolute()) for name in arguments.files]
    return run_desk(files, command=own_command(), user=user(), theme=arguments.theme)
