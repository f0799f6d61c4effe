"""A plate from a movie: a scene-linear EXR sequence, frame for frame, made in a stream.

It joins `movie`, `color` and `exr`; it adds only the choice of the colour space of a movie that does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..wire.errors import BadColor
from ..wire.picture import Format
from ..wire.rate import Rate
from ..wire.timecode import Timecode
from .color import conversion
from .config import Config, open_config
from .display import plain_view
from .exr import ExrReport, write_exr
from .movie import DamagedFrame, Movie, inspect_movie, movie_frames
from .picture import Picture
from .primaries import chromaticities
from .sequence import Sequence
from .stream import in_order
from .ycbcr import RGBFrame

# H.273 transfer characteristics that stand for a picture meant for an ordinary display.
_DISPLAY = {1, 2, 6, 13, 14, 15}
_GAMMA_22 = 4
_WIDE = {9, 10, 11, 12}


@dataclass(frozen=True)
class PlateMade:
    """A plate that was made: where, in which space, rate and format, and what the writer remarked.

    `view` is the view of the config through which the plate looks as the movie did; empty for its default.
    """

    sequence: Sequence
    colorspace: str
    config: str
    rate: Rate
    format: Format
    view: str = ""
    remarks: tuple[str, ...] = ()


def movie_colorspace(movie: Movie, config: Config) -> str:
    """The space of `config` that an ordinary movie's RGB is in. Raises `BadColor` where it must be told.

    For video with sRGB, BT.709 or no transfer named this is `sRGB - Texture`: the sRGB curve of IEC 61966-2-1
    on Rec.709 primaries. The reason is the way back: an artist has judged the clip on a desktop display and
    the comp is seen through an sRGB viewer, so with this curve the untouched plate comes back code for code.
    The inverse of the BT.709 camera curve would claim scene light that grading has long changed, and the 2.4
    of BT.1886 holds in a dim grading room; both can be named instead. Log, PQ, HLG and wide-gamut movies are
    not guessed.
    """
    names: tuple[str, ...] = ("sRGB - Texture", "sRGB Encoded Rec.709 (sRGB)", "srgb_tx", "sRGB")
    if movie.transfer == _GAMMA_22:
        names = ("Gamma 2.2 Rec.709 - Texture", "Gamma 2.2 Encoded Rec.709", "g22_rec709")
    is_display = movie.transfer in _DISPLAY | {_GAMMA_22} and movie.primaries not in _WIDE
    space = config.find(*names) if is_display else None
    if space is None:
        why = (
            f"{config.name} has none of {', '.join(names)}"
            if is_display
            else "it is not an ordinary Rec.709 video"
        )
        raise BadColor(
            f"The colour space of {movie.path.name} must be named: {why}.",
            remedy="Name the movie's colour space as the config spells it.",
            where=str(movie.path),
        )
    return space


def movie_to_plate(
    movie: Movie | Path | str,
    pattern: str | Path,
    *,
    start: int = 1001,
    colorspace: str = "",
    target: str = "",
    config: Config | None = None,
    first: int = 0,
    count: int | None = None,
    provenance: Mapping[str, str] | None = None,
    accept_damage: bool = False,
) -> PlateMade:
    """Write frames of a movie as a scene-linear half-float EXR sequence, `start` being the first number.

    `colorspace` is the movie's space (`movie_colorspace` when empty), `target` the plate's (the config's
    scene-linear role when empty); `first` (0 is the movie's first frame) and `count` cut the
    movie. Rate, pixel aspect and timecode are the movie's. Frames are decoded, converted and written in a
    stream: memory does not grow with length. With `accept_damage` a damaged movie is taken as it is, and
    remarks say what of it is damaged. Raises what `inspect_movie`, `movie_frames`, `conversion` and
    `write_exr` raise, with the plate's number of a frame.
    """
    try:
        if not isinstance(movie, Movie):
            movie = inspect_movie(movie, accept_damage=accept_damage)
    except DamagedFrame as damage:
        raise damage.as_frame(start + damage.index - first) from damage
    config = config or open_config()
    source = colorspace or movie_colorspace(movie, config)
    linear = config.space(target or config.scene_linear).name
    way, corners = conversion(source, linear, config), chromaticities(linear, config)
    shape, rate = movie.format, movie.rate
    count = movie.frames - first if count is None else min(count, movie.frames - first)
    sequence = Sequence.parse(pattern, range(start, start + count))
    view = plain_view(config) if not colorspace else ""
    facts = {"source": movie.path.name, "colorspace": linear, "config": config.name, **(provenance or {})}
    if view:
        facts["view"] = view

    def work(frame: int, pixels: RGBFrame) -> ExrReport:
        picture = Picture.of(way.apply(pixels, threads=1), format=shape)
        at = first + frame - start
        label = None
        if movie.timecode:
            label = Timecode.of_frame(movie.timecode.frame(rate) + at, rate, drop=movie.timecode.drop)
        return write_exr(
            sequence.path(frame),
            picture,
            rate=rate,
            timecode=label,
            chromaticities=corners,
            provenance={**facts, "source frame": str(at)},
        )

    faults: dict[int, str] = {}
    frames = movie_frames(movie, first, count, faults=faults)
    numbered = ((start + index - first, pixels) for index, pixels in frames)
    try:
        frame_remarks = [frame.remark for _, frame in in_order(numbered, work) if frame.remark]
    except DamagedFrame as damage:
        raise damage.as_frame(start + damage.index - first) from damage
    damaged = [
        f"Frame {start + index - first} is damaged: {faults[index]}."
        for index in sorted(faults)
        if index >= first
    ]
    remarks = (*([movie.damage] if movie.damage else []), *damaged, *frame_remarks)
    return PlateMade(sequence, linear, config.name, rate, shape, view, remarks)
