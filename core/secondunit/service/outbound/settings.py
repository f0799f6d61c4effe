"""Who may be offered for a show, from `providers.toml`: an order, and one table of settings a provider.

The file lies beside the show's `rights.toml`; one in the service's home holds for every show, and a show's
own table takes the place of that one whole. No key is ever in it, only names of keys. It knows no provider.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from secondunit.rights.secret import is_name
from secondunit.wire import FrozenMap, Problem, Scalar
from secondunit.wire.errors import BadSettings

PROVIDERS_FILE = "providers.toml"
_ORDER = "order"
_PROVIDER = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_NAMED = "A name begins with a small letter; small letters, digits, - and _ follow."
#: Parts of a setting's name that say that its value would be a secret.
_SECRET = frozenset({"key", "apikey", "token", "password", "passwd", "secret", "credential", "credentials"})
#: Settings that hold a key's public name and no key.
_PUBLIC = frozenset({"kms_key", "kms_key_id", "kms_key_arn", "kms.key"})
#: What keys of well-known services begin with, and keys and tokens in general.
_KEYS = re.compile(
    r"(AKIA|ASIA)[A-Z0-9]{12,}|sk-[\w-]{16,}|key_[0-9a-f]{24,}|luma-[\w-]{20,}|gh[pousr]_\w{20,}|AIza[\w-]{30,}"
    r"|xox[abpr]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.|-----BEGIN "
)
_LONG_KEY = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/_=]{32,}")
_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/@\s]*:[^/@\s]+@")


@dataclass(frozen=True)
class Providers:
    """Who is set up for a show, in the order they are offered, with the settings of each."""

    tables: Mapping[str, FrozenMap[Scalar]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    #: Why these are the settings of before: the file is being saved.
    pending: Problem | None = None

    def names(self) -> tuple[str, ...]:
        """Every provider that has a table: those of the order first, the others as they were written."""
        ordered = [name for name in self.order if name in self.tables]
        return tuple(dict.fromkeys([*ordered, *self.tables]))

    def over(self, other: Providers) -> Providers:
        """These laid over another file's: a table here takes the place of one there."""
        tables = {**other.tables, **self.tables}
        return Providers(tables, self.order or other.order, self.pending or other.pending)


def parse_providers(text: bytes, where: str = PROVIDERS_FILE) -> Providers:
    """What a TOML text sets up; raises `BadSettings` with the place of what is wrong."""
    try:
        values = tomllib.loads(text.decode())
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(
            f"The providers cannot be read: {error}.", remedy="Correct the file.", where=where
        ) from None
    order = _order(values.pop(_ORDER, []), where)
    tables: dict[str, FrozenMap[Scalar]] = {}
    for name, table in values.items():
        place = f"{where}: {name[:60]}"
        if not isinstance(table, dict):
            raise BadSettings(
                f"There is no setting {name[:60]!r} for all providers.",
                remedy=f"It holds {_ORDER} and one table a provider, such as [comfyui].",
                where=place,
            )
        if not _PROVIDER.fullmatch(name):
            raise BadSettings("No provider can be called so.", remedy=_NAMED, where=place)
        tables[name] = _settings(table, place)
    return Providers(tables, order)


def _order(value: Any, where: str) -> tuple[str, ...]:
    place = f"{where}: {_ORDER}"
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise BadSettings("The order is a list of names.", remedy='Write order = ["comfyui"].', where=place)
    for name in value:
        if not _PROVIDER.fullmatch(name):
            raise BadSettings(f"No provider can be called {name[:40]!r}.", remedy=_NAMED, where=place)
    if len(set(value)) < len(value):
        raise BadSettings("The order names a provider twice.", where=place)
    return tuple(value)


def _settings(table: dict[str, Any], place: str) -> FrozenMap[Scalar]:
    settings: dict[str, Scalar] = {}
    for name, value in _flat(table, place):
        where = f"{place}.{name}"
        if name in settings:
            raise BadSettings(f"{name[:60]} is set twice.", where=where)
        _no_secret(name, value, where)
        settings[name] = value
    return FrozenMap(settings)


def _flat(table: dict[str, Any], place: str, above: str = "") -> Iterator[tuple[str, Scalar]]:
    for word, value in table.items():
        name = f"{above}{word}"
        where = f"{place}.{name[:80]}"
        if isinstance(value, dict):
            yield from _flat(value, place, f"{name}.")
        elif isinstance(value, list):
            if not all(isinstance(item, str) and "," not in item for item in value):
                raise BadSettings("A list here holds texts without commas.", where=where)
            yield name, ", ".join(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise BadSettings("This is not a finite number.", where=where)
        elif isinstance(value, (bool, int, float, str)):
            yield name, value
        else:
            raise BadSettings("A setting is a text, a number, true or false.", where=where)


def _no_secret(name: str, value: Scalar, where: str) -> None:
    """Refuse what looks like a key: this file is read by many and copied about."""
    text = str(value)
    named = _SECRET & set(re.split(r"[._-]", name.lower())) and name.lower() not in _PUBLIC
    if (
        (named and not is_name(text))
        or _KEYS.search(text)
        or _WITH_PASSWORD.search(text)
        or (named and _LONG_KEY.fullmatch(text))
    ):
        raise BadSettings(
            "A key or password has no place in this file.",
            remedy="Put it in the keyring (or the environment) and write its name here: runway.api-key.",
            kept="Until then its provider is not asked.",
            where=where,
        )
