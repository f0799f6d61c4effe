"""A job's folders: made before its work starts, found by its worker, removed when it ends."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Work, WorkRequest, dumps, loads
from secondunit.wire.errors import SecondUnitError, StorageError

from .roots import CACHE as CACHE
from .roots import read_rules, request_of, work_of

WORK_FILE, TEMPLATE_FILE, PROBLEM_FILE, WORKER_FILE, LOCK_FILE = (
    "work.json", "template.json", "problem.json", "worker.json", "worker.lock",
)  # fmt: skip
#: Below the scratch folder: one file a frame that says what was done to its pixels, for the take's remarks.
_REMARKS = "remarks"


def remarks_folder(work: Work) -> Path:
    """Where what was done to the pixels of this take's frames is left."""
    name = _REMARKS if work.alternative == 1 else f"{_REMARKS}-{work.alternative}"
    return Path(work.scratch) / name


def make_folders(work: Work) -> Path:
    """Make scratch and staging and write the work file; gives the work file's path.

    Raises `NoRights`, `DiskFull`.
    """
    scratch, staging = Path(work.scratch), Path(work.staging)
    try:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        staging.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, staging) from error
    request = scratch / WORK_FILE
    with whole_file(request) as temporary:
        temporary.write_text(dumps(request_of(work), indent=1), "utf-8")
    return request


def read_work(request: Path, rules: Path | None = None) -> Work:
    """The work a file describes, with this machine's paths by the path mapping rules in the file `rules`.

    Raises `StorageError`, `BadValue`, and `BadInput` for rules that cannot be read or leave a path unmapped.
    """
    try:
        body = request.read_bytes()
    except OSError as error:
        raise storage_error(error, request) from error
    return work_of(loads(WorkRequest, body), read_rules(rules))


def remove_folder(folder: Path) -> None:
    """Remove a job's folder and all in it; a folder that is gone is no fault."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        # A network disk may hold on to files that were just closed; what is left is swept at the next start.
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            raise storage_error(error, folder) from error


def free_bytes(folder: Path) -> int:
    """The free space of the disk that `folder` is on, or will be on, in bytes."""
    return shutil.disk_usage(nearest(folder)).free


def nearest(folder: Path) -> Path:
    """`folder`, or the nearest one above it that exists."""
    for place in (folder, *folder.parents):
        if place.exists():
            return place
    return Path(folder.anchor or ".")


def refusal(folder: Path) -> SecondUnitError | None:
    """Why nothing could be written into `folder`, asked of the disk itself; None where all is well."""
    place = nearest(folder)
    if not place.is_dir():
        return StorageError(f"{place} is not a folder.", where=str(folder))
    try:
        tempfile.TemporaryFile(dir=place).close()  # it never has a name that could stay behind
    except OSError as error:
        return storage_error(error, folder)
    return None
