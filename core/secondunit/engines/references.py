"""Reference pictures as a provider takes them: 8-bit sRGB in PNG or JPEG that say nothing but what they show.

Every one is written anew from its pixels: no profile, no place, no author and no remark goes along.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from secondunit.media.codes_file import FileKind, kind_of
from secondunit.media.config import Config
from secondunit.media.contact import colors_of
from secondunit.media.display import to_display
from secondunit.media.exr import inspect_exr
from secondunit.media.foreign import facts_of
from secondunit.media.still import color_hint, inspect_still, ruled_colorspace
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Brief, FrameRange, Intake, Reference, Size
from secondunit.wire.errors import (
    BadColor,
    BadInput,
    BadPicture,
    DamagedPicture,
    PictureTooLarge,
    SecondUnitError,
)
from secondunit.wire.plate import KEY_FRAME

#: References that are frames of the result itself, and so have its size and shape.
FIRST_FRAME, LAST_FRAME = "first_frame", "last_frame"
KEYFRAMES = (FIRST_FRAME, LAST_FRAME, KEY_FRAME)
#: What a character of the cast is to a model.
SUBJECT = "subject"
#: What is tried until a file is small enough: JPEG qualities, then smaller pictures.
_QUALITIES, _SHRINK, _LEAST_SIDE = (95, 90, 85, 75), 0.8, 64
#: The largest picture that is opened, in pixels.
_MOST_PIXELS = 400_000_000


@dataclass(frozen=True)
class Beside:
    """A picture that is sent beside the plate: what it is called there, and who is known to be seen in it."""

    reference: Reference
    about: str
    persons: tuple[str, ...] = ()
    #: Where the brief names it.
    where: str = "references"


def beside(brief: Brief, intake: Intake) -> tuple[Beside, ...]:
    """Every picture beside the plate in the order in which they are sent: the cast, then the references.

    A character's pictures carry its name; to a model that knows a reference by its role they are subjects.
    """
    cast = [
        Beside(
            Reference(path, SUBJECT),
            SUBJECT if intake.reference_roles else character.name,
            character.persons,
            "cast",
        )
        for character in brief.cast
        for path in character.pictures
    ]
    references = [
        Beside(reference, reference.role, where=f"references[{number}].role")
        for number, reference in enumerate(brief.references)
    ]
    return (*cast, *references)


@dataclass(frozen=True)
class ClipReference:
    """A picture beside the plate as one clip gets it: where it stands and what it changes, in its frames."""

    picture: Beside
    at: int | None = None
    window: tuple[int, ...] = ()


def in_clip(
    pictures: Iterable[Beside], frames: FrameRange, first: bool, last: bool
) -> Iterator[ClipReference]:
    """The pictures that go with the clip of these frames: the shot's ends with its `first` and `last` clip,
    a key frame with those that hold its frame.
    """
    for picture in pictures:
        reference = picture.reference
        if (reference.role == FIRST_FRAME and not first) or (reference.role == LAST_FRAME and not last):
            continue
        if reference.role != KEY_FRAME or reference.frame is None:
            yield ClipReference(picture)
        elif reference.frame in frames:
            shared = reference.window.intersection(frames) if reference.window is not None else None
            window = (shared.first - frames.first, shared.last - frames.first) if shared is not None else ()
            yield ClipReference(picture, reference.frame - frames.first, window)


def require_moments(brief: Brief, pictures: Iterable[Beside], intake: Intake, label: str) -> None:
    """Raise `BadInput` for a key frame that stands nowhere, or twice, or whose window does not hold it."""
    moments: set[int] = set()
    windows: set[bool] = set()
    for picture in pictures:
        reference = picture.reference
        if reference.role != KEY_FRAME:
            continue
        frame, window = reference.frame, reference.window
        name = Path(reference.path).name
        if frame is None or frame not in brief.frames:
            where = f"at frame {frame}" if frame is not None else "at no frame"
            raise BadInput(
                f"The key frame {name} stands {where}; the brief has {brief.frames}.",
                remedy="Say which of them it stands at.", where=picture.where,
            )  # fmt: skip
        if frame in moments:
            raise BadInput(f"Two key frames stand at frame {frame}.", where=picture.where)
        moments.add(frame)
        windows.add(window is not None)
        if window is None:
            continue
        if not intake.windows:
            raise BadInput(
                f"{label} changes all frames: it takes no window.",
                remedy=f"Write {frame} alone for {name}.", where=picture.where,
            )  # fmt: skip
        if frame not in window or window.intersection(brief.frames) != window:
            raise BadInput(
                f"The window {window} of {name} does not hold frame {frame}, or goes beyond {brief.frames}.",
                where=picture.where,
            )
    if len(windows) > 1:
        raise BadInput(
            "One key frame has a window and another has none.",
            remedy="Give each a window, or none.", where="references",
        )  # fmt: skip


def require_roles(pictures: Iterable[Beside], intake: Intake, label: str) -> None:
    """Raise `BadInput` for a picture whose role a model does not know."""
    roles = intake.reference_roles
    for picture in pictures:
        if roles and picture.reference.role not in roles:
            refusal = (
                "no characters"
                if picture.where == "cast"
                else f"no reference as {picture.reference.role[:40]!r}"
            )
            raise BadInput(
                f"{label} takes {refusal}.", remedy=f"It takes: {', '.join(roles)}.", where=picture.where
            )


@dataclass(frozen=True)
class ReferenceFile:
    """A reference that was written: where, as what, and what had to be done to it."""

    path: Path
    media_type: str
    remarks: tuple[str, ...] = ()


def write_reference(
    reference: Reference, place: Path, intake: Intake, config: Config, size: Size | None = None
) -> ReferenceFile:
    """Write `reference` as `place` with the suffix of what it became; `size` cuts it to that size and shape.

    Raises `NotFound`, `NoRights`, `DamagedPicture`, `PictureTooLarge`, `BadInput` for what is no picture.
    """
    source = Path(reference.path)
    try:
        picture, granted = _opened(source, config)
    except OSError as error:
        raise storage_error(error, source) from error
    name = f"The reference {source.name}"
    remarks = [f"{name} {granted}."] if granted else []
    if size is not None:
        picture = ImageOps.fit(picture, (size.width, size.height), Image.Resampling.LANCZOS)
    elif intake.most_side and max(picture.size) > intake.most_side:
        before = picture.size
        picture = _smaller(picture, intake.most_side / max(before))
        remarks.append(f"{name} is sent as {_text(picture)} instead of {before[0]}x{before[1]}.")
    data, kind, quality, copy = _within(picture, intake.most_bytes, source)
    if quality:
        remarks.append(
            f"{name} is sent as a JPEG of quality {quality}: a PNG is larger than the model takes."
        )
    if copy.size != picture.size:
        remarks.append(f"{name} is sent as {_text(copy)}: a larger one is more than the model takes.")
    target = place.with_name(f"{place.name}.{'jpg' if kind == 'JPEG' else 'png'}")
    with whole_file(target) as temporary:
        temporary.write_bytes(data)
    return ReferenceFile(target, f"image/{kind.lower()}", tuple(remarks))


def reference_faults(references: Iterable[Reference], config: Config) -> list[SecondUnitError]:
    """What keeps reference pictures from being sent; each is decoded, once as long as it does not change."""
    faults: list[SecondUnitError] = []
    for number, reference in enumerate(references):
        try:
            facts = facts_of(reference.path)
            _checked(Path(reference.path), config, facts.st_mtime_ns, facts.st_size)
        except OSError as error:
            faults.append(storage_error(error, reference.path).at(f"references[{number}]"))
        except SecondUnitError as error:
            faults.append(error.at(f"references[{number}]"))
    return faults


@lru_cache(maxsize=256)
def _checked(path: Path, config: Config, _changed: int, _size: int) -> None:
    _opened(path, config)


def small_picture(path: Path, config: Config, side: int) -> bytes:
    """A picture in sRGB as a PNG whose longer side is at most `side` pixels; raises as `write_reference`."""
    try:
        picture, _ = _opened(path, config)
    except OSError as error:
        raise storage_error(error, path) from error
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def shown_codes(path: Path, config: Config, side: int) -> npt.NDArray[np.float32]:
    """A picture as it is seen, (height, width, 3) sRGB codes from 0 to 1, its longer side at most `side`.

    Raises as `write_reference`.
    """
    try:
        picture, _ = _opened(path, config)
    except OSError as error:
        raise storage_error(error, path) from error
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return np.asarray(picture.convert("RGB"), np.float32) / np.float32(255)


def jpeg(pixels: Image.Image, quality: int) -> bytes:
    """A picture as a JPEG with full colour resolution and nothing beside the picture."""
    buffer = io.BytesIO()
    pixels.save(buffer, "JPEG", quality=quality, subsampling=0)
    return buffer.getvalue()


def _within(picture: Image.Image, most: int, source: Path) -> tuple[bytes, str, int, Image.Image]:
    """The file's bytes, its kind, the JPEG's quality (0: PNG) and the picture as it went in."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False, compress_level=6)
    if not most or buffer.tell() <= most:
        return buffer.getvalue(), "PNG", 0, picture
    if picture.mode == "RGBA":  # what is transparent is black: nothing is known of what lies behind
        flat = Image.new("RGB", picture.size)
        flat.paste(picture, mask=picture.getchannel("A"))
        picture = flat
    while min(picture.size) >= _LEAST_SIDE:
        for quality in _QUALITIES:
            data = jpeg(picture, quality)
            if len(data) <= most:
                return data, "JPEG", quality, picture
        picture = _smaller(picture, _SHRINK)
    raise PictureTooLarge(
        f"It cannot be made as small as {most:,} bytes, the most that the model takes.", where=str(source)
    )


