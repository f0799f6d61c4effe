"""`rights input`, `consent`, `revoke`, `approve` and `retract`: what a person puts on record for a show."""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondunit.media.whole import storage_error
from secondunit.wire import Brief, Money, decode, encode, loads
from secondunit.wire.errors import BadInput, Conflict, LedgerError, NotFound, SecondUnitError, WrongType
from secondunit.wire.rights import Approving, MaterialKind

from . import exits
from .briefs import user
from .footage import hashed
from .named import job_of
from .output import Output
from .reach import reach, rights_of

_HASH = re.compile(r"[0-9a-f]{64}")

if TYPE_CHECKING:
    from secondunit.rights import Consent
    from secondunit.rights.show import ShowRights


def record_inputs(arguments: argparse.Namespace, output: Output) -> int:
    """Put the rights of files on record, by the hash of their content; a sequence or a folder in one go."""
    from secondunit.rights import InputRight

    rights = rights_of(arguments.show)
    _say_where(arguments.show, rights, output)
    by = arguments.by or user()
    inputs = {
        path: InputRight(
            digest, MaterialKind(arguments.kind), arguments.ground, arguments.owner, by,
            tuple(arguments.person), arguments.licence, arguments.last_day, nobody=arguments.nobody,
        )
        for path, digest in hashed(arguments.file, output).items()
    }  # fmt: skip
    recorded = duplicates = 0
    for path, right in inputs.items():
        record = rights.inputs.find(right.hash)
        if record is not None and _but_by(record) == _but_by(right):
            duplicates += 1
            continue
        if record is not None:
            summary = f"{record.kind.value}, {record.ground}, of {record.owner}"
            persons = f", with {', '.join(record.persons)} in it" if record.persons else ""
            raise Conflict(
                f"This very content is on record already, as {summary}{persons}.",
                remedy="If that is wrong, take it back first: "
                f"secondunit rights withdraw {path.name} --show {arguments.show} --why WHY",
                kept=_so_far(recorded) if recorded else "",
                where=str(path),
            )
        try:
            rights.record_input(right)
        except LedgerError:
            raise
        except SecondUnitError as error:
            raise error.at(str(path)) from None
        recorded += 1
        output.value({"path": str(path), **encode(right)})
    before = f", {duplicates:,} {'was' if duplicates == 1 else 'were'} before" if duplicates else ""
    output.line(_so_far(recorded)[:-1] + before + ".")
    return exits.DONE


def consent(arguments: argparse.Namespace, output: Output) -> int:
    """Put performers' consents on record from a TOML or JSON file: one table each, named as it will be."""
    rights = rights_of(arguments.show)
    _say_where(arguments.show, rights, output)
    path = Path(arguments.file)
    consents = {name: consent_of(table, f"{path}: {name}") for name, table in tables(path).items()}
    for name in consents:
        withdrawal = rights.consents.withdrawn(name)
        if withdrawal is not None:
            raise Conflict(
                f"The consent {name} was taken back on {withdrawal.when[:10] or 'a day not known'} "
                "and stays so.",
                remedy="A new one has a name of its own: give its table another.",
                kept="Nothing of the file was put on record.",
                where=str(path),
            )
    for name, record in consents.items():
        rights.consent(name, record, arguments.by or user())
        output.value({"name": name, **encode(record)})
        output.line(f"{name}: {record.person}, until {record.last_day}")
    return exits.DONE


def revoke(arguments: argparse.Namespace, output: Output) -> int:
    """Take a consent back: from now on, and for jobs that are running."""
    rights = rights_of(arguments.show)
    revocation = rights.revoke(arguments.name, arguments.by or user(), arguments.why)
    output.value({"name": arguments.name, **encode(revocation)})
    output.line(f"{arguments.name} no longer holds since {revocation.when}, by {revocation.by}.")
    person = rights.consents.get(arguments.name).person
    output.remark(
        f"Nothing of {person} is measured or sent on it any more. What is kept of faces stays until it is "
        f"erased: secondunit faces list --show {arguments.show}"
    )
    return exits.DONE


