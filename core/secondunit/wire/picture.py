"""The geometry and colour of a picture: format, windows and colour space, as names and numbers."""

from __future__ import annotations

from dataclasses import field

from .errors import OutOfRange, PictureTooLarge
from .value import dataclass

#: The largest side of a picture, in pixels.
LARGEST_SIDE = 32_768


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels; `x`, `y` is its top left corner, y downward, as in OpenEXR."""

    x: int = field(metadata={"unit": "px"})
    y: int = field(metadata={"unit": "px"})
    width: int = field(metadata={"unit": "px"})
    height: int = field(metadata={"unit": "px"})

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise OutOfRange(f"A window of {self.width}x{self.height} pixels holds no pixel.")

    @property
    def right(self) -> int:
        """The first column after the window."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row after the window."""
        return self.y + self.height

    def grown(self, across: int, down: int | None = None) -> Window:
        """The window with `across` pixels more left and right, and `down`, else as many, above and below."""
        down = across if down is None else down
        return Window(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)

    def intersection(self, other: Window) -> Window | None:
        """The pixels both windows hold, or None."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Window(x, y, right - x, bottom - y) if x < right and y < bottom else None

    def __str__(self) -> str:
        return f"{self.width}x{self.height}{self.x:+d}{self.y:+d}"


@dataclass(frozen=True)
class Format:
    """The size of the picture a viewer shows, and the shape of its pixels (2.0 for anamorphic)."""

    width: int = field(metadata={"unit": "px"})
    height: int = field(metadata={"unit": "px"})
    pixel_aspect: float = 1.0

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise OutOfRange(f"A format of {self.width}x{self.height} pixels holds no pixel.")
        if max(self.width, self.height) > LARGEST_SIDE:
            raise PictureTooLarge(
                f"{self.width}x{self.height} is larger than {LARGEST_SIDE} pixels a side.",
                remedy="Ask for a smaller format and scale the take in the comp.",
            )
        if not 0.1 <= self.pixel_aspect <= 10.0:
            raise OutOfRange(f"A pixel aspect of {self.pixel_aspect} is not one a camera makes.")

    @classmethod
    def parse(cls, text: str) -> Format:
        """Read `1920x1080` or `2048x1716*2.0` (with a pixel aspect)."""
        size, star, aspect = text.strip().lower().partition("*")
        width, cross, height = size.partition("x")
        try:
            if not cross:
                raise ValueError
            numbers = int(width), int(height), float(aspect) if star else 1.0
        except ValueError:
            raise OutOfRange(
                f"{text[:40]!r} is not a format.",
                remedy="Write it as 1920x1080, or 2048x1716*2 for anamorphic.",
            ) from None
        return cls(*numbers)

    @property
    def window(self) -> Window:
        """The display window of this format."""
        return Window(0, 0, self.width, self.height)

    def __str__(self) -> str:
        aspect = "" if self.pixel_aspect == 1.0 else f"*{self.pixel_aspect:g}"
        return f"{self.width}x{self.height}{aspect}"


@dataclass(frozen=True)
class ColorSpace:
    """A colour space by its name in a named OCIO config.

    `config` is a path, an `ocio://` name of a built-in config, or empty for the show's config.
    """

    name: str
    config: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.config})" if self.config else self.name
