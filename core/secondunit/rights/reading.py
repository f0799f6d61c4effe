"""Provenance read back: who signed a file, how it was made, and whether it still is what was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import c2pa  # type: ignore[import-untyped]

from secondunit.media.whole import storage_error
from secondunit.wire.errors import NoProvenance, ProvenanceError

from .provenance import BESIDE, EMBEDDED, FRAMES_FILE, JOB_LABEL, LISTED, beside_of, content, context

_ABSENT = ("ManifestNotFound", "no JUMBF", "JumbfNotFound", "NotSupported")


class Standing(StrEnum):
    """What became of a signed file: `trusted` is unchanged and by a known signer, `valid` by an unknown."""

    TRUSTED = "trusted"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True)
class ManifestIngredient:
    """An ingredient as the manifest names it."""

    title: str
    relation: str
    sha256: str = ""
    #: Whether it carried provenance of its own.
    signed: bool = False


@dataclass(frozen=True)
class Provenance:
    """What a file says of itself, and whether that stands.

    `made` is the last word of the IPTC's digital source type; `training` and `mining` are whether those are
    allowed; `held_in` is the file that carries the manifest; `problems` say what does not hold.
    """

    standing: Standing
    title: str
    signer: str
    issuer: str
    made: str
    training: bool
    mining: bool
    held_in: str
    program: str = ""
    job: str = ""
    brief_digest: str = ""
    provider: str = ""
    model: str = ""
    trained_on: str = ""
    near_copies: str = ""
    ingredients: tuple[ManifestIngredient, ...] = ()
    problems: tuple[str, ...] = ()


def read_provenance(path: Path, root: str = "") -> Provenance:
    """Read and verify a file's provenance: inside it, beside it, or in the signed list of its folder.

    `root` is the PEM certificate that is trusted (a show's). A file that was changed is no error but
    `invalid`. Raises `NoProvenance`, `ProvenanceError`, `NotFound`, `NoRights`.
    """
    try:
        if not path.is_file():
            content(path)
        if beside_of(path).is_file():
            return _read(path, beside_of(path), root)
        if path.suffix.lower() not in LISTED:
            return _read(path, None, root)
        return _listed(path, root)
    except OSError as problem:
        raise storage_error(problem, path) from problem


def _listed(path: Path, root: str) -> Provenance:
    """A frame of a signed sequence: the list must stand, and the frame be as listed."""
    listing = path.with_name(FRAMES_FILE)
    if not listing.is_file() or not beside_of(listing).is_file():
        raise _none(path)
    of_list = _read(listing, beside_of(listing), root)
    try:
        frames = json.loads(listing.read_text("utf-8"))["frames"]
        entry = frames.get(path.name)
        wanted = None if entry is None else str(entry["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError):
        entry = wanted = None
    if wanted is None:
        raise _none(path)
    if content(path)[0] == wanted:
        return of_list
    problem = f"{path.name} is not the frame that was signed."
    return replace(of_list, standing=Standing.INVALID, problems=(*of_list.problems, problem))


def _read(path: Path, manifest: Path | None, root: str) -> Provenance:
    suffix = path.suffix.lower()
    form = BESIDE.get(suffix) or EMBEDDED.get(suffix)
    body = manifest.read_bytes() if manifest else None
    try:
        with path.open("rb") as stream, c2pa.Reader(form, stream, body, context=context(root)) as reader:
            store = json.loads(reader.json())
    except c2pa.C2paError as error:
        if manifest is None and any(word in str(error) for word in _ABSENT):
            raise _none(path) from None
        first = (str(error).splitlines() or [""])[0][:200].rstrip(".")
        raise ProvenanceError(f"The provenance cannot be read: {first}.", where=str(path)) from None
    active_manifest: dict[str, Any] = store.get("manifests", {}).get(store.get("active_manifest"), {})
    return _provenance(active_manifest, store, str(manifest or path))


def _provenance(manifest: dict[str, Any], store: dict[str, Any], held_in: str) -> Provenance:
    assertions = {item["label"]: item.get("data", {}) for item in manifest.get("assertions", [])}
    own = assertions.get(JOB_LABEL, {})
    uses = assertions.get("cawg.training-mining", {}).get("entries", {})
    actions = assertions.get("c2pa.actions.v2", assertions.get("c2pa.actions", {})).get("actions", [])
    sources = [action["digitalSourceType"] for action in actions if action.get("digitalSourceType")]
    hashes = {item.get("title"): item.get("sha256", "") for item in own.get("inputs", [])}
    signature = manifest.get("signature_info", {})
    generators = manifest.get("claim_generator_info") or [{}]
    return Provenance(
        standing=_standing(store),
        title=str(manifest.get("title", "")),
        signer=str(signature.get("common_name", "")),
        issuer=str(signature.get("issuer", "")),
        made=sources[-1].rpartition("/")[2] if sources else "",
        training=_may(uses, "ai_training") or _may(uses, "ai_generative_training"),
        mining=_may(uses, "data_mining"),
        held_in=held_in,
        program=" ".join(str(generators[0].get(word, "")) for word in ("name", "version")).strip(),
        job=str(own.get("job", "")),
        brief_digest=str(own.get("brief", "")),
        provider=str(own.get("provider", "")),
        model=str(own.get("model", "")),
        trained_on=str(own.get("trained_on", "")),
        near_copies=str(own.get("near_copies", "")),
        ingredients=tuple(
            ManifestIngredient(
                str(item.get("title", "")),
                str(item.get("relationship", "")),
                str(hashes.get(item.get("title"), "")),
                "active_manifest" in item,
            )
            for item in manifest.get("ingredients", [])
        ),
        problems=_problems(store),
    )


def _standing(store: dict[str, Any]) -> Standing:
    """The library's word; an ingredient that a provider signed takes nothing from the show's own."""
    try:
        standing = Standing(str(store.get("validation_state", "")).lower())
    except ValueError:
        return Standing.INVALID
    good = store.get("validation_results", {}).get("activeManifest", {}).get("success", [])
    if standing is Standing.VALID and any(item.get("code") == "signingCredential.trusted" for item in good):
        return Standing.TRUSTED
    return standing


def _problems(store: dict[str, Any]) -> tuple[str, ...]:
    results = store.get("validation_results", {}).get("activeManifest", {})
    return tuple(
        str(item.get("explanation") or item.get("code"))
        for item in results.get("failure", [])
        if item.get("code") != "signingCredential.untrusted"
    )


def _may(uses: dict[str, Any], use: str) -> bool:
    entry = uses.get(f"cawg.{use}") or uses.get(f"c2pa.{use}") or {}
    return bool(entry.get("use", "allowed") != "notAllowed")


def _none(path: Path) -> NoProvenance:
    return NoProvenance(
        "This file carries no provenance.",
        remedy="Saving in another program may have dropped it: ask for the original.",
        where=str(path),
    )
