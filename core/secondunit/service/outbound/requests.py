"""Requests from a job's prepared pieces, the same whatever the turn: their digests name what was paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from secondunit.engines.pieces import factor_asked
from secondunit.providers.protocol import Input, Request
from secondunit.wire import Brief, Capability, FrozenMap, Piece, PreparedBox, PreparedPoint, Scalar


def request_of(brief: Brief, capability: Capability, piece: Piece, scratch: Path) -> Request:
    """The request of a prepared piece, whose files lie below `scratch`."""
    return Request(
        task=brief.task,
        model=brief.model,
        prompt=prompt_of(brief, capability),
        seed=brief.seed,
        width=piece.size.width,
        height=piece.size.height,
        frames=piece.count,
        rate=piece.rate or brief.rate,
        inputs=tuple(
            Input(
                file.role,
                scratch / file.path,
                file.sha256,
                file.media_type,
                file.frame,
                file.about,
                file.at,
                file.window,
            )
            for file in piece.files
        ),
        margins=piece.margins,
        points=piece.points,
        boxes=piece.boxes,
        parameters=parameters_of(brief, capability),
        slower=brief.retime.slower,
        scale=factor_asked(brief, capability.intake) if capability.intake is not None else None,
    )


def without_words(request: Request) -> Request:
    """A request as a price is asked for it: as long as it is, and saying nothing."""
    return unplaced(replace(request, prompt="x" * len(request.prompt)))


def unplaced(request: Request) -> Request:
    """A request with as many points and boxes, which say nothing of where."""
    return replace(
        request,
        points=(PreparedPoint(0.0, 0.0),) * len(request.points),
        boxes=(PreparedBox(0.0, 0.0, 1.0, 1.0),) * len(request.boxes),
    )


def alike(requests: Iterable[Request]) -> list[tuple[Request, int]]:
    """Requests that cost the same, each kind once, and how many there are: no price follows from content."""
    kinds: dict[str, tuple[Request, int]] = {}
    for request in requests:
        kind = kind_of(request)
        kinds[kind] = kinds.get(kind, (request, 0))[0], kinds.get(kind, (request, 0))[1] + 1
    return list(kinds.values())


def kind_of(request: Request) -> str:
    """What requests that cost the same have in common."""
    bare = tuple(
        replace(source, path=Path(), sha256="", frame=None, at=None if source.at is None else 0, window=())
        for source in request.inputs
    )
    return unplaced(replace(request, inputs=bare)).digest


def prompt_of(brief: Brief, capability: Capability) -> str:
    """The prompt, for a model that takes one."""
    return brief.prompt if capability.prompt else ""


def parameters_of(brief: Brief, capability: Capability) -> FrozenMap[Scalar]:
    """What was set by hand on the model's own controls; how this side cuts a plate is not its business."""
    own = {control.name for control in capability.controls}
    return FrozenMap({name: value for name, value in brief.controls.items() if name in own})
