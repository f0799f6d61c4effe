"""A take, a job or a place in a show as a person names it: `heist/sh010/smoke@v003`, or an id.

A name without a version is the newest. What is not there is refused, with the nearest name that is.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from secondunit.host.client import Client
from secondunit.wire import Job, Take, version_text
from secondunit.wire.errors import NotFound, WrongType

from .nearest import did_you_mean

T = TypeVar("T")
#: How many takes or jobs are looked through for a name.
MOST = 1000
_PAGE = 100
_VERSION = re.compile(r"v?(\d{1,9})")
#: What a help says where a take, or a job, is taken.
TAKE_HELP = "show/shot/element, @v003 behind it for a version (default: the newest), or a take's id"
JOB_HELP = "show/shot/element (its newest job), or a job's id"
WHERE_HELP = "a show, show/shot or show/shot/element; default: all"


@dataclass(frozen=True)
class Where:
    """A place in a show: each part empty where it is left open; `version` 0 is the newest."""

    show: str = ""
    shot: str = ""
    element: str = ""
    version: int = 0

    def __str__(self) -> str:
        name = "/".join(part for part in (self.show, self.shot, self.element) if part)
        return f"{name}@{version_text(self.version)}" if self.version else name


def parse_where(text: str) -> Where:
    """`heist`, `heist/sh010`, `heist/sh010/smoke` or that with `@v003`; raises `WrongType`."""
    name, at, version = text.partition("@")
    parts = name.split("/")
    match = _VERSION.fullmatch(version) if at else None
    if len(parts) > 3 or not all(parts) or (at and (match is None or len(parts) < 3 or not int(match[1]))):
        raise WrongType(
            f"{text[:80]!r} names no take.", remedy="Write show/shot/element, or show/shot/element@v003."
        )
    show, shot, element = (*parts, "", "")[:3]
    return Where(show, shot, element, int(match[1]) if match else 0)


def where_from(arguments: argparse.Namespace) -> Where:
    """The place that a listing is of: by one name, or by `--show`, `--shot` and `--element`."""
    if not arguments.where:
        return Where(arguments.show, arguments.shot, arguments.element)
    if arguments.show or arguments.shot or arguments.element:
        raise WrongType(
            f"{arguments.where[:60]} names the place already.", remedy="Leave --show, --shot, --element out."
        )
    where = parse_where(arguments.where)
    if where.version:
        raise WrongType("A listing is of all versions.", remedy=f"See one: secondunit show {where}")
    return where


def take_of(client: Client, text: str) -> Take:
    """The take of a name or an id; raises `NotFound`, `WrongType`."""
    if "/" not in text and "@" not in text:
        return client.take(text)
    where = _element(text)
    takes = _all(lambda after: _takes(client, where, after))
    for take in takes:
        if where.version in (0, take.version):
            return client.take(take.id)  # a list leaves out what is long
    if takes:
        versions = ", ".join(version_text(take.version) for take in takes[:8])
        raise NotFound(
            f"{where.show}/{where.shot}/{where.element} has no {version_text(where.version)}.",
            remedy=f"It has {versions}{' and older ones' if len(takes) > 8 else ''}.",
        )
    raise absent(client, where, "take")


def job_of(client: Client, text: str) -> Job:
    """The job of an id, or the newest of an element; raises `NotFound`, `WrongType`."""
    if "/" not in text:
        return client.job(text)
    where = _element(text)
    if where.version:
        raise WrongType("A job has no version.", remedy="Write show/shot/element, or the job's id.")
    page = client.jobs(show=where.show, shot=where.shot, element=where.element, limit=1)
    if page.jobs:
        return page.jobs[0]
    raise absent(client, where, "job")


def require_place(client: Client, where: Where) -> None:
    """Raise `NotFound` for a place that no show, take or job has; nothing for one that is only empty."""
    if str(where):
        error = absent(client, where, "")
        if error.problem.where != "empty":
            raise error


def absent(client: Client, where: Where, what: str) -> NotFound:
    """Why nothing is at a place: which part of its name is not known, and the nearest that is."""
    places = known_places(client)
    shows = {place.show for place in places} | set(show_names())
    if where.show and where.show not in shows:
        return _unknown("show", where.show, shows, "secondunit takes lists what there is.")
    shots = {place.shot for place in places if where.show in ("", place.show)}
    if where.shot and where.shot not in shots:
        return _unknown("shot", where.shot, shots, f"See: secondunit takes {where.show}".rstrip())
    here = [place for place in places if where.show in ("", place.show) and where.shot in ("", place.shot)]
    elements = {place.element for place in here}
    if where.element and where.element not in elements:
        names = "/".join(part for part in (where.show, where.shot) if part)
        return _unknown("element", where.element, elements, f"See: secondunit takes {names}".rstrip())
    return NotFound(f"There is no {what} of {where}.", where="empty")


def known_places(client: Client) -> set[Where]:
    """Every show, shot and element that has a take or a job, of the newest thousand of each."""
    takes = _all(lambda after: _takes(client, Where(), after))
    jobs = _all(lambda after: _jobs(client, after))
    return {Where(take.show, take.shot, take.element) for take in takes} | {
        Where(job.show, job.shot, job.element) for job in jobs
    }


def show_names() -> tuple[str, ...]:
    """The shows that have a folder on this machine."""
    from secondunit.service.home import Home
    from secondunit.service.shows import Shows

    return Shows(Home.of_user()).names()


def _element(text: str) -> Where:
    where = parse_where(text)
    if not where.element:
        raise WrongType(f"{text[:80]!r} names no element.", remedy="Write show/shot/element.")
    return where


def _unknown(part: str, word: str, names: Iterable[str], remedy: str) -> NotFound:
    known = sorted(name for name in names if name)
    listed = f"There are: {', '.join(known[:12])}. " if known and len(known) <= 12 else ""
    return NotFound(
        f"There is no {part} {word[:60]!r}.",
        remedy=f"{did_you_mean(word, known) or listed}{remedy}",
        where=part,
    )


def _takes(client: Client, where: Where, after: str) -> tuple[tuple[Take, ...], str]:
    page = client.takes(show=where.show, shot=where.shot, element=where.element, limit=_PAGE, after=after)
    return page.takes, page.next


def _jobs(client: Client, after: str) -> tuple[tuple[Job, ...], str]:
    page = client.jobs(limit=_PAGE, after=after)
    return page.jobs, page.next


def _all(page: Callable[[str], tuple[tuple[T, ...], str]]) -> list[T]:
    """The newest rows, asked for page by page."""
    rows: list[T] = []
    after = ""
    while len(rows) < MOST:
        batch, after = page(after)
        rows += batch
        if not after:
            break
    return rows
