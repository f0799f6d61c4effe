"""Providers: who else can make pictures, each in one file, all behind one small protocol.

A provider knows its service and the protocol. It knows no EXR, no database, no rule of a show, and opens no
connection itself: it is handed a door.
"""

from .door import Answer, Call, Door, Part, Permit
from .protocol import (
    CancelOutcome,
    Discarding,
    Estimated,
    Input,
    Preview,
    Provider,
    Request,
    State,
    Status,
    Ticket,
)
from .registry import Broken, Registry, Site, capabilities_of, find_providers

__all__ = [
    "Answer", "Broken", "Call", "CancelOutcome", "Discarding", "Door", "Estimated", "Input", "Part", "Permit",
    "Preview", "Provider", "Registry", "Request", "Site", "State", "Status", "Ticket", "capabilities_of",
    "find_providers",
]  # fmt: skip
