"""Provenance: who made a picture and of what, signed by the show's key, after the C2PA specification.

PNG, JPEG, TIFF, MP4 and MOV carry it inside; an EXR keeps its bytes and has it beside it, as `<name>.c2pa`;
a sequence has one signed list of its frames. `reading` verifies. Nothing here opens a socket: no time stamp
is fetched and no manifest from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import file_digest
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

import c2pa  # type: ignore[import-untyped]

from secondunit import __version__
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire.errors import BadInput, ProvenanceError

from .keys import ShowKey

#: What is embedded, by suffix; everything else gets a manifest beside it.
EMBEDDED = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff",
            ".tiff": "image/tiff", ".mp4": "video/mp4", ".mov": "video/quicktime"}  # fmt: skip
BESIDE = {".exr": "image/x-exr", ".json": "application/json"}
#: What may stand in a signed list of a folder.
LISTED = (*BESIDE, ".vdb")
#: What others may have signed, and we only link.
_READ = {".webp": "image/webp", ".gif": "image/gif", ".avif": "image/avif"}
_BYTES = "application/octet-stream"
MANIFEST = ".c2pa"
#: The signed list of a sequence's frames, in their folder.
FRAMES_FILE = "provenance.json"
JOB_LABEL = "org.secondunit.job"
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"

#: Settings of the C2PA library under which it asks nothing of the network.
OFFLINE: dict[str, Any] = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False},
    "builder": {"thumbnail": {"enabled": False}},
}


class Made(StrEnum):
    """How a picture came to be: the IPTC's digital source types that occur here."""

    GENERATED = "trainedAlgorithmicMedia"
    COMPOSITED = "compositeWithTrainedAlgorithmicMedia"
    SIMULATED = "algorithmicMedia"
    COMPOSITED_SIMULATION = "compositeSynthetic"

    @property
    def uri(self) -> str:
        """The IPTC's name of it."""
        return _SOURCE + self.value


@dataclass(frozen=True)
class Ingredient:
    """Something a picture was made of: its file, what it is called, and whether it is the `parent`.

    A file that carries provenance of its own keeps it within ours. `sha256` (hex) and `size` are of its
    content, where that was hashed before.
    """

    path: Path
    title: str = ""
    parent: bool = False
    sha256: str = ""
    size: int = 0

    def hashed(self) -> Ingredient:
        """The same with its hash, which is taken once; raises `NotFound`, `NoRights`."""
        if self.sha256:
            return self
        digest, size = content(self.path)
        return replace(self, title=_title(self), sha256=digest, size=size)


@dataclass(frozen=True)
class Claim:
    """What is said of a picture: how it was made, by whom, of what.

    `inference` is whether others may feed it to a model; training and mining are never allowed.
    """

    made: Made
    title: str
    job: str = ""
    brief_digest: str = ""
    provider: str = ""
    model: str = ""
    take: str = ""
    ingredients: tuple[Ingredient, ...] = ()
    inference: bool = False
    #: What its model was trained on, and what it is nearly a copy of, each in a sentence.
    trained_on: str = ""
    near_copies: str = ""


def sign_file(path: Path, claim: Claim, key: ShowKey, *, into: Path | None = None) -> Path:
    """Sign a file: inside it where its format can, beside it otherwise; the file that holds the manifest.

    `into` is where the signed copy goes (default: in the place of `path`; no meaning beside a file). Raises
    `BadInput` for a format without provenance, `ProvenanceError`, `NoRights`, `DiskFull`.
    """
    suffix = path.suffix.lower()
    if suffix not in EMBEDDED and suffix not in BESIDE:
        raise BadInput(f"A {suffix or 'file without a suffix'} takes no provenance.", where=str(path))
    builder = _builder(claim)
    try:
        if suffix in BESIDE:
            builder.set_no_embed()
            with path.open("rb") as source:
                manifest = builder.sign(_signer(key), BESIDE[suffix], source, cast(BinaryIO, _Nowhere()))
            beside = beside_of(path)
            with whole_file(beside) as temporary:
                temporary.write_bytes(manifest)
            return beside
        target = into or path
        with whole_file(target) as temporary, path.open("rb") as source, temporary.open("r+b") as out:
            builder.sign(_signer(key), EMBEDDED[suffix], source, out)
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except c2pa.C2paError as error:
        raise ProvenanceError(f"This could not be signed: {_first_line(error)}.", where=str(path)) from None
    return target