def withdraw(arguments: argparse.Namespace, output: Output) -> int:
    """Take back what is on record of inputs, given as files or by their hash: it was wrong, or ended."""
    rights, by = rights_of(arguments.show), arguments.by or user()
    digests = {word: word for word in arguments.file if _HASH.fullmatch(word)}
    files = [word for word in arguments.file if word not in digests]
    digests |= {str(path): digest for path, digest in hashed(files, output).items()} if files else {}
    for word, digest in digests.items():
        try:
            withdrawal = rights.withdraw_input(digest, by, arguments.why)
        except NotFound as error:
            raise error.at(word) from None
        output.value({"hash": digest, **encode(withdrawal)})
    count = len(digests)
    output.line(f"{count:,} {'input is' if count == 1 else 'inputs are'} no longer on record, by {by}.")
    return exits.DONE


def approve(arguments: argparse.Namespace, output: Output) -> int:
    """Say yes to an exact brief, up to a cost: a brief's file, or the job that was refused for lack of it."""
    client = reach()
    path = Path(arguments.brief)
    if path.is_file():
        brief = _brief(path)
    else:
        try:
            brief = client.job_brief(job_of(client, arguments.brief).id)
        except (NotFound, WrongType):
            raise NotFound(f"There is no file and no job {arguments.brief[:80]!r}.", where="brief") from None
    amount, _, currency = arguments.ceiling.strip().partition(" ")
    yes = Approving(brief, arguments.by or user(), Money(amount, currency.strip() or "USD"), arguments.note)
    answer = client.approve(yes)
    output.value(answer)
    output.line(f"Approved by {yes.by} up to {yes.ceiling.amount} {yes.ceiling.currency}.")
    output.line(answer.verdict)
    if not path.is_file() and answer.allowed:
        output.line(f"Ask for it again: secondunit retry {arguments.brief}")
    return exits.DONE if answer.allowed else exits.DENIED


def retract(arguments: argparse.Namespace, output: Output) -> int:
    """Take an approval back, by the name that `rights show` gives it."""
    rights = rights_of(arguments.show)
    retraction = rights.retract(rights.approvals.get(arguments.name), arguments.by or user(), arguments.why)
    output.value({"name": arguments.name, **encode(retraction)})
    output.line(f"{arguments.name} no longer holds since {retraction.when}, by {retraction.by}.")
    return exits.DONE


def _so_far(count: int) -> str:
    return f"{count:,} {'file is' if count == 1 else 'files are'} on record now."


def _say_where(show: str, rights: ShowRights, output: Output) -> None:
    """A name that was mistyped would make a show of its own: said before anything is written."""
    if not rights.rules_path.parent.is_dir() and not rights.folder.is_dir():
        output.remark(f"Note: the show {show} has no folder yet; it is made: {rights.folder.parent}")


def _but_by(right: Any) -> object:
    """What a record says, whoever wrote it down."""
    return {name: value for name, value in encode(right).items() if name != "recorded_by"}


def tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML or JSON file by their names; raises `BadInput`, `NotFound`, `NoRights`."""
    try:
        text = path.read_text("utf-8")
        values = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except ValueError as error:
        raise BadInput(f"{path.name} cannot be read: {error}.", where=str(path)) from None
    if (
        not isinstance(values, dict)
        or not values
        or not all(isinstance(table, dict) for table in values.values())
    ):
        raise BadInput(
            "It holds one table for each consent.",
            remedy="Begin each with its name: [ada-smoke].",
            where=str(path),
        )
    return values


def consent_of(table: dict[str, Any], where: str) -> Consent:
    """The consent in a table; TOML's own days are text in it. Raises `BadValue` with its place."""
    from secondunit.rights import Consent

    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in table.items()}
    try:
        return decode(Consent, plain)
    except SecondUnitError as error:
        raise error.at(where) from None


def _brief(path: Path) -> Brief:
    try:
        return loads(Brief, path.read_bytes())
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except SecondUnitError as error:
        raise error.at(str(path)) from None
