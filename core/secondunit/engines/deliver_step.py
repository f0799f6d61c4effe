"""The worker's last step: every frame verified, previews made, and the folder renamed into a take."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.media.config import Config
from secondunit.media.contact import contact_sheet, spread
from secondunit.media.exr import read_exr, verify_exr
from secondunit.media.exr_header import Header
from secondunit.media.preview import Ground, write_thumbnail
from secondunit.media.review import review_movie
from secondunit.media.sequence import Sequence
from secondunit.wire import CharacterDrift, CompCheck, Take, TakeLayer, Work, frames_text
from secondunit.wire.errors import Cancelled, DamagedPicture, DiskFull, NoRights, NotFound, SecondUnitError
from secondunit.wire.near_copy import CopySearch

from .delivery import claim_version, delivered, remarked, take_facts
from .folders import remarks_folder
from .inputs import config_of
from .makers import Maker, maker_of
from .names import CONTACT, EXPOSURE, MOVIE, PREVIEWS, THUMBNAIL, VOLUME, Staging, TakeNames
from .patch import patch_frames
from .plate_remarks import damage_remarks, plate_remarks
from .preview_plate import PlatePreview, plate_preview
from .reporting import say_progress
from .volumes import VolumeFacts, read_volume, volume_of

if TYPE_CHECKING:
    from secondunit.models.identity.measurement import TakeFace

    from .near_copies.kept_prints import TakePrints

REVIEW_SIZE = (1280, 720)
#: What ends a delivery, whatever else may be left out of it.
_ENDS = (Cancelled, DiskFull, NoRights)
log = logging.getLogger(__name__)


def deliver(work: Work) -> Take:
    """Turn the staged frames into a take, or find that it was done before.

    Raises `DamagedPicture` when a frame is missing or damaged (a damaged one is removed, to be made again).
    """
    staging = Staging(Path(work.staging))
    if staging.folder.is_dir():
        staging.undo_names(work)
    take = delivered(work)
    if take is not None:
        return take
    maker = maker_of(work)
    patched = patch_frames(work)
    headers, volumes = _verify(work, staging, maker)
    remarks = [*patched, *maker.remarks(work), *_remarks(work), *_plate_remarks(work)]
    maker.keep(work)
    remarks += _previews(work, staging, config_of(work))
    check = _comp_check(work, staging, headers, remarks)
    drift = _drift(work, staging, remarks)
    measured = tuple(one for one, _ in drift)
    _crops(work, staging, measured, remarks)
    copies, prints = _copies(work, staging, maker, remarks)
    size = sum(path.stat().st_size for path in staging.folder.rglob("*") if path.is_file())
    say_progress(0.97, "Putting the take in its place")
    take = claim_version(work, lambda names, version: _take(
        work, names, version, headers, volumes, size, remarks, check, measured, copies,
    ))  # fmt: skip
    return _keep_prints(work, _keep_faces(work, take, drift), prints)


def _verify(work: Work, staging: Staging, maker: Maker) -> tuple[dict[str, Header], list[VolumeFacts]]:
    """Decode every frame; all of a layer must be the same kind of picture.

    Gives a header of each layer of pictures, and what each volume says of itself.
    """
    headers: dict[str, Header] = {}
    volumes: list[VolumeFacts] = []
    bad = []
    frames, delivery = work.brief.frames, work.brief.delivery
    for count, frame in enumerate(frames, 1):
        for layer in staging.layers(delivery.passes, delivery.volume):
            path = staging.frame(layer, frame)
            try:
                if layer == VOLUME:
                    volumes.append(read_volume(path))
                    continue
                header = verify_exr(path, like=headers.get(layer))
                if maker.outdated(header.channels):
                    raise DamagedPicture(f"Frame {frame} is from before an update.", where=str(path))
                headers.setdefault(layer, header)
            except NotFound:
                bad.append(frame)
            except DamagedPicture:
                path.unlink(missing_ok=True)
                bad.append(frame)
        say_progress(0.4 * count / len(frames), f"Checking frame {frame}")
    if bad:
        raise DamagedPicture(
            f"Frames {frames_text(bad)} are missing or damaged.", where=str(bad[0]), kept="The others stay."
        )
    return headers, volumes


def _previews(work: Work, staging: Staging, config: Config) -> list[str]:
    """Make thumbnail, contact sheet and review movie; gives what is to be remarked of them."""
    brief = work.brief
    folder = staging.folder / PREVIEWS
    beauty = Sequence.parse(staging.folder / "beauty.%04d.exr", brief.frames)
    space = config.space(brief.colorspace.name).name
    label = f"{brief.shot}  {brief.element}"
    remarks: list[str] = []

    def attempt(name: str, make: Callable[[], object]) -> None:
        """A preview that cannot be made is remarked; a stop, a full or a closed disk ends the delivery."""
        try:
            make()
        except _ENDS:
            raise
        except SecondUnitError as error:
            log.warning("no %s: %s", name, error)
            remarks.append(f"There is no {name}: {error.problem.message}")

    say_progress(0.42, "Reading the plate" if brief.plate else "Making previews")
    behind = PlatePreview(None)
    try:
        behind = plate_preview(work, config, space, held=maker_of(work).held(brief))
    except _ENDS:
        raise
    except SecondUnitError as error:
        remarks.append(f"The previews show no plate: {error.problem.message}")

    def thumbnail() -> None:
        frame = spread(tuple(brief.frames), 3)[len(brief.frames) // 2 if len(brief.frames) < 3 else 1]
        ground: Ground = behind.picture(frame) if behind.frames else "checker"
        picture = read_exr(beauty.path(frame))
        write_thumbnail(folder / THUMBNAIL, picture, space, config, ground=ground, view=behind.view)

    grounds: tuple[str, ...] = ("plate" if behind.frames else "grey", "black", "white")
    if behind.around:
        grounds = grounds[:1]
    attempt("thumbnail", thumbnail)
    say_progress(0.5, "Making the contact sheet")
    attempt("contact sheet", lambda: contact_sheet(
        folder / CONTACT, beauty, space, config, grounds=grounds, plate=behind.frames, frames=8,
        title=label, view=behind.view,
    ))  # fmt: skip
    say_progress(0.6, "Making the review movie")
    attempt("review movie", lambda: review_movie(
        folder / MOVIE, beauty, brief.rate, space, config, title=label, plate=behind.frames,
        width=REVIEW_SIZE[0], height=REVIEW_SIZE[1], view=behind.view,
    ))  # fmt: skip
    return remarks


def _comp_check(
    work: Work, staging: Staging, headers: dict[str, Header], remarks: list[str]
) -> CompCheck | None:
    """What is measured of the take over its plate; that it cannot be is remarked, and ends no delivery."""
    from .check import checked

    say_progress(0.86, "Checking the comp")
    try:
        return checked(
            work.brief, work.settings, staging.frame, config_of(work), passes="passes" in headers,
            tell=lambda done: say_progress(0.86 + 0.1 * done, "Checking the comp"),
        )  # fmt: skip
    except _ENDS:
        raise
    except SecondUnitError as error:
        log.warning("no comp check: %s", error)
        remarks.append(f"There is no comp check: {error.problem.message}")
        return None


def _drift(
    work: Work, staging: Staging, remarks: list[str]
) -> tuple[tuple[CharacterDrift, TakeFace | None], ...]:
    """How far the brief's characters are from their references, and what may be kept of their faces.

    It is a measure that nobody has to have: whatever goes wrong is remarked, and ends no delivery.
    """
    if not work.brief.cast:
        return ()
    from .drift import take_drift

    say_progress(0.96, "Measuring the drift")
    try:
        return take_drift(
            work.brief, staging.frame, config_of(work), consent=work.measuring,
            tell=lambda done: say_progress(0.96 + 0.005 * done, "Measuring the drift"),
        )  # fmt: skip
    except Cancelled:
        raise
    except Exception as error:
        log.warning("no drift", exc_info=True)
        remarks.append(f"The drift of its characters was not measured: {_why(error)}")
        return ()


def _crops(work: Work, staging: Staging, drift: tuple[CharacterDrift, ...], remarks: list[str]) -> None:
    """Keep small pictures of the measured faces among the previews; one that cannot be made is remarked."""
    if not drift:
        return
    from .drift.face_pictures import write_crops

    config = config_of(work)
    space = config.space(work.brief.colorspace.name).name
    for measured in drift:
        try:
            write_crops(measured, staging.folder, staging.frame, space, config)
        except _ENDS:
            raise
        except SecondUnitError as error:
            log.warning("no pictures of a face: %s", error)
            remarks.append(f"There are no pictures of {measured.character}'s face: {error.problem.message}")


def _keep_faces(work: Work, take: Take, drift: tuple[tuple[CharacterDrift, TakeFace | None], ...]) -> Take:
    """Keep what may be kept of a take's faces, now that it is there; what cannot be is remarked in it."""
    if not drift:
        return take
    from .drift.kept_faces import cast_folder, keep_face

    shown = [member for member in work.brief.cast if member.pictures]
    remarks: list[str] = []
    for member, (measured, face) in zip(shown, drift, strict=True):
        try:
            cast = cast_folder(member)
            if face is not None and cast is not None:
                keep_face(cast, measured.character, measured.version, take.id, face)
        except Exception as error:
            log.warning("no face kept", exc_info=True)
            remarks.append(f"Nothing is kept of {measured.character}'s face: {_why(error)}")
    return remarked(take, remarks) if remarks else take


