"""The brief that arguments ask for, with what the running service knows of its show, plate and model."""

from __future__ import annotations

import argparse

from secondunit.client import Client
from secondunit.wire import Brief, Capability, check_name
from secondunit.wire.errors import raised

from .briefs import brief_from, plate_from
from .saved_looks import with_saved


def brief_of(client: Client, arguments: argparse.Namespace) -> Brief:
    """The brief that the arguments ask for, with what the service finds of its plate; raises `BadInput`."""
    check_name("show", arguments.show)
    plate = plate_from(arguments, client)  # a plate that is not there is said before anything else
    offered: tuple[Capability, ...] = ()
    if arguments.provider or arguments.task:
        answer = client.capabilities(arguments.show)
        offered = answer.capabilities
        for absentee in answer.absent:
            if arguments.provider and absentee.provider == arguments.provider:
                raise raised(absentee.problem)
    kinds = with_saved(client.kinds(), client, arguments.show, arguments.look)
    return brief_from(arguments, client.show(arguments.show), kinds, plate, offered)