def sign_sequence(
    frames: Sequence[Path], claim: Claim, key: ShowKey, *, sources: Sequence[Ingredient] = ()
) -> Path:
    """Sign the frames of a take: a list of their names, sizes and hashes beside them, and its manifest.

    The frames lie in one folder and keep their bytes. `sources` are listed with their hashes: everything it
    was made of, also what is too much for a manifest. Returns the list. Raises what `sign_file` raises.
    """
    if not frames or len({frame.parent for frame in frames}) != 1:
        raise BadInput("A sequence is at least one frame, all in one folder.", where=FRAMES_FILE)
    listed = {}
    for frame in frames:
        digest, size = content(frame)
        listed[frame.name] = {"sha256": digest, "bytes": size}
    path = frames[0].parent / FRAMES_FILE
    document: dict[str, object] = {"frames": listed}
    if sources:
        document["sources"] = [_input(source.hashed()) for source in sources]
    try:
        with whole_file(path) as temporary:
            temporary.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", "utf-8")
    except OSError as problem:
        raise storage_error(problem, path) from problem
    sign_file(path, claim, key)
    return path


def content(path: Path) -> tuple[str, int]:
    """The SHA-256 (hex) of a file's bytes, and how many there are; raises `NoRights`, `NotFound`."""
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            return digest, file.tell()
    except OSError as problem:
        raise storage_error(problem, path) from problem


def beside_of(path: Path) -> Path:
    """Where the manifest of a file lies that does not carry it: its whole name and `.c2pa`."""
    return path.with_name(path.name + MANIFEST)


def context(root: str = "") -> c2pa.Context:
    """The C2PA library's settings: offline, and trusting the PEM certificate `root` where there is one."""
    settings = {**OFFLINE, "verify": {**OFFLINE["verify"], "verify_trust": bool(root)}}
    if root:
        settings["trust"] = {"user_anchors": root}
    return c2pa.Context.from_dict(settings)


def _builder(claim: Claim) -> c2pa.Builder:
    parent = [ingredient for ingredient in claim.ingredients if ingredient.parent]
    if len(parent) > 1:
        raise BadInput("A picture has one parent at most.", where="ingredients")
    inputs = [_input(ingredient.hashed()) for ingredient in claim.ingredients]
    try:
        builder = c2pa.Builder(_manifest(claim, inputs, edited=bool(parent)), context())
        if parent:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)  # writes that the parent was opened
        for ingredient in claim.ingredients:
            _link(builder, ingredient)
    except OSError as problem:
        raise storage_error(problem, claim.title) from problem
    except c2pa.C2paError as error:
        raise ProvenanceError(
            f"An ingredient could not be linked: {_first_line(error)}.", where=claim.title
        ) from None
    return builder


def _link(builder: c2pa.Builder, ingredient: Ingredient) -> None:
    """What the library cannot read as what its name says is linked as bytes: others made it."""
    about = {"title": _title(ingredient), "relationship": _relation(ingredient)}
    with ingredient.path.open("rb") as source:
        try:
            builder.add_ingredient(about, _form(ingredient.path), source)
        except c2pa.C2paError:
            source.seek(0)
            builder.add_ingredient(about, _BYTES, source)


def _manifest(claim: Claim, inputs: Sequence[dict[str, object]], *, edited: bool) -> dict[str, object]:
    own = {"job": claim.job, "brief": claim.brief_digest, "take": claim.take, "provider": claim.provider,
           "model": claim.model, "trained_on": claim.trained_on,
           "near_copies": claim.near_copies}  # fmt: skip
    agent = {"name": claim.model or claim.provider or "Second Unit"}
    action = {"action": "c2pa.edited" if edited else "c2pa.created", "digitalSourceType": claim.made.uri,
              "softwareAgent": agent}  # fmt: skip
    uses = {"ai_training": False, "ai_generative_training": False, "data_mining": False,
            "ai_inference": claim.inference}  # fmt: skip
    mining = {f"cawg.{use}": {"use": "allowed" if may else "notAllowed"} for use, may in uses.items()}
    return {
        "claim_generator_info": [{"name": "Second Unit", "version": __version__}],
        "title": claim.title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [action]}},
            {"label": "cawg.training-mining", "data": {"entries": mining}},
            {"label": JOB_LABEL, "data": {**{k: v for k, v in own.items() if v}, "inputs": [*inputs]}},
        ],
    }


def _signer(key: ShowKey) -> c2pa.Signer:
    return c2pa.Signer.from_callback(key.sign, c2pa.C2paSigningAlg.ES256, key.chain)


def _relation(ingredient: Ingredient) -> str:
    return "parentOf" if ingredient.parent else "inputTo"


def _title(ingredient: Ingredient) -> str:
    return ingredient.title or ingredient.path.name


def _input(ingredient: Ingredient) -> dict[str, object]:
    return {"title": _title(ingredient), "sha256": ingredient.sha256, "bytes": ingredient.size}


def _form(path: Path) -> str:
    suffix = path.suffix.lower()
    return EMBEDDED.get(suffix) or BESIDE.get(suffix) or _READ.get(suffix) or _BYTES


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0].rstrip(".")[:200]


class _Nowhere(RawIOBase):
    """Takes what is written and keeps none of it: the library copies a file whose manifest goes beside it."""

    def __init__(self) -> None:
        self._at = self._size = 0

    def write(self, body: Any) -> int:
        self._at += len(body)
        self._size = max(self._size, self._at)
        return len(body)

    def read(self, size: int = -1) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass
