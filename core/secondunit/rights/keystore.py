"""A show's key that lies elsewhere, in a KMS, an HSM or another process, and signs by a studio's callback.

`signing.toml` in the show's `rights/keys` names the callback, an entry point of the group `secondunit.keys`:

    callback = "studio-kms"
    hosts = ["kms.us-west-2.amazonaws.com"]     # what it may speak to while it signs; none: this machine only
    [settings]                                  # handed to it as they are
    key = "alias/heist"

It is called with the show's name and the settings, and gives what signs: bytes in, an ES256 signature out (64
bytes, or DER as key stores give it). The certificate of the key and its issuers lie in `signing.pem`. Each
signature is held against that certificate before it is used; the key itself never comes here.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import utils

from secondunit.media.whole import storage_error
from secondunit.wire import FrozenMap, Scalar, decode
from secondunit.wire.errors import BadSettings, ProvenanceError, SecondUnitError
from secondunit.wire.rights import Verdict

from . import guard
from .clock import later, utc_now
from .keys import CHAIN_FILE, HALF, ShowKey, SignBytes, chain_of, show_key, verified

GROUP = "secondunit.keys"
SIGNING_FILE = "signing.toml"
#: How long one signature may take, in seconds.
PATIENCE = 60
#: What an entry point names: gives what signs for a show.
MakeCallback = Callable[[str, Mapping[str, Scalar]], SignBytes]


@dataclass(frozen=True)
class Signing:
    """What `signing.toml` says."""

    callback: str
    hosts: tuple[str, ...] = ()
    settings: FrozenMap[Scalar] = field(default_factory=FrozenMap)


def signing_key(folder: Path, show: str) -> ShowKey:
    """What signs for a show: the callback that its `signing.toml` names, else its key file.

    Raises `BadSettings`, `NoRights`, and `ProvenanceError` where callback or certificate are missing.
    """
    signing = read_signing(folder / SIGNING_FILE)
    return show_key(folder, show) if signing is None else callback_key(folder, show, signing)


def read_signing(path: Path) -> Signing | None:
    """What the file says, None where there is none; raises `BadSettings` with its path, `NoRights`."""
    try:
        return decode(Signing, tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(f"{path.name} cannot be read: {error}.", where=str(path)) from None
    except SecondUnitError as error:
        where = f"{path}: {error.problem.where}" if error.problem.where else str(path)
        raise BadSettings(error.problem.message, remedy=error.problem.remedy, where=where) from None


def callback_key(
    folder: Path, show: str, signing: Signing, points: Iterable[EntryPoint] | None = None
) -> ShowKey:
    """The key that a callback signs with; raises `ProvenanceError` where it or its certificate is missing."""
    chain = chain_of(folder)
    if not chain:
        raise ProvenanceError(
            "The certificate of the show's key is missing.",
            remedy=f"Put it and its issuers, in PEM, into {CHAIN_FILE}.",
            where=str(folder / CHAIN_FILE),
        )
    ask = _callback(signing.callback, points)
    asked: SignBytes | None = None

    def sign(data: bytes) -> bytes:
        nonlocal asked
        try:
            with _way_out(show, signing.hosts):
                asked = asked or ask(show, signing.settings)
                signature = _raw(asked(data))
        except SecondUnitError:
            raise
        except Exception as error:
            message = " ".join(str(error).split())[:160].rstrip(".")
            raise ProvenanceError(
                f"The key store {signing.callback} did not sign: {type(error).__name__}: {message}."
            ) from error
        if not verified(chain, data, signature):
            raise ProvenanceError(
                f"What the key store {signing.callback} signed is not by the key of {CHAIN_FILE}.",
                where=str(folder / CHAIN_FILE),
            )
        return signature

    return ShowKey(sign, chain)


def _callback(name: str, points: Iterable[EntryPoint] | None) -> MakeCallback:
    candidates = list(entry_points(group=GROUP) if points is None else points)
    point = next((point for point in candidates if point.name == name), None)
    if point is None:
        names = ", ".join(sorted(point.name for point in candidates)) or "none"
        raise ProvenanceError(
            f"There is no key store {name[:60]!r}.",
            remedy=f"Install the package that gives it beside Second Unit. There are: {names}.",
        )
    try:
        loaded: Any = point.load()
    except (Exception, SystemExit) as error:
        raise ProvenanceError(
            f"The key store {name} cannot be loaded: {type(error).__name__}: {error}."
        ) from error
    if not callable(loaded):
        raise ProvenanceError(f"{point.value} is nothing that signs.")
    factory: MakeCallback = loaded
    return factory


def _way_out(show: str, hosts: tuple[str, ...]) -> contextlib.AbstractContextManager[None]:
    """What is to be signed may go to the hosts that the show's own file names; no material goes with it."""
    if not hosts:
        return contextlib.nullcontext()
    sentence = f"The signatures of {show} are made by its key store."
    until = later(utc_now(), PATIENCE)
    return guard.going_out(Verdict(True, sentence, show=show, hosts=hosts, until=until).sealed())


def _raw(signature: bytes) -> bytes:
    """r and s, 32 bytes each, also of a signature in DER; raises ValueError."""
    if len(signature) == 2 * HALF:
        return signature
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")
