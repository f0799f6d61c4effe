"""What is asked of Luma: a request as the fields of one generation, with its files or still without.

It knows the table of what is offered and how files get there; it makes no generation and asks for none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from secondunit.providers.door import Call, Part
from secondunit.providers.guides import require_guide_inputs
from secondunit.providers.httpx_door import ERRAND
from secondunit.providers.protocol import Input, Request
from secondunit.providers.sdk import MOVIES as MOVIE_TYPES
from secondunit.providers.sdk import STILLS, Line, require_type
from secondunit.wire import Form, Need, Scalar, read_controls
from secondunit.wire.errors import BadInput, Moderated, NotFound, ProviderBroken, RateLimited
from secondunit.wire.plate import KEY_FRAME

from .controls import signals_of
from .facts import BLOCK, CLIPS, HDR_RESOLUTIONS, KEY_FRAMES, LONGEST_PROMPT, LOOPS, NO_REFRAME
from .models import (
    ASPECTS,
    AUTO,
    BY_SIZE,
    MOST_MARGIN,
    MOVIE_ASPECTS,
    OFFERS,
    RATE,
    LumaModel,
    resolution_of,
    shape_of,
)

#: Stills up to this many bytes travel inside the request; the rest, and movies, through its Files API.
MOST_INLINE = 3_000_000
#: How long an uploaded file is to be kept there.
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A request that is taken: the fields without files, the seconds of a movie, its resolution, and HDR."""

    offer: LumaModel
    fields: Mapping[str, Any]
    seconds: int = 0
    resolution: str = ""
    hdr: bool = False

    @property
    def billed(self) -> int:
        """The seconds that are paid: of an edit, whole blocks."""
        if self.offer.kind != "video_edit":
            return self.seconds
        return ceil(self.seconds / BLOCK.value) * BLOCK.value


def asked(request: Request) -> Asked:
    """Check a request as far as it is there; raises `BadInput` for what is not taken."""
    offer = next((o for o in OFFERS if o.model == request.model and o.task is request.task), None)
    if offer is None:
        raise BadInput(f"Luma has no model {request.model[:40]!r} for {request.task.value}.", where="model")
    if not 1 <= len(request.prompt) <= LONGEST_PROMPT.value:
        raise BadInput(f"Luma takes a prompt of 1 to {LONGEST_PROMPT.value:,} characters.", where="prompt")
    _pictures(request, offer)
    settings = read_controls(offer.controls, request.parameters)
    fields: dict[str, Any] = {"prompt": request.prompt, "model": offer.model, "type": offer.kind}
    if offer.kind in ("image", "video"):
        fields["aspect_ratio"] = _shape(request, ASPECTS if offer.kind == "image" else MOVIE_ASPECTS)
    if not offer.movie:
        _no_margins(request)
        return Asked(offer, {**fields, "output_format": "png"})
    if offer.kind == "video_reframe":
        fields["aspect_ratio"] = _canvas(request)
    else:
        _no_margins(request)
    return _movie(request, offer, fields, settings)


def require_files(request: Request, offer: LumaModel) -> None:
    """Raise `BadInput` where a file that must be there is not, or is too large."""
    if offer.intake.plate is Need.REQUIRED and not request.of("plate"):
        medium = "a movie" if offer.intake.plate_form is Form.MOVIE else "one picture"
        raise BadInput(f"{offer.model} needs {medium} to work on.", where="plate")
    for asset in request.inputs:
        if not asset.path.is_file():
            raise BadInput(f"{asset.path.name} is not there.", where=str(asset.path))
        if asset.path.stat().st_size > offer.intake.most_bytes:
            most = offer.intake.most_bytes // 1_000_000
            raise BadInput(f"{asset.path.name} is larger than {most} MB.", where=str(asset.path))


def with_files(request: Request, asked: Asked, media: Callable[[Input], dict[str, str]]) -> dict[str, Any]:
    """The fields with each file as `media` names it to the service."""
    fields, kind = dict(asked.fields), asked.offer.kind
    plates, references = request.of("plate"), request.of("reference")
    if kind in ("image", "image_edit") and references:
        fields["image_ref"] = [media(reference) for reference in references]
    if kind != "video" and plates:
        fields["source"] = media(plates[0])
    if asked.offer.intake.reference_roles:
        anchors = _anchors(request, asked)
        pinned = {
            "keyframes": [media(anchor) for anchor in anchors.values()],
            "keyframe_indexes": list(anchors),
        }
        video = dict(fields["video"])
        if anchors:
            video |= pinned if kind == "video" else {"edit": {**video["edit"], **pinned}}
        fields["video"] = video
    return fields


def _anchors(request: Request, asked: Asked) -> dict[int, Input]:
    """The pictures that frames are pinned to, by frame from the clip's first, in order."""
    movie = asked.offer.kind == "video"
    roles = asked.offer.intake.reference_roles
    last = asked.seconds * RATE.numerator if movie else max(request.frames - 1, 0)
    ends = {"first_frame": 0, "last_frame": last}
    pins = [(reference.at if reference.about == KEY_FRAME else ends[reference.about or roles[0]], reference)
             for reference in request.of("reference")]  # fmt: skip
    pins += [(0, plate) for plate in request.of("plate") if movie]
    anchors: dict[int, Input] = {}
    for at, picture in pins:
        if at is None or not 0 <= at <= last:
            raise BadInput(f"A key frame stands outside the clip's {last + 1} frames.", where="references")
        if at in anchors:
            raise BadInput(f"Two pictures are for frame {at} of the clip.", where="references")
        anchors[at] = picture
    return dict(sorted(anchors.items()))


def media_of(asset: Input, line: Line, client: Any, errand: str, now: datetime) -> dict[str, str]:
    """How the service is told of a file: its bytes, or the name of one that it has taken in.

    Raises `RateLimited` while it is still looking at a file that was uploaded: nothing is begun before.
    """
    if asset.media_type in STILLS and asset.path.stat().st_size <= MOST_INLINE:
        return {"data": line.data(asset), "media_type": asset.media_type}
    headers = {ERRAND: errand}

    def upload() -> str:
        file = line.ask(
            lambda: client.files.create(
                mime_type=asset.media_type,
                size_bytes=asset.path.stat().st_size,
                filename=asset.path.name,
                purpose="input" if asset.role == "plate" else "reference",
                expires_at=now + _KEPT,
                extra_headers=headers,
            )
        )
        slot = getattr(file, "upload", None)
        name, url = line.text(file, "id"), line.text(slot, "url")
        slot_headers = getattr(slot, "headers", None) or {}
        if not isinstance(slot_headers, dict):
            raise ProviderBroken("Luma does not say where a file is to go.")
        part = Part("", asset.path.name, asset.path, asset.media_type, asset.sha256)
        pairs = tuple((str(key), str(value)) for key, value in slot_headers.items())
        line.send(Call("PUT", url, errand, pairs, parts=(part,), timeout=line.timeout))
        line.ask(lambda: client.files.complete(name, extra_headers=headers))
        return name

    name = line.uploaded(asset, upload)
    try:
        there = line.ask(lambda: client.files.get(name, extra_headers=headers))
    except NotFound:
        line.forget(asset)
        raise RateLimited("Luma no longer has a file that was uploaded.", retry_after=1.0) from None
    state = line.text(there, "state")
    if state == "ready":
        return {"file_id": name}
    if state == "pending":
        raise RateLimited(f"Luma is still taking in {asset.path.name}.", retry_after=3.0)
    line.forget(asset)
    why = " ".join(str(getattr(there, "failure_reason", "") or "it does not say why").split())[:300]
    kind = Moderated if "moderat" in why.lower() else BadInput
    raise kind(f"Luma does not take {asset.path.name}: {why.rstrip('.')}.", where=str(asset.path))


def _pictures(request: Request, offer: LumaModel) -> None:
    plates, references = request.of("plate"), request.of("reference")
    movie = offer.intake.plate_form is Form.MOVIE
    if request.of("matte"):
        raise BadInput("Luma takes no matte.", where="matte")
    require_guide_inputs(request, offer.intake, "Luma")
    if len(plates) > (0 if offer.intake.plate is Need.NONE else 1):
        takes = "no plate" if offer.intake.plate is Need.NONE else "one movie" if movie else "one picture"
        raise BadInput(f"{offer.model} takes {takes} here.", where="plate")
    if len(references) > offer.references:
        raise BadInput(f"{offer.model} takes {offer.references} references here.", where="references")
    for asset in plates:
        require_type(asset, MOVIE_TYPES if movie else STILLS, "Luma")
    for asset in references:
        require_type(asset, STILLS, "Luma")
    roles = offer.intake.reference_roles
    if roles and any(reference.about not in ("", *roles) for reference in references):
        raise BadInput(f"To {offer.model} a reference here is {' or '.join(roles)}.", where="references")
    ends = (
        [reference.about or roles[0] for reference in references if reference.about != KEY_FRAME]
        if roles
        else []
    )
    if len(set(ends)) < len(ends):
        raise BadInput(f"{offer.model} takes one picture for each end.", where="references")
    pinned = len(references) + (len(plates) if offer.kind == "video" else 0)
    if roles and pinned > KEY_FRAMES.value:
        raise BadInput(f"{offer.model} takes {KEY_FRAMES.value} pictures in a clip.", where="references")


