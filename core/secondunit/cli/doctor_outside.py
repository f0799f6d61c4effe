"""What the doctor says of the way out: network guard, rules, providers, keys and ledger of each show.

It names keys and never reads one out; it opens no socket, but for one that the guard is to refuse.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from secondunit.install.sources import set_up_again
from secondunit.wire import SecondUnitError
from secondunit.wire.errors import BadSettings, LedgerError, NotFound

from .finding import Finding

#: An address that is nobody's (RFC 5737): a guarded process never gets as far as asking for it.
_NOBODY = "192.0.2.1"
_GUARDED = f"""
import socket
from secondunit.rights import guard
from secondunit.wire.errors import NoVerdict
guard.install()
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.connect(({_NOBODY!r}, 9))
except NoVerdict:
    print("refused")
"""


def guard_refuses() -> Iterator[Finding]:
    """Whether the network guard works with this interpreter, tried in a process of its own."""
    words = [sys.executable, "-c", _GUARDED]
    process = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    if process.stdout.strip() == "refused":
        yield Finding("guard", "ok", "nothing leaves the service without a verdict (tried)")
        return
    why = (process.stderr.strip().splitlines() or ["it let a connection through"])[-1]
    yield Finding("guard", "broken", f"the network guard does not hold: {why}", set_up_again())


def shows_rights() -> Iterator[Finding]:
    """Rules, providers, keys and ledger of every show that has any of them; nothing of the others."""
    for show in _shows():
        for check in (_rules, _providers, _ledger):
            try:
                yield from check(show)
            except SecondUnitError as error:
                where = f" ({error.problem.where})" if error.problem.where else ""
                yield Finding(show, "broken", error.problem.message + where, error.problem.remedy)


def _rules(show: str) -> Iterator[Finding]:
    from .reach import rights_of

    rights = rights_of(show)
    rules = rights.rules()
    if not rights.rules_path.is_file():
        return
    today = datetime.now(UTC).date().isoformat()
    stale_rules = [rule.name for rule in rules.rule if rule.expires and rule.expires < today]
    count = len(rules.rule)
    summary = f"{rights.rules_path}: {count} rule{'' if count == 1 else 's'}"
    if stale_rules:
        yield Finding(
            show,
            "warning",
            f"{summary}, expired: {', '.join(stale_rules)}",
            "Renew the contract or take the rule out.",
        )
    else:
        yield Finding(show, "ok", summary)


def _providers(show: str) -> Iterator[Finding]:
    from secondunit.rights.secret import secret

    from .providers import keys_of
    from .reach import sites

    providers = sites().providers(show)
    for name in providers.names():
        try:
            sites().require_settings(show, name)
        except BadSettings as error:
            yield Finding(
                show, "broken", f"{error.problem.message} ({error.problem.where})", error.problem.remedy
            )
    keys = {key: name for name in providers.names() for key in keys_of(name, providers.tables[name])}
    absent = []
    for key in keys:
        try:
            secret(key)
        except SecondUnitError as error:
            absent.append(error)
    if providers.tables:
        there = len(keys) - len(absent)
        tally = f"{there} of {len(keys)} keys are there" if keys else "their tables name no keys"
        yield Finding(show, "ok", f"providers: {', '.join(providers.names())}; {tally}")
    for lacking in absent:
        yield Finding(show, "warning", lacking.problem.message, lacking.problem.remedy)


def _ledger(show: str) -> Iterator[Finding]:
    """Every row, its end by its head and by the copy of it in the state folder."""
    from secondunit.rights import read_head, verify
    from secondunit.rights.keys import chain_of, verified
    from secondunit.rights.show import KEYS

    from .reach import rights_of
    from .rights import second_head

    rights = rights_of(show)
    path, anchors = rights.ledger.path, second_head(show)
    if not path.is_file() and not anchors:
        return
    chain = chain_of(rights.folder / KEYS)

    def signed(statement: bytes, signature: bytes) -> bool:
        return verified(chain, statement, signature)

    try:
        checked = verify(path, anchors=anchors, verified=signed if chain else None)
    except (LedgerError, NotFound) as error:
        message = f"{error.problem.message} Until it verifies nothing leaves the show."
        yield Finding(show, "broken", message, f"Run: secondunit ledger verify --show {show}")
        return
    when = read_head(rights.ledger.head_path).when
    yield Finding(
        show, "ok", f"ledger of {checked.rows:,} rows, each as written, last {checked.hash[:12]} at {when}"
    )


def _shows() -> list[str]:
    """The shows with rules, providers or a ledger: in the folder of shows, and in the user's list."""
    from secondunit.service.home import Home
    from secondunit.service.shows import SHOWS

    folder = Path(os.environ.get(SHOWS) or "~/SecondUnit").expanduser()
    shows = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    with contextlib.suppress(OSError, ValueError):
        shows |= set(tomllib.loads(Home.of_user().shows.read_text("utf-8")))
    return sorted(show for show in shows if _speaks(show))


def _speaks(show: str) -> bool:
    """Whether a show's name can be one, and anything of this is set up for it."""
    from secondunit.service.outbound.settings import PROVIDERS_FILE

    from .reach import rights_of

    try:
        rights = rights_of(show)
    except SecondUnitError:
        return False
    beside = rights.rules_path.parent
    return any(path.is_file() for path in (rights.rules_path, beside / PROVIDERS_FILE, rights.ledger.path))
