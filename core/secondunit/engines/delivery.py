"""The end of a job: its folder becomes a take by one rename, which also claims the version number.

Whatever dies at whatever moment: before the rename there is no take, after it there is a whole one. Two
services that deliver into one folder cannot get the same number, because a rename onto a folder that holds
files fails.
"""

from __future__ import annotations

import dataclasses
import errno
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Take, TakeLayer, Work, dumps, loads
from secondunit.wire.errors import BadValue, Conflict, SecondUnitError

from .alternatives import counted_alternatives
from .names import BRIEF_FILE, TAKE_FILE, Staging, TakeNames, sweep_temporary, take_id, without_bin

#: Errors of a rename whose target is there already.
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
HIGHEST = 99_999
log = logging.getLogger(__name__)


def claim_version(work: Work, take: Callable[[TakeNames, int], Take]) -> Take:
    """Name the staged files, write the take beside them, and rename the folder to the next free version.

    `take` says what the take of a version is. Gives the take with its absolute folder. Raises `DiskFull`,
    `NoRights`, `Conflict`.
    """
    staging = Staging(Path(work.staging))
    parent = staging.folder.parent
    try:
        version = max(work.first_version, 1 + max(versions(work, parent), default=0))
        sweep_temporary(staging.folder)
        while version <= HIGHEST:
            names = TakeNames.of(work, version)
            result = take(names, version)
            staging.undo_names(work)
            _write(staging.folder, work, names, result)
            if _rename(staging.folder, parent / names.folder):
                _flush(parent)
                return dataclasses.replace(result, folder=str(parent / names.folder))
            version += 1
    except OSError as error:
        raise storage_error(error, staging.folder) from error
    raise Conflict(f"There is no version number left below {HIGHEST:,}.")


def _write(folder: Path, work: Work, names: TakeNames, take: Take) -> None:
    for layer in take.layers:
        for frame in work.brief.frames:
            Staging(folder).frame(layer.name, frame).replace(folder / names.frame(layer.name, frame))
    for name, value in ((BRIEF_FILE, work.record.brief), (TAKE_FILE, dataclasses.replace(take, folder=""))):
        with whole_file(folder / name) as temporary:
            temporary.write_text(dumps(value, indent=1) + "\n", "utf-8")
    _flush(folder)


def _rename(folder: Path, target: Path) -> bool:
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno in _TAKEN or target.exists():
            return False
        raise
    return True


def _flush(folder: Path) -> None:
    """Make a rename durable: the folder's own list of names goes to disk."""
    if os.name == "nt":  # NTFS journals names; a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def versions(work: Work, parent: Path) -> Iterator[int]:
    """The version numbers that folders beside the staging folder carry, those in the bin too."""
    pattern = re.compile(re.escape(work.folder_name).replace(re.escape("{version}"), r"v(\d{3,})"))
    for entry in parent.iterdir():
        if match := pattern.fullmatch(without_bin(entry.name)):
            yield int(match[1])


def found_take(work: Work) -> Take | None:
    """The finished take of this work, if its folder was renamed already; `folder` is absolute."""
    parent = Path(work.staging).parent
    if not parent.is_dir():
        return None
    for version in sorted(set(versions(work, parent)), reverse=True):
        folder = parent / TakeNames.of(work, version).folder
        take = read_take(folder)
        if take is not None and take.id == take_id(work.job, work.alternative):
            return take
    return None


def delivered(work: Work) -> Take | None:
    """The take of this job if it was delivered before; frames still in staging say that it was not."""
    staging = Staging(Path(work.staging))
    delivery = work.brief.delivery
    complete = not staging.missing(work.brief.frames, delivery.passes, delivery.volume)
    return None if complete else found_take(work)


def read_take(folder: Path) -> Take | None:
    """The take a folder holds, with its absolute folder; None where it holds none."""
    try:
        take = loads(Take, (folder / TAKE_FILE).read_bytes())
    except (OSError, BadValue):
        return None
    return dataclasses.replace(take, folder=str(folder))


def remarked(take: Take, remarks: Iterable[str]) -> Take:
    """A take that was just delivered, with more to remark; as it is where that cannot be written."""
    more = dataclasses.replace(take, remarks=(*take.remarks, *remarks))
    try:
        with whole_file(Path(take.folder) / TAKE_FILE) as temporary:
            temporary.write_text(dumps(dataclasses.replace(more, folder=""), indent=1) + "\n", "utf-8")
    except SecondUnitError:
        log.warning("no remark in %s", take.id, exc_info=True)
        return take
    return more


def take_facts(work: Work, version: int, *, layers: tuple[TakeLayer, ...], made_by: str, maker: str) -> Take:
    """What is known of a take from its work alone."""
    brief = work.record.brief
    return Take(
        id=take_id(work.job, work.alternative), job=work.job, show=brief.show, shot=brief.shot,
        element=brief.element, version=version, folder="", frames=brief.frames, rate=brief.rate,
        format=brief.format, colorspace=brief.colorspace, brief_digest=work.brief_digest, layers=layers,
        kind=brief.kind, task=brief.task, prompt=brief.prompt, seed=brief.seed, made_by=made_by, maker=maker,
        settings=work.settings, fitting=brief.fitting, retime=brief.retime, user=work.user,
        alternative=work.alternative,
        created=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        alternatives=counted_alternatives(Path(work.scratch)),
    )  # fmt: skip