def _movie(
    request: Request, offer: LumaModel, fields: dict[str, Any], settings: Mapping[str, Scalar]
) -> Asked:
    """The fields of a movie: its resolution, its length, and how near it keeps to its plate."""
    hdr = settings.get("exr") is True
    resolution = _resolution(request, offer, str(settings.get("resolution", BY_SIZE)), hdr)
    video: dict[str, Any] = {"resolution": resolution, **({"hdr": True, "exr_export": True} if hdr else {})}
    needed = (request.rate or RATE).seconds(request.frames)
    if offer.kind == "video":
        short, long = CLIPS.value
        if needed > long:
            raise BadInput(f"{offer.model} makes clips of {short} or {long} s.", where="frames")
        seconds = short if needed <= short else long
        video["duration"] = f"{seconds}s"
        if settings.get("loop") is True:
            _require_loop(request, seconds, hdr)
            video["loop"] = True
    else:
        if request.frames > offer.intake.most_frames:
            raise BadInput(
                f"{offer.model} takes {offer.intake.most_frames} frames of a movie here.", where="frames"
            )
        seconds = max(1, ceil(needed))
    if offer.kind == "video_edit":
        strength, signals = str(settings.get("strength", AUTO)), signals_of(settings)
        by_hand: dict[str, Any] = {"strength": strength} if strength != AUTO else {}
        by_hand |= {"controls": signals} if signals else {}
        video["edit"] = by_hand or {"auto_controls": True}
    if offer.kind == "video_reframe":
        video["source_position"] = _position(request)
    return Asked(offer, {**fields, "video": video}, seconds, resolution, hdr)


def _require_loop(request: Request, seconds: int, hdr: bool) -> None:
    """Raise `BadInput` where a clip of this length, depth or with these pictures cannot loop."""
    pinned = bool(request.of("reference") or request.of("plate"))
    why = "as HDR" if hdr else "with key frames" if pinned else f"of {seconds} s"
    if hdr or pinned or seconds > LOOPS.value:
        raise BadInput(
            f"{request.model} makes no loop {why}.",
            remedy=f"Ask for up to {LOOPS.value} s without HDR and pictures, or without the loop.",
            where="loop",
        )


def _resolution(request: Request, offer: LumaModel, wished: str, hdr: bool) -> str:
    """The resolution that was chosen, or that the size asks for; raises `BadInput` where it is not made."""
    by_size = wished == BY_SIZE
    size = (request.width, request.height)
    resolution = (resolution_of(*size) if min(size) > 0 else "720p") if by_size else wished
    if hdr and resolution not in HDR_RESOLUTIONS.value:
        if not by_size:
            raise BadInput(
                f"{resolution} has no HDR.",
                remedy=f"Choose {' or '.join(HDR_RESOLUTIONS.value)}.",
                where="resolution",
            )
        resolution = HDR_RESOLUTIONS.value[0]
    if offer.kind == "video_reframe" and resolution == "1080p" and _canvas(request) in NO_REFRAME.value:
        raise BadInput(
            f"{offer.model} makes no {_canvas(request)} at 1080p.", remedy="Choose 720p.", where="resolution"
        )
    return resolution


def _shape(request: Request, shapes: tuple[str, ...]) -> str:
    shape = shape_of(request.width, request.height, shapes)
    if shape is None:
        raise BadInput(
            f"Luma makes no picture shaped {request.width}x{request.height}.",
            remedy="Its shapes are: " + ", ".join(shapes) + ".",
            where="format",
        )
    return shape


def _no_margins(request: Request) -> None:
    if any(request.margins):
        raise BadInput(f"{request.model} extends nothing here.", where="margins")


def _canvas(request: Request) -> str:
    """The shape of the whole result; raises `BadInput` with margins that would do."""
    left, right, up, down = request.margins
    wide, high = request.width - left - right, request.height - up - down
    outside = min(request.margins) < 0 or max(request.margins) > MOST_MARGIN or not any(request.margins)
    if outside or min(wide, high) < 1:
        raise BadInput(f"{request.model} extends by 1 to {MOST_MARGIN} pixels on some side.", where="margins")
    shape = shape_of(request.width, request.height, MOVIE_ASPECTS)
    if shape is None:
        fits = _even_margin(wide, high, max(request.margins))
        share = f"{100 * fits / high:.1f} % of the plate's height"
        remedy = f"It fits with {fits} pixels ({share}) on every side." if fits else "Take another model."
        raise BadInput(
            f"Extended, the plate is {request.width}x{request.height}, which is none of Luma's shapes "
            f"({', '.join(MOVIE_ASPECTS)}).",
            remedy=remedy,
            where="margins",
        )
    return shape


def _even_margin(width: int, height: int, wished: int) -> int:
    """The margin nearest to the one wished for that, on every side, makes one of Luma's shapes; 0: none."""
    fits = [
        margin
        for margin in range(1, MOST_MARGIN + 1)
        if shape_of(width + 2 * margin, height + 2 * margin, MOVIE_ASPECTS)
    ]
    return min(fits, key=lambda margin: abs(margin - wished), default=0)


def _position(request: Request) -> dict[str, float]:
    """Where the plate lies in the larger picture, as shares of its sides."""
    left, right, up, down = request.margins
    return {
        "x_norm": left / request.width,
        "y_norm": up / request.height,
        "w_norm": (request.width - left - right) / request.width,
        "h_norm": (request.height - up - down) / request.height,
    }
