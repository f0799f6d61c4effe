"""Controls that kinds share: what moves an element, where it stands, the camera and the light."""

from __future__ import annotations

from secondunit.wire.control import Control


def number(
    name: str, label: str, default: float, low: float, high: float, unit: str, group: str, help: str,
    automatic: float | None = None,
) -> Control:  # fmt: skip
    """A control of a number, with a hundred steps over its range; `automatic` leaves it to the simulator."""
    return Control(
        name, label, "float", unit, default, low, high, round((high - low) / 100, 6), help=help, group=group,
        automatic=automatic,
    )  # fmt: skip


#: Where the wind blows.
WIND_TO = number(
    "wind_direction", "Wind to", 0.0, -360.0, 360.0, "deg", "Motion",
    "Where the wind blows: 0 right of frame, 180 left, 90 away, -90 at camera.",
)  # fmt: skip
#: How fine what is drawn of cells is.
FINER = number(
    "detail", "Detail", 1.0, 0.0, 1.0, "", "Quality", "How much finer the picture is than the cells."
)


def blown(
    wind: float, gusts: float | None = None, help: str = "The wind.", most: float = 40.0
) -> tuple[Control, ...]:
    """The wind, where it goes and how unsteady it is; None where gusts do nothing."""
    rows = number("wind", "Wind", wind, 0.0, most, "m/s", "Motion", help), WIND_TO
    if gusts is None:
        return rows
    return *rows, number("gusts", "Gusts", gusts, 0.0, 1.0, "", "Motion", "How unsteady the wind is.")


def swirl(usual: float) -> Control:
    """How strongly a solver keeps whirls alive."""
    return number(
        "swirl", "Swirl", usual, 0.0, 2.0, "", "Motion", "How strongly small whirls are kept alive."
    )


def time(slowest: float, fastest: float, help: str = "0.5 is half speed: slower looks larger.") -> Control:
    """How fast an element's clock goes against the shot's."""
    return number("speed", "Time", 1.0, slowest, fastest, "x", "Motion", help)


def placed(x: float, y: float, thing: str = "source") -> tuple[Control, ...]:
    """Where an element stands in frame."""
    return (
        number("x", "Across", x, -0.5, 1.5, "", "Place", f"The {thing} in frame: 0 left edge, 1 right edge."),
        number("y", "Up", y, -0.5, 1.5, "", "Place", f"The {thing} in frame: 0 bottom edge, 1 top edge."),
    )


def shutter(angles: str, usual: float = 180.0) -> Control:
    """How long the shutter is open; `angles` says what that shows."""
    return number(
        "shutter", "Shutter", usual, 0.0, 360.0, "deg", "Quality",
        f"How long the shutter is open: {angles}.",
    )  # fmt: skip


#: The camera of the plate: see `camera_for`.
CAMERA: tuple[Control, ...] = (
    number(
        "camera_height", "Camera height", 1.6, 0.0, 500.0, "m", "Camera", "From the ground to the camera."
    ),
    number("camera_pitch", "Pitch", 0.0, -80.0, 80.0, "deg", "Camera", "Above zero the camera looks up."),
    number("focal", "Focal length", 35.0, 4.0, 1200.0, "mm", "Camera", "Of the plate's lens."),
    number("sensor", "Sensor width", 36.0, 1.0, 100.0, "mm", "Camera", "Of the plate's camera."),
)

#: The light of the scene: see `light_weights`.
LIGHT: tuple[Control, ...] = (
    number("key_side", "Key from", -70.0, -180.0, 180.0, "deg", "Light",
           "0 from the camera, -90 from the left of frame, 90 from the right, 180 from behind."),
    number("key_height", "Key height", 38.0, -90.0, 90.0, "deg", "Light", "How high the key light stands."),
    number("key", "Key", 1.3, 0.0, 50.0, "", "Light", "The key light: 1 shows a white card at 1."),
    Control("key_color", "Key colour", "color", default="1 0.96 0.9", group="Light", help="Scene-linear."),
    number("ambient", "Sky", 0.22, 0.0, 50.0, "", "Light", "Light from all around, most from above."),
    Control("ambient_color", "Sky colour", "color", default="0.8 0.9 1", group="Light", help="Scene-linear."),
)  # fmt: skip
