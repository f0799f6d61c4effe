"""Secrets: read from the keyring or the environment when they are needed, and never part of a value.

A secret shows stars wherever it is printed, refuses to be pickled or to cross the wire, and is taken out of
log lines once it was read.
"""

from __future__ import annotations

import base64
import importlib
import json
import logging
import os
import re
import threading
from typing import Any, NoReturn
from urllib.parse import quote, quote_plus

from secondunit.wire.errors import SecretAbsent

from .guard import unix_sockets

#: What the keyring files secrets under.
KEYRING = "secondunit"
HIDDEN = "********"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_lock = threading.Lock()
#: What is taken out, the longest first: one may hold another. Replaced whole, as others read it meanwhile.
_read: tuple[str, ...] = ()


class Secret:
    """A key or password; `reveal` gives it to the one call that needs it."""

    __slots__ = ("_value", "name")

    def __init__(self, name: str, value: str) -> None:
        self.name, self._value = name, value
        if len(value) >= 6:  # a shorter one would blot out half of every line
            _remember(value)

    def reveal(self) -> str:
        """The secret itself: pass it on, keep it nowhere."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({self.name!r}, {HIDDEN})"

    __str__ = __repr__

    def __format__(self, form: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")


def secret(name: str) -> Secret:
    """The secret called `name` (`runway.api-key`); raises `SecretAbsent` with both places it was sought.

    The environment comes first (`SECONDUNIT_RUNWAY_API_KEY`): whoever sets it means this very run.
    """
    if not _NAME.fullmatch(name):
        raise SecretAbsent(f"No secret can be called {name[:40]!r}.", remedy="Write it as runway.api-key.")
    variable = "SECONDUNIT_" + re.sub(r"[._-]", "_", name).upper()
    value = os.environ.get(variable) or _from_keyring(name)
    if not value:
        raise SecretAbsent(
            f"The secret {name} is not on this machine.",
            remedy=f"Put it in the keyring (keyring set {KEYRING} {name}) or in ${variable}.",
        )
    return Secret(name, value.strip())


def is_name(text: str) -> bool:
    """Whether a secret could be called so."""
    return bool(_NAME.fullmatch(text)) and len(text) <= 64


def forms(value: str) -> frozenset[str]:
    """A secret as it stands in addresses, headers, quotations and base 64, and as it is."""
    raw = value.encode()
    variants = {value, quote(value), quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1],
             json.dumps(value, ensure_ascii=False)[1:-1], repr(raw)[2:-1], raw.hex()}  # fmt: skip
    for lead in range(3):  # within something longer its base 64 begins at one of three places
        for code in (base64.b64encode, base64.urlsafe_b64encode):
            whole = code(b"-" * lead + raw).decode().rstrip("=")
            variants.add(whole[(0, 2, 3)[lead] : len(whole) - (1 if (lead + len(raw)) % 3 else 0)])
    return frozenset(variant for variant in variants if len(variant) >= 6)


def _remember(value: str) -> None:
    global _read
    with _lock:
        if value not in _read:
            _read = tuple(sorted({*_read, *forms(value)}, key=lambda form: (-len(form), form)))


def scrubbed(text: str) -> str:
    """A text without any secret that was read in this process."""
    for value in _read:
        text = text.replace(value, HIDDEN)
    return text


class Scrub(logging.Filter):
    """Takes secrets out of what is logged; put it on a handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text and its traceback; let every record through."""
        try:
            message = record.getMessage()
        except Exception:  # it would be printed in parts instead, keys and all
            message = f"(a line of {record.name} that cannot be put together)"
        record.msg, record.args = scrubbed(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrubbed(record.exc_text)
        if record.stack_info:
            record.stack_info = scrubbed(record.stack_info)
        return True


def _from_keyring(name: str) -> str:
    """What the system's keyring holds; nothing where there is no keyring, or it is locked."""
    with unix_sockets():  # a desktop's keyring is a program behind one
        try:
            keyring: Any = importlib.import_module("keyring")
        except ImportError:
            return ""
        try:
            return str(keyring.get_password(KEYRING, name) or "")
        except keyring.errors.KeyringError:
            return ""
