"""A finished comp on disk: what all its frames have in common, found in headers before any pixel is read.

A comp's frames may differ in their data window, as compositing programs crop them; a take's may not. It does
not decode pictures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from secondunit.media.config import open_config
from secondunit.media.exr import inspect_exr
from secondunit.media.exr_header import Header
from secondunit.media.foreign import digest_of, open_file
from secondunit.media.movie import inspect_movie
from secondunit.media.picture import RGB, RGBA
from secondunit.media.plate import movie_colorspace
from secondunit.media.sequence import Sequence
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Brief, Format, Plate, Window, Work, dumps, loads
from secondunit.wire.errors import BadPicture, BadValue, FrameFailed, NotFound, SecondUnitError, WrongChannels
from secondunit.wire.footage import is_movie

from .folders import CACHE
from .inputs import config_of

FACTS_FILE = "comp.json"
#: So much of a file's beginning and end, in bytes, names its content for a brief's digest: an EXR begins
#: with the place of every chunk of rows, which a change of pixels moves.
SAMPLE = 65_536
_DEPTHS = ("half", "float")


@dataclass(frozen=True)
class CompFacts:
    """What the take of a comp is made of.

    `window` holds every frame's pixels; `beauty` (R, G, B and A where there is one) and `others` are channels
    as the files call them, each group in its own depth; `space` is the files' own colour space. `exact` says
    that pixels are taken over as they are: EXR in the space of the take.
    """

    window: Window
    beauty: tuple[str, ...]
    others: tuple[str, ...] = ()
    depth: str = "half"
    others_depth: str = "half"
    space: str = ""
    exact: bool = True
    maker: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def opaque(self) -> bool:
        """Whether the comp has no alpha: its take gets one that covers."""
        return len(self.beauty) == len(RGB)


def comp_plate(work: Work) -> Plate:
    """The comp of a work."""
    assert work.brief.plate is not None
    return work.brief.plate


def beauty_channels(header: Header, layer: str = "") -> tuple[str, ...]:
    """The channels of a file that are its beauty: of `layer`, else of the first layer with colour.

    Raises `WrongChannels` where there are none.
    """
    layers = dict.fromkeys(name.rpartition(".")[0] for name in header.channels)
    for candidate in (layer,) if layer else sorted(layers, key=bool):
        prefix = f"{candidate}." if candidate else ""
        channels = tuple(prefix + name for name in RGBA if prefix + name in header.channels)
        if set(channels) >= {prefix + name for name in RGB}:
            return channels
    lack = f"no colour in the layer {layer[:60]!r}" if layer else "no R, G and B"
    raise WrongChannels(f"The comp has {lack}; it has {', '.join(header.channels)[:200]}.")


def other_channels(header: Header, beauty: Iterable[str]) -> tuple[str, ...]:
    """The channels beside the beauty that a take can hold: numbers for ids cannot be told from colour."""
    names = set(beauty)
    depths = zip(header.channels, header.depths, strict=True)
    return tuple(name for name, depth in depths if name not in names and depth in _DEPTHS)


def widest(header: Header, names: Iterable[str]) -> str:
    """The depth that holds every one of these channels as it is."""
    depth = dict(zip(header.channels, header.depths, strict=True))
    return "float" if any(depth[name] != "half" for name in names) else "half"


def look(work: Work) -> CompFacts:
    """Look at the header of every frame, leave what was found in scratch, and give it.

    Raises `FrameFailed` whose `where` is the first frame that is missing, damaged or another picture.
    """
    plate = comp_plate(work)
    facts = _movie_facts(work, plate) if is_movie(plate.path) else _sequence_facts(work, plate)
    with whole_file(_place(work)) as temporary:
        temporary.write_text(dumps(facts), "utf-8")
    return facts


def facts_of(work: Work) -> CompFacts:
    """What `look` found, looked up again where it is not there any more."""
    try:
        return loads(CompFacts, _place(work).read_bytes())
    except (OSError, BadValue):
        return look(work)


def comp_hashes(brief: Brief) -> dict[str, str]:
    """What names the content of a comp's files in a digest: size, beginning and end of each, by path."""
    plate = brief.plate
    if plate is None:
        return {}
    files = {Path(plate.path)} if is_movie(plate.path) else set(comp_files(plate, brief.frames))
    return {str(path): _sampled(path) for path in sorted(files)}


def comp_files(plate: Plate, frames: Iterable[int]) -> list[Path]:
    """The files of a comp's frames, in their order; raises `NotFound`."""
    sequence = Sequence.find(plate.path)
    return [sequence.path(plate.file_frame(frame)) for frame in frames]