def _smaller(picture: Image.Image, scale: float) -> Image.Image:
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _text(picture: Image.Image) -> str:
    return f"{picture.width}x{picture.height}"


def _opened(source: Path, config: Config) -> tuple[Image.Image, str]:
    """The picture upright in sRGB, RGB or RGBA, 8 bits; and what was taken for granted of its colour."""
    kind = kind_of(source)
    if kind is FileKind.EXR:
        light = colors_of(source).shown()
        name = inspect_exr(source).provenance.get("colorspace", "") or config.scene_linear
        try:
            space = config.space(name).name
        except BadColor:
            space = config.scene_linear
        return Image.fromarray(to_display(np.nan_to_num(light.rgba()), space, config)), ""
    if kind in (FileKind.DPX, FileKind.TIFF):
        header = inspect_still(source)
        if kind is FileKind.DPX or not header.depth.endswith("bits"):
            return _by_rule(source, config), ""
    try:
        with Image.open(source) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise PictureTooLarge(f"It has {opened.width}x{opened.height} pixels.", where=str(source))
            profile = opened.info.get("icc_profile")
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except UnidentifiedImageError as error:
        raise BadInput(
            f"{source.name} is no picture that can be read.",
            remedy="Choose a PNG, JPEG, WebP, TIFF, DPX or EXR.", where=str(source),
        ) from error  # fmt: skip
    except (SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise DamagedPicture(f"{source.name} is damaged: {error}.", where=str(source)) from error
    except OSError as error:
        if error.errno is None:  # what the library says of a file that is cut off
            raise DamagedPicture(f"{source.name} is damaged: {error}.", where=str(source)) from error
        raise
    if picture.mode == "CMYK" and not profile:
        raise BadPicture(
            f"{source.name} holds CMYK without a profile: what it looks like is not known.",
            remedy="Write it as RGB in the program that made it.", where=str(source),
        )  # fmt: skip
    granted = "" if profile or kind is not FileKind.TIFF else "is taken for sRGB: it has no colour profile"
    return _plain(picture, profile), granted


def _by_rule(source: Path, config: Config) -> Image.Image:
    """A scan or floats, whose colours only a rule of the studio's config can tell, as a screen shows them."""
    space = ruled_colorspace(source, config)
    if not space:
        hint = color_hint(inspect_still(source))
        raise BadColor(
            f"The colour space of the reference {source.name} is not known{f': {hint}' if hint else '.'}",
            remedy="Name it in a file rule of the show's OCIO config, or write it as PNG or EXR.",
            where=str(source),
        )
    return Image.fromarray(to_display(np.nan_to_num(colors_of(source).rgba()), space, config))


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        values = np.asarray(picture).astype(np.float64) / 257.0
        return Image.fromarray(np.clip(values + 0.5, 0, 255).astype(np.uint8)).convert("RGB")
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            cover = picture.getchannel("A") if picture.mode == "RGBA" else None
            base = picture.convert("RGB") if picture.mode == "RGBA" else picture
            turned = ImageCms.profileToProfile(base, own, srgb, outputMode="RGB")
            if turned is not None:
                picture = turned
                if cover is not None:
                    picture.putalpha(cover)
        except (ImageCms.PyCMSError, OSError):  # a profile that cannot be used is as none
            pass
    plain = picture.convert("RGBA" if alpha else "RGB")
    return Image.fromarray(np.asarray(plain))  # pixels only: what else the file said stays behind
