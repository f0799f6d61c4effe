"""A take signed where it lies: the frames by a signed list beside them, the previews inside.

It changes no frame and no fact of a take, and signs nothing twice. It does not decide what happens to a job
whose take cannot be signed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from secondunit.engines.names import PREVIEWS, TEMPORARY
from secondunit.media.whole import storage_error
from secondunit.rights.keys import ShowKey
from secondunit.rights.provenance import (
    FRAMES_FILE,
    Claim,
    Ingredient,
    beside_of,
    sign_file,
    sign_sequence,
)
from secondunit.rights.reading import Standing, read_provenance
from secondunit.rights.show import ShowRights
from secondunit.wire import Brief, Take
from secondunit.wire.errors import NoProvenance, ProvenanceError

from .ingredients import ingredients, is_composited, made_of, takes_in

#: The most files that a manifest links; the signed list names all.
LINKED = 24


def seal(take: Take, brief: Brief, rights: ShowRights, *, others: Iterable[Take] = ()) -> None:
    """Sign a take in its folder (absolute); what is signed already stays as it is.

    `others` are the takes of the shot, of which a comp may be made. May be called again after a crash at any
    moment. Raises `ProvenanceError` (also for what was changed after it was signed), `NotFound`, `DiskFull`,
    `NoRights`.
    """
    folder, key = Path(take.folder), rights.key
    try:
        _sweep(folder)
        previews = [folder / path for path in (take.thumbnail, take.contact_sheet, take.movie) if path]
        unsigned = [path for path in previews if not _signed(path, key)]
        listed = not take.layers or (is_sealed(take) and _signed(folder / FRAMES_FILE, key))
        if listed and not unsigned:
            return
        possible = tuple(others) if is_composited(take) else ()
        used = takes_in(brief, possible) if possible else ()
        every = ingredients(take, brief, used)
        # Where a comp names no take, each of the shot may be in it: none is linked, but all of them count.
        claim = Claim(
            made_of(take, used or possible), take.label, job=take.job, brief_digest=take.brief_digest,
            take=take.id, provider=take.provider, model=take.model, ingredients=every[:LINKED],
            trained_on=take.training.sentence if take.training is not None else "",
            near_copies=take.copies.sentence if take.copies is not None else "",
        )  # fmt: skip
        if not listed:
            sign_sequence(_frames(take), claim, key, sources=every)
        if take.layers:
            own = Ingredient(folder / FRAMES_FILE, f"{take.label} {FRAMES_FILE}").hashed()
            claim = replace(claim, ingredients=(own, *claim.ingredients))
        for path in unsigned:
            sign_file(path, claim, key)
    except OSError as problem:
        raise storage_error(problem, folder) from problem


def is_sealed(take: Take) -> bool:
    """Whether the frames of a take are listed and the list is signed, by whomever."""
    listing = Path(take.folder, FRAMES_FILE)
    return listing.is_file() and beside_of(listing).is_file()


def _signed(path: Path, key: ShowKey) -> bool:
    """Whether the show's key signed a file as it is; raises `ProvenanceError` where it was changed since."""
    try:
        standing = read_provenance(path, key.root).standing
    except NoProvenance:
        return False
    if standing is Standing.INVALID:
        raise ProvenanceError(f"{path.name} was changed after it was signed.", where=str(path))
    return standing is Standing.TRUSTED


def _frames(take: Take) -> list[Path]:
    folder = Path(take.folder)
    return [folder / (layer.path % frame) for layer in take.layers for frame in take.frames]


def _sweep(folder: Path) -> None:
    """Take away what a signature that was cut off left; what a provider gave is not looked at."""
    for place in (folder, folder / PREVIEWS):
        for path in place.glob(f".*{TEMPORARY}*"):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
