"""Clauses on guides of a scene: what a model takes arrives whole, what it does not take never leaves."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from secondunit.media.lossless_clip import write_lossless
from secondunit.media.png import write_png
from secondunit.providers import Input, Request
from secondunit.wire import Form, GuideKind, GuideNeed, Need, Rate
from secondunit.wire.errors import BadInput

from .asking_clauses import offered
from .clause import KEY, Clause, clause_into, raises, require
from .stand import DoesNotApply, Stand

CLAUSES: list[Clause] = []
clause = clause_into(CLAUSES)
#: Frames and size of the guides that are played, where the stand's request says none.
_FRAMES, _WIDTH, _HEIGHT = 3, 64, 36


@clause("A guide that a model does not take is refused before anything is sent, not dropped.")
def refuses_a_guide_it_does_not_take(stand: Stand) -> None:
    _, intake = offered(stand)
    strange = [kind for kind in GuideKind if kind not in {need.kind for need in intake.guides}]
    if not strange:
        raise DoesNotApply("it takes every kind of guide")
    provider = stand.provider()
    for kind in strange:
        guide = _guide(stand, GuideNeed(kind))
        asked = replace(stand.request, inputs=(*stand.request.inputs, guide))
        require(asked.digest != stand.request.digest, "a guide is not in the digest")
        raises(BadInput, lambda asked=asked: provider.submit(asked, KEY))  # type: ignore[misc]
    require(stand.far.asked == 0, "something was submitted")


@clause("A submit without the guide that the model must have, or with it in another form, sends nothing.")
def submits_only_with_its_guides(stand: Stand) -> None:
    _, intake = offered(stand)
    if not intake.guides:
        raise DoesNotApply("its model takes no guide")
    provider, bare = stand.provider(), _bare(stand.request)
    every = {need.kind: _guide(stand, need) for need in intake.guides}
    for need in intake.guides:
        others = tuple(guide for kind, guide in every.items() if kind is not need.kind)
        if need.need is Need.REQUIRED:
            lacking = replace(bare, inputs=(*bare.inputs, *others))
            raises(BadInput, lambda asked=lacking: provider.submit(asked, KEY))  # type: ignore[misc]
        form = Form.STILL if need.form is Form.MOVIE else Form.MOVIE
        wrong = replace(bare, inputs=(*bare.inputs, *others, _guide(stand, replace(need, form=form))))
        raises(BadInput, lambda asked=wrong: provider.submit(asked, KEY))  # type: ignore[misc]
    require(stand.far.asked == 0, "something was submitted")


@clause("The guides that a model takes come to the service whole: every frame, in their size and coding.")
def hands_over_its_guides_whole(stand: Stand) -> None:
    _, intake = offered(stand)
    if not intake.guides:
        raise DoesNotApply("its model takes no guide")
    bare = _bare(stand.request)
    guides = tuple(_guide(stand, need) for need in intake.guides)
    stand.provider().submit(replace(bare, inputs=(*bare.inputs, *guides)), KEY)
    require(stand.far.taken == 1, "it was not taken")
    sent = [(guide.about, guide.path.read_bytes()) for guide in guides]
    came = list(stand.far.guides)
    kinds = [kind for kind, _ in came]
    require(sorted(kinds) == sorted(kind for kind, _ in sent), f"what came as guides is {kinds}")
    require(sorted(came) == sorted(sent), "a guide is not the bytes that were given")


def _bare(request: Request) -> Request:
    return replace(request, inputs=tuple(source for source in request.inputs if source.role != "guide"))


def _guide(stand: Stand, need: GuideNeed) -> Input:
    """A guide as the worker prepares it: a movie without loss, or a picture; no two frames or kinds alike."""
    request = stand.request
    width, height = request.width or _WIDTH, request.height or _HEIGHT
    ramp = np.arange(width) + 40 * list(GuideKind).index(need.kind)
    frames = [
        np.repeat(np.broadcast_to((ramp + number) % 256, (height, width))[..., None], 3, -1).astype(np.uint8)
        for number in range(max(request.frames, _FRAMES))
    ]
    place = stand.folder.parent / f"{stand.folder.name}-{need.kind.value}-guide"
    if need.form is Form.MOVIE:
        path = Path(write_lossless(place.with_suffix(".mov"), frames, request.rate or Rate(24)).path)
        return _input(path, "video/quicktime", need.kind)
    return _input(write_png(place.with_suffix(".png"), frames[0]), "image/png", need.kind)


def _input(path: Path, media_type: str, kind: GuideKind) -> Input:
    return Input("guide", path, sha256(path.read_bytes()).hexdigest(), media_type, about=kind.value)