def content_of(path: Path) -> str:
    """The SHA-256 (hex) of a file; raises `NotFound`, `NoRights`."""
    try:
        return digest_of(path)
    except OSError as error:
        raise storage_error(error, path) from error


def _place(work: Work) -> Path:
    return Path(work.scratch) / CACHE / FACTS_FILE


def _sampled(path: Path) -> str:
    try:
        with open_file(path) as file:
            start = file.read(SAMPLE)
            size = file.seek(0, 2)
            file.seek(max(len(start), size - SAMPLE))
            return hashlib.sha256(b"%d\0" % size + start + file.read()).hexdigest()
    except OSError as error:
        raise storage_error(error, path) from error


def _movie_facts(work: Work, plate: Plate) -> CompFacts:
    movie = inspect_movie(plate.path, accept_damage=plate.accept_damage)
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config_of(work)
    space = plate.colorspace.name or movie_colorspace(movie, own)
    return CompFacts(
        movie.format.window, RGB, depth=work.brief.delivery.depth, space=own.space(space).name, exact=False,
        maker=movie.codec, remarks=("The comp has no alpha: its take covers the whole picture.",),
    )  # fmt: skip


def _sequence_facts(work: Work, plate: Plate) -> CompFacts:
    brief = work.brief
    config = config_of(work)
    own = open_config(plate.colorspace.config) if plate.colorspace.config else config
    space = own.space(plate.colorspace.name).name
    first: Header | None = None
    beauty: tuple[str, ...] = ()
    window: Window | None = None
    depths = set()
    other_depths = set()
    for frame, path in zip(brief.frames, comp_files(plate, brief.frames), strict=True):
        try:
            header = inspect_exr(path)
            if first is None:
                first, beauty = header, beauty_channels(header, plate.layer)
            _require_alike(header, first, brief.format)
        except NotFound as error:
            raise FrameFailed(
                f"Frame {frame} of the comp is missing: there is no {path.name}.",
                remedy="Render it again, then retry.", where=str(frame),
            ) from error  # fmt: skip
        except SecondUnitError as error:
            raise FrameFailed(
                f"Frame {frame} of the comp: {error.problem.message}",
                remedy=error.problem.remedy, where=str(frame),
            ) from error  # fmt: skip
        window = header.data_window if window is None else _around(window, header.data_window)
        depths.add(widest(header, beauty))
        other_depths.add(widest(header, other_channels(header, beauty)))
    assert first is not None and window is not None
    extras = other_channels(first, beauty)
    if brief.delivery.passes and not extras:
        raise BadPicture("The comp has no channels beside its beauty any more.", remedy="Adopt it anew.")
    exact = space == config.space(brief.colorspace.name).name and own == config
    return CompFacts(
        window, beauty, extras if brief.delivery.passes else (),
        depth="float" if "float" in depths or (not exact and brief.delivery.depth == "float") else "half",
        others_depth="float" if "float" in other_depths else "half",
        space=space, exact=exact, maker=_maker(first), remarks=_remarks(first, beauty, extras, brief),
    )  # fmt: skip


def _require_alike(header: Header, first: Header, format: Format) -> None:
    window = header.display_window
    if (window.width, window.height) != (format.width, format.height):
        raise BadPicture(f"It is {window.width}x{window.height}, not {format.width}x{format.height}.")
    if set(header.channels) != set(first.channels):
        differences = sorted(set(header.channels) ^ set(first.channels))
        raise BadPicture(f"Its channels are not those of the first frame: {', '.join(differences)[:120]}.")


def _around(window: Window, other: Window) -> Window:
    x, y = min(window.x, other.x), min(window.y, other.y)
    return Window(x, y, max(window.right, other.right) - x, max(window.bottom, other.bottom) - y)


def _maker(header: Header) -> str:
    """The program that wrote the files, where they say it."""
    values = header.attributes
    if "nuke/version" in values:
        return f"Nuke {values['nuke/version']}"
    named = str(values.get("Software", values.get("software", "")))
    return named.partition("@")[0].strip()[:80]


def _remarks(
    header: Header, beauty: tuple[str, ...], extras: tuple[str, ...], brief: Brief
) -> tuple[str, ...]:
    remarks = []
    if len(beauty) == len(RGB):
        remarks.append("The comp has no alpha: its take covers the whole picture.")
    if header.parts > 1:
        remarks.append(f"The comp's files have {header.parts} parts; only {header.part} is taken.")
    left = set(header.channels) - set(beauty) - set(extras)
    if left:
        remarks.append(f"Channels of whole numbers are left out: {', '.join(sorted(left))[:120]}.")
    if extras and not brief.delivery.passes:
        remarks.append(f"{len(extras)} channels beside the beauty are left out, as the brief asks.")
    return tuple(remarks)
