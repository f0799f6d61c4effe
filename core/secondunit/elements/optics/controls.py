"""Controls that kinds share: where an element stands, the camera that sees it, the light on it."""

from __future__ import annotations

from secondunit.wire.control import Control


def number(
    name: str, label: str, default: float, low: float, high: float, unit: str, group: str, help: str
) -> Control:
    """A control of a number, with a hundred steps over its range."""
    return Control(
        name, label, "float", unit, default, low, high, round((high - low) / 100, 6), help=help, group=group
    )


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
