"""One look rendered: its frames on their grounds, a movie of them, what they took. Knows no page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from secondunit.elements import ElementKind, Scene
from secondunit.engines.plate_light import working_space
from secondunit.engines.render_step import beauty_picture
from secondunit.media.color import conversion
from secondunit.media.config import Config
from secondunit.media.contact import colors_of, spread
from secondunit.media.display import Shown
from secondunit.media.picture import RGBA, Picture
from secondunit.media.preview import Ground, fitted, preview
from secondunit.media.review import write_movie
from secondunit.media.sequence import Sequence
from secondunit.wire import Format, FrameRange, FrozenMap, Look, Rate, Scalar

#: What a look is judged over where there is no plate.
GROUNDS = ("black", "grey")
#: How many frames the strip of a look shows.
STRIP = 6
#: Luminance of ACEScg's primaries (AP1), from SMPTE TB-2065 / ACES TB-2014-004.
_LUMINANCE = np.array([0.2722287168, 0.6740817658, 0.0536895174], np.float32)


@dataclass(frozen=True)
class Shoot:
    """How looks are rendered: size, frames, rate, seed, and the frames of a plate in the working space."""

    format: Format
    frames: FrameRange
    rate: Rate
    seed: int
    config: Config
    plate: tuple[Picture, ...] = ()

    def ground(self, name: str, frame: int) -> Ground:
        """A ground by name at a frame; the plate's last frame stands for those after it."""
        if name != "plate":
            return name  # type: ignore[return-value]
        return self.plate[min(frame - self.frames.first, len(self.plate) - 1)]

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds there are."""
        return (*GROUNDS, *(("plate",) if self.plate else ()))


@dataclass(frozen=True)
class Reel:
    """A look as it came out: stills by their ground at full size, a strip over black, a movie.

    Pictures are (height, width, 3) uint8 sRGB; `simulate` and `render` are seconds a frame.
    """

    kind: ElementKind
    look: Look
    stills: dict[str, Shown]
    strip: tuple[Shown, ...]
    movie: bytes
    movie_ground: str
    simulate: float
    render: float


def shoot_look(
    kind: ElementKind, look: Look, shoot: Shoot, by_hand: Mapping[str, Scalar] = FrozenMap()
) -> Reel:
    """Simulate and render a look, with what is set by hand before it; raises what its kind raises."""
    settings = kind.settings("", {**look.settings, **by_hand})
    scene = Scene(
        kind.name,
        settings,
        shoot.seed,
        shoot.format,
        shoot.rate,
        plate_luminance=_luminance(shoot.plate),
        passes=False,
    )
    frames, space = tuple(shoot.frames), working_space(shoot.config)
    with TemporaryDirectory(prefix="secondunit-looks-") as folder:
        cache = Path(folder) / "cache"
        begun = time.perf_counter()
        kind.simulate(scene, cache, shoot.frames, lambda fraction, text: None, lambda: False)
        simulated = time.perf_counter()
        pictures = {}
        for frame in frames:
            pictures[frame] = beauty_picture(kind.render(scene, cache, frame), shoot.format)
        rendered = time.perf_counter()

        def shown(frame: int, ground: str, width: int = shoot.format.width) -> Shown:
            return preview(
                pictures[frame], space, shoot.config, ground=shoot.ground(ground, frame), width=width,
                height=shoot.format.height,
            )  # fmt: skip

        ground = "plate" if shoot.plate else "black" if _shines(kind) else "grey"
        movie = Path(folder) / "look.mp4"
        shots = ((frame, shown(frame, ground)) for frame in frames)
        write_movie(movie, shots, shoot.rate, title=f"{kind.label}: {look.label}")
        best = fullest(pictures)
        return Reel(
            kind,
            look,
            {name: shown(best, name) for name in shoot.grounds},
            tuple(shown(frame, "black", shoot.format.width // 3) for frame in _strip(pictures)),
            movie.read_bytes(),
            ground,
            (simulated - begun) / len(frames),
            (rendered - simulated) / len(frames),
        )


def plate_frames(
    pattern: str, colorspace: str, size: Format | None, count: int, config: Config
) -> tuple[Picture, ...]:
    """The first frames of a plate in the working space, as large as `size` allows; raises `MissingFrames`."""
    files = Sequence.find(pattern).require()
    space = working_space(config)
    change = conversion(colorspace or space, space, config)
    frames = []
    for path in [files.path(0)] if files.still else [path for _, path in files][:count]:
        picture = colors_of(path)
        rgb = change.apply(np.ascontiguousarray(picture.rgba()[..., :3], np.float32), premultiplied=False)
        opaque = np.concatenate([rgb, np.ones_like(rgb[..., :1])], axis=2)
        whole = Picture.of(opaque, RGBA)
        frames.append(fitted(whole, size.width, size.height) if size is not None else whole)
    return tuple(frames)


def _luminance(plate: tuple[Picture, ...]) -> float | None:
    if not plate:
        return None
    middle = plate[len(plate) // 2].pixels[..., :3] @ _LUMINANCE
    return max(float(np.clip(middle, 0.0, 100.0).mean()), 1e-4)


def fullest(pictures: dict[int, Picture]) -> int:
    """The frame in which most is to be seen, of what hides and of how that shines: a blast is over at the end
    of its shot, and at its start it is a white ball in a rain of sparks.
    """

    def seen(frame: int) -> float:
        pixels = np.clip(pictures[frame].pixels, 0.0, 1.0)
        hides, shines = float(pixels[..., 3].sum()), float((pixels[..., :3] * pixels[..., 3:]).sum())
        return hides * (shines + 0.1 * hides)

    return max(pictures, key=seen)


def _strip(pictures: dict[int, Picture]) -> tuple[int, ...]:
    """The frames of the strip: those in which there is anything: a shot may begin before its event."""
    busy = tuple(frame for frame, picture in pictures.items() if picture.pixels.any())
    return spread(busy or tuple(pictures), STRIP)


def _shines(kind: ElementKind) -> bool:
    """Whether it is light of its own: then it is looked at in the dark."""
    return any(control.name == "brightness" for control in kind.controls())