def _copies(
    work: Work, staging: Staging, maker: Maker, remarks: list[str]
) -> tuple[CopySearch | None, TakePrints | None]:
    """What the take is nearly a copy of, and its prints; a fault is remarked and ends no delivery."""
    if not work.prints or maker.takes_comp:
        return None, None
    from .near_copies import take_copies

    say_progress(0.965, "Holding it against past takes")
    try:
        return take_copies(
            work.brief, work.settings, staging.frame, config_of(work), Path(work.prints),
            tell=lambda done: say_progress(0.965 + 0.005 * done, "Holding it against past takes"),
        )  # fmt: skip
    except Cancelled:
        raise
    except Exception as error:
        log.warning("no search for near copies", exc_info=True)
        remarks.append(f"It was not held against past takes: {_why(error)}")
        return None, None


def _keep_prints(work: Work, take: Take, prints: TakePrints | None) -> Take:
    """Keep a take's prints for those that come after it; that they cannot be is remarked in it."""
    if prints is None:
        return take
    from .near_copies.kept_prints import keep_prints

    try:
        keep_prints(Path(work.prints), replace(prints, take=take.id, label=take.label))
    except Exception as error:
        log.warning("no prints kept", exc_info=True)
        return remarked(take, [f"Later takes are not held against it: {_why(error)}"])
    return take


def _why(error: Exception) -> str:
    """What went wrong, of an error that is none of ours its kind."""
    return error.problem.message if isinstance(error, SecondUnitError) else f"{type(error).__name__}."


def _remarks(work: Work) -> list[str]:
    """What was done to pixels that an artist should know, summed over the frames."""
    replaced = clamped = 0
    blank: set[int] = set()
    for path in sorted(remarks_folder(work).glob("*.json")):
        # A frame that an earlier version made does not say whether it is blank.
        for frame, layer, values, bright, *empty in json.loads(path.read_text("utf-8")):
            replaced, clamped = replaced + values, clamped + bright
            if layer == "beauty" and empty and empty[0]:
                blank.add(frame)
    remarks = []
    if blank.issuperset(work.brief.frames):
        remarks.append("Nothing of it can be seen: every pixel of every frame is 0.")
    if replaced:
        remarks.append(f"{replaced:,} values were not numbers; they are 0 or the largest number now.")
    if clamped:
        remarks.append(f"{clamped:,} values were too bright for half float; they are 65504 now.")
    return remarks


def _plate_remarks(work: Work) -> Iterator[str]:
    """What an artist should know of the plate; one that has gone since leaves nothing to say."""
    plate = work.brief.plate
    if plate is None:
        return
    remarks = dict.fromkeys(plate_remarks(plate, config_of(work)))
    with contextlib.suppress(SecondUnitError):
        remarks |= dict.fromkeys(damage_remarks(plate))
    yield from remarks


def _take(
    work: Work, names: TakeNames, version: int, headers: dict[str, Header], volumes: list[VolumeFacts],
    size: int, remarks: list[str], check: CompCheck | None, drift: tuple[CharacterDrift, ...],
    copies: CopySearch | None,
) -> Take:  # fmt: skip
    # What the frames themselves say; loading what made them would take longer than all the rest.
    story = headers["beauty"].provenance
    maker, made_by = story.get("kind", work.brief.kind), story.get("made by", "simulated")
    layers = tuple(
        TakeLayer(layer, names.pattern(layer), header.channels) for layer, header in headers.items()
    )
    volume = None
    if volumes:
        volume, grids = volume_of(volumes)
        layers += (TakeLayer(VOLUME, names.pattern(VOLUME), grids),)
    facts = take_facts(work, version, layers=layers, made_by=made_by, maker=maker)
    own = maker_of(work)
    take = replace(
        facts,
        brought=own.takes_comp,
        exposure=_exposure(work, headers["beauty"]),
        data_window=headers["beauty"].data_window,
        thumbnail=_if_there(work, THUMBNAIL),
        contact_sheet=_if_there(work, CONTACT),
        movie=_if_there(work, MOVIE),
        bytes=size,
        remarks=tuple(remarks),
        volume=volume,
        check=check,
        drift=drift,
        copies=copies,
    )
    return own.credited(work, take)


def _exposure(work: Work, header: Header) -> float:
    """What the frames were lit with, as they say themselves; the plate may have changed since."""
    exposure = header.provenance.get(EXPOSURE, "")
    if exposure:
        return float(exposure)
    from .plate_light import plate_light  # only frames of an earlier version need it

    luminance = plate_light(work.brief.plate, config_of(work)).luminance if work.brief.plate else None
    return 1.0 if luminance is None else luminance / 0.18


def _if_there(work: Work, name: str) -> str:
    """A preview's path in the take, empty where it could not be made."""
    return f"{PREVIEWS}/{name}" if (Path(work.staging) / PREVIEWS / name).is_file() else ""
